import { OtherLookUps } from './other-look-ups.ts';
import { OtherMembers } from './other-members.ts';
import { OtherPayments } from './other-payments.ts';
import { OtherSales } from './other-sales.ts';

/** Everything the other server keeps, and what it caught its client doing. */
export class OtherBooks {
  readonly members = new OtherMembers();
  readonly lookUps = new OtherLookUps();
  readonly payments = new OtherPayments(this);
  readonly sales = new OtherSales(this);
  readonly events: string[] = [];
  /** What broke the contract, in words without personal data. */
  readonly breaches: string[] = [];
  readonly nowMs: () => number;
  /** From a pay's last try until a look-up counts as proof (section 6 rule 7). */
  readonly payQuietMs: number;

  constructor(nowMs: () => number, payQuietMs: number) {
    this.nowMs = nowMs;
    this.payQuietMs = payQuietMs;
  }

  breach(words: string): void {
    this.breaches.push(words);
  }

  /** What stands in the ledger: the total of each sale by its id. */
  standingTotals(): Map<string, number> {
    const standing = this.sales.sales.filter(({ cancelled }) => !cancelled);
    return new Map(standing.map(({ transaction }) => [transaction.transactionId, transaction.totalAmount]));
  }

  /** Points taken that no standing sale counts as a tender. */
  paysWithoutSale(): string[] {
    return this.payments.pays
      .filter(({ confirmationCode, cancelled }) => confirmationCode !== null && !cancelled)
      .filter(({ transactionId, amount }) => {
        const sale = this.sales.sale(transactionId);
        return sale === null || sale.cancelled || sale.loyaltyTender !== amount;
      })
      .map(({ transactionId }) => transactionId);
  }
}
