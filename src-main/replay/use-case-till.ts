import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../../src-shared/errors/error-codes.ts';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import { claimUnclaimed } from '../claiming/claim-unclaimed.ts';
import { atomically } from '../database/atomically.ts';
import type { LineDraft } from '../selling/basket.ts';
import { addDrafts } from '../selling/change-basket.ts';
import { completeSale } from '../selling/complete-sale.ts';
import { identifyMember } from '../selling/identify-member.ts';
import { openSale } from '../selling/open-sale.ts';
import type { OpenSale } from '../selling/open-sales.ts';
import { payWithPoints, takeLoyaltyTender } from '../selling/pay-with-points.ts';
import { wantedPay } from '../selling/standing-pay.ts';
import { removeTender, takeTender } from '../selling/take-tender.ts';
import type { Till } from '../till/till.ts';
import type { TillParts } from '../till/till-parts.ts';
import { voidSale } from '../voiding/void-sale.ts';
import type { MemberNames } from './member-names.ts';
import type {
  OpenedSale,
  PayAnswer,
  ReplayLine,
  ReplaySale,
  ReplayTill,
  SubmitState,
  TillFigures,
} from './replay-till.ts';
import { countedQueue, tillFigures } from './till-figures.ts';

// The invoice number is the reference, which must be found quickly and only once.
const SOURCE = 'replay';
const SCOPE = 'replay';
const STAFF = 'replay';
const CASHIER_WAITS_MS = 2_000;
const POLL_MS = 25;

/** A real till, driven through the same use cases as the doors drive it, in one process with its queue. */
export class UseCaseTill implements ReplayTill {
  readonly #till: Till;
  readonly #parts: TillParts;
  readonly #names: MemberNames;
  /** Sale id → its submit, kept from the sync loop as the fast lane keeps its own. */
  readonly #held = new Map<string, string>();

  /** @param names how the program knows the customers of the file */
  constructor(till: Till, names: MemberNames) {
    this.#till = till;
    this.#names = names;
    this.#parts = till.parts;
  }

