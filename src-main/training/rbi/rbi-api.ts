// Choices where the contract leaves one: the 400 without a code carries `details.fields`; time rules are judged by the
// order's `created` (UTC), so that a claim sent later is judged as of the sale; a line's `price` covers the whole line;
// earning is on what was paid less deposits; the reference is `posVendor.transactionId`.
import type { IncomingHttpHeaders } from 'node:http';
import type { FaultRule } from '../fault-rule.ts';
import type { ApiAnswer, OwnAnswer, RawCall, SimulatedApi } from '../simulated-api.ts';
import { type EndpointResult, malformed, type Refused, refused } from './endpoint-result.ts';
import { identify } from './identify.ts';
import { promoCode } from './promo-code.ts';
import { type RbiCall, type RbiEndpoint, readCall } from './rbi-call.ts';
import type { RbiContext } from './rbi-context.ts';
import { unclaimed } from './unclaimed.ts';
import { update } from './update.ts';
import { validate } from './validate.ts';
import { voidTransaction } from './void-transaction.ts';

const JOURNAL_HEADERS = ['content-type', 'x-region', 'x-user-datetime'] as const;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** The RBI Loyalty API v1 as contracts/rbi.md describes it. */
export class RbiApi implements SimulatedApi<RbiCall> {
  readonly program = 'rbi';
  readonly #context: RbiContext;

  constructor(context: RbiContext) {
    this.#context = context;
  }

  read(raw: RawCall): RbiCall {
    return readCall(raw);
  }

  answer(call: RbiCall): ApiAnswer {
    try {
      return this.#toAnswer(this.#judge(call));
    } catch (error) {
      process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}\n`);
      return this.#toAnswer(refused(500, null, 'Internal error'));
    }
  }

  faultAnswer(rule: FaultRule): OwnAnswer | null {
    if (rule.kind !== 'business-error-200' && rule.kind !== 'unknown-code') return null;
    const status = rule.kind === 'unknown-code' ? 400 : 200;
    return {
      status,
      body: this.#errorBody(refused(status, rule.code ?? 'SomethingUnpublishedError', 'Refused on purpose')),
    };
  }

  disturbBalance(call: RbiCall, points: number): void {
    const memberId = this.#context.transactions.byId(call.transactionId ?? '')?.loyaltyId ?? null;
    if (memberId === null) return;
    this.#context.inOneCommit(() =>
      this.#context.ledger.post({
        program: 'rbi',
        kind: 'adjust',
        memberId,
        reference: 'other-terminal',
        transactionId: null,
        points,
        amountMinor: 0,
      }),
    );
  }

  journalHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
    const kept: Record<string, string> = { 'x-api-key': headers['x-api-key'] === undefined ? 'missing' : '***' };
    for (const name of JOURNAL_HEADERS) if (typeof headers[name] === 'string') kept[name] = headers[name];
    return kept;
  }

  #judge(call: RbiCall): EndpointResult {
    const { known, methodFits, headers, body, transactionId } = call;
    if (known === null) return refused(404, null, 'No such path');
    if (!methodFits) return refused(405, null, 'Method not allowed');
    const problem = checkHeaders(headers, this.#context.settings().apiKey);
    if (problem !== null) return problem;
    if (body === null) return malformed(['body']);
    return this.#context.inOneCommit(() => this.#change(known, transactionId ?? '', body));
  }

  #change(known: RbiEndpoint, id: string, body: unknown): EndpointResult {
    switch (known) {
      case 'identify':
        return identify(this.#context, body);
      case 'validate':
        return validate(this.#context, id, body);
      case 'update':
        return update(this.#context, id, body);
      case 'unclaimed':
        return unclaimed(this.#context, body);
      case 'void':
        return voidTransaction(this.#context, id, body);
      case 'promo-code':
        return promoCode(this.#context, body);
    }
  }

  #toAnswer(result: EndpointResult): ApiAnswer {
    if (result.accepted)
      return {
        status: 200,
        body: JSON.stringify(result.fields),
        outcome: 'success',
        accepted: true,
        warnings: result.warnings,
      };
    const outcome = result.code ?? `http-${result.status}`;
    return { status: result.status, body: this.#errorBody(result), outcome, accepted: false, warnings: [] };
  }

  /** Section 8's envelope; `errorConfig` stands for debug data that nobody may keep. */
  #errorBody({ status, code, message, failures, fields }: Refused): string {
    const { codeSpelling } = this.#context.settings();
    return JSON.stringify({
      ...(code === null ? {} : { code: codeSpelling === 'snake' ? snake(code) : code }),
      message,
      statusCode: status,
      details: {
        isEngineError: failures.length > 0,
        ...(failures.length === 0
          ? {}
          : { ruleEvaluation: failures.map((failure) => ({ ...failure, message: `Rule ${failure.ruleId} failed` })) }),
        ...(fields.length === 0 ? {} : { fields }),
        errorConfig: { headers: 'redacted', data: 'redacted' },
      },
    });
  }
}

/** Section 13.1; the key is looked at first, so that a wrong one learns nothing else. */
function checkHeaders(headers: IncomingHttpHeaders, apiKey: string): Refused | null {
  if (headers['x-api-key'] !== apiKey) return refused(401, null, 'Unauthorized');
  if (!/^[A-Z]{2}$/.test(String(headers['x-region'] ?? ''))) return malformed(['x-region']);
  const local = String(headers['x-user-datetime'] ?? '');
  if (!LOCAL_TIME.test(local) || Number.isNaN(Date.parse(local))) return malformed(['x-user-datetime']);
  return /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '') ? null : malformed(['content-type']);
}

const snake = (code: string): string => code.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
