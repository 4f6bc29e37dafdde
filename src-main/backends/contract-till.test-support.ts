import { randomUUID } from 'node:crypto';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { FrozenRequest, Operation, OperationDraft } from '../../src-shared/queue/operation.ts';
import {
  AFTER_CRASH,
  afterClose,
  afterDelivery,
  afterResolution,
  afterRetry,
  type Move,
  nextStep,
  readiness,
} from '../../src-shared/queue/operation-state.ts';
import type { Delivery, Resolution } from '../../src-shared/queue/outcome.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { ManualClock } from '../../src-shared/time/manual-clock.ts';
import type { BackEnd, Plan, PlanEvent } from './backend.ts';

/** More than any plan of a sale needs. */
const MOST_ROUNDS = 40;
/** A question each quarter of an hour for the longest window there is, and some. */
const MOST_QUESTIONS = 120;

/** The smallest till that drives a back end through the real state table, in memory; for the contract suite alone. */
export class ContractTill {
  readonly #backEnd: BackEnd;
  readonly #clock: ManualClock;
  readonly #member: readonly MemberIdentifier[];
  #operations: readonly Operation[] = [];
  #sale: Sale | null = null;

  constructor(backEnd: BackEnd, clock: ManualClock, member: readonly MemberIdentifier[]) {
    this.#backEnd = backEnd;
    this.#clock = clock;
    this.#member = member;
  }

  /** Carries a plan out; answers what it appended. */
  plan(event: PlanEvent): readonly Operation[] {
    if ('sale' in event) this.#sale = event.sale;
    return this.#apply(this.#backEnd.plan(event, this.#operations, randomUUID));
  }

  #apply(plan: Plan): readonly Operation[] {
    for (const id of plan.drop) this.#change(id, { state: 'dropped', happened: 0 });
    for (const id of plan.makeDue) this.#change(id, { state: 'queued' });
    const added = plan.append.map((draft, index) => this.#recorded(draft, this.#operations.length + index + 1));
    this.#operations = [...this.#operations, ...added];
    return added;
  }

  /** All operations so far, in order of recording. */
  get known(): readonly Operation[] {
    return this.#operations;
  }

  get(id: string): Operation {
    const operation = this.#operations.find((known) => known.id === id);
    if (operation === undefined) throw new Error('no such operation');
    return operation;
  }

  find(kind: Operation['kind']): Operation {
    const operation = this.#operations.findLast((known) => known.kind === kind);
    if (operation === undefined) throw new Error(`no ${kind}`);
    return operation;
  }

  request(id: string): FrozenRequest {
    const operation = this.get(id);
    return operation.request ?? this.#backEnd.materialise(operation, this.#context(operation));
  }

  /** Freezes its bytes and marks it as being sent; answers it as it was before. */
  claim(id: string): Operation {
    const before = this.get(id);
    const request = this.request(id);
    const firstSentAtMs = before.firstSentAtMs ?? this.#clock.nowMs();
    this.#change(id, { state: 'sending', happened: null, request, firstSentAtMs });
    return before;
  }

