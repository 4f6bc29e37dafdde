import { Pool } from 'undici';
import type { BalanceAnswer, DrawnFaults, FaultOrder, TamperOrder } from './control-messages.ts';
import type { FiredFaultRow } from './fault-log.ts';
import type { FaultKind, FaultRule } from './fault-rule.ts';
import type { Posting, Program } from './posting.ts';
import type { JournalEntry } from './request-journal.ts';
import type { SimulatorIdentity } from './simulator-file.ts';
import type { SimulatorSettings } from './simulator-settings.ts';

export interface FaultsNow {
  readonly standing: readonly FaultRule[];
  readonly drawn: DrawnFaults | null;
  readonly offline: boolean;
  /** Fired since the folder began. */
  readonly counts: Partial<Record<FaultKind, number>>;
}

/** Speaks to a simulator's control port. Every call rejects with an Error when the simulator is gone or refuses. */
export class ControlClient {
  readonly #pool: Pool;
  readonly #token: string;

  /** @param timeoutMs for one answer; postings of a large replay take a while */
  constructor(identity: Pick<SimulatorIdentity, 'ports' | 'token'>, timeoutMs = 60_000) {
    this.#token = identity.token;
    this.#pool = new Pool(`http://127.0.0.1:${identity.ports.control}`, {
      connections: 2,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { timeout: Math.min(timeoutMs, 5_000) },
    });
  }

  async health(): Promise<{ instanceId: string; pid: number; ports: SimulatorIdentity['ports']; nowMs: number }> {
    return await this.#call('GET', '/health');
  }

  async faults(): Promise<FaultsNow> {
    return await this.#call('GET', '/faults');
  }

  async firedFaults(): Promise<FiredFaultRow[]> {
    return await this.#call('GET', '/faults/fired');
  }

  async setFaults(order: FaultOrder): Promise<FaultsNow> {
    return await this.#call('POST', '/faults', order);
  }

  async applySettings(settings: SimulatorSettings): Promise<void> {
    await this.#call('POST', '/settings', settings);
  }

  /** @param members in the program's own form */
  async addMembers(program: Program, members: readonly unknown[]): Promise<{ added: number; known: number }> {
    return await this.#call('POST', '/members', { program, members });
  }

  /** Calls one of a program's own controls; its answer has the form that control gives. */
  async callProgram(program: Program, control: string, order: unknown = {}): Promise<unknown> {
    return await this.#call('POST', `/programs/${program}/${control}`, order);
  }

  async balances(): Promise<BalanceAnswer[]> {
    return await this.#call('GET', '/balances');
  }

  async postings(): Promise<Posting[]> {
    return await this.#call('GET', '/postings');
  }

  async postingsOf(reference: string): Promise<Posting[]> {
    return await this.#call('GET', `/postings?reference=${encodeURIComponent(reference)}`);
  }

  async postingsByReference(): Promise<Record<string, Posting[]>> {
    return await this.#call('GET', '/postings?group=reference');
  }

  /** @param sinceSeq entries after this one only */
  async journal(sinceSeq = 0): Promise<JournalEntry[]> {
    return await this.#call('GET', `/journal?since=${sinceSeq}`);
  }

  async clearJournal(): Promise<void> {
    await this.#call('POST', '/journal/clear');
  }

  async tamper(order: TamperOrder): Promise<{ was: Posting | null }> {
    return await this.#call('POST', '/tamper', order);
  }

  /** @param offsetMs how far the server's clock is ahead of the machine's */
  async setTime(offsetMs: number): Promise<void> {
    await this.#call('POST', '/time', { offsetMs });
  }

  async stopSimulator(): Promise<void> {
    await this.#call('POST', '/stop');
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #call<T>(method: 'GET' | 'POST', path: string, content?: unknown): Promise<T> {
    const { statusCode, body } = await this.#pool.request({
      method,
      path,
      headers: { 'content-type': 'application/json', 'x-control-token': this.#token },
      body: method === 'POST' ? JSON.stringify(content ?? {}) : null,
    });
    const answer: unknown = await body.json();
    if (statusCode === 200) return answer as T;
    const reason = answer !== null && typeof answer === 'object' && 'error' in answer ? String(answer.error) : '';
    throw new Error(`simulator control ${method} ${path}: ${statusCode} ${reason}`);
  }
}
