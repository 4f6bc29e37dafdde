// Choices where the contract leaves one: e-mail known on register is 204 too; `get` of a short code needs the member;
// a wrong path or method is 1001; register does not answer the membershipKey; a repeated cancel answers today's balance;
// identifiers of two different members are 1001; the reference is the tag `ref:…` of transaction.tags, else transactionId.
import type { IncomingHttpHeaders } from 'node:http';
import type { FaultRule } from '../fault-rule.ts';
import type { ApiAnswer, OwnAnswer, RawCall, SimulatedApi } from '../simulated-api.ts';
import { CODE, type EndpointResult, invalid, type Refused, refused } from './endpoint-result.ts';
import { event } from './event.ts';
import type { JsonObject } from './json-object.ts';
import { type DetailsWishes, memberDetails } from './member-details.ts';
import { findMember } from './member-identifiers.ts';
import { memberRegister } from './member-register.ts';
import { memberShortCode } from './member-short-code.ts';
import { memberUpdate } from './member-update.ts';
import { payment } from './payment.ts';
import { type RekonectCall, readCall } from './rekonect-call.ts';
import type { RekonectContext } from './rekonect-context.ts';
import type { RekonectEndpoint } from './rekonect-options.ts';
import { checkEmptyValues, checkHeaders } from './request-checks.ts';
import { transaction } from './transaction.ts';

const JOURNAL_HEADERS = [
  'content-type',
  'x-source-type',
  'x-source-name',
  'x-branch-id',
  'x-pos-id',
  'x-return-assets',
  'x-return-benefits',
] as const;

/** The Rekonect Loyalty API as contracts/rekonect.md describes it. */
export class RekonectApi implements SimulatedApi<RekonectCall> {
  readonly program = 'rekonect';
  readonly #context: RekonectContext;

  constructor(context: RekonectContext) {
    this.#context = context;
  }

  read(raw: RawCall): RekonectCall {
    return readCall(raw, this.#context.payments);
  }

  answer(call: RekonectCall): ApiAnswer {
    try {
      return this.#toAnswer(call, this.#judge(call));
    } catch (error) {
      process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}\n`);
      return this.#toAnswer(call, refused(CODE.server, 'Internal error'));
    }
  }

  faultAnswer(rule: FaultRule): OwnAnswer | null {
    switch (rule.kind) {
      case '401':
        return { status: 401, body: errorBody(refused(CODE.auth, 'The API key is missing or not valid')) };
      case '500-before-commit':
      case '500-after-commit':
        return { status: 500, body: errorBody(refused(CODE.server, 'Internal error')) };
      case 'business-error-200':
        return { status: 200, body: errorBody(refused(rule.code ?? CODE.invalid, 'Refused on purpose')) };
      case 'unknown-code': {
        const status = this.#context.settings().businessErrorsOn200 ? 200 : 400;
        return { status, body: errorBody(refused(rule.code ?? '9137', 'Refused on purpose')) };
      }
      default:
        return null;
    }
  }

  disturbBalance(call: RekonectCall, points: number): void {
    const found = findMember(this.#context, call.body ?? {});
    if (!found.accepted) return;
    this.#context.inOneCommit(() =>
      this.#context.ledger.post({
        program: 'rekonect',
        kind: 'adjust',
        memberId: found.member.memberId,
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

  #judge(call: RekonectCall): EndpointResult {
    const { known, body, headers } = call;
    if (known === null) return invalid('url', 'No such endpoint');
    if (call.method !== 'POST') return invalid('method', 'Every call is a POST');
    const headerProblem = checkHeaders(headers, this.#context.settings().apiKey);
    if (headerProblem !== null) return headerProblem;
    if (body === null) return invalid('body', 'The body is not a JSON object');
    const emptyValue = checkEmptyValues(body);
    if (emptyValue !== null) return emptyValue;
    if (known === '/member/details') return memberDetails(this.#context, body, wishesOf(headers));
    return this.#context.inOneCommit(() => this.#change(known, body, call.reference));
  }

  #change(endpoint: Exclude<RekonectEndpoint, '/member/details'>, body: JsonObject, reference: string): EndpointResult {
    switch (endpoint) {
      case '/member/register':
        return memberRegister(this.#context, body);
      case '/member/update':
        return memberUpdate(this.#context, body);
      case '/member/shortCode':
        return memberShortCode(this.#context, body);
      case '/payment':
        return payment(this.#context, body, reference);
      case '/transaction':
        return transaction(this.#context, body, reference);
      case '/event':
        return event(this.#context, body);
    }
  }

  #toAnswer(call: RekonectCall, result: EndpointResult): ApiAnswer {
    if (!result.accepted)
      return {
        status: this.#statusOf(result),
        body: errorBody(result),
        outcome: result.code,
        accepted: false,
        warnings: [],
      };
    const { envelope, successWord } = this.#context.settings();
    const endpoint = call.known ?? '/transaction';
    const body = {
      status: successWord[endpoint],
      ...(result.message === undefined ? {} : { message: result.message }),
      ...(envelope[endpoint] === 'data' ? { data: result.fields } : result.fields),
    };
    return { status: 200, body: JSON.stringify(body), outcome: 'success', accepted: true, warnings: result.warnings };
  }

  /** A1 */
  #statusOf(result: Refused): number {
    if (result.code === CODE.auth) return 401;
    if (result.code === CODE.server) return 500;
    return this.#context.settings().businessErrorsOn200 ? 200 : 400;
  }
}

function wishesOf(headers: IncomingHttpHeaders): DetailsWishes {
  const assets = headers['x-return-assets'];
  return {
    assets: assets === 'inactive' || assets === 'all' ? assets : 'active',
    benefits: headers['x-return-benefits'] === 'true',
  };
}

/** Section 2: the code is always a string. */
function errorBody({ code, message, path }: Refused): string {
  return JSON.stringify({ status: 'error', error: { code, message, ...(path === null ? {} : { path }) } });
}
