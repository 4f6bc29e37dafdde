import { moneyText } from '../../../src-shared/money/format-money.ts';
import { currency, minor } from '../../../src-shared/money/money.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { saleTotals } from '../../../src-shared/sale/totals.ts';
import { ContradictionError } from '../contradiction-error.ts';
import type { CovalentSettings } from './covalent-settings.ts';

/** What of a sale stands at the program, minor units; a return lessens it. */
export interface Purchase {
  readonly totalMinor: number;
  /** What is in departments that earn, deals taken off, before anything was paid with points. */
  readonly earningMinor: number;
  readonly pointsPaidMinor: number;
}

type Rules = Pick<CovalentSettings, 'earnOnPointsPaid' | 'nonEarningDepartments'>;

/** @throws ContradictionError where an amount is no exact whole number. */
export function purchaseOf(sale: Sale, { nonEarningDepartments }: Rules): Purchase {
  const amounts = [
    ...sale.lines.flatMap((line) => [line.netMinor, line.grossMinor]),
    ...sale.deals.map((deal) => deal.amountMinor),
    ...sale.tenders.map((tender) => tender.amountMinor),
  ];
  if (!amounts.every(Number.isSafeInteger))
    throw new ContradictionError('totals-mismatch', 'An amount of the sale is not a whole number.');
  const { totalMinor } = saleTotals(sale);
  const notEarning = sale.lines
    .filter((line) => nonEarningDepartments.includes(line.departmentCode))
    .reduce((sum, line) => sum + line.netMinor, 0);
  const pointsPaidMinor = sale.tenders
    .filter(({ payOperationId }) => payOperationId !== null)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { totalMinor, earningMinor: totalMinor - notEarning, pointsPaidMinor };
}

/** A return's amounts are below 0. */
export const together = (before: Purchase, change: Purchase): Purchase => ({
  totalMinor: before.totalMinor + change.totalMinor,
  earningMinor: before.earningMinor + change.earningMinor,
  pointsPaidMinor: before.pointsPaidMinor + change.pointsPaidMinor,
});

/** `fiat_amount` of a purchase: what earns, never below 0. */
export function earningBaseMinor({ earningMinor, pointsPaidMinor }: Purchase, { earnOnPointsPaid }: Rules): number {
  return Math.max(0, earnOnPointsPaid ? earningMinor : earningMinor - Math.max(0, pointsPaidMinor));
}

/** A decimal string as the contract wants fiat amounts (section 1), made without a float. */
export const fiatText = (amountMinor: number, currencyCode: string): string =>
  moneyText(minor(amountMinor), currency(currencyCode));
