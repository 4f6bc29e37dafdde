import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { MemberGift } from '../../src-shared/member/member.ts';
import type { DirectAnswer } from '../../src-shared/queue/outcome.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import { MINUTE } from '../../src-shared/time/clock.ts';
import type { DraftSale, Reserved } from '../backends/backend.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findChangeable } from './change-basket.ts';
import { askDirectly, directProblem, identifiersOf, mayRedeem } from './identify-member.ts';
import { NOT_KNOWN_RESERVED, type OpenSale } from './open-sales.ts';
import { openedFor } from './opened-member.ts';
import { withBenefits } from './used-benefits.ts';

/** How long a preview is shown as current. */
export const PREVIEW_GOOD_FOR_MS = 5 * MINUTE;

/**
 * Asks what the program gives for this basket, takes the granted deals off the total and, where the program reserves, has the
 * cost of the chosen rewards reserved. No other effect at the back end.
 */
export async function previewBenefits(
  saleId: string,
  parts: TillParts,
  signal: AbortSignal,
): Promise<Result<OpenSale>> {
  // Deals change the total, so nothing may have been taken for it yet.
  const before = findChangeable(saleId, parts);
  if (!before.ok) return before;
  const { sale } = before.value;
  if (sale.lines.length === 0) return problem('sale-empty');
  const identifiers = identifiersOf(before.value, parts);
  if (identifiers === null) return problem('member-required');
  const { backEnd, clock, changes, stores } = parts;
  const draft = { sale: { ...sale, deals: [] }, member: identifiers, known: stores.operations.ofSale(saleId) };
  const answer = await askDirectly(parts, () => backEnd.preview(draft, signal));
  if (answer.kind !== 'ok') return directProblem(answer);
  const refused = new Set(answer.value.notApplied.map(({ key }) => key));
  const reserved = await reserveRewards(before.value, draft, refused, parts, signal);
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  if (open.sale.memberKeyId !== sale.memberKeyId) return done(open);
  const nowMs = clock.nowMs();
  const { netMinor, dealsMinor } = sums(sale.lines, answer.value.deals);
  if (dealsMinor > Math.max(netMinor, 0)) return problem('totals-mismatch');
  if (answer.value.member !== null) {
    open.member = {
      identifiers,
      member: answer.value.member,
      readAtMs: nowMs,
      codeProved: open.member?.codeProved ?? false,
    };
  }
  if (reserved.kind === 'ok') showReserved(open, reserved.value);
  // A basket that changed meanwhile keeps its shelf price until the next preview.
  const unchanged = open.sale.lines === sale.lines && open.sale.usedGifts === sale.usedGifts;
  const usedGifts = sale.usedGifts.map((gift) => ({
    ...gift,
    confirmed: !refused.has(gift.key) && (gift.kind !== 'reward' || reserved.kind === 'ok'),
  }));
  open.preview = {
    preview: answer.value,
    readAtMs: nowMs,
    forLines: sale.lines,
    forGifts: unchanged ? usedGifts : sale.usedGifts,
  };
  if (unchanged) parts.openSales.change(open, { ...open.sale, usedGifts, deals: answer.value.deals });
  changes.changed();
  return reserved.kind === 'ok' ? done(open) : directProblem(reserved);
}

/** A reservation is made afresh after so long: the program gives back what it hears nothing of for half an hour. */
const RESERVE_AGAIN_MS = 10 * MINUTE;

/** Has the program reserve what the chosen rewards cost, where that differs from what it reserved last, or was long ago. */
async function reserveRewards(
  open: OpenSale,
  draft: DraftSale,
  refused: ReadonlySet<string>,
  parts: TillParts,
  signal: AbortSignal,
): Promise<DirectAnswer<Reserved | null>> {
  const { backEnd, clock } = parts;
  const usedGifts = draft.sale.usedGifts.filter(({ key }) => !refused.has(key));
  const rewards = usedGifts.filter(({ kind }) => kind === 'reward');
  const wanted = rewards.map(({ key }) => key).sort();
  const text = wanted.join(' ');
  const isLapsing = text !== '' && clock.nowMs() >= open.reservedAtMs + RESERVE_AGAIN_MS;
  if (!backEnd.capabilities.reserve.offered || (text === open.reserved && !isLapsing))
    return { kind: 'ok', value: null };
  const lines = draft.sale.lines.filter(({ benefitKey }) => benefitKey === null || !refused.has(benefitKey));
  const reservable = { ...draft, sale: { ...draft.sale, usedGifts, lines } };
  const opened = openedFor(open, parts)?.id;
  const answer = await askDirectly(parts, () => backEnd.reserve(reservable, signal));
  // Without an answer, or with one about what a second scan has replaced, nobody knows what is reserved: the next preview
  // reserves again.
  open.reserved = answer.kind === 'ok' && opened === openedFor(open, parts)?.id ? text : NOT_KNOWN_RESERVED;
  open.reservedAtMs = clock.nowMs();
  return answer;
}

function showReserved(open: OpenSale, reserved: Reserved | null): void {
  const reading = open.member;
  if (reserved === null || reserved.balancePoints === null || reading === null || reading.member === null) return;
  open.member = { ...reading, member: { ...reading.member, balancePoints: reserved.balancePoints } };
}

const sums = (lines: Sale['lines'], deals: Sale['deals']): { netMinor: number; dealsMinor: number } => ({
  netMinor: lines.reduce((sum, line) => sum + line.netMinor, 0),
  dealsMinor: deals.reduce((sum, deal) => sum + deal.amountMinor, 0),
});

/** Chooses the benefits to use with this basket; the preview that follows says what they give. */
export function chooseGifts(saleId: string, keys: readonly string[], parts: TillParts): Result<OpenSale> {
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  const { gifts: support } = parts.backEnd.capabilities;
  if (!support.offered) return problem('not-offered-by-program', { because: support.because });
  if (keys.length > 0) {
    const allowed = mayRedeem(open, parts);
    if (!allowed.ok) return allowed;
  }
  const known = open.member?.member?.gifts ?? [];
  const chosen: MemberGift[] = [];
  for (const key of new Set(keys)) {
    const gift = known.find((one) => one.key === key);
    if (gift === undefined || !gift.redeemable) {
      return problem('gift-not-usable', { name: gift?.name ?? key, because: gift?.notRedeemableBecause ?? '' });
    }
    chosen.push(gift);
  }
  const sale = withBenefits(open.sale, chosen, open.highestLine);
  open.highestLine = Math.max(open.highestLine, ...sale.lines.map(({ lineId }) => Number(lineId)));
  parts.openSales.change(open, sale);
  parts.changes.changed();
  return done(open);
}
