import { create } from 'zustand';
import type { ReceiptView } from '../../src-shared/contract/views.ts';
import { type Answer, callTill } from '../app-api.ts';
import { withCommandId } from './command-ids.ts';

/** The receipt on screen. */
export const useReceipt = create<{ readonly receipt: ReceiptView | null }>(() => ({ receipt: null }));

export async function loadReceipt(saleId: string): Promise<Answer<ReceiptView>> {
  const answer = await callTill((till) => till.cashier.receipt.get({ saleId }));
  if (answer.ok) useReceipt.setState({ receipt: answer.value });
  return answer;
}

/** A copy, marked as such and audited. */
export async function reprint(saleId: string): Promise<Answer<ReceiptView>> {
  const answer = await withCommandId('receipt.reprint', { saleId }, (input) =>
    callTill((till) => till.cashier.receipt.reprint(input)),
  );
  if (answer.ok) useReceipt.setState({ receipt: answer.value });
  return answer;
}
