import { Pool } from 'undici';
import { ControlClient } from '../control-client.ts';
import { createSimulator, type Simulator } from '../create-simulator.ts';
import type { Posting } from '../posting.ts';
import type { MemberOrder } from './member-order.ts';
import { type Incentive, RBI_TRAINING_KEY, type RbiSettings } from './rbi-options.ts';

export type Json = Readonly<Record<string, unknown>>;

interface RbiAnswer {
  readonly status: number;
  readonly json: Json;
}

export const MINA = 'c2f1a9d0-7a3b-4f6e-8f1d-9be0c45a6b77';
export const OTTO = '11111111-2222-4333-8444-555555555555';

/** As a file or the control port gives them: what is absent has its default. */
export type SettingsInput = Partial<Omit<RbiSettings, 'incentives'>> & {
  readonly incentives?: readonly (Pick<Incentive, 'incentiveId' | 'kind' | 'name' | 'productId'> &
    Partial<Incentive>)[];
};

/** An RBI simulator in this process and a client that speaks the wire protocol to it; for tests. Mina has 1,000 points. */
export class RbiFixture {
  readonly simulator: Simulator;
  readonly control: ControlClient;
  readonly #pool: Pool;

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
    this.control = new ControlClient(simulator);
    this.#pool = new Pool(new URL(simulator.urls.rbi).origin, { connections: 4 });
  }

  static async start(settings: SettingsInput = {}, machineNowMs?: () => number): Promise<RbiFixture> {
    const fixture = new RbiFixture(
      await createSimulator({
        folder: null,
        settings: { rbi: settings },
        ...(machineNowMs === undefined ? {} : { machineNowMs }),
      }),
    );
    const members: readonly MemberOrder[] = [
      { loyaltyId: MINA, name: 'Mina', openingPoints: 1_000, birthday: '1990-03-11' },
      { loyaltyId: OTTO, name: 'Otto', openingPoints: 50, email: 'otto@example.org' },
    ];
    await fixture.control.addMembers('rbi', members);
    return fixture;
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
    await this.control.close();
    await this.simulator.stop();
  }

  async call(method: 'POST' | 'PUT', path: string, body: unknown, headers: Json = {}): Promise<RbiAnswer> {
    const all = {
      'content-type': 'application/json',
      'x-api-key': RBI_TRAINING_KEY,
      'x-region': 'ES',
      'x-user-datetime': '2026-03-11T10:00:00+01:00',
      ...headers,
    };
    const named = Object.entries(all).filter((one): one is [string, string] => typeof one[1] === 'string');
    const answer = await this.#pool.request({
      method,
      path,
      headers: Object.fromEntries(named),
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, json: text.startsWith('{') ? (JSON.parse(text) as Json) : {} };
  }

  async issueCode(issueFor: string, preselected?: readonly string[]): Promise<string> {
    const answer = await this.control.callProgram('rbi', 'issue-code', { issueFor, preselected });
    return (answer as { code: string }).code;
  }

  async points(loyaltyId = MINA): Promise<number> {
    const balances = await this.control.balances();
    return balances.find(({ memberId }) => memberId === loyaltyId)?.points ?? Number.NaN;
  }

  async postings(reference: string): Promise<[Posting['kind'], number, number][]> {
    const postings = await this.control.postingsOf(reference);
    return postings.map(({ kind, points, amountMinor }) => [kind, points, amountMinor]);
  }

  /** Opens a transaction by Loyalty ID, or by a code. */
  async identify(identifier = MINA, reference = 'S-1'): Promise<Json> {
    const { json } = await this.call('POST', '/loyalty/identify', { identifier, posVendor: vendor(reference) });
    return json;
  }

  async validate(id: unknown, body: Json): Promise<RbiAnswer> {
    return await this.call('POST', `/loyalty/transaction/pos/validate/${String(id)}`, body);
  }

  async update(id: unknown, body: Json): Promise<RbiAnswer> {
    return await this.call('PUT', `/loyalty/transaction/pos/${String(id)}`, body);
  }

  async void(id: unknown, body: Json): Promise<RbiAnswer> {
    return await this.call('PUT', `/loyalty/transaction/pos/${String(id)}/void`, body);
  }
}

const vendor = (transactionId = 'S-1', storeId = '5120'): Json => ({
  transactionId,
  storeId,
  terminal: '2',
  operator: '17',
  posType: 'Partner',
});

interface RequestParts {
  readonly loyaltyId?: string | undefined;
  readonly status?: string;
  readonly reference?: string;
  readonly storeId?: string;
  readonly serviceMode?: string;
  readonly created?: string;
  readonly order?: readonly Json[];
  readonly payments?: readonly Json[];
  readonly appliedDiscounts?: readonly Json[];
}

/** A TransactionRequest about a menu of 11.50; without an id: of an unclaimed sale. */
export function request(transactionId: unknown, parts: RequestParts = {}): Json {
  const { loyaltyId = MINA, status = 'PENDING', reference, storeId, order = [line()], appliedDiscounts } = parts;
  return {
    ...(transactionId === null ? {} : { loyaltyId, transactionId }),
    channel: 'Restaurant',
    created: parts.created ?? '2026-03-11T09:00:00Z',
    serviceMode: parts.serviceMode ?? 'EAT_IN',
    status,
    transactionDetails: {
      currency: 'EUR',
      order,
      payments: parts.payments ?? (status === 'CLAIMED' ? [{ amount: 1_150, type: 'CASH' }] : []),
      posVendor: vendor(reference, storeId),
      ...(appliedDiscounts === undefined ? {} : { appliedDiscounts }),
    },
  };
}

export function line(parts: Json = {}): Json {
  return {
    referenceId: '1',
    productId: '70110',
    productType: 'combo',
    name: 'Grill menu',
    price: 11.5,
    tax: 0,
    quantity: 1,
    ...parts,
  };
}

/** A line of the reward with this id. */
export const rewardLine = (incentiveId: string, parts: Json = {}): Json =>
  line({ referenceId: `r-${incentiveId}`, productId: '90412', productType: 'reward', price: 0, incentiveId, ...parts });

/** The codes of a RulesError, with the incentive each belongs to. */
export function ruleCodes({ json }: RbiAnswer): readonly (readonly [string, string])[] {
  const details = json['details'] as { ruleEvaluation?: { code: string; incentiveId: string }[] } | undefined;
  return (details?.ruleEvaluation ?? []).map(({ code, incentiveId }) => [code, incentiveId]);
}
