import { randomUUID } from 'node:crypto';
import type { Body, Transaction } from './contract-shapes.ts';
import { type Answer, refused, success } from './other-answer.ts';
import { basketOf } from './other-look-ups.ts';
import type { OtherMember } from './other-members.ts';
import type { Pay, Records } from './other-records.ts';
import { payBreaches } from './transaction-checks.ts';

type PayBody = Extract<Body<'/payment'>, { transaction: Transaction }>;
type CancelBody = Exclude<Body<'/payment'>, { transaction: Transaction }>;

/** Points and credit spent and given back (4.5). */
export class OtherPayments {
  readonly pays: Pay[] = [];
  readonly #books: Records;

  constructor(books: Records) {
    this.#books = books;
  }

  /** What happened to be asked, whether or not it then takes place. */
  check(body: PayBody): void {
    const { books, last } = { books: this.#books, last: this.#last(body) };
    for (const breach of payBreaches(body)) books.breach(`/payment: ${breach}`);
    const member = books.members.find(body.member);
    if (member === null) return;
    const { transaction, payment } = body;
    if (!books.lookUps.since(member.membershipKey, 0)) books.breach('/payment: pays for a member never looked up');
    if (books.lookUps.previewOf(transaction) === null) books.breach('/payment: pays for a basket never previewed');
    if (books.sales.sale(transaction.transactionId) !== null) books.breach('/payment: pays for a submitted sale');
    if (last === null || last.refused || last.cancelled) return;
    if (last.answered) books.breach('/payment: pays again while a confirmed payment stands');
    else if (last.amount !== payment.amount || last.basket !== basketOf(transaction.items))
      books.breach('/payment: pays otherwise while the outcome of the first is not known');
    else {
      if (!books.lookUps.since(member.membershipKey, last.atMs + books.payQuietMs))
        books.breach('/payment: repeated without a look-up after the quiet');
      if (last.confirmationCode !== null) books.breach('/payment: repeated although the look-up showed it');
      if (last.repeats > 0) books.breach('/payment: repeated more than once');
    }
  }

  /** Notes a try that ended before anything happened. */
  lost(body: PayBody): void {
    this.#note(body, { answered: false, confirmationCode: null, refused: false });
  }

  pay(body: PayBody, answered: boolean): Answer {
    const { members } = this.#books;
    const member = members.find(body.member);
    if (member === null) return this.#refuse(body, answered, refused('203', 'Member not found', 'body.member'));
    if (member.status !== 'active') return this.#refuse(body, answered, refused('BLOCKED', 'This member is blocked'));
    const { amount } = body.payment;
    const last = this.#last(body);
    if (last !== null && last.confirmationCode !== null && !last.cancelled) {
      if (last.amount !== amount) return refused('TX_CHANGED', 'A payment of this sale stands');
      return this.#confirmed(member, last.confirmationCode);
    }
    if (members.balance(member) < amount)
      return this.#refuse(body, answered, refused('407', 'Balance too low', 'body.payment.amount'));
    const confirmationCode = randomUUID();
    members.post(member, body.transaction.transactionId, 'pay', -amount);
    this.#note(body, { answered, confirmationCode, refused: false });
    return this.#confirmed(member, confirmationCode);
  }

  cancel({ member: keys, payment }: CancelBody): Answer {
    const { members, sales } = this.#books;
    const breach = (words: string): void => this.#books.breach(`/payment cancel: ${words}`);
    const pay = this.pays.find((one) => one.confirmationCode === payment.confirmationCode);
    if (pay === undefined) {
      breach('of a payment that was never confirmed');
      return refused('CONFIRMATION', 'Unknown confirmation code');
    }
    const member = members.find(keys);
    if (member?.membershipKey !== pay.membershipKey) {
      breach("with somebody else's identifiers");
      return refused('203', 'Member not found');
    }
    if (payment.amount !== undefined && payment.amount !== -pay.amount) breach('of another amount');
    const sale = sales.sale(pay.transactionId);
    if (sale !== null && !sale.cancelled && sale.loyaltyTender > 0) breach('while its sale stands');
    if (!pay.cancelled) members.post(member, pay.transactionId, 'pay-cancelled', pay.amount);
    pay.cancelled = true;
    return this.#confirmed(member, payment.confirmationCode);
  }

  /** Confirmed and not given back. */
  standing(transactionId: string): Pay | null {
    return (
      this.pays.find((one) => one.transactionId === transactionId && one.confirmationCode !== null && !one.cancelled) ??
      null
    );
  }

  #last({ transaction }: PayBody): Pay | null {
    return this.pays.findLast(({ transactionId }) => transactionId === transaction.transactionId) ?? null;
  }

  #refuse(body: PayBody, answered: boolean, answer: Answer): Answer {
    this.#note(body, { answered, confirmationCode: null, refused: true });
    return answer;
  }

  #note(body: PayBody, outcome: { answered: boolean; confirmationCode: string | null; refused: boolean }): void {
    const last = this.#last(body);
    this.pays.push({
      ...outcome,
      membershipKey: this.#books.members.find(body.member)?.membershipKey ?? '',
      transactionId: body.transaction.transactionId,
      amount: body.payment.amount,
      basket: basketOf(body.transaction.items),
      atMs: this.#books.nowMs(),
      repeats: last === null || last.refused || last.cancelled ? 0 : last.repeats + 1,
      cancelled: false,
    });
  }

  #confirmed(member: OtherMember, confirmationCode: string): Answer {
    const balance = this.#books.members.balance(member);
    return success({ confirmationCode, newBalance: { points: balance, credit: 0 } });
  }
}
