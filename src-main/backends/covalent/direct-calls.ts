import type { IdentifyWay } from '../../../src-shared/backend/capabilities.ts';
import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import { multiplyDivide } from '../../../src-shared/money/rounding.ts';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { DraftSale, Identified, Preview } from '../backend.ts';
import { identifyWay } from './covalent-capabilities.ts';
import type { CovalentConfig } from './covalent-config.ts';
import type { CovalentConnection } from './covalent-connection.ts';
import { directAnswer, refusedHere } from './direct-answer.ts';
import { earningBaseMinor, fiatText, purchaseOf } from './purchase-amounts.ts';
import { readFiat } from './read-fiat.ts';
import { readMember, uncheckedMember } from './read-member.ts';
import { wireMember } from './wire-member.ts';
import {
  fiatConversion,
  memberAnswer,
  pageAnswer,
  partnerRow,
  purchaseSimulation,
  redemptionSimulation,
} from './wire-schemas.ts';

type Wire = Readonly<Record<string, string>>;

/** What the direct calls of one back end share. */
export interface Counter {
  readonly connection: CovalentConnection;
  readonly config: CovalentConfig;
  /** False once the program's partner record said so (section 7.2). */
  lookupAvailable: boolean;
}

const systemData = ({ settings }: CovalentConfig) =>
  Object.keys(settings.loyaltySystemData).length === 0 ? {} : { loyalty_system_data: settings.loyaltySystemData };

/**
 * Section 7.2: the fields that the program demands, for a look-up or for a transaction, in its order and words. Those for
 * paying are asked for beside those for earning; a till that may not read them goes by the latter.
 */
export async function identifyForm(
  counter: Counter,
  signal: AbortSignal,
): Promise<DirectAnswer<readonly IdentifyWay[]>> {
  const { loyaltyCurrency, memberFields } = counter.config.settings;
  const [issuing, redeeming] = await Promise.all([
    partnerDetails(counter, 'issuance', signal),
    partnerDetails(counter, 'redemption', signal),
  ]);
  if (issuing.kind !== 'ok') return issuing;
  const details = [...issuing.value, ...(redeeming.kind === 'ok' ? redeeming.value : [])];
  if (issuing.value.length === 0)
    return refusedHere('unknown-program', `No program has the short code ${loyaltyCurrency}; look at loyaltyCurrency.`);
  counter.lookupAvailable = details.every((one) => one.member_lookup_action?.member_lookup_available !== false);
  const labels = new Map<string, string>();
  for (const one of details)
    for (const { id, name } of [
      ...(one.member_lookup_action?.required_fields ?? []),
      ...(one.execute_action?.required_fields ?? []),
    ])
      if (!labels.has(id)) labels.set(id, name ?? id);
  const [main = { id: 'id', label: 'Card number' }, ...others] = memberFields;
  const fields =
    labels.size === 0
      ? [main, ...others]
      : [
          { id: main.id, label: labels.get(main.id) ?? main.label },
          ...[...labels].filter(([id]) => id !== main.id).map(([id, label]) => ({ id, label })),
        ];
  return { kind: 'ok', value: [identifyWay(fields)] };
}

/** What the partner records of this program say; empty: there is none. */
async function partnerDetails({ connection, config }: Counter, list: 'issuance' | 'redemption', signal: AbortSignal) {
  const { loyaltyCurrency } = config.settings;
  const query = `loyalty_currency=${encodeURIComponent(loyaltyCurrency)}`;
  const reading = await connection.ask(`/partners/currency-owners-for-${list}?${query}`, null, 'counter', signal);
  return directAnswer(
    reading,
    pageAnswer.transform(({ results }) =>
      results.flatMap((row) => {
        const parsed = partnerRow.safeParse(row);
        if (!parsed.success || parsed.data.loyalty_currency.id !== loyaltyCurrency) return [];
        return [parsed.data.partnership_details ?? {}];
      }),
    ),
  );
}

