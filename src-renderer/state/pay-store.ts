import { create } from 'zustand';
import { type Answer, callTill } from '../app-api.ts';
import { withCommandId } from './command-ids.ts';
import { refreshSale, useSale } from './sale-store.ts';

interface PayState {
  /** The amount that the program is being asked for right now; null when no call runs. */
  readonly askingMinor: number | null;
}

export const usePay = create<PayState>(() => ({ askingMinor: null }));

export interface PayResult {
  readonly result: 'confirmed' | 'refused' | 'undecided';
  readonly reason: string | null;
}

/**
 * Pays with points. Does not take a turn of the sale: while the program is silent, "other tender" has to work from the first
 * second on (design.md 8.4).
 */
export async function payWithPoints(amountMinor: number): Promise<Answer<PayResult>> {
  const { sale } = useSale.getState();
  if (sale === null) return { ok: false, problem: { code: 'sale-empty', detail: {} } };
  usePay.setState({ askingMinor: amountMinor });
  const answer = await withCommandId('payment.payWithPoints', { saleId: sale.saleId, amountMinor }, (input) =>
    callTill((till) => till.cashier.payment.payWithPoints(input)),
  );
  return await settle(answer);
}

/** Asks once more about an undecided pay; the till refuses before `askAgainAtMs`. */
export async function askAgain(): Promise<Answer<PayResult>> {
  const { sale } = useSale.getState();
  if (sale === null) return { ok: false, problem: { code: 'sale-empty', detail: {} } };
  const answer = await withCommandId('payment.askAgain', { saleId: sale.saleId }, (input) =>
    callTill((till) => till.cashier.payment.askAgain(input)),
  );
  return await settle(answer);
}

async function settle(answer: Answer<PayResult>): Promise<Answer<PayResult>> {
  // The sale may have changed while the program was asked, so its view is read anew rather than taken from the answer.
  await refreshSale();
  usePay.setState({ askingMinor: null });
  return answer;
}