  async openSale(sale: ReplaySale): Promise<OpenedSale> {
    const known = this.find(sale.reference);
    if (known !== null && known.state !== 'open') return known;
    const open = known === null ? this.#open(sale) : this.#stillOpen(known.saleId);
    const { saleId } = open.sale;
    // Basket changes are written together: after a kill all lines are there or none.
    if (open.sale.lines.length === 0) expectDone(addDrafts(open, sale.lines.map(draftOf), this.#parts), 'lines');
    if (sale.customerId !== null && this.#mayIdentify(open)) {
      const identifier = this.#identifierOf(sale.customerId);
      expectDone(
        await identifyMember(saleId, identifier, [], this.#parts, AbortSignal.timeout(CASHIER_WAITS_MS)),
        'member',
      );
    }
    return { saleId, state: 'open' };
  }

  async pay(saleId: string, commandId: string, amountMinor: number): Promise<PayAnswer> {
    const { stores } = this.#parts;
    const input = { saleId, amountMinor };
    const found = stores.commands.find(SCOPE, commandId, input);
    if (found.kind === 'other-content') throw new Error(`command ${commandId} was used with other content`);
    if (found.kind === 'repeated') return this.#firstPayAnswer(saleId, found.subject ?? '');
    const signal = AbortSignal.timeout(CASHIER_WAITS_MS);
    const paid = await payWithPoints(saleId, amountMinor, this.#parts, signal, (payId) =>
      this.#record(commandId, input, payId),
    );
    return paid.ok ? paid.value.result : 'refused';
  }

  async takeCash(saleId: string, commandId: string): Promise<void> {
    const open = this.#parts.openSales.get(saleId);
    if (open === null) return;
    const { dueMinor } = saleTotals(open.sale);
    if (dueMinor === 0) return;
    expectDone(takeTender(saleId, 'CASH', dueMinor, this.#parts), commandId);
  }

  async complete(saleId: string, commandId: string, closedAtMs: number, held: boolean): Promise<string | null> {
    const { stores, loop } = this.#parts;
    this.#once(commandId, { saleId, closedAtMs }, (record) => {
      const completed = completeSale(saleId, closedAtMs, this.#parts, () => record(saleId));
      // Completing only asked the loop to look: it has not done so yet.
      if (held && completed.ok && completed.value.submitId !== null) {
        this.#held.set(saleId, completed.value.submitId);
        loop.lend(completed.value.submitId);
      }
      return completed;
    });
    return stores.unclaimed.bySale(saleId)?.claimCode ?? null;
  }

  letGo(saleId: string): void {
    const submitId = this.#held.get(saleId);
    if (submitId === undefined) return;
    this.#held.delete(saleId);
    this.#parts.loop.takeBack(submitId);
    this.#parts.loop.wake();
  }

  async voidSale(saleId: string, commandId: string): Promise<void> {
    const who = { staffId: STAFF, reason: 'replay' };
    this.#once(commandId, { saleId }, (record) => voidSale(saleId, null, who, this.#parts, () => record(saleId)));
  }

  async claim(claimCode: string, commandId: string, customerId: string): Promise<void> {
    const input = { claimCode, customerId };
    const found = this.#parts.stores.commands.find(SCOPE, commandId, input);
    if (found.kind === 'repeated') return;
    const identifier = this.#identifierOf(customerId);
    const signal = AbortSignal.timeout(CASHIER_WAITS_MS);
    const claimed = await claimUnclaimed(claimCode, [identifier], STAFF, this.#parts, signal, (saleId) =>
      this.#record(commandId, input, saleId),
    );
    expectDone(claimed, commandId);
  }

  find(reference: string): OpenedSale | null {
    const open = this.#parts.openSales.all().find(({ sale }) => sale.reference === reference);
    if (open !== undefined) return { saleId: open.sale.saleId, state: 'open' };
    const sale = this.#parts.stores.sales.byReference(SOURCE, reference);
    if (sale === null) return null;
    if (sale.state === 'abandoned') throw new Error(`sale ${reference} was abandoned`);
    return { saleId: sale.saleId, state: sale.state };
  }

  submitState(saleId: string): SubmitState {
    const submit = this.#parts.stores.operations
      .factsOfSale(saleId)
      .findLast(({ kind }) => kind === 'submit' || kind === 'submit-unclaimed');
    switch (submit?.state) {
      case undefined:
        return 'none';
      case 'owed':
      case 'queued':
        return 'unsent';
      case 'sending':
      case 'unknown':
      case 'parked':
        return submit.state;
      default:
        return 'finished';
    }
  }

  async drained(withinMs: number): Promise<void> {
    const { operations } = this.#parts.stores;
    for (let waitedMs = 0; waitedMs < withinMs; waitedMs += POLL_MS) {
      const counts = operations.countByState();
      const unfinished = ['owed', 'queued', 'sending', 'unknown'].some((state) => (counts[state] ?? 0) > 0);
      if (!unfinished || ((counts['parked'] ?? 0) > 0 && countedQueue(this.#parts.stores).operations.open === 0))
        return;
      await sleep(POLL_MS);
    }
  }

  figures(): TillFigures {
    return tillFigures(this.#parts);
  }

  async close(): Promise<void> {
    await this.#till.close();
  }

  #identifierOf(customerId: string): MemberIdentifier {
    return { method: this.#names.method, value: this.#names.nameOf(customerId) };
  }

  /** Not once somebody pays. A start lets go of what an identification opened, and with it of the member: he is asked again. */
  #mayIdentify({ sale }: OpenSale): boolean {
    if (wantedPay(sale.saleId, this.#parts) !== null) return false;
    if (sale.memberKeyId !== null) return sale.tenders.length === 0;
    for (const { tenderId } of sale.tenders) expectDone(removeTender(sale.saleId, tenderId, this.#parts), 'tender');
    return true;
  }

  #open({ reference, openedAtMs }: ReplaySale): OpenSale {
    const order = { source: SOURCE, staffId: STAFF, reference, openedAtMs, returnOfSaleId: null };
    return expectDone(openSale(order, this.#parts), `${reference}/open`);
  }

  #stillOpen(saleId: string): OpenSale {
    const open = this.#parts.openSales.get(saleId);
    if (open === null) throw new Error(`sale ${saleId} is stored as open, but the till does not have it`);
    return open;
  }

  /** A pay of a former run: what became of it, and its tender where it counts. */
  #firstPayAnswer(saleId: string, payId: string): PayAnswer {
    const pay = this.#parts.stores.operations.byId(payId);
    const wanted = wantedPay(saleId, this.#parts);
    if (pay === null || wanted?.operation.id !== payId) return 'refused';
    if (pay.state !== 'delivered') return 'undecided';
    takeLoyaltyTender(this.#stillOpen(saleId), pay, this.#parts);
    return 'confirmed';
  }

  /** Does a step whose command id is new; a repeated one was done before. */
  #once(commandId: string, input: unknown, step: (record: (subject: string) => void) => Result<unknown>): void {
    const found = this.#parts.stores.commands.find(SCOPE, commandId, input);
    if (found.kind === 'repeated') return;
    if (found.kind === 'other-content') throw new Error(`command ${commandId} was used with other content`);
    expectDone(
      step((subject) => this.#record(commandId, input, subject)),
      commandId,
    );
  }

  #record(commandId: string, input: unknown, subject: string): void {
    const { stores, db, clock } = this.#parts;
    atomically(db, () => stores.commands.record(SCOPE, commandId, input, subject, clock.nowMs()));
  }
}

function draftOf(line: ReplayLine): LineDraft {
  const { articleCode, name, departmentCode, departmentName, action, quantityThousandths, unitPriceMinor, grossMinor } =
    line;
  const size = Math.abs(grossMinor);
  // A price with fractions of a penny cannot stand on a line: such a line is one piece at what the line is worth.
  const exact = multiplies(quantityThousandths, unitPriceMinor, size);
  return {
    articleCode,
    name,
    departmentCode,
    departmentName,
    action,
    quantityThousandths: exact ? quantityThousandths : 1_000,
    weighed: exact && quantityThousandths % 1_000 !== 0,
    unitPriceMinor: exact ? unitPriceMinor : size,
    taxRateBp: 0,
  };
}

const multiplies = (quantityThousandths: number, unitPriceMinor: number, size: number): boolean =>
  BigInt(quantityThousandths) * BigInt(unitPriceMinor) === BigInt(size) * 1_000n;

/** The replay meets only what a till must take: anything else is a fault of the till and ends the run. */
function expectDone<T>(result: Result<T>, step: string): T {
  if (result.ok) return result.value;
  throw new Error(`${step}: ${result.problem.code} ${JSON.stringify(result.problem.detail)}`);
}
