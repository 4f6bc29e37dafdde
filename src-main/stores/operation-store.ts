import type BetterSqlite3 from 'better-sqlite3';
import { v4 as uuidV4 } from 'uuid';
import {
  type Evidence,
  type FrozenRequest,
  isFinished,
  type Operation,
  type OperationAnswer,
  type OperationDraft,
  type OperationState,
} from '../../src-shared/queue/operation.ts';
import {
  AFTER_DROP,
  AFTER_DUE,
  AFTER_NOTHING_TO_UNDO,
  type Move,
  readiness,
} from '../../src-shared/queue/operation-state.ts';
import {
  type Account,
  factsOf,
  type ListedOperation,
  listOperation,
  type OperationFacts,
  readOperation,
  storedDetail,
} from './operation-row.ts';
import { type FactsRow, type OperationRow, prepareOperations } from './operation-statements.ts';
import type { Sealer } from './sealer.ts';

export type { Account, ListedOperation, OperationFacts } from './operation-row.ts';

/** What a settle writes beside the move. What is left out stays as it is. */
export interface SettleFacts {
  readonly nowMs: number;
  /** Resolved from the move's `next`; null where it does not come back by time. */
  readonly nextAtMs: number | null;
  /** When the latest attempt ended; only where one was made. */
  readonly lastAttemptAtMs?: number;
  readonly answer?: OperationAnswer | null;
  readonly evidence?: Evidence | null;
  readonly errorCode?: string | null;
  readonly errorText?: string | null;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly oldestAtMs: number | null;
  readonly needsPerson: number;
}

const NOBODY: ReadonlySet<string> = new Set();

/** In the order of recording; the array itself is sorted. */
function inOrder<T extends FactsRow>(rows: T[]): T[] {
  return rows.length < 2 ? rows : rows.sort((a, b) => a.seq - b.seq);
}

/** The queue's table: its rows, their links and when they are due. What may follow what is decided in `operation-state.ts`. */
export class OperationStore {
  readonly #sealer: Sealer;
  readonly #sql;
  readonly #accounts = new Map<number, Account>();
  /** The till's account; rows of others never become due. Null: not said yet, every account counts. */
  #account: number | null = null;

  constructor(db: BetterSqlite3.Database, sealer: Sealer) {
    this.#sealer = sealer;
    this.#sql = prepareOperations(db);
    for (const row of this.#sql.accounts.all()) this.#remember(row.number, row.back_end, row.account);
  }

  #remember(number: number, backEnd: string, account: string): Account {
    const known = { number, backEnd, account };
    this.#accounts.set(number, known);
    return known;
  }

  account(backEnd: string, account: string): Account {
    for (const known of this.#accounts.values()) {
      if (known.backEnd === backEnd && known.account === account) return known;
    }
    this.#sql.addAccount.run(backEnd, account);
    const row = this.#sql.account.get(backEnd, account);
    if (row === undefined) throw new Error('account was not stored');
    return this.#remember(row.number, backEnd, account);
  }

  /**
   * Stores drafts in their order, inside the caller's commit. A reversal belongs to the account of what it reverses: it can
   * be sent nowhere else (rule 10).
   *
   * @throws Error where `replacesId` names a row that may have happened (rule 14), and where a row has a reversal already.
   */
  append(drafts: readonly OperationDraft[], account: Account, nowMs: number): void {
    for (const draft of drafts) {
      if (draft.replacesId !== null && this.factsById(draft.replacesId)?.happened !== 0)
        throw new Error(`operation ${draft.replacesId} may have happened and cannot be replaced`);
      const undone = draft.undoesId === null ? null : this.factsById(draft.undoesId);
      const accountNumber = undone?.accountNumber ?? account.number;
      const waits = draft.afterId !== null || draft.undoesId !== null;
      const byTime = draft.state === 'queued' && draft.lane === 'sync' && !waits && this.#isHere(accountNumber);
      const detail = storedDetail(draft.id, draft.detail, this.#sealer);
      this.#sql.insert.run(
        draft.id,
        uuidV4(),
        draft.saleId,
        draft.memberKeyId,
        draft.kind,
        accountNumber,
        draft.state,
        draft.afterId,
        draft.undoesId,
        draft.replacesId,
        detail.sealed,
        detail.transactionId,
        nowMs,
        byTime ? nowMs : null,
        this.#sealer.sealOrNull(`operation.evidence ${draft.id}`, draft.evidence),
      );
      if (draft.state === 'queued' && draft.lane === 'sync' && waits) this.reconsider(draft.id, nowMs);
    }
  }

