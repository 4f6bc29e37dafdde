import type { Member, MemberGift, MemberIdentifier } from '../../../src-shared/member/member.ts';
import { currency as currencyCode, exponentOf } from '../../../src-shared/money/money.ts';
import { multiplyDivide } from '../../../src-shared/money/rounding.ts';
import type { RekonectSettings } from './rekonect-settings.ts';
import type { WireAsset, WireBalance, WireMember } from './wire-schemas.ts';

interface Balance {
  /** In the program's smallest unit of points. */
  readonly units: number | null;
  /** As money, in the unit of the answer. */
  readonly money: number | null;
}

/** A3: one number says both. Fractions of a unit are cut off; a payment moves whole ones only. */
export function readBalance(balance: WireBalance | undefined): Balance {
  if (balance === undefined) return { units: null, money: null };
  const [units, money] =
    typeof balance === 'number' ? [balance, balance] : [balance.nonMonetary ?? balance.monetary, balance.monetary];
  return { units: whole(units), money: whole(money) };
}

function whole(value: number | undefined): number | null {
  if (value === undefined) return null;
  const cut = Math.trunc(value) + 0;
  return Number.isSafeInteger(cut) ? cut : null;
}

/** Section 1: hundredths of the currency unit, where the business answers so; the fraction of a minor unit is cut off. */
function toMinor(money: number | null, settings: RekonectSettings, currency: string): number | null {
  if (money === null || !settings.balancesInHundredths) return money;
  return multiplyDivide(money, 10 ** exponentOf(currencyCode(currency)), 100, 'towardsZero');
}

/**
 * The member of an answer to `/member/details`.
 *
 * @param asked what the member was looked up by; it is among the identifiers whether or not the answer repeats it.
 */
export function readMember(
  wire: WireMember,
  asked: readonly MemberIdentifier[],
  settings: RekonectSettings,
  currency: string,
): Member {
  const points = readBalance(wire.points);
  const credit = readBalance(wire.credit);
  const status = wire.status ?? 'active';
  return {
    identifiers: identifiersOf(wire, asked),
    status,
    active: status.toLowerCase() === 'active',
    firstName: wire.firstName || null,
    lastName: wire.lastName || null,
    balancePoints: points.units,
    balanceCredit: credit.units,
    spendableMinor: toMinor(settings.spendFrom === 'points' ? points.money : credit.money, settings, currency),
    gifts: (wire.assets ?? []).map(readGift),
    marketingConsent:
      wire.allowedSMS === undefined && wire.allowedEmail === undefined
        ? null
        : { sms: wire.allowedSMS === true, email: wire.allowedEmail === true },
  };
}

/** Strongest first. */
function identifiersOf(wire: WireMember, asked: readonly MemberIdentifier[]): readonly MemberIdentifier[] {
  const named: readonly (readonly [MemberIdentifier['method'], string | undefined])[] = [
    ['membership-key', wire.membershipKey],
    ['card', wire.externalId],
    ['phone', wire.phoneNumber],
    ['email', wire.email],
  ];
  const order: readonly MemberIdentifier['method'][] = ['membership-key', 'card', 'code', 'phone', 'email'];
  const all: MemberIdentifier[] = [...asked];
  for (const [method, value] of named) {
    // What was asked by comes as it was scanned or typed; the program's own form of the same thing adds nothing.
    if (value && !all.some((identifier) => identifier.method === method)) all.push({ method, value });
  }
  return all.sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
}

function readGift(asset: WireAsset): MemberGift {
  const redeemable = asset.redeemable ?? asset.nonRedeemableCause === undefined;
  return {
    key: asset.key,
    name: asset.name || asset.key,
    description: asset.description || null,
    validUntil: asset.validUntil?.slice(0, 10) || null,
    redeemable,
    notRedeemableBecause: redeemable ? null : giftRefusal(asset),
    kind: 'gift',
    costPoints: null,
    preselected: false,
    line: null,
    facts: {},
  };
}

/** The program's words, which speak of the gift; else ours. */
export function giftRefusal(asset: WireAsset): string {
  return asset.nonRedeemableCause?.message || 'The loyalty program does not allow this gift now.';
}