/** Look-up and, with it, what the points pay for. Both only read. */
export async function identify(
  counter: Counter,
  identifiers: readonly MemberIdentifier[],
  sale: Sale | null,
  signal: AbortSignal,
): Promise<DirectAnswer<Identified>> {
  const { connection, config } = counter;
  const { settings } = config;
  const member = wireMember(identifiers, settings);
  if (Object.keys(member).length === 0) return refusedHere('no-identifier', 'Nothing to find a member by.');
  if (settings.memberLookup === 'off' || !counter.lookupAvailable) {
    const spendableMinor = await spendable(counter, member, sale, signal);
    return { kind: 'ok', value: { member: uncheckedMember(identifiers, spendableMinor), opens: null } };
  }
  const body = {
    loyalty_program_identifiers: member,
    loyalty_currency: settings.loyaltyCurrency,
    ...systemData(config),
  };
  const reading = await connection.ask('/members/lookup', body, 'counter', signal);
  const answer = directAnswer(reading, memberAnswer);
  // Section 6.1: here a 404 is how nobody is said.
  if (reading.kind === 'refused' && reading.facts.status === 404 && answer.kind === 'refused')
    return { ...answer, notFound: true };
  if (answer.kind !== 'ok') return answer;
  const simulated = await spendable(counter, member, sale, signal);
  const worth = simulated ?? (await estimatedWorth(counter, answer.value.balance ?? null, signal));
  return { kind: 'ok', value: { member: readMember(answer.value, identifiers, settings, worth), opens: null } };
}

/**
 * Minor units that the member can pay now, by simulating a large bill (section 6.5): enough for all of it, or how much of it.
 * Null: the program did not say, which keeps nobody from trying.
 */
async function spendable(
  { connection, config }: Counter,
  member: Wire,
  sale: Sale | null,
  signal: AbortSignal,
): Promise<number | null> {
  const { settings } = config;
  const code = sale?.currency ?? config.currency;
  const bill = Math.max(settings.spendableUpToMinor, sale === null ? 0 : purchaseOf(sale, settings).totalMinor);
  const body = {
    loyalty_currency: settings.loyaltyCurrency,
    redemption_items: [
      { category: settings.itemCategory, channel: 'POS', fiat_amount: fiatText(bill, code), fiat_currency: code },
    ],
    member,
    ...systemData(config),
  };
  const reading = await connection.ask('/redemptions/standard/simulate', body, 'counter', signal);
  const answer = directAnswer(reading, redemptionSimulation);
  if (answer.kind !== 'ok') return null;
  const { sufficient_balance: enough, maximum_fiat_balance: most } = answer.value;
  if (enough === undefined) return null;
  const covered = most === undefined ? null : (readFiat(most, code)?.minor ?? null);
  return enough ? Math.max(bill, covered ?? 0) : covered;
}

/** Section 6.6: what a balance is worth, for display, where the program simulates no payment for this till. */
async function estimatedWorth(
  { connection, config }: Counter,
  balance: number | null,
  signal: AbortSignal,
): Promise<number | null> {
  if (balance === null) return null;
  const { loyaltyCurrency, spendableUpToMinor } = config.settings;
  const body = {
    amount: fiatText(spendableUpToMinor, config.currency),
    fiat_currency: config.currency,
    loyalty_currency: loyaltyCurrency,
  };
  const reading = await connection.ask('/loyalty-currencies/fiat-convert', body, 'counter', signal);
  const answer = directAnswer(reading, fiatConversion);
  if (answer.kind !== 'ok') return null;
  return multiplyDivide(balance, spendableUpToMinor, answer.value.loyalty_amount, 'towardsZero');
}

/** Section 6.2: what the rules give for the basket as it is; nothing is paid yet. */
export async function preview(
  { connection, config }: Counter,
  { sale, member: identifiers }: DraftSale,
  signal: AbortSignal,
): Promise<DirectAnswer<Preview>> {
  const { settings } = config;
  const member = wireMember(identifiers, settings);
  if (Object.keys(member).length === 0) return refusedHere('no-identifier', 'A preview needs a member.');
  const base = earningBaseMinor(purchaseOf(sale, settings), settings);
  if (base === 0) return { kind: 'ok', value: previewOf(0) };
  const body = {
    fiat_amount: fiatText(base, sale.currency),
    fiat_currency: sale.currency,
    loyalty_currency: settings.loyaltyCurrency,
    member,
    ...systemData(config),
    ...(settings.purchaseTags.length === 0 ? {} : { tags: settings.purchaseTags }),
  };
  const reading = await connection.ask('/accruals/purchase-rules/simulate', body, 'counter', signal);
  const answer = directAnswer(reading, purchaseSimulation);
  return answer.kind === 'ok' ? { kind: 'ok', value: previewOf(answer.value.total) } : answer;
}

const previewOf = (pointsToEarn: number | null): Preview => ({
  deals: [],
  notApplied: [],
  pointsToEarn,
  member: null,
  estimate: false,
});
