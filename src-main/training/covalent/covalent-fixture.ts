import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { ControlClient } from '../control-client.ts';
import { createSimulator, type Simulator } from '../create-simulator.ts';
import type { Posting } from '../posting.ts';
import { COVALENT_BASE_PATH } from './covalent-call.ts';
import {
  type CovalentMemberOrder,
  type CovalentSettingsPatch,
  TRAINING_PUBLIC_KEY,
  TRAINING_SECRET,
} from './covalent-options.ts';
import { asObject, type JsonObject, parseObject } from './json-value.ts';
import { digest } from './signature-check.ts';

export interface WireAnswer {
  readonly status: number;
  readonly repeated: boolean;
  readonly text: string;
  /** Empty where the body is no object. */
  readonly json: JsonObject;
  /** `code field` of the first error. */
  readonly error: string | null;
}

/** 2026-03-11 09:00:30 UTC, in no way special. */
const STARTED_AT = Date.UTC(2026, 2, 11, 9, 0, 30);
export const NORA = { id: 'LC-700145' } as const;

/** A simulator in this process, whose clock stands still, and a client that speaks the wire protocol to it; for tests. */
export class CovalentFixture {
  readonly control: ControlClient;
  readonly #simulator: Simulator;
  readonly #pool: Pool;

  private constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.control = new ControlClient(simulator);
    this.#pool = new Pool(new URL(simulator.urls.covalent).origin, { connections: 4 });
  }

  /** Nora is known, with 1,000 points. */
  static async start(): Promise<CovalentFixture> {
    const fixture = new CovalentFixture(await createSimulator({ folder: null, machineNowMs: () => STARTED_AT }));
    await fixture.know({ ...NORA, openingPoints: 1_000 });
    return fixture;
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
    await this.control.close();
    await this.#simulator.stop();
  }

  async know(...members: readonly CovalentMemberOrder[]): Promise<void> {
    await this.control.addMembers('covalent', members);
  }

  async set(patch: CovalentSettingsPatch): Promise<void> {
    await this.control.applySettings({ covalent: patch });
  }

  /** Signed as it should be. @param key undefined: none */
  async post(path: string, body: unknown, key?: string, method: 'POST' | 'PATCH' = 'POST'): Promise<WireAnswer> {
    const text = body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    return await this.send(method, path, text, {
      authorization: authorization(text),
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    });
  }

  async get(path: string): Promise<WireAnswer> {
    return await this.send('GET', path, '', { authorization: authorization(path.split('?')[1] ?? '') });
  }

  async send(method: string, path: string, body: string, headers: Record<string, string>): Promise<WireAnswer> {
    const answer = await this.#pool.request({
      method: method as 'GET',
      path: `${COVALENT_BASE_PATH.slice(0, -1)}${path}`,
      body: body === '' ? null : body,
      headers,
    });
    const text = await answer.body.text();
    const json = parseObject(text) ?? {};
    const [first] = Array.isArray(json['errors']) ? json['errors'] : [];
    const error = asObject(first);
    return {
      status: answer.statusCode,
      repeated: answer.headers['idempotency-repeated'] === 'true',
      text,
      json,
      error: error === null ? null : `${String(error['code'])} ${String(error['field'])}`,
    };
  }

  /** What may be spent now, by the program's own answer. */
  async spendable(member: JsonObject = NORA): Promise<unknown> {
    const body = { loyalty_program_identifiers: member, loyalty_currency: 'COMET_POINTS' };
    return (await this.post('/members/lookup', body)).json['balance'];
  }

  /** By the ledger, what is pending included. */
  async points(): Promise<number> {
    const balances = await this.control.balances();
    return balances.find(({ identifiers }) => identifiers['id'] === NORA.id)?.points ?? Number.NaN;
  }

  async posted(reference: string): Promise<[kind: string, points: number, amountMinor: number][]> {
    const postings: Posting[] = await this.control.postingsOf(reference);
    return postings.map(({ kind, points, amountMinor }) => [kind, points, amountMinor]);
  }
}

export const authorization = (message: string, secret = TRAINING_SECRET, publicKey = TRAINING_PUBLIC_KEY): string =>
  `Credential=${publicKey}, Signature=${digest(secret, message)}`;

export const purchase = (sale: string, amount: string, more: JsonObject = {}): JsonObject => ({
  fiat_amount: amount,
  fiat_currency: 'EUR',
  loyalty_currency: 'COMET_POINTS',
  member: NORA,
  external_reference: `${sale}-E`,
  metadata: { sale },
  ...more,
});

export const redemption = (sale: string, amount: string, more: JsonObject = {}): JsonObject => ({
  external_reference: `${sale}-R`,
  loyalty_currency: 'COMET_POINTS',
  member: NORA,
  reason: 'Corner shop 042',
  redemption_items: [{ category: 'retail', fiat_amount: amount, fiat_currency: 'EUR' }],
  metadata: { sale },
  ...more,
});

export const transactionOf = (answer: WireAnswer): JsonObject => asObject(answer.json['transaction']) ?? {};

export const transactionsOf = (answer: WireAnswer, name = 'transactions'): readonly JsonObject[] =>
  answer.json[name] as readonly JsonObject[];

export const aKey = (): string => randomUUID();
