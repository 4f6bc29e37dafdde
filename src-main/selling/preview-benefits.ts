import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Sale, UsedGift } from '../../src-shared/sale/sale.ts';
import { MINUTE } from '../../src-shared/time/clock.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findChangeable } from './change-basket.ts';
import { askDirectly, directProblem, identifiersOf, mayRedeem } from './identify-member.ts';
import type { OpenSale } from './open-sales.ts';

/** How long a preview is shown as current. */
export const PREVIEW_GOOD_FOR_MS = 5 * MINUTE;

/** Asks what the program gives for this basket and takes the granted deals off the total. No effect at the back end. */
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
  const { backEnd, clock, openSales, changes } = parts;
  const answer = await askDirectly(parts, () => backEnd.preview({ ...sale, deals: [] }, identifiers, signal));
  if (answer.kind !== 'ok') return directProblem(answer);
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  if (open.sale.memberKeyId !== sale.memberKeyId) return done(open);
  const nowMs = clock.nowMs();
  const { netMinor, dealsMinor } = sums(sale.lines, answer.value.deals);
  if (dealsMinor > Math.max(netMinor, 0)) return problem('totals-mismatch');
  open.preview = { preview: answer.value, readAtMs: nowMs, forLines: sale.lines, forGifts: sale.usedGifts };
  if (answer.value.member !== null) {
    open.member = {
      identifiers,
      member: answer.value.member,
      readAtMs: nowMs,
      codeProved: open.member?.codeProved ?? false,
    };
  }
  // A basket that changed meanwhile keeps its shelf price until the next preview.
  if (open.sale.lines === sale.lines && open.sale.usedGifts === sale.usedGifts) {
    openSales.change(open, { ...open.sale, deals: answer.value.deals });
  }
  changes.changed();
  return done(open);
}

const sums = (lines: Sale['lines'], deals: Sale['deals']): { netMinor: number; dealsMinor: number } => ({
  netMinor: lines.reduce((sum, line) => sum + line.netMinor, 0),
  dealsMinor: deals.reduce((sum, deal) => sum + deal.amountMinor, 0),
});

/** Chooses the gifts to use with this basket; the preview that follows says what they give. */
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
  const chosen: UsedGift[] = [];
  for (const key of new Set(keys)) {
    const gift = known.find((one) => one.key === key);
    if (gift === undefined || !gift.redeemable) {
      return problem('gift-not-usable', { name: gift?.name ?? key, because: gift?.notRedeemableBecause ?? '' });
    }
    chosen.push({ key: gift.key, name: gift.name });
  }
  parts.openSales.change(open, { ...open.sale, usedGifts: chosen, deals: [] });
  parts.changes.changed();
  return done(open);
}
