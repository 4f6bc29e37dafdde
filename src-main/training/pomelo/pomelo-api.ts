import type { IncomingHttpHeaders } from 'node:http';
import type { FaultRule } from '../fault-rule.ts';
import type { ApiAnswer, OwnAnswer, RawCall, SimulatedApi } from '../simulated-api.ts';
import { adjustment } from './adjustment.ts';
import { balance } from './balance.ts';
import { asText } from './json-object.ts';
import { checkBearer, issueToken, revokeToken } from './oauth.ts';
import { errorBody, type PomeloResult, refused, toAnswer } from './pomelo-answer.ts';
import { type PomeloCall, type Route, readCall } from './pomelo-call.ts';
import type { PomeloContext } from './pomelo-context.ts';
import { CODE } from './pomelo-options.ts';

/** Section 6: how long a request whose answer never went out counts as running, ms. */
const IN_TRANSIT_MS = 3 * 60 * 1_000;

interface Running {
  readonly call: PomeloCall;
  readonly sinceMs: number;
}

/** The Pomelo Loyalty API as contracts/pomelo.md describes it, without its webhooks. */
export class PomeloApi implements SimulatedApi<PomeloCall> {
  readonly program = 'pomelo';
  readonly #context: PomeloContext;
  /** Idempotency key → the first request with it, while its answer is under way. */
  readonly #running = new Map<string, Running>();

  constructor(context: PomeloContext) {
    this.#context = context;
  }

  read(raw: RawCall): PomeloCall {
    return readCall(raw);
  }

  answer(call: PomeloCall): ApiAnswer {
    const unprotected = call.route.kind === 'adjustment' && call.key === null;
    const warnings = unprotected ? ['no x-idempotency-key: a repeat of this request is a second one'] : [];
    try {
      return toAnswer(this.#judge(call), warnings);
    } catch (error) {
      process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}\n`);
      return toAnswer(refused(500, CODE.server, 'Internal error'), warnings);
    }
  }

  answered(call: PomeloCall): void {
    if (call.key !== null && this.#running.get(call.key)?.call === call) this.#running.delete(call.key);
  }

  faultAnswer(rule: FaultRule): OwnAnswer | null {
    const own = (status: number, code: string, detail: string): OwnAnswer => ({
      status,
      body: JSON.stringify(errorBody(code, detail)),
    });
    switch (rule.kind) {
      case '401':
        return own(401, CODE.unauthorized, 'The access token is not valid');
      case '403':
        return own(403, CODE.forbidden, 'The token does not cover this API');
      case '409':
      case '425':
        return own(Number(rule.kind), CODE.inFlight, 'The first request is still running');
      case '429':
        return own(429, 'TOO_MANY_REQUESTS', 'Slow down');
      case '500-before-commit':
      case '500-after-commit':
        return own(500, CODE.server, 'Internal error');
      case 'business-error-200':
      case 'unknown-code':
        return own(rule.kind === 'unknown-code' ? 400 : 200, rule.code ?? 'REFUSED_9137', 'Refused on purpose');
      default:
        return null;
    }
  }

  disturbBalance({ body, query }: PomeloCall, points: number): void {
    const cardId = asText(body?.['card_id']) ?? query.get('card_id') ?? '';
    const userId = this.#context.cards.byId(cardId)?.userId;
    if (userId === undefined) return;
    const reference = 'other-terminal';
    this.#context.inOneCommit(() =>
      this.#context.post(userId, 'points', { kind: 'adjust', reference, transactionId: null, points, amountMinor: 0 }),
    );
  }

  journalHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
    const kept: Record<string, string> = { authorization: headers.authorization === undefined ? 'missing' : '***' };
    for (const name of ['content-type', 'x-idempotency-key'])
      if (typeof headers[name] === 'string') kept[name] = headers[name];
    return kept;
  }

  #judge(call: PomeloCall): PomeloResult {
    const context = this.#context;
    const { route } = call;
    if (route.kind === 'nowhere') return refused(404, CODE.notFound, 'No such endpoint');
    if (route.kind === 'token') return issueToken(context, call.body);
    if (route.kind === 'revoke') return revokeToken(context, call.body);
    const notAllowed = checkBearer(context, call.headers.authorization);
    if (notAllowed !== null) return notAllowed;
    return route.kind === 'adjustment' ? this.#adjust(call, route) : balance(context, call.query);
  }

  /** Section 9.5: a key's first 200 or 4xx is what every repeat of it gets, until it is forgotten. */
  #adjust(call: PomeloCall, route: Route & { readonly kind: 'adjustment' }): PomeloResult {
    const context = this.#context;
    const { key, contentHash, body } = call;
    const run = (): PomeloResult => adjustment(context, route.direction, route.accountType, body, key);
    if (key === null) return context.inOneCommit(run);
    const nowMs = context.nowMs();
    const running = this.#running.get(key);
    if (running !== undefined && nowMs - running.sinceMs < IN_TRANSIT_MS)
      return refused(425, CODE.inFlight, 'The first request with this key is still running');
    const before = context.keys.remembered(key, nowMs, context.settings().keyRetentionMs);
    if (before !== null && before.contentHash !== contentHash)
      return refused(422, CODE.keyReused, 'This key was used with other content');
    this.#running.set(key, { call, sinceMs: nowMs });
    if (before !== null) return before.result;
    return context.inOneCommit(() => {
      const result = run();
      context.keys.remember(key, contentHash, result, nowMs);
      return result;
    });
  }
}
