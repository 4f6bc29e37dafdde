import { randomUUID } from 'node:crypto';

// What another vendor would write from /api/v1/openapi.json: plain HTTP, no code of the product.

export interface PosAnswer {
  readonly status: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: an integrator reads JSON as it comes; expectations stand in the tests.
  readonly body: any;
}

export interface PosLine {
  readonly articleCode: string;
  readonly name: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  readonly quantityThousandths: number;
  readonly unitPriceMinor: number;
  readonly taxRateBp?: number;
  readonly action?: 'sale' | 'return';
}

export class PosClient {
  readonly #origin: () => string;
  readonly #token: string | null;

  /** @param origin asked for each call: the door may start again elsewhere. */
  constructor(origin: () => string, token: string | null) {
    this.#origin = origin;
    this.#token = token;
  }

  async call(method: 'GET' | 'POST', path: string, body: unknown = undefined): Promise<PosAnswer> {
    const answer = await fetch(`${this.#origin()}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, body: type.includes('json') ? JSON.parse(text) : text };
  }

  post(path: string, body: unknown): Promise<PosAnswer> {
    return this.call('POST', path, body);
  }

  get(path: string): Promise<PosAnswer> {
    return this.call('GET', path);
  }

  /** A call on a sale under a fresh command id, or the one given. */
  onSale(
    saleId: string,
    step: string,
    body: Record<string, unknown> = {},
    commandId: string = randomUUID(),
  ): Promise<PosAnswer> {
    return this.post(`/sales/${saleId}/${step}`, { commandId, ...body });
  }

  sale(saleId: string): Promise<PosAnswer> {
    return this.get(`/sales/${saleId}`);
  }
}

export const coffee = (quantity = 1): PosLine => ({
  articleCode: 'ESP-1',
  name: 'Espresso',
  departmentCode: 'DRINKS',
  departmentName: 'Drinks',
  quantityThousandths: quantity * 1_000,
  unitPriceMinor: 180,
  taxRateBp: 1_000,
});

export const bread = (quantity = 1): PosLine => ({
  articleCode: 'LOAF-7',
  name: 'Rye loaf',
  departmentCode: 'BAKERY',
  departmentName: 'Bakery',
  quantityThousandths: quantity * 1_000,
  unitPriceMinor: 425,
  taxRateBp: 400,
});

export const cash = (amountMinor: number) => [{ type: 'CASH', amountMinor }];
