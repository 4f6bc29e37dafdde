import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { decimalText } from '../../../src-shared/money/decimal.ts';
import { accepted, type EndpointResult, malformed, type Refused, refused } from './endpoint-result.ts';
import type { Guest } from './guest-store.ts';
import { engineIdOf } from './incentive.ts';
import { availableBeside, type RbiContext } from './rbi-context.ts';
import type { Incentive } from './rbi-options.ts';
import { posVendor, uuid } from './transaction-request.ts';

const identifyRequest = z.looseObject({ identifier: z.string().min(1), posVendor });

interface Found {
  readonly guest: Guest;
  readonly preselected: readonly string[];
  /** The code to use up; null: named by something lasting. */
  readonly code: string | null;
}

/** Section 3: finds the guest, opens a transaction and holds back what the pre-selected rewards cost. */
export function identify(context: RbiContext, body: unknown): EndpointResult {
  const parsed = identifyRequest.safeParse(body);
  if (!parsed.success) return malformed(parsed.error.issues.map(({ path }) => path.join('.')));
  const found = findGuest(context, parsed.data.identifier);
  if ('accepted' in found) return found;
  const { guest, preselected, code } = found;
  const { incentives } = context.settings();
  const chosen: Incentive[] = [];
  for (const id of preselected) {
    const incentive = incentives.find(({ incentiveId }) => incentiveId === id);
    if (incentive === undefined) return refused(404, 'RewardNotFoundError', 'Not known');
    chosen.push(incentive);
  }
  if (code !== null) context.guests.spendCode(code);
  const id = randomUUID();
  const reserved = chosen.reduce((sum, { costPoints }) => sum + costPoints, 0);
  context.transactions.put({
    id,
    loyaltyId: guest.loyaltyId,
    status: 'PENDING',
    reference: parsed.data.posVendor.transactionId,
    reserved,
    held: '',
    touchedAt: context.nowMs(),
    content: null,
    receiptCode: null,
    answer: null,
    paidMinor: 0,
    earned: 0,
    burned: 0,
    onceKey: null,
  });
  const discounts = chosen.filter(({ discount }) => discount !== undefined);
  return accepted({
    transactionId: id,
    balances: [{ amount: availableBeside(context, guest.loyaltyId, id) - reserved, currency: 'points' }],
    loyaltyUser: { id: guest.loyaltyId, name: guest.name, created: new Date(guest.joinedAt).toISOString() },
    order: chosen
      .filter(({ discount }) => discount === undefined)
      .map((incentive, index) => orderEntry(context, incentive, guest, index)),
    ...(discounts.length === 0 ? {} : { eligibleDiscounts: discounts.map((one) => discountEntry(one, guest)) }),
  });
}

const LOOKS_LIKE_LOYALTY_ID = /^[0-9a-f-]{30,40}$/i;

function findGuest({ guests, settings, nowMs }: RbiContext, identifier: string): Found | Refused {
  if (/^\d{6}$/.test(identifier)) {
    const code = guests.code(identifier);
    // A5: an expired code is one that nobody knows.
    if (code === null || code.expiresAt <= nowMs()) return refused(404, 'HashSetNotFoundError', 'Code not found');
    if (code.used) return refused(422, 'OrderSelectionStatusUnclaimable', 'The selection was used already');
    const guest = guests.byId(code.loyaltyId);
    return guest === null ? USER_NOT_FOUND : { guest, preselected: code.preselected, code: identifier };
  }
  if (LOOKS_LIKE_LOYALTY_ID.test(identifier)) {
    const id = uuid.safeParse(identifier);
    if (!id.success) return refused(400, 'IdentificationFailed', 'Not a valid loyalty id');
    const guest = guests.byId(id.data);
    return guest === null ? USER_NOT_FOUND : { guest, preselected: [], code: null };
  }
  const kind = otherKind(identifier);
  if (kind === null) return refused(422, 'InvalidIdentifier', 'Not an identifier');
  if (!settings().identifiers.includes(kind)) return refused(422, 'IdentifierTypeDisabled', 'Disabled in this market');
  const guest = guests.byOther(identifier);
  return guest === null ? USER_NOT_FOUND : { guest, preselected: [], code: null };
}

const USER_NOT_FOUND = refused(404, 'UserNotFoundError', 'Guest not found');

function otherKind(identifier: string): 'email' | 'card' | 'phone' | null {
  if (/^\S+@\S+\.\S+$/.test(identifier)) return 'email';
  if (/^\d{12}$/.test(identifier)) return 'card';
  return /^\d{10}$/.test(identifier) ? 'phone' : null;
}

/** Hundredths as major units: the nearest number to the decimal text, so that it is written with the same digits. */
const majorOf = (minor: number): number => Number(decimalText(minor, 2));

function orderEntry(context: RbiContext, incentive: Incentive, guest: Guest, index: number): Record<string, unknown> {
  const { productTypeCase, numericStrings } = context.settings();
  const { productId, kind, incentiveId, priceMinor } = incentive;
  const engineId = engineIdOf(incentive, guest.loyaltyId);
  return {
    productId,
    productType: productTypeCase === 'upper' ? kind.toUpperCase() : kind,
    quantity: numericStrings ? '1' : 1,
    // Not unique, as in the vendor's own samples.
    referenceId: numericStrings ? '00' : String(index + 1).padStart(2, '0'),
    ...(kind === 'reward' ? { price: majorOf(priceMinor ?? 0) } : {}),
    incentiveId,
    ...(engineId === null ? {} : { loyaltyEngineId: engineId }),
  };
}

function discountEntry(incentive: Incentive, guest: Guest): Record<string, unknown> {
  const { incentiveId, productId, name, discount, kind } = incentive;
  return {
    incentiveId,
    productId,
    referenceId: engineIdOf(incentive, guest.loyaltyId) ?? incentiveId,
    details: { displayName: name, discountValue: discount?.value, subtype: discount?.subtype, type: kind },
  };
}
