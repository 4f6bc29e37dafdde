import { Pool } from 'undici';
import { ControlClient } from '../control-client.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../create-simulator.ts';
import type { JsonObject } from './json-object.ts';
import type { MemberOrder } from './member-order.ts';
import { addRekonectMembers } from './rekonect-controls.ts';
import { TRAINING_API_KEY } from './rekonect-options.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as an object; empty where it is no JSON. */
  readonly json: JsonObject;
}

export const GOOD_HEADERS = {
  'content-type': 'application/json',
  'x-api-key': TRAINING_API_KEY,
  'x-source-type': 'POS',
  'x-source-name': 'test',
  'x-branch-id': 'B1',
  'x-pos-id': 'P1',
} as const;

export const NORA = '600555019';

/** A simulator in this process and a client that speaks the wire protocol to it; for tests. */
export class SimulatorFixture {
  readonly simulator: Simulator;
  readonly control: ControlClient;
  readonly #pool: Pool;

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
    this.control = new ControlClient(simulator);
    this.#pool = new Pool(new URL(simulator.urls.rekonect).origin, { connections: 8 });
  }

  /** Nora is known, with 1,000 points. */
  static async start(
    options: Partial<SimulatorOptions> = {},
    nora: Partial<MemberOrder> = {},
  ): Promise<SimulatorFixture> {
    const fixture = new SimulatorFixture(await createSimulator({ folder: null, ...options }));
    await addRekonectMembers(fixture.control, [
      { phoneNumber: NORA, firstName: 'Nora', openingPoints: 1_000, ...nora },
    ]);
    return fixture;
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
    await this.control.close();
    await this.simulator.stop();
  }

  /** POST to a path below `/v1`. A header of undefined is left out. Rejects when no answer comes (after `timeoutMs`). */
  async call(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string | undefined>> = {},
    timeoutMs = 5_000,
  ): Promise<WireAnswer> {
    return await this.send(
      'POST',
      `/v1${path}`,
      typeof body === 'string' ? body : JSON.stringify(body),
      headers,
      timeoutMs,
    );
  }

  async send(
    method: 'GET' | 'POST',
    path: string,
    body: string | null,
    headers: Readonly<Record<string, string | undefined>> = {},
    timeoutMs = 5_000,
  ): Promise<WireAnswer> {
    const given = Object.entries({ ...GOOD_HEADERS, ...headers }).filter(([, value]) => value !== undefined);
    const answer = await this.#pool.request({
      method,
      path,
      body,
      headers: Object.fromEntries(given) as Record<string, string>,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, json: parse(text) };
  }

  /** Nora's points by the ledger. */
  async points(phoneNumber = NORA): Promise<number> {
    const balances = await this.control.balances();
    return balances.find((balance) => balance.identifiers['phoneNumber'] === phoneNumber)?.points ?? Number.NaN;
  }
}

function parse(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** `error.code`, or null for a success. */
export function codeOf(answer: WireAnswer): unknown {
  const error = answer.json['error'];
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}

/** `error.path` */
export function pathOf(answer: WireAnswer): unknown {
  const error = answer.json['error'];
  return typeof error === 'object' && error !== null && 'path' in error ? error.path : null;
}

/** A sale of one sandwich and a carrier bag, paid as given (default: cash). */
export function sale(transactionId: string, changes: JsonObject = {}): JsonObject {
  return {
    transactionId,
    openTime: '2026-03-11T09:02:10Z',
    dateTime: '2026-03-11T09:04:31Z',
    totalAmount: 1_255,
    totalTaxAmount: 113,
    totalGeneralDiscount: 0,
    items: [item('1', 'FOOD', 2, 1_240), item('2', 'CHARGES', 1, 15)],
    payments: [{ type: 'CASH', amount: 1_255 }],
    tags: [`ref:INV-${transactionId}`],
    ...changes,
  };
}

export function item(lineId: string, departmentCode: string, quantity: number, netAmount: number): JsonObject {
  return {
    lineId,
    code: `${departmentCode}-01`,
    name: 'Thing',
    departmentCode,
    departmentName: departmentCode,
    quantity,
    grossAmount: netAmount,
    netAmount,
    action: netAmount < 0 ? 'return' : 'sale',
  };
}

export function pay(transactionId: string, amount: number, phoneNumber = NORA): JsonObject {
  return { member: { phoneNumber }, payment: { action: 'pay', amount }, transaction: sale(transactionId) };
}

export function submit(transactionId: string, changes: JsonObject = {}): JsonObject {
  return { member: { phoneNumber: NORA }, transaction: sale(transactionId, changes) };
}
