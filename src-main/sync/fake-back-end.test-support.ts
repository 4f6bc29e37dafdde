import type { Capabilities, Replay } from '../../src-shared/backend/capabilities.ts';
import type { FrozenRequest, Operation, OperationKind } from '../../src-shared/queue/operation.ts';
import type { Delivery, DirectAnswer, MaybeWhy, NotArrivedWhy, Resolution } from '../../src-shared/queue/outcome.ts';
import type { BackEnd } from '../backends/backend.ts';

const FACTS = { status: null, vendorRequestId: null, serverOffsetMs: null } as const;

export const DONE: Delivery = { kind: 'done', answer: { confirmationCode: 'code-1' }, ...FACTS, status: 200 };
export const refused = (onRepeat: 'means-done' | 'means-absent' | 'proves-nothing' = 'proves-nothing'): Delivery => ({
  kind: 'refused',
  code: '42',
  text: 'Invented refusal',
  onRepeat,
  ...FACTS,
  status: 400,
});
export const notArrived = (why: NotArrivedWhy, retryAfterMs: number | null = null): Delivery => ({
  kind: 'not-arrived',
  why,
  retryAfterMs,
  code: why,
  text: 'Invented trouble',
  ...FACTS,
});
export const maybe = (why: MaybeWhy = 'no-answer', retryAfterMs: number | null = null): Delivery => ({
  kind: 'maybe',
  why,
  retryAfterMs,
  code: why,
  text: 'Invented silence',
  ...FACTS,
});
export const notFinal = (askAgainMs: number): Delivery => ({
  kind: 'not-final',
  code: 'pending',
  askAgainMs,
  answer: {},
  ...FACTS,
});

export interface Sent {
  readonly id: string;
  readonly kind: OperationKind;
  readonly key: string;
  readonly body: string;
  readonly signal: AbortSignal;
}

const EVER: Replay = { kind: 'safe-for-ever' };
const LOOK_UP: Replay = { kind: 'look-up-first' };
const OFFERED = { offered: true } as const;
const NOT_OFFERED = { offered: false, because: 'invented' } as const;

type Deliver = (sent: Sent) => Delivery | Promise<Delivery>;
type Resolve = (operation: Operation) => Resolution | Promise<Resolution>;

/** A back end that does what a test says and remembers what it was asked. Everything succeeds unless told otherwise. */
export class FakeBackEnd implements BackEnd {
  readonly name = 'invented';
  readonly account: string;
  capabilities: Capabilities = {
    programName: 'Invented Program',
    replay: {
      enrol: LOOK_UP,
      'update-member': EVER,
      pay: LOOK_UP,
      'cancel-payment': EVER,
      submit: EVER,
      'submit-unclaimed': EVER,
      'cancel-sale': EVER,
      identify: EVER,
      adjust: { kind: 'safe-for', ms: 3_600_000 },
      release: EVER,
      event: LOOK_UP,
    },
    payReplayReturnsFirstAnswer: false,
    storesRefusals: false,
    claim: 're-submit',
    idMethods: [],
    identify: 'read',
    reserve: NOT_OFFERED,
    preview: 'none',
    payWithPoints: OFFERED,
    spends: 'points',
    oneTimeCode: OFFERED,
    gifts: OFFERED,
    promoCodes: NOT_OFFERED,
    enrol: OFFERED,
    voidSale: OFFERED,
    partialReturn: OFFERED,
    returnWithoutSale: OFFERED,
    follows: [],
    reversedByReference: ['pay'],
    pacePerSecond: 10,
  };
  /** What `deliver` was asked, in order. */
  readonly sent: Sent[] = [];
  /** Ids that `resolve` was asked about, in order. */
  readonly asked: string[] = [];
  /** Requests that have not been answered yet. */
  running = 0;
  mostAtOnce = 0;
  answer: Deliver = () => DONE;
  answerLookUp: Resolve = (operation) => ({ kind: 'done', answer: {}, evidence: operation.evidence ?? {} });

  constructor(account = 'here') {
    this.account = account;
  }

  /** Ids in the order in which they were sent. */
  get sentIds(): string[] {
    return this.sent.map((sent) => sent.id);
  }

  /** The next deliveries get these answers, in order; then it is as before. */
  next(...answers: readonly (Delivery | Deliver)[]): void {
    const waiting = [...answers];
    const after = this.answer;
    this.answer = (sent) => {
      const first = waiting.shift();
      if (waiting.length === 0) this.answer = after;
      if (first === undefined) return after(sent);
      return typeof first === 'function' ? first(sent) : first;
    };
  }

  materialise(operation: Operation): FrozenRequest {
    return { method: 'POST', path: `/${operation.kind}`, headers: {}, body: JSON.stringify({ id: operation.id }) };
  }

  async deliver(request: FrozenRequest, { id, kind, key }: Operation, signal: AbortSignal): Promise<Delivery> {
    const sent = { id, kind, key, body: request.body, signal };
    this.sent.push(sent);
    this.running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    try {
      return await this.answer(sent);
    } finally {
      this.running -= 1;
    }
  }

  async resolve(operation: Operation): Promise<Resolution> {
    this.asked.push(operation.id);
    return await this.answerLookUp(operation);
  }

  plan: BackEnd['plan'] = () => ({ append: [], drop: [], makeDue: [] });
  identifyForm = notOffered;
  identify: BackEnd['identify'] = notOffered;
  sendCode = notOffered;
  verifyCode = notOffered;
  preview = notOffered;
  reserve = notOffered;
  redeemCode = notOffered;
  follow: BackEnd['follow'] = () => ({ append: [], drop: [], makeDue: [], close: false });
  waysOut: BackEnd['waysOut'] = () => [];
  canUndo: BackEnd['canUndo'] = () => OFFERED;
  close(): Promise<void> {
    return Promise.resolve();
  }
}

const notOffered = (): Promise<DirectAnswer<never>> =>
  Promise.resolve({ kind: 'refused', code: 'not-offered', text: '', notFound: false });

/** An answer that comes when the test says so, or when the request is given up. */
export function held(): { readonly answer: Deliver; readonly settle: (delivery: Delivery) => void } {
  let settle: (delivery: Delivery) => void = () => undefined;
  const promise = new Promise<Delivery>((resolve) => {
    settle = resolve;
  });
  return {
    settle: (delivery) => settle(delivery),
    answer: ({ signal }) => {
      signal.addEventListener('abort', () => settle(maybe('aborted')), { once: true });
      return promise;
    },
  };
}