  /** The process ends, and another one takes up what it left. */
  die(): void {
    for (const { id, state } of this.#operations)
      if (state === 'sending') this.#settle(id, AFTER_CRASH, { lastAttemptAtMs: this.#clock.nowMs() });
  }

  /** What the till does when it finds its wall clock earlier than before (design 7.11). */
  clockWentBack(): void {
    const nowMs = this.#clock.nowMs();
    for (const { id, lastAttemptAtMs } of this.#operations)
      if (lastAttemptAtMs !== null) this.#change(id, { lastAttemptAtMs: Math.min(lastAttemptAtMs, nowMs) });
  }

  /** A manager's retry of a parked row. */
  retry(id: string): void {
    const move = afterRetry(this.get(id), this.#backEnd.capabilities.storesRefusals);
    if (move === null) throw new Error('nothing to retry');
    this.#settle(id, move, {});
  }

  /** A manager's finding about a parked row. */
  close(id: string, finding: 0 | 1): void {
    const move = afterClose(this.get(id), finding);
    if (move === null) throw new Error('nothing to close');
    this.#settle(id, move, {});
  }

  /** One attempt with the frozen bytes, settled by the state table. */
  async send(id: string, signal = new AbortController().signal): Promise<Delivery> {
    const before = this.claim(id);
    const request = this.request(id);
    const delivery = await this.#backEnd.deliver(request, this.get(id), signal);
    this.#settle(id, afterDelivery(before, delivery), { lastAttemptAtMs: this.#clock.nowMs() });
    if ('answer' in delivery) this.#change(id, { answer: delivery.answer });
    this.#follow(id);
    return delivery;
  }

  /** What the sync loop would do with an unclear row now. */
  nextStep(id: string, repeatLimit: 'by-kind' | 'window-over' = 'by-kind') {
    const row = this.get(id);
    const { replay, payReplayReturnsFirstAnswer } = this.#backEnd.capabilities;
    const program = { replay: replay[row.kind], payReplayReturnsFirstAnswer };
    return nextStep({ ...row, repeatLimit }, program, this.#clock.nowMs());
  }

  /**
   * Works as the sync loop does until nothing moves any more: sends, repeats, asks, drops.
   *
   * @param except ids of rows that are left alone.
   */
  async drain(except: readonly string[] = []): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const moved = await this.#workOnce(except);
      if (!moved) return;
    }
    throw new Error('the queue does not come to an end');
  }

  async #workOnce(except: readonly string[]): Promise<boolean> {
    for (const row of this.#operations) {
      if (!['owed', 'queued', 'unknown'].includes(row.state) || except.includes(row.id)) continue;
      const after = row.afterId === null ? null : this.get(row.afterId);
      const undone = row.undoesId === null ? null : this.get(row.undoesId);
      const ready = readiness(after, undone);
      if (ready === 'wait' || (ready === 'due' && row.state === 'owed')) continue;
      if (ready === 'drop') this.#change(row.id, { state: 'dropped', happened: 0, firstSentAtMs: null });
      else if (this.nextStep(row.id) === 'look-up') await this.askUntilSettled(row.id);
      else await this.send(row.id);
      return true;
    }
    return false;
  }

  /** Asks about an unclear row, as often and as late as the program wants, until it is settled. */
  async askUntilSettled(id: string): Promise<void> {
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      const resolution = await this.resolve(id);
      if (resolution.kind !== 'ask-again') return;
      this.#clock.advance(Math.max(resolution.afterMs, 1));
    }
    throw new Error('the program never says what became of it');
  }

  /** Asks about it by this back end, and leaves it as it is. */
  async lookUp(id: string, backEnd: BackEnd): Promise<Resolution> {
    const operation = this.get(id);
    const context = { ...this.#context(operation), disturbedBy: [], disturbingSales: new Map() };
    return await backEnd.resolve(operation, context, new AbortController().signal);
  }

  /** Asks about it once and settles what came of it. */
  async resolve(id: string): Promise<Resolution> {
    const operation = this.get(id);
    const resolution = await this.lookUp(id, this.#backEnd);
    const unwanted = this.#operations.some((one) => one.undoesId === id && one.state === 'queued');
    const evidence = 'evidence' in resolution ? { evidence: resolution.evidence } : {};
    const answer = resolution.kind === 'done' ? { answer: resolution.answer } : {};
    this.#settle(id, afterResolution(operation, resolution, unwanted), { ...evidence, ...answer });
    return resolution;
  }

  #follow(id: string): void {
    const operation = this.get(id);
    if (!this.#backEnd.capabilities.follows.includes(operation.kind)) return;
    const outcome = operation.happened === 1 ? 'delivered' : operation.happened === 0 ? 'refused' : null;
    if (outcome === null || operation.state === 'queued') return;
    const followUp = this.#backEnd.follow(operation, outcome, this.#context(operation), randomUUID);
    this.#apply(followUp);
    if (followUp.close) this.#change(id, { state: 'closed' });
  }

  #context(operation: Operation) {
    return {
      sale: this.#sale,
      member: operation.memberKeyId === null ? [] : this.#member,
      known: this.#operations,
      nowMs: this.#clock.nowMs(),
    };
  }

  #settle(id: string, move: Move, facts: Partial<Operation>): void {
    const before = this.get(id);
    const firstSentAtMs = move.firstSentAtMs === null ? null : before.firstSentAtMs;
    const fresh = { ...(move.newKey ? { key: randomUUID() } : {}), ...(move.newBytes ? { request: null } : {}) };
    this.#change(id, { ...facts, ...fresh, state: move.state, happened: move.happened, firstSentAtMs });
  }

  #change(id: string, facts: Partial<Operation>): void {
    this.#operations = this.#operations.map((known) => (known.id === id ? { ...known, ...facts } : known));
  }

  #recorded(draft: OperationDraft, seq: number): Operation {
    const { lane: _lane, ...fields } = draft;
    return {
      ...fields,
      seq,
      key: randomUUID(),
      backEnd: this.#backEnd.name,
      account: this.#backEnd.account,
      happened: 0,
      request: null,
      recordedAtMs: this.#clock.nowMs(),
      firstSentAtMs: null,
      lastAttemptAtMs: null,
      nextAtMs: null,
      endedAtMs: null,
      attempts: 0,
      answer: null,
      errorCode: null,
      errorText: null,
    };
  }
}
