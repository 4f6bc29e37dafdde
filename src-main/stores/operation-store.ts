import type BetterSqlite3 from 'better-sqlite3';
import { v4 as uuidV4 } from 'uuid';
import {
  type Evidence,
  evidence,
  type FrozenRequest,
  frozenRequest,
  type Happened,
  type Operation,
  type OperationAnswer,
  type OperationDraft,
  type OperationKind,
  type OperationState,
  operationAnswer,
  operationDetail,
} from '../../src-shared/queue/operation.ts';
import { AFTER_DROP, type Move, readiness } from '../../src-shared/queue/operation-state.ts';
import type { Sealer } from './sealer.ts';

interface OperationRow {
  seq: number;
  id: string;
  key: string;
  sale_id: string | null;
  member_key_id: string | null;
  kind: OperationKind;
  account_number: number;
  state: OperationState;
  happened: Happened;
  after_id: string | null;
  undoes_id: string | null;
  replaces_id: string | null;
  sealed_detail: Buffer;
  sealed_request: Buffer | null;
  recorded_at: number;
  first_sent_at: number | null;
  last_attempt_at: number | null;
  next_at: number | null;
  ended_at: number | null;
  attempts: number;
  sealed_evidence: Buffer | null;
  sealed_answer: Buffer | null;
  error_code: string | null;
  error_text: string | null;
}

/** What is needed to place a row in the state table without opening its sealed columns. */
export interface OperationFacts {
  readonly seq: number;
  readonly id: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly happened: Happened;
  readonly saleId: string | null;
  readonly afterId: string | null;
  readonly undoesId: string | null;
  readonly firstSentAtMs: number | null;
  readonly attempts: number;
}

const factsOf = (row: OperationRow): OperationFacts => ({
  seq: row.seq,
  id: row.id,
  kind: row.kind,
  state: row.state,
  happened: row.happened,
  saleId: row.sale_id,
  afterId: row.after_id,
  undoesId: row.undoes_id,
  firstSentAtMs: row.first_sent_at,
  attempts: row.attempts,
});

export interface Account {
  readonly number: number;
  readonly backEnd: string;
  readonly account: string;
}

/** What a settle writes beside the move. */
export interface SettleFacts {
  readonly nowMs: number;
  /** Resolved from the move's `next`; null where it does not come back by time. */
  readonly nextAtMs: number | null;
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

/** The queue's table. Only statements; what may follow what is decided in `operation-state.ts`. */
export class OperationStore {
  readonly #sealer: Sealer;
  readonly #accounts = new Map<number, Account>();
  readonly #insertStmt;
  readonly #byIdStmt;
  readonly #ofSaleStmt;
  readonly #ofMemberSinceStmt;
  readonly #openOfMemberStmt;
  readonly #dueStmt;
  readonly #soonestStmt;
  readonly #claimStmt;
  readonly #moveStmt;
  readonly #makeDueStmt;
  readonly #waitersStmt;
  readonly #undoerStmt;
  readonly #sendingStmt;
  readonly #countSendingStmt;
  readonly #delayedDueStmt;
  readonly #countsStmt;
  readonly #parkedStmt;
  readonly #pageStmt;
  readonly #pageUnfinishedStmt;
  readonly #pageParkedStmt;
  readonly #accountInsertStmt;
  readonly #accountStmt;
  readonly #allAccountsStmt;
  readonly #hideOtherAccountsStmt;
  readonly #showAccountStmt;
  readonly #paysOfStateStmt;
  readonly #stateCountsStmt;
  readonly #otherAccountCountStmt;

