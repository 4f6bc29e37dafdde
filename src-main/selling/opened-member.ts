import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Member } from '../../src-shared/member/member.ts';
import type { Operation } from '../../src-shared/queue/operation.ts';
import { HOUR } from '../../src-shared/time/clock.ts';
import type { Identified } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { applyPlan } from '../sync/apply-plan.ts';
import type { TillParts } from '../till/till-parts.ts';
import { NOT_KNOWN_RESERVED, type OpenSale } from './open-sales.ts';
import { withBenefits, withoutBenefits } from './used-benefits.ts';

/** How long what an identify opened is held by a sale that nobody completes (design 7.9). */
const OPENED_STANDS_MS = HOUR;

/**
 * Takes a member whose identification opened something at the program: that and its owed release are committed with the sale
 * before anybody sees the member (design 7.9). A second scan of the same member goes on with the new one and releases the
 * older; another member's is released at once, and the sale stays as it was.
 */
export function takeOpened(
  open: OpenSale,
  { member, opens }: Identified & { readonly opens: NonNullable<Identified['opens']> },
  parts: TillParts,
): Result<OpenSale> {
  const { db, stores, backEnd, clock, openSales, changes, loop } = parts;
  const nowMs = clock.nowMs();
  const { saleId } = open.sale;
  const benefitsBefore = open.member?.member?.gifts ?? [];
  const follow = atomically(db, (): (() => void) | null => {
    const memberKeyId = stores.memberKeys.keep(member.identifiers, nowMs);
    const keep =
      open.sale.memberKeyId === null || open.sale.memberKeyId === memberKeyId || isKnownAs(open, member, parts);
    const event = { kind: 'opened', sale: open.sale, opened: opens, keep } as const;
    applyPlan(backEnd.plan(event, stores.operations.ofSale(saleId), parts.newId), parts);
    if (!keep) return null;
    const known = new Set(member.gifts.map(({ key }) => key));
    const gifts = [...member.gifts, ...benefitsBefore.filter(({ key }) => !known.has(key))];
    const used = new Set(open.sale.usedGifts.map(({ key }) => key));
    const chosen = gifts.filter((gift) => used.has(gift.key) || (gift.preselected && gift.redeemable));
    const sale = withBenefits({ ...open.sale, memberKeyId }, chosen, open.highestLine);
    const after = openSales.changeWithin(open, sale);
    return () => {
      after();
      open.highestLine = Math.max(open.highestLine, ...sale.lines.map(({ lineId }) => Number(lineId)));
      open.member = {
        identifiers: member.identifiers,
        member: { ...member, gifts },
        readAtMs: nowMs,
        codeProved: true,
      };
      // What was chosen beforehand is held already, also what is taken out of the basket now.
      open.reserved = member.gifts.some(({ kind, preselected }) => kind === 'reward' && preselected)
        ? NOT_KNOWN_RESERVED
        : '';
      open.preview = null;
    };
  });
  follow?.();
  changes.changed();
  loop.wake();
  return follow === null ? problem('other-member') : done(open);
}

/** Whether what the sale's member was named by without a connection is this member's, however it was written. */
function isKnownAs({ sale, member: reading }: OpenSale, member: Member, { stores }: TillParts): boolean {
  const entered =
    reading?.identifiers ?? (sale.memberKeyId === null ? null : stores.memberKeys.identifiers(sale.memberKeyId));
  return (entered ?? []).some(({ method, value }) =>
    member.identifiers.some((own) => own.method === method && own.value.toLowerCase() === value.toLowerCase()),
  );
}

/** Takes the member and his benefits off an open sale, and releases what his identification opened. Inside the caller's commit. */
export function letGoWithin(open: OpenSale, parts: TillParts): () => void {
  const { stores, backEnd, openSales } = parts;
  const { saleId } = open.sale;
  const event = { kind: 'member-removed', sale: open.sale } as const;
  applyPlan(backEnd.plan(event, stores.operations.ofSale(saleId), parts.newId), parts);
  const after = openSales.changeWithin(open, { ...withoutBenefits(open.sale), memberKeyId: null });
  return () => {
    after();
    open.member = null;
    open.preview = null;
    open.reserved = '';
  };
}

/** The owed release of what this sale's member opened at the program; null: nothing stands open. */
export const openedFor = ({ sale }: OpenSale, { stores }: TillParts): Operation | null =>
  stores.operations
    .ofSale(sale.saleId)
    .findLast((operation) => operation.kind === 'release' && operation.state === 'owed') ?? null;

/**
 * Lets go of members whose identification opened something and whose sale nobody went on with; at a start of all of them,
 * because what the program showed is not known any more.
 */
export function letGoOfForgotten(parts: TillParts, atStart: boolean): void {
  if (parts.backEnd.capabilities.identify !== 'opens') return;
  const beforeMs = parts.clock.nowMs() - OPENED_STANDS_MS;
  for (const open of parts.openSales.all()) {
    const sinceMs = openedFor(open, parts)?.recordedAtMs ?? null;
    if (sinceMs === null || (!atStart && sinceMs >= beforeMs)) continue;
    try {
      atomically(parts.db, () => letGoWithin(open, parts))();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      parts.log.error({ saleId: open.sale.saleId, error: reason }, 'a forgotten member could not be let go');
      continue;
    }
    parts.changes.changed();
    parts.loop.wake();
  }
}
