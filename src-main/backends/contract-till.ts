import { randomUUID } from 'node:crypto';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { FrozenRequest, Operation, OperationDraft } from '../../src-shared/queue/operation.ts';
import { afterDelivery, afterResolution, type Move } from '../../src-shared/queue/operation-state.ts';
import type { Delivery, Resolution } from '../../src-shared/queue/outcome.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { BackEnd, PlanEvent } from './backend.ts';

/** The smallest till that drives a back end through the real state table, in memory; for the contract suite alone. */
export class ContractTill {
  readonly #backEnd: BackEnd;
  readonly #clock: Clock;
  readonly #member: readonly MemberIdentifier[];
  #operations: readonly Operation[] = [];
  #sale: Sale | null = null;

  constructor(backEnd: BackEnd, clock: Clock, member: readonly MemberIdentifier[]) {
    this.#backEnd = backEnd;
    this.#clock = clock;
    this.#member = member;
  }

  /** Carries a plan out; answers what it appended. */
  plan(event: PlanEvent): readonly Operation[] {
    if ('sale' in event) this.#sale = event.sale;
    const plan = this.#backEnd.plan(event, this.#operations, randomUUID);
    for (const id of plan.drop) this.#change(id, { state: 'dropped', happened: 0 });
    for (const id of plan.makeDue) this.#change(id, { state: 'queued' });
    const added = plan.append.map((draft, index) => this.#recorded(draft, this.#operations.length + index + 1));
    this.#operations = [...this.#operations, ...added];
    return added;
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

  /** One attempt with the frozen bytes, settled by the state table. */
  async send(id: string, signal = new AbortController().signal): Promise<Delivery> {
    const before = this.get(id);
    const request = this.request(id);
    const sentAtMs = this.#clock.nowMs();
    this.#change(id, { state: 'sending', happened: null, request, firstSentAtMs: before.firstSentAtMs ?? sentAtMs });
    const delivery = await this.#backEnd.deliver(request, this.get(id), signal);
    this.#settle(id, afterDelivery(before, delivery), { lastAttemptAtMs: this.#clock.nowMs() });
    if (delivery.kind === 'done') this.#change(id, { answer: delivery.answer });
    return delivery;
  }

  async resolve(id: string): Promise<Resolution> {
    const operation = this.get(id);
    const context = { ...this.#context(operation), disturbedBy: [], disturbingSales: new Map() };
    const resolution = await this.#backEnd.resolve(operation, context, new AbortController().signal);
    this.#settle(id, afterResolution(operation, resolution), {});
    return resolution;
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
    const firstSentAtMs = move.firstSentAtMs === null ? null : this.get(id).firstSentAtMs;
    this.#change(id, { ...facts, state: move.state, happened: move.happened, firstSentAtMs });
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
