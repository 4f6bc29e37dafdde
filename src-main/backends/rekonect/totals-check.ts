import type { Sale, SaleTotals } from '../../../src-shared/sale/sale.ts';
import { saleTotals } from '../../../src-shared/sale/totals.ts';
import type { MaterialiseContext } from '../backend.ts';
import { ContradictionError } from '../contradiction-error.ts';

/**
 * The totals of a sale, after a look at every amount in it.
 *
 * @throws ContradictionError where an amount is no exact whole number.
 */
export function checkedTotals(sale: Sale): SaleTotals {
  const amounts = [
    ...sale.lines.flatMap((line) => [line.grossMinor, line.netMinor, line.quantityThousandths]),
    ...sale.deals.map((deal) => deal.amountMinor),
    ...sale.tenders.map((tender) => tender.amountMinor),
  ];
  if (!amounts.every(Number.isSafeInteger))
    throw new ContradictionError('totals-mismatch', 'An amount of the sale is not a whole number.');
  return saleTotals(sale);
}

/**
 * Contract section 6 rule 6 for a finished sale: the tenders come to the total, and each loyalty tender to the payment the
 * program confirmed. (That lines less discounts make the total is how `saleTotals` computes it.)
 *
 * @param context the sale's operations; looked at only where a tender came from one of them.
 * @throws ContradictionError; nothing is sent and nothing adjusted.
 */
export function checkFinishedSale(sale: Sale, context: Pick<MaterialiseContext, 'known'>): SaleTotals {
  const totals = checkedTotals(sale);
  const { paidMinor, totalMinor } = totals;
  if (paidMinor !== totalMinor)
    throw new ContradictionError(
      'totals-mismatch',
      `The tenders come to ${paidMinor} and the sale to ${totalMinor} minor units.`,
    );
  for (const tender of sale.tenders) {
    if (tender.type !== 'POINTS' && tender.type !== 'CREDIT') continue;
    const pay = context.known.find((operation) => operation.id === tender.payOperationId);
    if (pay?.detail.kind !== 'pay' || pay.happened !== 1)
      throw new ContradictionError('totals-mismatch', 'A loyalty tender has no payment that the program confirmed.');
    if (pay.detail.amountMinor !== tender.amountMinor)
      throw new ContradictionError(
        'totals-mismatch',
        `The loyalty tender is ${tender.amountMinor} and the confirmed payment ${pay.detail.amountMinor} minor units.`,
      );
  }
  return totals;
}

/** For a pay, while the sale is still open: above 0 and not more than the sale comes to. */
export function checkPay(sale: Sale, amountMinor: number): SaleTotals {
  const totals = checkedTotals(sale);
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0 || amountMinor > totals.totalMinor)
    throw new ContradictionError(
      'totals-mismatch',
      `A payment of ${amountMinor} does not fit a sale of ${totals.totalMinor} minor units.`,
    );
  return totals;
}
