import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { BenefitRefusal, Identified, Preview } from '../backend.ts';
import { unreadable } from '../http/read-status.ts';
import type { JsonObject } from './drop-empty.ts';
import { meaningOf } from './error-codes.ts';
import type { Reading } from './interpret-answer.ts';
import { giftRefusal, readMember } from './read-member.ts';
import type { RekonectConfig } from './rekonect-config.ts';
import type { RekonectConnection } from './rekonect-connection.ts';
import { checkedTotals } from './totals-check.ts';
import { wireMember } from './wire-member.ts';
import { type DetailsFields, detailsFields } from './wire-schemas.ts';
import { wireTransaction, withGiftsAndDeals } from './wire-transaction.ts';

type Headers = Readonly<Record<string, string>>;

/** `/member/details` (section 4.1): a read, so it gets one quick retry where no answer came (section 6 rule 7). */
export async function readDetails(
  connection: RekonectConnection,
  body: JsonObject,
  headers: Headers,
  signal: AbortSignal,
): Promise<DirectAnswer<DetailsFields>> {
  let reading = await connection.ask('/member/details', body, headers, signal);
  if (noAnswerCame(reading) && !signal.aborted)
    reading = await connection.ask('/member/details', body, headers, signal);
  return directAnswer(reading, (fields) => {
    const parsed = detailsFields.safeParse(fields);
    return parsed.success ? parsed.data : null;
  });
}

function noAnswerCame(reading: Reading): boolean {
  return (
    (reading.kind === 'not-arrived' && reading.why === 'no-connection') ||
    (reading.kind === 'maybe' && reading.why !== 'aborted' && reading.why !== 'conflict')
  );
}

function directAnswer<T>(reading: Reading, read: (fields: JsonObject) => T | null): DirectAnswer<T> {
  switch (reading.kind) {
    case 'success': {
      const value = read(reading.fields);
      return value === null ? unavailable(unreadable(reading.facts, 'fields-missing')) : { kind: 'ok', value };
    }
    case 'refused': {
      const { text, notFound } = meaningOf(reading.code);
      return { kind: 'refused', code: reading.code, text, notFound };
    }
    case 'not-arrived':
    case 'maybe':
      return unavailable(reading);
  }
}

function unavailable(reading: Reading & { readonly kind: 'not-arrived' | 'maybe' }): DirectAnswer<never> {
  const { why, retryAfterMs, code, text } = reading;
  return { kind: 'unavailable', why, retryAfterMs, code, text };
}

const refusedHere = (code: string, text: string): DirectAnswer<never> => ({
  kind: 'refused',
  code,
  text,
  notFound: false,
});

export async function identify(
  connection: RekonectConnection,
  config: RekonectConfig,
  identifiers: readonly MemberIdentifier[],
  signal: AbortSignal,
): Promise<DirectAnswer<Identified>> {
  const member = wireMember(identifiers, config.settings);
  if (Object.keys(member).length === 0) return refusedHere('no-identifier', 'Nothing to find a member by.');
  const answer = await readDetails(connection, { member }, {}, signal);
  if (answer.kind !== 'ok') return answer;
  return {
    kind: 'ok',
    value: { member: readMember(answer.value.member, identifiers, config.settings, config.currency), opens: null },
  };
}

/** What the basket gets, before anything is paid: deals, and the gifts that do not apply (sections 4.1, 5.6; A5, A6). */
export async function preview(
  connection: RekonectConnection,
  config: RekonectConfig,
  sale: Sale,
  identifiers: readonly MemberIdentifier[],
  nowMs: number,
  signal: AbortSignal,
): Promise<DirectAnswer<Preview>> {
  const { settings } = config;
  const member = wireMember(identifiers, settings);
  if (Object.keys(member).length === 0) return refusedHere('no-identifier', 'A preview needs a member.');
  // Deals of an earlier preview are left out: the program answers what the basket gets, from its shelf prices.
  const draft: Sale = { ...sale, deals: [], tenders: [] };
  const transaction = wireTransaction(
    draft,
    { transactionId: sale.saleId, closedAtMs: sale.closedAtMs ?? nowMs, totals: checkedTotals(draft), tenders: null },
    settings,
  );
  const body = { member, ...withGiftsAndDeals(transaction, draft, [], settings) };
  const answer = await readDetails(connection, body, { 'x-return-benefits': 'true' }, signal);
  if (answer.kind !== 'ok') return answer;
  const { appliedDeals, member: wire } = answer.value;
  return {
    kind: 'ok',
    value: {
      deals: (appliedDeals ?? [])
        .filter((deal) => deal.amount !== 0)
        .map((deal) => ({
          type: deal.type,
          amountMinor: Math.abs(deal.amount),
          reason: deal.reason || null,
          sourceId: deal.sourceId || null,
        })),
      notApplied: (wire.assets ?? []).flatMap((asset): BenefitRefusal[] =>
        asset.nonRedeemableCause === undefined
          ? []
          : [
              {
                key: asset.key,
                name: asset.name || asset.key,
                reason: giftRefusal(asset),
                cashierCanFix: settings.fixableGiftCauses.includes(asset.nonRedeemableCause.code ?? ''),
              },
            ],
      ),
      pointsToEarn: null,
      member: readMember(wire, identifiers, settings, config.currency),
      estimate: false,
    },
  };
}

/** `/member/shortCode` (section 4.4): exactly one of phone and e-mail, and only the cashier repeats it. */
export async function shortCode(
  connection: RekonectConnection,
  config: RekonectConfig,
  identifier: MemberIdentifier,
  step: { readonly action: 'send' } | { readonly action: 'verify'; readonly shortCode: string },
  signal: AbortSignal,
): Promise<DirectAnswer<null>> {
  if (identifier.method !== 'phone' && identifier.method !== 'email')
    return refusedHere('id-method-not-offered', 'A code can be sent to a phone number or an e-mail address only.');
  const member = wireMember([identifier], config.settings);
  const reading = await connection.ask('/member/shortCode', { member, ...step }, {}, signal);
  const answer = directAnswer(reading, (fields) => fields);
  return answer.kind === 'ok' ? { kind: 'ok', value: null } : answer;
}
