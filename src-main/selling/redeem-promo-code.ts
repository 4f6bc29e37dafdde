import { problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findChangeable } from './change-basket.ts';
import { askDirectly, directProblem, identifiersOf } from './identify-member.ts';
import type { OpenSale } from './open-sales.ts';
import { chooseGifts } from './preview-benefits.ts';

/** Has the program say what a promo code unlocks, and uses that with this basket; the preview that follows says what it gives. */
export async function redeemPromoCode(
  saleId: string,
  code: string,
  parts: TillParts,
  signal: AbortSignal,
): Promise<Result<OpenSale>> {
  const { backEnd, stores } = parts;
  const { promoCodes } = backEnd.capabilities;
  if (!promoCodes.offered) return problem('not-offered-by-program', { because: promoCodes.because });
  const before = findChangeable(saleId, parts);
  if (!before.ok) return before;
  const { sale } = before.value;
  const identifiers = identifiersOf(before.value, parts);
  if (identifiers === null) return problem('member-required');
  const draft = { sale, member: identifiers, known: stores.operations.ofSale(saleId) };
  const answer = await askDirectly(parts, () => backEnd.redeemCode(code, draft, signal));
  if (answer.kind !== 'ok') return directProblem(answer);
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  const reading = open.member;
  // It was unlocked for the member who was asked about, and for nobody who was scanned meanwhile.
  if (reading?.member == null || open.sale.memberKeyId !== sale.memberKeyId) return problem('member-required');
  const gift = answer.value;
  const gifts = [...reading.member.gifts.filter(({ key }) => key !== gift.key), gift];
  open.member = { ...reading, member: { ...reading.member, gifts } };
  return chooseGifts(saleId, [...open.sale.usedGifts.map(({ key }) => key), gift.key], parts);
}
