import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { ControlClient } from '../control-client.ts';
import { createSimulator, type Simulator } from '../create-simulator.ts';
import { type JsonObject, parseObject } from './json-object.ts';
import { type PomeloMemberOrder, type PomeloSettingsPatch, TRAINING_CLIENT } from './pomelo-options.ts';

export interface WireAnswer {
  readonly status: number;
  readonly json: JsonObject;
}

export const CARD = 'crd-TEST0001';

/** A simulator in this process and a client that speaks the wire protocol to it; for tests. */
export class PomeloFixture {
  readonly simulator: Simulator;
  readonly control: ControlClient;
  readonly #pool: Pool;
  #token = '';

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
    this.control = new ControlClient(simulator);
    this.#pool = new Pool(new URL(simulator.urls.pomelo).origin, { connections: 8 });
  }

  /** The card's user has 1,000 points. */
  static async start(): Promise<PomeloFixture> {
    const fixture = new PomeloFixture(await createSimulator({ folder: null }));
    await fixture.open([{ cardId: CARD, openingPoints: 100_000 }]);
    await fixture.signIn();
    return fixture;
  }

  async open(orders: readonly PomeloMemberOrder[]): Promise<void> {
    await this.control.addMembers('pomelo', orders);
  }

  async set(pomelo: PomeloSettingsPatch): Promise<void> {
    await this.control.applySettings({ pomelo });
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
    await this.control.close();
    await this.simulator.stop();
  }

  async token(changes: JsonObject = {}, path = '/oauth/token'): Promise<WireAnswer> {
    return await this.send('POST', path, { ...clientFields, ...changes });
  }

  async signIn(): Promise<void> {
    this.#token = String((await this.token()).json['access_token']);
  }

  async balance(query = `card_id=${CARD}`): Promise<WireAnswer> {
    return await this.send('GET', `/loyalty/v1/accounts/balance?${query}`, null);
  }

  async adjust(direction: 'mint' | 'burn', body: JsonObject, key: string | null = randomUUID()): Promise<WireAnswer> {
    const whole = { reason: 'a test', card_id: CARD, ...body };
    return await this.send(
      'POST',
      `/loyalty/v1/accounts/points/${direction}`,
      whole,
      key === null ? {} : { 'x-idempotency-key': key },
    );
  }

  async send(
    method: 'GET' | 'POST',
    path: string,
    body: JsonObject | null,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<WireAnswer> {
    const answer = await this.#pool.request({
      method,
      path,
      body: body === null ? null : JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}`, ...headers },
    });
    return { status: answer.statusCode, json: parseObject(await answer.body.text()) ?? {} };
  }

  /** Points of the card's user by the ledger. */
  async points(): Promise<number> {
    const balances = await this.control.balances();
    return (balances.find(({ identifiers }) => identifiers['cardId'] === CARD)?.points ?? Number.NaN) / 100;
  }
}

const clientFields = {
  client_id: TRAINING_CLIENT.clientId,
  client_secret: TRAINING_CLIENT.clientSecret,
  audience: TRAINING_CLIENT.audience,
  grant_type: 'client_credentials',
};

/** The code of the one envelope every error has (section 5); undefined where it is not that. */
export function codeOf({ json }: WireAnswer): unknown {
  const error = json['error'] as { details?: readonly { code?: unknown; detail?: unknown }[] } | undefined;
  const [first] = error?.details ?? [];
  return typeof first?.detail === 'string' ? first.code : undefined;
}
