import { multiplyDivide } from '../../../src-shared/money/rounding.ts';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { ContradictionError } from './contradiction-error.ts';

/** Amounts of a sale as this program counts them, minor units. */
export interface SaleAmounts {
  readonly grossMinor: number;
  /** Lines after their own discounts; returns count negative. */
  readonly netMinor: number;
  readonly discountMinor: number;
  /** What the customer pays across all tenders (A4, C12). */
  readonly totalMinor: number;
  /** Tax included in the total. */
  readonly taxMinor: number;
}

const sumOf = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((sum, item) => sum + amount(item), 0);

/** @throws ContradictionError where an amount is no exact whole number. */
export function saleAmounts(sale: Sale): SaleAmounts {
  const amounts = [
    ...sale.lines.flatMap((line) => [line.grossMinor, line.netMinor, line.quantityThousandths]),
    ...sale.deals.map((deal) => deal.amountMinor),
    ...sale.tenders.map((tender) => tender.amountMinor),
  ];
  if (!amounts.every(Number.isSafeInteger))
    throw new ContradictionError('totals-mismatch', 'An amount of the sale is not a whole number.');
  const netMinor = sumOf(sale.lines, (line) => line.netMinor);
  const discountMinor = sumOf(sale.deals, (deal) => deal.amountMinor);
  const totalMinor = netMinor - discountMinor;
  const fullTaxMinor = sumOf(sale.lines, (line) =>
    multiplyDivide(line.netMinor, line.taxRateBp, 10_000 + line.taxRateBp, 'halfAwayFromZero'),
  );
  // A discount on the whole sale takes the same share off the tax of every line.
  const taxMinor =
    discountMinor === 0 || netMinor === 0
      ? fullTaxMinor
      : multiplyDivide(fullTaxMinor, totalMinor, netMinor, 'halfAwayFromZero');
  return { grossMinor: sumOf(sale.lines, (line) => line.grossMinor), netMinor, discountMinor, totalMinor, taxMinor };
}

/**
 * Contract section 6 rule 6 for a finished sale: the tenders come to the total, and each loyalty tender to the payment the
 * program confirmed. (That lines less discounts make the total is how `saleAmounts` computes it.)
 *
 * @param known the sale's operations.
 * @throws ContradictionError; nothing is sent and nothing adjusted.
 */
export function checkFinishedSale(sale: Sale, known: readonly Operation[]): SaleAmounts {
  const amounts = saleAmounts(sale);
  const paidMinor = sumOf(sale.tenders, (tender) => tender.amountMinor);
  if (paidMinor !== amounts.totalMinor)
    throw new ContradictionError(
      'totals-mismatch',
      `The tenders come to ${paidMinor} and the sale to ${amounts.totalMinor} minor units.`,
    );
  for (const tender of sale.tenders) {
    if (tender.type !== 'POINTS' && tender.type !== 'CREDIT') continue;
    const pay = known.find((operation) => operation.id === tender.payOperationId);
    if (pay?.detail.kind !== 'pay' || pay.happened !== 1)
      throw new ContradictionError('totals-mismatch', 'A loyalty tender has no payment that the program confirmed.');
    if (pay.detail.amountMinor !== tender.amountMinor)
      throw new ContradictionError(
        'totals-mismatch',
        `The loyalty tender is ${tender.amountMinor} and the confirmed payment ${pay.detail.amountMinor} minor units.`,
      );
  }
  return amounts;
}

/** For a pay, while the sale is still open: above 0 and not more than the sale comes to. */
export function checkPay(sale: Sale, amountMinor: number): SaleAmounts {
  const amounts = saleAmounts(sale);
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0 || amountMinor > amounts.totalMinor)
    throw new ContradictionError(
      'totals-mismatch',
      `A payment of ${amountMinor} does not fit a sale of ${amounts.totalMinor} minor units.`,
    );
  return amounts;
}
