import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultLog } from './fault-log.ts';
import { type FaultRule, strikesAfterCommit } from './fault-rule.ts';
import type { FaultPlan, FaultSwitchboard, PlannedFault } from './fault-switchboard.ts';
import { type FaultyAnswer, faultyAnswer } from './faulty-answer.ts';
import { LoopbackListener } from './loopback-listener.ts';
import { readBody } from './request-body.ts';
import type { RequestJournal } from './request-journal.ts';
import type { ApiAnswer, CallDescription, RawCall, SimulatedApi } from './simulated-api.ts';
import type { SimulatorClock } from './simulator-clock.ts';

const MOST_BODY_BYTES = 8 * 1_024 * 1_024;

export interface ApiListenerParts {
  readonly clock: SimulatorClock;
  readonly faults: FaultSwitchboard;
  readonly faultLog: FaultLog;
  readonly journal: RequestJournal;
  readonly journalBodies: () => boolean;
  /** Told of every request: the simulator is not idle. */
  readonly onActivity: () => void;
}

/** What was done for a request and what is to go over the wire. */
interface Treatment {
  readonly answer: ApiAnswer | null;
  readonly wire: FaultyAnswer;
}

/** Carries one program's API over HTTP and lets the planned faults strike truthfully before or after the commit. */
export class ApiListener<TCall extends CallDescription> {
  readonly listener: LoopbackListener;
  readonly #api: SimulatedApi<TCall>;
  readonly #parts: ApiListenerParts;
  #dateSecond = Number.NaN;
  #dateText = '';

  constructor(api: SimulatedApi<TCall>, parts: ApiListenerParts) {
    this.#api = api;
    this.#parts = parts;
    this.listener = new LoopbackListener((request, response) => this.#receive(request, response));
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    this.#parts.onActivity();
    readBody(request, MOST_BODY_BYTES, (bytes) => {
      if (bytes === null) {
        request.socket.destroy();
        return;
      }
      const { method = '', url = '', headers } = request;
      const raw: RawCall = { method, url, headers, body: bytes.toString('utf8'), bytes };
      this.#serve(raw, response).catch((error: unknown) => {
        process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}\n`);
        response.destroy();
      });
    });
  }

  async #serve(raw: RawCall, response: ServerResponse): Promise<void> {
    const call = this.#api.read(raw);
    const plan = this.#parts.faults.plan(call);
    const delay = plan.get('delay');
    if (delay !== undefined && !strikesAfterCommit(delay.rule)) await sleep(delay.rule.delayMs ?? 0);
    const { answer, wire } = this.#treat(call, plan);
    if (answer !== null) this.#tellWhenAnswered(call, response);
    this.#record(raw, call, plan, answer, wire);
    if (delay !== undefined && strikesAfterCommit(delay.rule)) await sleep(delay.rule.delayMs ?? 0);
    this.#send(response, wire, plan.get('clock-skew')?.rule.skewMs ?? 0);
  }

  #treat(call: TCall, plan: FaultPlan): Treatment {
    const changed = plan.get('balance-changed');
    if (changed !== undefined) this.#api.disturbBalance(call, changed.rule.points ?? -1);
    const outcome = plan.get('outcome');
    if (outcome === undefined) {
      const answer = this.#api.answer(call);
      return { answer, wire: properAnswer(answer) };
    }
    const answer = strikesAfterCommit(outcome.rule) ? this.#api.answer(call) : null;
    return { answer, wire: this.#faultyWire(outcome.rule) };
  }

  #faultyWire(rule: FaultRule): FaultyAnswer {
    const plain = faultyAnswer(rule);
    const own = plain.kind === 'answer' ? this.#api.faultAnswer(rule) : null;
    if (own === null || plain.kind !== 'answer') return plain;
    const { status, body, headers } = own;
    return { kind: 'answer', status, body, headers: { ...plain.headers, ...JSON_HEADERS, ...headers } };
  }

  /** A program may answer "still running" to a repeat as long as the first answer is under way. */
  #tellWhenAnswered(call: TCall, response: ServerResponse): void {
    if (this.#api.answered === undefined) return;
    if (response.closed) this.#api.answered(call);
    else response.once('close', () => this.#api.answered?.(call));
  }

  #record(raw: RawCall, call: TCall, plan: FaultPlan, answer: ApiAnswer | null, wire: FaultyAnswer): void {
    const { faultLog, journal, journalBodies, clock } = this.#parts;
    const { operation, reference, endpoint, transactionId } = call;
    const receivedAt = clock.nowMs();
    const program = this.#api.program;
    const fired: PlannedFault[] = [...plan.values()];
    for (const { rule, drawn } of fired) {
      const committed = answer?.accepted ?? false;
      faultLog.record({ kind: rule.kind, program, operation, reference, committed, drawn }, receivedAt);
    }
    journal.add({
      receivedAt,
      program,
      method: raw.method,
      endpoint,
      operation,
      transactionId,
      reference,
      headers: this.#api.journalHeaders(raw.headers),
      status: wire.kind === 'answer' ? wire.status : 0,
      outcome: answer?.outcome ?? 'not-processed',
      faults: fired.map(({ rule }) => rule.kind),
      warnings: answer?.warnings ?? [],
      ...(journalBodies() ? { body: raw.body } : {}),
    });
  }

  #send(response: ServerResponse, wire: FaultyAnswer, skewMs: number): void {
    if (wire.kind === 'silence') return;
    if (wire.kind === 'drop') {
      response.socket?.resetAndDestroy();
      return;
    }
    response.writeHead(wire.status, {
      ...wire.headers,
      'content-length': Buffer.byteLength(wire.body),
      date: this.#dateHeader(skewMs),
    });
    response.end(wire.body);
  }

  /** The server's own time to the second, moved by the skew. */
  #dateHeader(skewMs: number): string {
    const second = Math.floor((this.#parts.clock.nowMs() + skewMs) / 1_000);
    if (second !== this.#dateSecond) {
      this.#dateSecond = second;
      this.#dateText = new Date(second * 1_000).toUTCString();
    }
    return this.#dateText;
  }
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

function properAnswer(answer: ApiAnswer): FaultyAnswer {
  const { status, body, headers } = answer;
  return { kind: 'answer', status, body, headers: { ...JSON_HEADERS, ...headers } };
}
