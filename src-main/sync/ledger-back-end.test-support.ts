import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { FrozenRequest, Operation } from '../../src-shared/queue/operation.ts';
import type { Delivery, DirectAnswer, Resolution } from '../../src-shared/queue/outcome.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Identified, MaterialiseContext, ResolveContext } from '../backends/backend.ts';
import { materialise } from '../backends/rekonect/materialise.ts';
import { plan } from '../backends/rekonect/plan.ts';
import { rekonectTrialSettings } from '../backends/rekonect/rekonect-settings.ts';
import { resolve } from '../backends/rekonect/resolve.ts';
import { DONE, FakeBackEnd, maybe, notArrived, refused } from './fake-back-end.test-support.ts';

export const CARD: MemberIdentifier = { method: 'card', value: 'INVENTED-CARD-1' };
export const OPENING_BALANCE = 100_000;

/** What happens to one request. */
export const FAULTS = [
  'lost-before',
  'lost-after',
  'error-before',
  'error-after',
  'refused',
  'no-connection',
  'not-signed-in',
  'throttled',
  'hangs-before',
  'hangs-after',
] as const;
export type Fault = (typeof FAULTS)[number];

const CLIENT_TIMEOUT_MS = 8_000;

interface Payment {
  readonly operationId: string;
  readonly amount: number;
  cancelled: boolean;
}

interface LedgerSale {
  readonly content: string;
  readonly earned: number;
  cancelled: boolean;
}

/**
 * The program as an exact ledger, less kind than the real one: a pay that is sent twice takes twice. Plans, bytes and look-ups
 * are those of the real back end.
 */
export class LedgerBackEnd extends FakeBackEnd {
  readonly payments = new Map<string, Payment>();
  readonly sales = new Map<string, LedgerSale>();
  balance = OPENING_BALANCE;
  offline = false;
  /** For the next requests, in order; null goes well. */
  faults: (Fault | null)[] = [];
  readonly #clock: Clock;
  readonly #settings = rekonectTrialSettings.parse({});

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
    this.capabilities = {
      ...this.capabilities,
      idMethods: [{ method: 'card', label: 'Card', pattern: null, oneTime: false, details: [] }],
    };
  }

  override plan = plan;

  override materialise(operation: Operation, context?: MaterialiseContext): FrozenRequest {
    if (context === undefined) throw new Error('no context');
    return materialise(operation, context, this.#settings, {});
  }

  override identify = (): Promise<DirectAnswer<Identified>> => {
    if (this.offline) return Promise.resolve(UNREACHABLE);
    const member = {
      identifiers: [CARD],
      status: 'active',
      active: true,
      firstName: null,
      lastName: null,
      balancePoints: this.balance,
      balanceCredit: 0,
      spendableMinor: this.balance,
      gifts: [],
      marketingConsent: null,
    };
    return Promise.resolve({ kind: 'ok', value: { member, opens: null } });
  };

  override async deliver(request: FrozenRequest, operation: Operation): Promise<Delivery> {
    if (this.offline) return notArrived('no-connection');
    const fault = this.faults.shift() ?? null;
    switch (fault) {
      case null:
        return this.#post(request, operation);
      case 'lost-before':
        return maybe('connection-lost');
      case 'lost-after':
        this.#post(request, operation);
        return maybe('no-answer');
      case 'error-before':
        return maybe('server-error');
      case 'error-after':
        this.#post(request, operation);
        return maybe('server-error');
      case 'refused':
        return refused();
      case 'no-connection':
      case 'not-signed-in':
        return notArrived(fault);
      case 'throttled':
        return notArrived('throttled', 20_000);
      case 'hangs-after':
        this.#post(request, operation);
        return await this.#timeOut();
      case 'hangs-before':
        return await this.#timeOut();
    }
  }

  override resolve(operation: Operation, context?: ResolveContext): Promise<Resolution> {
    if (context === undefined) throw new Error('no context');
    const lookUp = () =>
      Promise.resolve(
        this.offline ? UNREACHABLE : { kind: 'ok' as const, value: { member: { points: this.balance, credit: 0 } } },
      );
    return resolve(operation, context, this.#settings, () => this.#clock.nowMs(), lookUp);
  }

  #timeOut(): Promise<Delivery> {
    return new Promise((tell) => this.#clock.schedule(CLIENT_TIMEOUT_MS, () => tell(maybe('no-answer'))));
  }

  #post(request: FrozenRequest, operation: Operation): Delivery {
    const body = JSON.parse(request.body) as {
      readonly action?: string;
      readonly payment?: { readonly action: string; readonly amount: number; readonly confirmationCode?: string };
      readonly transaction?: { readonly transactionId: string; readonly totalAmount: number };
      readonly member?: unknown;
    };
    if (body.payment !== undefined) return this.#pay(body.payment, operation);
    const { transaction } = body;
    if (transaction === undefined) throw new Error('neither a payment nor a sale');
    const known = this.sales.get(transaction.transactionId);
    if (body.action === 'cancel') {
      if (known === undefined) return refused();
      if (!known.cancelled) this.balance -= known.earned;
      known.cancelled = true;
      return DONE;
    }
    if (known !== undefined) return known.content === request.body ? DONE : refused();
    const earned = body.member === undefined ? 0 : Math.trunc(transaction.totalAmount / 20);
    this.sales.set(transaction.transactionId, { content: request.body, earned, cancelled: false });
    this.balance += earned;
    return DONE;
  }

  #pay(
    payment: { readonly action: string; readonly amount: number; readonly confirmationCode?: string },
    operation: Operation,
  ): Delivery {
    if (payment.action === 'pay') {
      if (payment.amount > this.balance) return refused();
      const confirmationCode = `code-${this.payments.size + 1}`;
      this.balance -= payment.amount;
      this.payments.set(confirmationCode, { operationId: operation.id, amount: payment.amount, cancelled: false });
      return { ...DONE, kind: 'done', answer: { confirmationCode, balancePoints: this.balance } };
    }
    const known = this.payments.get(payment.confirmationCode ?? '');
    if (known === undefined) return refused();
    if (!known.cancelled) this.balance += known.amount;
    known.cancelled = true;
    return DONE;
  }
}

const UNREACHABLE = {
  kind: 'unavailable',
  why: 'no-connection',
  retryAfterMs: null,
  code: 'no-connection',
  text: '',
} as const;