  constructor(db: BetterSqlite3.Database, sealer: Sealer) {
    this.#sealer = sealer;
    const stmt = <P extends unknown[], R = OperationRow>(sql: string) => db.prepare<P, R>(sql);
    this.#insertStmt = stmt<unknown[]>(
      `INSERT INTO operation (id, key, sale_id, member_key_id, kind, account_number, state, happened, after_id, undoes_id,
         replaces_id, sealed_detail, recorded_at, next_at, attempts, sealed_evidence)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, 0, ?)`,
    );
    this.#byIdStmt = stmt<[string]>('SELECT * FROM operation WHERE id = ?');
    this.#ofSaleStmt = stmt<[string]>('SELECT * FROM operation WHERE sale_id = ? ORDER BY seq');
    this.#ofMemberSinceStmt = stmt<[string, number]>(
      `SELECT * FROM operation WHERE member_key_id = ? AND first_sent_at IS NOT NULL AND (ended_at IS NULL OR ended_at >= ?)
       ORDER BY seq`,
    );
    this.#openOfMemberStmt = stmt<[string]>(
      'SELECT * FROM operation WHERE member_key_id = ? AND ended_at IS NULL ORDER BY seq',
    );
    this.#dueStmt = stmt<[number, number]>(
      'SELECT * FROM operation WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, seq LIMIT ?',
    );
    this.#soonestStmt = stmt<[], { at: number | null }>(
      'SELECT min(next_at) AS at FROM operation WHERE next_at IS NOT NULL',
    );
    this.#claimStmt = stmt<[number, Buffer | null, string]>(
      `UPDATE operation SET state = 'sending', happened = NULL, next_at = NULL,
         first_sent_at = coalesce(first_sent_at, ?), sealed_request = coalesce(sealed_request, ?)
       WHERE id = ? AND state IN ('queued', 'unknown')`,
    );
    this.#moveStmt = stmt<[Record<string, unknown>]>(
      `UPDATE operation SET state = $state, happened = $happened,
         first_sent_at = CASE WHEN $forgetFirst THEN NULL ELSE first_sent_at END,
         key = coalesce($key, key),
         last_attempt_at = coalesce($lastAttemptAt, last_attempt_at),
         next_at = $nextAt, ended_at = $endedAt, attempts = attempts + $attempt,
         sealed_answer = coalesce($answer, sealed_answer),
         sealed_evidence = coalesce($evidence, sealed_evidence),
         sealed_request = CASE WHEN $forgetRequest THEN NULL ELSE sealed_request END,
         error_code = $errorCode, error_text = $errorText
       WHERE id = $id AND state = $from`,
    );
    this.#makeDueStmt = stmt<[number, string]>(
      "UPDATE operation SET state = CASE state WHEN 'owed' THEN 'queued' ELSE state END, next_at = ? WHERE id = ? AND state IN ('owed', 'queued', 'unknown')",
    );
    this.#waitersStmt = stmt<[string, string]>(
      `SELECT * FROM operation WHERE after_id = ? AND ended_at IS NULL
       UNION SELECT * FROM operation WHERE undoes_id = ? AND state <> 'dropped' AND ended_at IS NULL ORDER BY seq`,
    );
    this.#undoerStmt = stmt<[string]>("SELECT * FROM operation WHERE undoes_id = ? AND state <> 'dropped'");
    this.#sendingStmt = stmt<[]>("SELECT * FROM operation WHERE state = 'sending' ORDER BY seq");
    this.#countSendingStmt = stmt<[], { n: number }>("SELECT count(*) AS n FROM operation WHERE state = 'sending'");
    this.#delayedDueStmt = stmt<[number, number]>(
      'UPDATE operation SET next_at = ? WHERE next_at IS NOT NULL AND next_at > ?',
    );
    this.#countsStmt = stmt<[], { n: number; oldest: number | null }>(
      `SELECT count(*) AS n, min(recorded_at) AS oldest FROM operation
       WHERE ended_at IS NULL AND state IN ('queued', 'sending', 'unknown')`,
    );
    this.#parkedStmt = stmt<[], { n: number }>("SELECT count(*) AS n FROM operation WHERE state = 'parked'");
    this.#pageStmt = stmt<[number, number]>('SELECT * FROM operation WHERE seq < ? ORDER BY seq DESC LIMIT ?');
    this.#pageUnfinishedStmt = stmt<[number, number]>(
      "SELECT * FROM operation WHERE ended_at IS NULL AND state <> 'owed' AND seq > ? ORDER BY seq LIMIT ?",
    );
    this.#pageParkedStmt = stmt<[number, number]>(
      "SELECT * FROM operation WHERE state = 'parked' AND seq > ? ORDER BY seq LIMIT ?",
    );
    this.#accountInsertStmt = db.prepare<[string, string]>(
      'INSERT OR IGNORE INTO account (back_end, account) VALUES (?, ?)',
    );
    this.#accountStmt = stmt<[string, string], { number: number }>(
      'SELECT number FROM account WHERE back_end = ? AND account = ?',
    );
    this.#allAccountsStmt = stmt<[], { number: number; back_end: string; account: string }>('SELECT * FROM account');
    this.#hideOtherAccountsStmt = db.prepare<[number]>(
      'UPDATE operation SET next_at = NULL WHERE next_at IS NOT NULL AND account_number <> ?',
    );
    this.#showAccountStmt = stmt<[number], { id: string }>(
      "SELECT id FROM operation WHERE ended_at IS NULL AND next_at IS NULL AND state IN ('queued', 'unknown') AND account_number = ?",
    );
    this.#paysOfStateStmt = stmt<[OperationState]>(
      "SELECT * FROM operation WHERE ended_at IS NULL AND kind = 'pay' AND state = ? ORDER BY seq",
    );
    this.#stateCountsStmt = stmt<[], { state: OperationState; n: number }>(
      'SELECT state, count(*) AS n FROM operation GROUP BY state',
    );
    this.#otherAccountCountStmt = stmt<[number], { n: number }>(
      "SELECT count(*) AS n FROM operation WHERE ended_at IS NULL AND state IN ('queued', 'unknown') AND account_number <> ?",
    );
    for (const row of this.#allAccountsStmt.all()) this.#remember(row.number, row.back_end, row.account);
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
    this.#accountInsertStmt.run(backEnd, account);
    const row = this.#accountStmt.get(backEnd, account);
    if (row === undefined) throw new Error('account was not stored');
    return this.#remember(row.number, backEnd, account);
  }

  /** Stores drafts in their order; returns their ids. Runs inside the caller's commit. */
  append(drafts: readonly OperationDraft[], account: Account, nowMs: number): void {
    for (const draft of drafts) {
      const waits = draft.afterId !== null || draft.undoesId !== null;
      const nextAt = draft.state === 'owed' || draft.lane === 'fast' || waits ? null : nowMs;
      this.#insertStmt.run(
        draft.id,
        uuidV4(),
        draft.saleId,
        draft.memberKeyId,
        draft.kind,
        account.number,
        draft.state,
        draft.afterId,
        draft.undoesId,
        draft.replacesId,
        this.#sealer.seal(`operation.detail ${draft.id}`, draft.detail),
        nowMs,
        nextAt,
        this.#sealer.sealOrNull(`operation.evidence ${draft.id}`, draft.evidence),
      );
      if (draft.state === 'queued' && draft.lane === 'sync' && waits) this.reconsider(draft.id, nowMs);
    }
  }

  #read(row: OperationRow): Operation {
    const account = this.#accounts.get(row.account_number);
    return {
      seq: row.seq,
      id: row.id,
      key: row.key,
      saleId: row.sale_id,
      memberKeyId: row.member_key_id,
      kind: row.kind,
      backEnd: account?.backEnd ?? '',
      account: account?.account ?? '',
      state: row.state,
      happened: row.happened,
      afterId: row.after_id,
      undoesId: row.undoes_id,
      replacesId: row.replaces_id,
      detail: this.#sealer.open(`operation.detail ${row.id}`, row.sealed_detail, operationDetail),
      request: this.#sealer.openOrNull(`operation.request ${row.id}`, row.sealed_request, frozenRequest),
      recordedAtMs: row.recorded_at,
      firstSentAtMs: row.first_sent_at,
      lastAttemptAtMs: row.last_attempt_at,
      nextAtMs: row.next_at,
      endedAtMs: row.ended_at,
      attempts: row.attempts,
      evidence: this.#sealer.openOrNull(`operation.evidence ${row.id}`, row.sealed_evidence, evidence),
      answer: this.#sealer.openOrNull(`operation.answer ${row.id}`, row.sealed_answer, operationAnswer),
      errorCode: row.error_code,
      errorText: row.error_text,
    };
  }

  /** @throws UnreadableStoredValue */
  byId(id: string): Operation | null {
    const row = this.#byIdStmt.get(id);
    return row === undefined ? null : this.#read(row);
  }

  factsById(id: string): OperationFacts | null {
    const row = this.#byIdStmt.get(id);
    return row === undefined ? null : factsOf(row);
  }

  ofSale(saleId: string): Operation[] {
    return this.#ofSaleStmt.all(saleId).map((row) => this.#read(row));
  }

  factsOfSale(saleId: string): OperationFacts[] {
    return this.#ofSaleStmt.all(saleId).map(factsOf);
  }

  openOfMember(memberKeyId: string): Operation[] {
    return this.#openOfMemberStmt.all(memberKeyId).map((row) => this.#read(row));
  }

  /** Operations of the member that were sent and may have changed the balance since then. */
  disturbing(operation: Operation, sinceMs: number): Operation[] {
    if (operation.memberKeyId === null) return [];
    return this.#ofMemberSinceStmt
      .all(operation.memberKeyId, sinceMs)
      .filter((row) => row.id !== operation.id && !(row.state === 'closed' && row.happened === 0))
      .map((row) => this.#read(row));
  }

  /** Ids and facts of due rows, in the order in which they are to go. */
  due(nowMs: number, limit: number): OperationFacts[] {
    return this.#dueStmt.all(nowMs, limit).map(factsOf);
  }

  soonestNextAtMs(): number | null {
    return this.#soonestStmt.get()?.at ?? null;
  }

  /** Marks a row as being sent, its bytes frozen. Inside the claim's commit, before any byte leaves. */
  claim(id: string, request: FrozenRequest | null, nowMs: number): void {
    const sealed = this.#sealer.sealOrNull(`operation.request ${id}`, request);
    const changed = this.#claimStmt.run(nowMs, sealed, id).changes;
    if (changed !== 1) throw new Error(`operation ${id} could not be claimed`);
  }

  /**
   * Writes a move of the state table. Exactly one row in state `from` must change: finishing checks that nobody else did.
   */
  settle(id: string, from: OperationState, move: Move, facts: SettleFacts): void {
    const ended = move.state === 'delivered' || move.state === 'dropped' || move.state === 'closed';
    const changed = this.#moveStmt.run({
      id,
      from,
      state: move.state,
      happened: move.happened,
      forgetFirst: move.firstSentAtMs === null ? 1 : 0,
      forgetRequest: ended || move.newKey ? 1 : 0,
      key: move.newKey ? uuidV4() : null,
      lastAttemptAt: from === 'sending' ? facts.nowMs : null,
      nextAt: ended || move.state === 'parked' ? null : facts.nextAtMs,
      endedAt: ended ? facts.nowMs : null,
      attempt: move.countsAttempt ? 1 : 0,
      answer: this.#sealer.sealOrNull(`operation.answer ${id}`, facts.answer ?? null),
      evidence: this.#sealer.sealOrNull(`operation.evidence ${id}`, facts.evidence ?? null),
      errorCode: facts.errorCode ?? null,
      errorText: facts.errorText ?? null,
    }).changes;
    if (changed !== 1) throw new Error(`operation ${id} was not ${from} any more`);
    this.followUp(id, facts.nowMs);
  }

  /** After a row changed: what waited for it becomes due, or is dropped with it. In the same commit. */
  followUp(id: string, nowMs: number): void {
    const row = this.#byIdStmt.get(id);
    if (row === undefined) return;
    // A refused operation of a voided sale: nobody will retry half of it, so it is closed with its reversal.
    if (row.state === 'parked' && row.happened === 0) {
      const undoer = this.#undoerStmt.get(id);
      if (undoer !== undefined && undoer.state === 'queued') {
        this.settle(
          id,
          'parked',
          { ...AFTER_DROP, state: 'closed', firstSentAtMs: 'keep' },
          {
            nowMs,
            nextAtMs: null,
            errorCode: row.error_code,
            errorText: row.error_text,
          },
        );
        return;
      }
    }
    for (const waiter of this.#waitersStmt.all(id, id)) this.#reconsiderRow(waiter, nowMs);
  }

  /** Puts a waiting row where its links say: due, still waiting, or dropped. */
  reconsider(id: string, nowMs: number): void {
    const row = this.#byIdStmt.get(id);
    if (row !== undefined) this.#reconsiderRow(row, nowMs);
  }

  #reconsiderRow(row: OperationRow, nowMs: number): void {
    if (row.state !== 'queued' && row.state !== 'owed' && row.state !== 'unknown') return;
    const undone = row.undoes_id === null ? null : (this.#byIdStmt.get(row.undoes_id) ?? null);
    const after = row.after_id === null ? null : (this.#byIdStmt.get(row.after_id) ?? null);
    const ready = readiness(after, undone);
    if (ready === 'drop') this.#endUnneeded(row, nowMs);
    else if (ready === 'due' && row.next_at === null && this.#goesByTime(row)) this.#makeDueStmt.run(nowMs, row.id);
  }

  /** Nothing to undo: a row that was never sent is dropped, one that may have been sent cannot have changed anything. */
  #endUnneeded(row: OperationRow, nowMs: number): void {
    if (row.state === 'unknown') {
      const closed: Move = { ...AFTER_DROP, state: 'closed', firstSentAtMs: 'keep' };
      this.settle(row.id, 'unknown', closed, { nowMs, nextAtMs: null, errorCode: 'nothing-to-undo' });
    } else this.drop(row.id, nowMs);
  }

  /** Owed rows wait for the sale to die; pays wait for a cashier, or, once unwanted, for the look-up that settles them. */
  #goesByTime(row: OperationRow): boolean {
    if (row.state === 'owed') return false;
    if (row.kind !== 'pay') return true;
    return row.state === 'unknown' && this.#undoerStmt.get(row.id)?.state !== 'owed';
  }

  /** Drops a row that was never sent. Returns false when it is not owed or queued any more. */
  drop(id: string, nowMs: number): boolean {
    const row = this.#byIdStmt.get(id);
    if (row === undefined || (row.state !== 'owed' && row.state !== 'queued')) return false;
    this.settle(id, row.state, AFTER_DROP, { nowMs, nextAtMs: null });
    return true;
  }

  /** An owed row becomes queued; due at once where nothing it waits for is open, dropped where there is nothing to undo. */
  makeDue(id: string, nowMs: number): void {
    const row = this.#byIdStmt.get(id);
    if (row === undefined || row.state !== 'owed') return;
    this.#moveStmt.run({
      id,
      from: 'owed',
      state: 'queued',
      happened: 0,
      forgetFirst: 1,
      forgetRequest: 0,
      key: null,
      lastAttemptAt: null,
      nextAt: null,
      endedAt: null,
      attempt: 0,
      answer: null,
      evidence: null,
      errorCode: null,
      errorText: null,
    });
    this.reconsider(id, nowMs);
  }

  /** An unknown row is asked about from now on (its outcome matters again). */
  scheduleUnknown(id: string, atMs: number): void {
    const row = this.#byIdStmt.get(id);
    if (row?.state === 'unknown') this.#makeDueStmt.run(atMs, id);
  }

  countSending(): number {
    return this.#countSendingStmt.get()?.n ?? 0;
  }

  sending(): OperationFacts[] {
    return this.#sendingStmt.all().map(factsOf);
  }

  paysIn(state: OperationState): OperationFacts[] {
    return this.#paysOfStateStmt.all(state).map(factsOf);
  }

  undoerOf(id: string): OperationFacts | null {
    const row = this.#undoerStmt.get(id);
    return row === undefined ? null : factsOf(row);
  }

  /** First contact after an outage, or a clock set back: delayed rows are due now. */
  makeDelayedDue(nowMs: number): void {
    this.#delayedDueStmt.run(nowMs, nowMs);
  }

  /** Rows of other accounts leave the due index; rows of this account come back into it. */
  showOnlyAccount(account: Account, nowMs: number): void {
    this.#hideOtherAccountsStmt.run(account.number);
    for (const { id } of this.#showAccountStmt.all(account.number)) {
      const row = this.#byIdStmt.get(id);
      if (row !== undefined) this.#reconsiderRow(row, nowMs);
    }
  }

  counts(): QueueCounts {
    const waiting = this.#countsStmt.get();
    return {
      waiting: waiting?.n ?? 0,
      oldestAtMs: waiting?.oldest ?? null,
      needsPerson: this.#parkedStmt.get()?.n ?? 0,
    };
  }

  countByState(): Record<string, number> {
    return Object.fromEntries(this.#stateCountsStmt.all().map((row) => [row.state, row.n]));
  }

  countOfOtherAccounts(account: Account): number {
    return this.#otherAccountCountStmt.get(account.number)?.n ?? 0;
  }

  /** A page of the sync queue: unfinished and parked oldest first, all newest first. */
  page(show: 'unfinished' | 'needs-a-person' | 'all', afterSeq: number | null, limit: number): Operation[] {
    const rows =
      show === 'all'
        ? this.#pageStmt.all(afterSeq ?? Number.MAX_SAFE_INTEGER, limit)
        : show === 'unfinished'
          ? this.#pageUnfinishedStmt.all(afterSeq ?? 0, limit)
          : this.#pageParkedStmt.all(afterSeq ?? 0, limit);
    return rows.map((row) => this.#read(row));
  }
}
