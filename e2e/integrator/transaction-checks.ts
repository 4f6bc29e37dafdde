import type { Body, Transaction } from './contract-shapes.ts';

const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0);
const isLoyalty = ({ type }: { readonly type: string }): boolean => type === 'POINTS' || type === 'CREDIT';

/** What the tenders of a transaction say was paid with points or credit. */
export const loyaltyTender = (transaction: Transaction): number =>
  sum((transaction.payments ?? []).filter(isLoyalty).map(({ amount }) => amount));

/** The sums, signs and times inside one transaction (sections 5.3, 5.4 and rule 6 of section 6). */
export function transactionBreaches(transaction: Transaction): string[] {
  const { items, payments, totalAmount, totalGeneralDiscount, openTime, dateTime } = transaction;
  const found: string[] = [];
  if (payments !== undefined && sum(payments.map(({ amount }) => amount)) !== totalAmount)
    found.push('the payments do not sum up to totalAmount');
  if (sum(items.map(({ netAmount }) => netAmount)) - totalGeneralDiscount !== totalAmount)
    found.push('the net lines less totalGeneralDiscount are not totalAmount');
  if (new Set(items.map(({ lineId }) => lineId)).size !== items.length) found.push('a lineId stands twice');
  for (const { lineId, action, quantity, grossAmount, netAmount } of items) {
    const sign = action === 'return' ? -1 : 1;
    if (quantity <= 0) found.push(`line ${lineId}: the quantity is not positive`);
    if (grossAmount * sign < 0 || netAmount * sign < 0) found.push(`line ${lineId}: an amount has the wrong sign`);
    if (Math.abs(netAmount) > Math.abs(grossAmount)) found.push(`line ${lineId}: net is more than gross`);
  }
  if (openTime > dateTime) found.push('dateTime lies before openTime');
  if (Math.abs(transaction.totalTaxAmount) > Math.abs(totalAmount)) found.push('more tax than total');
  return found;
}

/** The tenders against the confirmed payment (rule 6 of section 6). */
export function payBreaches({
  payment,
  transaction,
}: Extract<Body<'/payment'>, { transaction: Transaction }>): string[] {
  const found = transactionBreaches(transaction);
  if (payment.amount > transaction.totalAmount) found.push('pays more than the sale');
  if (loyaltyTender(transaction) !== payment.amount) found.push('the loyalty tender is not what is paid');
  return found;
}

/** Deals beside the transaction explain the discount inside it. */
export function dealBreaches({ appliedDeals = [], transaction }: Body<'/transaction'>): string[] {
  const dealt = sum(appliedDeals.map(({ amount }) => amount));
  const discounted = sum(transaction.items.map(({ grossAmount, netAmount }) => Math.abs(grossAmount - netAmount)));
  return dealt > discounted + transaction.totalGeneralDiscount ? ['the deals are more than the discounts'] : [];
}
