import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Body, Transaction } from './contract-shapes.ts';
import { type Answer, refused, success } from './other-answer.ts';
import { basketOf } from './other-look-ups.ts';
import type { OtherMember } from './other-members.ts';
import type { OtherSale, Records } from './other-records.ts';
import { dealBreaches, loyaltyTender, transactionBreaches } from './transaction-checks.ts';

/** Seven percent of what was not paid with points, rounded towards zero: this server's own rule. */
const earnedBy = (transaction: Transaction): number =>
  Math.trunc(((transaction.totalAmount - loyaltyTender(transaction)) * 7) / 100);

/** Sales recorded and cancelled (4.6). */
export class OtherSales {
  readonly sales: OtherSale[] = [];
  readonly #books: Records;

  constructor(books: Records) {
    this.#books = books;
  }

  sale(transactionId: string): OtherSale | null {
    return this.sales.find(({ transaction }) => transaction.transactionId === transactionId) ?? null;
  }

  submit(body: Body<'/transaction'>): Answer {
    const { transaction } = body;
    const breach = (words: string): void => this.#books.breach(`/transaction: ${words}`);
    const known = this.sale(transaction.transactionId);
    if (known !== null) {
      if (!isDeepStrictEqual(known.body, body)) {
        breach('an id again with other content');
        return refused('TX_CHANGED', 'This transactionId has other content');
      }
      if (known.cancelled) breach('submitted again after its cancel');
      return success({ confirmationCode: known.confirmationCode });
    }
    for (const found of [...transactionBreaches(transaction), ...dealBreaches(body)]) breach(found);
    this.#checkPay(body, breach);
    this.#checkDeals(body, breach);
    const claimed = /^(.+)-C1$/.exec(transaction.transactionId)?.[1];
    if (claimed !== undefined && this.sale(claimed)?.cancelled === false) breach('a claim while the first stands');

    const member = body.member === undefined ? null : this.#books.members.find(body.member);
    if (body.member !== undefined && member === null) return refused('203', 'Member not found', 'body.member');
    const gifts = (body.usedAssets ?? []).map(({ key }) => key);
    if (gifts.some((key) => !member?.gifts.some((gift) => gift.key === key && gift.redeemable)))
      return refused('GIFT', 'A gift cannot be used');
    return this.#record(body, member, gifts);
  }

  cancel(body: Body<'/transaction'>): Answer {
    const breach = (words: string): void => this.#books.breach(`/transaction cancel: ${words}`);
    const sale = this.sale(body.transaction.transactionId);
    if (sale === null) {
      breach('of a sale that was never submitted');
      return refused('TX', 'Unknown transactionId');
    }
    if (!isDeepStrictEqual(sale.transaction, body.transaction)) breach('with another transaction than was submitted');
    if (!isDeepStrictEqual(sale.body.member, body.member)) breach('with another member than was submitted');
    if (!sale.cancelled) {
      const { members } = this.#books;
      const member = sale.membershipKey === null ? null : members.find({ membershipKey: sale.membershipKey });
      if (member !== null) {
        members.post(member, sale.transaction.transactionId, 'earned-taken-back', -sale.earned);
        member.gifts = member.gifts.map((gift) =>
          sale.gifts.includes(gift.key) ? { ...gift, redeemable: true, status: 'active' } : gift,
        );
      }
    }
    sale.cancelled = true;
    return success({ confirmationCode: sale.confirmationCode });
  }

  #record(body: Body<'/transaction'>, member: OtherMember | null, gifts: readonly string[]): Answer {
    const { transaction } = body;
    const earned = member === null ? 0 : earnedBy(transaction);
    if (member !== null) {
      this.#books.members.post(member, transaction.transactionId, 'earned', earned);
      member.gifts = member.gifts.map((gift) =>
        gifts.includes(gift.key) ? { ...gift, redeemable: false, status: 'inactive' } : gift,
      );
    }
    const confirmationCode = randomUUID();
    this.sales.push({
      transaction,
      body,
      membershipKey: member?.membershipKey ?? null,
      loyaltyTender: loyaltyTender(transaction),
      earned,
      gifts,
      confirmationCode,
      cancelled: false,
    });
    return success({ confirmationCode });
  }

  /** A loyalty tender is a confirmed payment of the same member, sale and basket, to the unit. */
  #checkPay({ transaction, member }: Body<'/transaction'>, breach: (words: string) => void): void {
    const tendered = loyaltyTender(transaction);
    if (tendered === 0) return;
    const pay = this.#books.payments.standing(transaction.transactionId);
    if (pay === null || !pay.answered) {
      breach('a loyalty tender without a confirmed payment');
      return;
    }
    if (pay.amount !== tendered) breach('the loyalty tender is not the confirmed payment');
    if (pay.basket !== basketOf(transaction.items)) breach('the basket changed after its payment');
    const payer = member === undefined ? null : this.#books.members.find(member);
    if (payer?.membershipKey !== pay.membershipKey) breach('another member than the one who paid');
  }

  /** The program's own deals and gifts are what a preview of this sale offered. */
  #checkDeals({ transaction, appliedDeals = [] }: Body<'/transaction'>, breach: (words: string) => void): void {
    for (const { type, sourceId, amount } of appliedDeals) {
      if (type === 'MANUAL') continue;
      if (sourceId === undefined || !this.#books.lookUps.offered(transaction.transactionId, sourceId, amount))
        breach(`a deal that no preview offered (${sourceId ?? 'no source'})`);
    }
  }
}
