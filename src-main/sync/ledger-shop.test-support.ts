import { saleTotals } from '../../src-shared/sale/totals.ts';
import { MINUTE } from '../../src-shared/time/clock.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { claimUnclaimed } from '../claiming/claim-unclaimed.ts';
import { closeOperation, retryOperation } from '../review/review-queue.ts';
import { addLine } from '../selling/change-basket.ts';
import { clearSale } from '../selling/clear-sale.ts';
import { completeSale } from '../selling/complete-sale.ts';
import { identifyMember } from '../selling/identify-member.ts';
import { openSale } from '../selling/open-sale.ts';
import { abandonPay, askAgain, payWithPoints } from '../selling/pay-with-points.ts';
import { takeTender } from '../selling/take-tender.ts';
import { openTestTill, TEST_ARTICLE, type TestTill } from '../till/open-test-till.test-support.ts';
import { voidSale } from '../voiding/void-sale.ts';
import { CARD, LedgerBackEnd } from './ledger-back-end.test-support.ts';

const signal = new AbortController().signal;
const WHO = { staffId: 'manager', reason: 'invented' };
const nothing = (): void => undefined;

/** One till, one cashier, one member, an exact ledger; what a test does with them in a line each. */
export class Shop {
  readonly clock = new ManualClock();
  readonly ledger = new LedgerBackEnd(this.clock);
  till: TestTill<LedgerBackEnd> = openTestTill(this.ledger, this.clock);
  /** Every sale that was opened, in order. */
  readonly saleIds: string[] = [];
  #openId: string | null = null;

  #open(pieces: number): string {
    const { parts } = this.till;
    const order = {
      source: 'pos:1',
      staffId: 's1',
      reference: `ref-${this.saleIds.length}`,
      openedAtMs: null,
      returnOfSaleId: null,
    };
    const opened = openSale(order, parts);
    if (!opened.ok) throw new Error(opened.problem.code);
    const { saleId } = opened.value.sale;
    this.saleIds.push(saleId);
    const added = addLine(saleId, TEST_ARTICLE, pieces * 1_000, parts);
    if (!added.ok) throw new Error(added.problem.code);
    parts.openSales.flush();
    return saleId;
  }

  #finish(saleId: string): void {
    const { parts } = this.till;
    const open = parts.openSales.get(saleId);
    if (open === null) return;
    const { dueMinor } = saleTotals(open.sale);
    if (dueMinor !== 0) takeTender(saleId, 'CASH', dueMinor, parts);
    completeSale(saleId, null, parts, nothing);
  }

  async sell(member: boolean, pieces: number): Promise<void> {
    const saleId = this.#open(pieces);
    if (member) await identifyMember(saleId, CARD, [], this.till.parts, signal);
    this.#finish(saleId);
  }

  /** Leaves the sale open, so that the next step may complete, clear or crash it. */
  async openAndPay(pieces: number, amountMinor: number): Promise<void> {
    this.completeOpen();
    if (this.#openId !== null) return;
    const { parts } = this.till;
    const saleId = this.#open(pieces);
    this.#openId = saleId;
    await identifyMember(saleId, CARD, [], parts, signal);
    // Not awaited to its end: the answer may come later, or never.
    void payWithPoints(saleId, amountMinor, parts, signal, nothing).catch(nothing);
    await this.pass(0);
  }

  completeOpen(): void {
    if (this.#openId === null) return;
    this.#finish(this.#openId);
    this.#forget();
  }

  clearOpen(): void {
    if (this.#openId === null) return;
    clearSale(this.#openId, this.till.parts, nothing);
    this.#forget();
  }

  #forget(): void {
    if (this.#openId !== null && this.till.parts.openSales.get(this.#openId) === null) this.#openId = null;
  }

  abandonOpenPay(): void {
    if (this.#openId !== null) abandonPay(this.#openId, this.till.parts);
  }

  async askAgain(): Promise<void> {
    if (this.#openId === null) return;
    void askAgain(this.#openId, this.till.parts, signal).catch(nothing);
    await this.pass(0);
  }

  crash(): void {
    this.till = this.till.crash();
  }

  voidOne(which: number): void {
    const saleId = this.saleIds[which % Math.max(1, this.saleIds.length)];
    if (saleId !== undefined) voidSale(saleId, null, WHO, this.till.parts, nothing);
  }

  async claimOne(which: number): Promise<void> {
    const { parts } = this.till;
    const saleId = this.saleIds[which % Math.max(1, this.saleIds.length)];
    const code = saleId === undefined ? null : (parts.stores.unclaimed.bySale(saleId)?.claimCode ?? null);
    if (code !== null) await claimUnclaimed(code, [CARD], 's1', parts, signal, nothing);
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advanceAsync(ms);
  }

  /** Everything works again, and a manager looks at what needs one: he retries what was refused and asks the ledger about the rest. */
  async comeToRest(): Promise<void> {
    this.ledger.offline = false;
    this.ledger.faults = [];
    for (let round = 0; round < 12; round++) {
      const { parts } = this.till;
      parts.connectivity.tryNow();
      await this.pass(20 * MINUTE);
      for (const open of parts.openSales.all()) clearSale(open.sale.saleId, parts, nothing);
      await this.pass(20 * MINUTE);
      const parked = parts.stores.operations.page('needs-a-person', null, 100);
      for (const { id, happened } of parked) {
        if (happened === 0 && retryOperation(id, WHO, parts, nothing).ok) continue;
        this.#close(id);
      }
      if (parked.length === 0 && parts.stores.operations.page('unfinished', null, 1).length === 0) return;
    }
  }

  #close(id: string): void {
    const { parts } = this.till;
    const operation = parts.stores.operations.byId(id);
    if (operation === null) return;
    const { detail } = operation;
    let reference: string | null = null;
    let happened = false;
    if (detail.kind === 'pay') {
      reference = [...this.ledger.payments].find(([, payment]) => payment.operationId === id)?.[0] ?? null;
      happened = reference !== null;
    } else if (detail.kind === 'cancel-payment') {
      const payment = [...this.ledger.payments.values()].find((one) => one.operationId === operation.undoesId);
      happened = payment?.cancelled === true;
    } else if (detail.kind === 'cancel-sale') {
      happened = this.ledger.sales.get(detail.transactionId)?.cancelled === true;
    } else if (detail.kind === 'submit' || detail.kind === 'submit-unclaimed') {
      happened = this.ledger.sales.has(detail.transactionId);
    }
    // What is in doubt and did not happen still has to: asked about again, it is sent again where that is safe.
    if (!happened && operation.happened === null && detail.kind !== 'pay') {
      retryOperation(id, WHO, parts, nothing);
      return;
    }
    closeOperation(id, { happened, reference }, WHO, parts, nothing);
  }

  async close(): Promise<void> {
    const stopped = this.till.world.loop.stop();
    await this.pass(10_000);
    await stopped;
    this.till.parts.openSales.close();
    this.till.parts.db.close();
  }
}
