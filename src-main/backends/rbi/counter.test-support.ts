import type { Member, MemberGift } from '../../../src-shared/member/member.ts';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { DirectAnswer } from '../../../src-shared/queue/outcome.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { saleTotals } from '../../../src-shared/sale/totals.ts';
import type { Identified, Preview, Reserved } from '../backend.ts';
import { ContractTill } from '../contract-till.test-support.ts';
import { aLine, cash, OPENED_AT } from './queue.test-support.ts';
import type { RbiWorld } from './rbi-world.test-support.ts';

const signal = new AbortController().signal;

/** One sale at a counter, step by step, as the use cases do it: what was opened is planned before anything is shown. */
export class Counter {
  readonly till: ContractTill;
  readonly #world: RbiWorld;
  sale: Sale;
  /** Whom the sale belongs to by the latest kept scan. */
  memberId: string | null = null;
  member: Member | null = null;

  constructor(world: RbiWorld, priceMinor = 1_150) {
    this.#world = world;
    this.till = new ContractTill(world.backEnd, world.clock, world.member);
    this.sale = world.openSale(priceMinor, null);
  }

  /** Scans; a second scan goes on with the same guest and gives another guest's transaction back at once. */
  async scan(value: string): Promise<DirectAnswer<Identified>> {
    const method = /^\d{6}$/.test(value) ? 'code' : 'membership-key';
    const answer = await this.#world.backEnd.identify([{ method, value }], this.sale, signal);
    if (answer.kind !== 'ok' || answer.value.opens === null) return answer;
    const { opens, member } = answer.value;
    const keep = this.memberId === null || this.memberId === opens.memberId;
    this.till.plan({ kind: 'opened', sale: this.sale, opened: opens, keep });
    if (!keep) return answer;
    this.memberId = opens.memberId;
    this.member = member;
    this.sale = { ...this.sale, memberKeyId: 'member-1' };
    return answer;
  }

  /** Puts what was chosen in the app into the sale: lines for articles, the rest as benefits alone. */
  takeChosen(): void {
    for (const gift of this.member?.gifts ?? []) if (gift.redeemable) this.take(gift);
  }

  take(gift: MemberGift): void {
    const { key, name, kind, costPoints, facts, line } = gift;
    const price = line === null ? 0 : line.unitPriceMinor * line.pieces;
    this.sale = {
      ...this.sale,
      usedGifts: [...this.sale.usedGifts, { key, name, kind, costPoints, facts, confirmed: true }],
      lines:
        line === null
          ? this.sale.lines
          : [
              ...this.sale.lines,
              aLine({
                lineId: String(this.sale.lines.length + 1),
                articleCode: line.articleCode,
                name: line.name,
                quantityThousandths: line.pieces * 1_000,
                unitPriceMinor: line.unitPriceMinor,
                grossMinor: price,
                netMinor: price,
                benefitKey: key,
              }),
            ],
    };
  }

  /** Also takes the granted discounts off. */
  async preview(): Promise<DirectAnswer<Preview>> {
    const answer = await this.#world.backEnd.preview(this.#draft(), signal);
    if (answer.kind === 'ok') this.sale = { ...this.sale, deals: answer.value.deals };
    return answer;
  }

  async reserve(): Promise<DirectAnswer<Reserved>> {
    return await this.#world.backEnd.reserve(this.#draft(), signal);
  }

  /** Paid in cash; answers the operation that reports the sale, sent as far as it goes. */
  async complete(): Promise<Operation> {
    const { totalMinor } = saleTotals({ ...this.sale, tenders: [] });
    this.sale = { ...this.sale, state: 'completed', closedAtMs: OPENED_AT + 60_000, tenders: [cash(totalMinor)] };
    this.till.plan({ kind: 'complete', sale: this.sale, original: null });
    await this.till.drain();
    return this.reported;
  }

  get reported(): Operation {
    return this.till.find(this.sale.memberKeyId === null ? 'submit-unclaimed' : 'submit');
  }

  async void(): Promise<void> {
    const state = this.sale.state === 'open' ? 'abandoned' : 'completed';
    this.till.plan({ kind: 'void', sale: { ...this.sale, state } });
    await this.till.drain();
  }

  #draft() {
    return { sale: { ...this.sale, deals: [] }, member: this.member?.identifiers ?? [], known: this.till.known };
  }
}