  #isHere(accountNumber: number): boolean {
    return this.#account === null || this.#account === accountNumber;
  }

  #read(row: OperationRow): Operation {
    return readOperation(row, this.#accounts.get(row.account_number), this.#sealer);
  }

  #list(row: OperationRow): ListedOperation {
    return listOperation(row, this.#accounts.get(row.account_number), this.#sealer);
  }

  /** @throws UnreadableStoredValue */
  byId(id: string): Operation | null {
    const row = this.#sql.byId.get(id);
    return row === undefined ? null : this.#read(row);
  }

  /** The same for a person's eyes: never throws for what cannot be read. */
  listedById(id: string): ListedOperation | null {
    const row = this.#sql.byId.get(id);
    return row === undefined ? null : this.#list(row);
  }

  factsById(id: string): OperationFacts | null {
    const row = this.#sql.factsById.get(id);
    return row === undefined ? null : factsOf(row);
  }

  /** @throws UnreadableStoredValue */
  ofSale(saleId: string): Operation[] {
    return inOrder(this.#sql.ofSale.all(saleId)).map((row) => this.#read(row));
  }

  /** All operations of this one's sale, itself included and not read a second time. @throws UnreadableStoredValue */
  ofSameSale(operation: Operation): Operation[] {
    if (operation.saleId === null) return [operation];
    const rows = inOrder(this.#sql.ofSale.all(operation.saleId));
    return rows.map((row) => (row.id === operation.id ? operation : this.#read(row)));
  }

  factsOfSale(saleId: string): OperationFacts[] {
    return inOrder(this.#sql.factsOfSale.all(saleId)).map(factsOf);
  }

  /** @throws UnreadableStoredValue */
  openOfMember(memberKeyId: string): Operation[] {
    return inOrder(this.#sql.openOfMember.all(memberKeyId)).map((row) => this.#read(row));
  }

  /** Operations of the member that were sent and may have changed the balance since then. */
  disturbing(operation: Operation, sinceMs: number): Operation[] {
    if (operation.memberKeyId === null) return [];
    return inOrder(this.#sql.ofMemberSince.all(operation.memberKeyId, sinceMs))
      .filter((row) => row.id !== operation.id && !(row.state === 'closed' && row.happened === 0))
      .map((row) => this.#read(row));
  }

  /** Facts of due rows, in the order in which they are to go. */
  due(nowMs: number, limit: number): OperationFacts[] {
    return this.#sql.due.all(nowMs, limit).map(factsOf);
  }

  /** When the first row is due that is not among `inHand`; null: none comes back by time. */
  soonestNextAtMs(inHand: ReadonlySet<string> = NOBODY): number | null {
    const first = this.#sql.soonest.all(inHand.size + 1).find((row) => !inHand.has(row.id));
    return first?.next_at ?? null;
  }

  /** Marks a row as being sent, its bytes frozen. Inside the claim's commit, before any byte leaves. */
  claim({ seq, id }: Pick<Operation, 'seq' | 'id'>, sealedRequest: Buffer | null, nowMs: number): void {
    if (this.#sql.claim.run(nowMs, seq).changes !== 1) throw new Error(`operation ${id} could not be claimed`);
    if (sealedRequest !== null) this.#sql.freeze.run(seq, sealedRequest);
  }

  /** The bytes as a claim stores them. */
  sealRequest(id: string, request: FrozenRequest): Buffer {
    return this.#sealer.seal(`operation.request ${id}`, request);
  }

  /**
   * Writes a move of the state table, and in the same commit what it means for rows that wait for this one. Exactly one row in
   * state `from` must change: finishing checks that nobody else did.
   */
  settle(id: string, from: OperationState, move: Move, facts: SettleFacts): void {
    const ended = isFinished(move.state);
    const changed = this.#sql.move.run({
      id,
      from,
      account: this.#account,
      state: move.state,
      happened: move.happened,
      forgetFirst: move.firstSentAtMs === null ? 1 : 0,
      repeatLimit: move.repeatLimit === 'keep' ? null : move.repeatLimit,
      key: move.newKey ? uuidV4() : null,
      lastAttemptAt: facts.lastAttemptAtMs ?? null,
      nextAt: move.next.kind === 'no' ? null : facts.nextAtMs,
      endedAt: ended ? facts.nowMs : null,
      attempt: move.countsAttempt ? 1 : 0,
      answer: this.#sealer.sealOrNull(`operation.answer ${id}`, facts.answer ?? null),
      evidence: this.#sealer.sealOrNull(`operation.evidence ${id}`, facts.evidence ?? null),
      keepError: facts.errorCode === undefined ? 1 : 0,
      errorCode: facts.errorCode ?? null,
      errorText: facts.errorText ?? null,
    }).changes;
    if (changed !== 1) throw new Error(`operation ${id} was not ${from} any more`);
    if (ended || move.newBytes) this.#sql.forgetRequest.run(id);
    if (ended || (move.state === 'parked' && move.happened === 0)) this.#followUp(id, move, facts.nowMs);
    else if (from === 'parked') this.#waitAgain(id, facts.nowMs);
  }

  /** A retried row that still waits for another one has no time of its own; one with nothing left to undo ends. */
  #waitAgain(id: string, nowMs: number): void {
    const row = this.#sql.factsById.get(id);
    if (row === undefined) return;
    const ready = this.#readinessOf(row);
    if (ready === 'wait') this.#schedule(id, null);
    else if (ready === 'drop') this.#endUnneeded(row, nowMs);
  }

  /** What waited for this row becomes due, or is dropped with it. */
  #followUp(id: string, move: Move, nowMs: number): void {
    if (this.#sql.isLinkedTo.get({ id }) === undefined) return;
    const undoer = this.#sql.undoer.get(id);
    // A refused operation of a voided sale: nobody will retry half of it, so it is closed with its reversal.
    if (move.state === 'parked' && undoer?.state === 'queued') {
      this.settle(id, 'parked', { ...AFTER_NOTHING_TO_UNDO }, { nowMs, nextAtMs: null });
      return;
    }
    if (undoer !== undefined) this.#reconsiderRow(undoer, nowMs);
    // Read again one by one: each may be the reversal as well, or have been moved by the one before.
    for (const waiter of this.#sql.waiters.all(id)) this.reconsider(waiter.id, nowMs);
  }

  /** Puts a waiting row where its links say: due, still waiting, or dropped. */
  reconsider(id: string, nowMs: number): void {
    const row = this.#sql.factsById.get(id);
    if (row !== undefined) this.#reconsiderRow(row, nowMs);
  }

  #reconsiderRow(row: FactsRow, nowMs: number): void {
    if (row.state !== 'queued' && row.state !== 'owed' && row.state !== 'unknown') return;
    const ready = this.#readinessOf(row);
    if (ready === 'drop') this.#endUnneeded(row, nowMs);
    else if (ready === 'due' && row.next_at === null && this.#goesByTime(row)) this.#schedule(row.id, nowMs);
  }

  #readinessOf(row: FactsRow): ReturnType<typeof readiness> {
    const undone = row.undoes_id === null ? null : (this.#sql.factsById.get(row.undoes_id) ?? null);
    const after = row.after_id === null ? null : (this.#sql.factsById.get(row.after_id) ?? null);
    return readiness(after, undone);
  }

  #schedule(id: string, atMs: number | null): void {
    this.#sql.schedule.run({ id, nextAt: atMs, account: this.#account });
  }

  /** Nothing to undo: a row that was never sent is dropped, one that may have been sent cannot have changed anything. */
  #endUnneeded(row: FactsRow, nowMs: number): void {
    if (row.state === 'unknown') {
      const facts = { nowMs, nextAtMs: null, errorCode: 'nothing-to-undo' };
      this.settle(row.id, 'unknown', AFTER_NOTHING_TO_UNDO, facts);
    } else this.drop(row.id, nowMs);
  }

  /** Owed rows wait for the sale to die; pays wait for a cashier, or, once unwanted, for the look-up that settles them. */
  #goesByTime(row: FactsRow): boolean {
    if (row.state === 'owed') return false;
    return row.kind !== 'pay' || (row.state === 'unknown' && !this.isWanted(row.id));
  }

  /** A pay that its sale still counts on: its cancel is owed. Nobody but a cashier asks about it (rule 8). */
  isWanted(payId: string): boolean {
    return this.#sql.undoer.get(payId)?.state === 'owed';
  }

  /** Drops a row that was never sent. Returns false when it is not owed or queued any more. */
  drop(id: string, nowMs: number): boolean {
    const row = this.#sql.factsById.get(id);
    if (row === undefined || (row.state !== 'owed' && row.state !== 'queued')) return false;
    this.settle(id, row.state, AFTER_DROP, { nowMs, nextAtMs: null });
    return true;
  }

  /** An owed row becomes queued; due at once where nothing it waits for is open, dropped where there is nothing to undo. */
  makeDue(id: string, nowMs: number): void {
    if (this.#sql.factsById.get(id)?.state !== 'owed') return;
    this.settle(id, 'owed', AFTER_DUE, { nowMs, nextAtMs: null });
    this.reconsider(id, nowMs);
  }

  /** An unknown row is asked about from now on (its outcome matters again). */
  scheduleUnknown(id: string, atMs: number): void {
    if (this.#sql.factsById.get(id)?.state === 'unknown') this.#schedule(id, atMs);
  }

  countSending(): number {
    return this.#sql.countSending.get()?.n ?? 0;
  }

  sending(): OperationFacts[] {
    return this.#sql.sending.all().map(factsOf);
  }

  paysIn(state: OperationState): OperationFacts[] {
    return this.#sql.paysIn.all(state).map(factsOf);
  }

  undoerOf(id: string): OperationFacts | null {
    const row = this.#sql.undoer.get(id);
    return row === undefined ? null : factsOf(row);
  }

  /** First contact after an outage: delayed rows are due now, each in its old place. */
  makeDelayedDue(nowMs: number): void {
    this.#sql.delayedDue.run(nowMs, nowMs);
  }

  /**
   * The wall clock went back (rule 11): no replay window can be trusted any more, delays mean nothing, and the quiet since an
   * attempt is counted from now at the latest.
   */
  clockWentBack(nowMs: number): void {
    this.#sql.windowsOver.run();
    this.#sql.attemptsNotLater.run(nowMs, nowMs);
    this.makeDelayedDue(nowMs);
  }

  /**
   * From now on only rows of this account become due. Rows of others leave the due index and wait; whatever of them may have
   * happened is beyond its replay window, even if their account comes back (rule 10).
   */
  showOnlyAccount(account: Account, nowMs: number): void {
    this.#account = account.number;
    this.#sql.hideOthers.run(account.number);
    this.#sql.otherWindowsOver.run(account.number);
    for (const row of this.#sql.hidden.all(account.number)) this.#reconsiderRow(row, nowMs);
  }

  counts(): QueueCounts {
    const waiting = this.#sql.counts.get();
    return {
      waiting: waiting?.n ?? 0,
      oldestAtMs: waiting?.oldest ?? null,
      needsPerson: this.#sql.countParked.get()?.n ?? 0,
    };
  }

  countByState(): Record<string, number> {
    return Object.fromEntries(this.#sql.countByState.all().map((row) => [row.state, row.n]));
  }

  countOfOtherAccounts(account: Account): number {
    return this.#sql.countOthers.get(account.number)?.n ?? 0;
  }

  /** A page of the sync queue: unfinished and parked oldest first, all newest first. Unreadable rows are in it too. */
  page(show: 'unfinished' | 'needs-a-person' | 'all', afterSeq: number | null, limit: number): ListedOperation[] {
    const rows =
      show === 'all'
        ? this.#sql.page.all(afterSeq ?? Number.MAX_SAFE_INTEGER, limit)
        : show === 'unfinished'
          ? this.#sql.pageUnfinished.all(afterSeq ?? 0, limit)
          : this.#sql.pageParked.all(afterSeq ?? 0, limit);
    return rows.map((row) => this.#list(row));
  }
}
