import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FaultRule } from '../fault-rule.ts';
import type { ApiAnswer, OwnAnswer, RawCall, SimulatedApi } from '../simulated-api.ts';
import { type CovalentCall, readCall } from './covalent-call.ts';
import type { CovalentContext } from './covalent-context.ts';
import { type EndpointResult, invalid, notFound, RefusedRequest, refusal } from './endpoint-result.ts';
import { asObject } from './json-value.ts';
import type { StoredKey } from './key-store.ts';
import { findMember, partnerOf } from './programs-and-members.ts';
import { signedBy } from './signature-check.ts';

const LONGEST_KEY = 255;
const REPEATED = { 'idempotency-repeated': 'true' };

/** The Covalent API as contracts/covalent.md describes it (section 11 says what is enforced). */
export class CovalentApi implements SimulatedApi<CovalentCall> {
  readonly program = 'covalent';
  readonly #context: CovalentContext;
  /** Keys whose first request has no answer yet. */
  readonly #inFlight = new Map<string, CovalentCall>();

  constructor(context: CovalentContext) {
    this.#context = context;
  }

  read(raw: RawCall): CovalentCall {
    return readCall(raw, this.#context);
  }

  answer(call: CovalentCall): ApiAnswer {
    try {
      return this.#judged(call);
    } catch (error) {
      if (error instanceof RefusedRequest) return onWire(refusal(error));
      process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}\n`);
      return onWire(refusal(new RefusedRequest(500, 'server_error', null, 'Internal error')));
    }
  }

  answered(call: CovalentCall): void {
    for (const [place, running] of this.#inFlight) if (running === call) this.#inFlight.delete(place);
  }

  faultAnswer(rule: FaultRule): OwnAnswer | null {
    switch (rule.kind) {
      case '401':
        return own(401, 'authentication_failed', 'Authentication credentials were not accepted.');
      case '403':
        return own(403, 'permission_denied', 'You do not have permission to do this.');
      case '409':
        return own(409, 'request_in_progress', 'A request with this key is in progress.');
      case 'unknown-code':
      case 'business-error-200':
        return own(rule.kind === 'unknown-code' ? 400 : 200, rule.code ?? 'code_of_no_document', 'Refused on purpose');
      default:
        return null;
    }
  }

  disturbBalance(call: CovalentCall, points: number): void {
    const context = this.#context;
    const body = call.body ?? {};
    const named = asObject(body['member'] ?? body['loyalty_program_identifiers']);
    if (named === null) return;
    const member = findMember(context, partnerOf(context, body), named, 'member');
    if (member === null) return;
    context.inOneCommit(() =>
      context.ledger.post({
        program: 'covalent',
        kind: 'adjust',
        memberId: member.memberId,
        reference: 'other-terminal',
        transactionId: null,
        points,
        amountMinor: 0,
      }),
    );
  }

  journalHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
    const kept: Record<string, string> = { authorization: headers.authorization === undefined ? 'missing' : '***' };
    for (const name of ['content-type', 'accept', 'idempotency-key'])
      if (typeof headers[name] === 'string') kept[name] = headers[name];
    return kept;
  }

  /** The signature comes before everything, so that a wrong one learns nothing else (11.1). */
  #judged(call: CovalentCall): ApiAnswer {
    const { keys, forbidden } = this.#context.settings();
    const credential = signedBy(call, keys);
    if (credential === null)
      throw new RefusedRequest(401, 'authentication_failed', null, 'Authentication credentials were not accepted.');
    const { route } = call;
    if (route === null) throw notFound();
    if (forbidden.includes(route.part))
      throw new RefusedRequest(403, 'permission_denied', null, 'You do not have permission to do this.');
    const key = call.headers['idempotency-key'];
    if (route.method === 'GET' || key === undefined) return onWire(this.#worked(call));
    if (typeof key !== 'string' || key.length < 1 || key.length > LONGEST_KEY)
      throw invalid('Idempotency-Key', 'idempotency_key_invalid', 'The key has 1 to 255 characters.');
    return this.#underKey(call, credential, key);
  }

  /** Section 3 and A4 to A6: the first answer again, refusals included, for eight hours from the first request. */
  #underKey(call: CovalentCall, credential: string, key: string): ApiAnswer {
    const { keys, nowMs, settings, inOneCommit } = this.#context;
    const place = `${credential} ${key}`;
    if (this.#inFlight.has(place))
      throw new RefusedRequest(409, 'request_in_progress', null, 'A request with this key is in progress.');
    const requestHash = createHash('sha256')
      .update(`${call.method} ${call.endpoint}\n`)
      .update(call.bytes)
      .digest('hex');
    const stored = keys.get(credential, key);
    if (stored !== null && nowMs() - stored.firstAtMs < settings().keyRetentionMs)
      return this.#repeat(stored, stored.requestHash !== requestHash);
    this.#inFlight.set(place, call);
    const keep = (result: EndpointResult): EndpointResult => {
      if (result.status < 300 || result.status === 400)
        keys.put({ credential, key, requestHash, firstAtMs: nowMs(), status: result.status, body: textOf(result) });
      return result;
    };
    try {
      return onWire(inOneCommit(() => keep(this.#worked(call))));
    } catch (error) {
      if (!(error instanceof RefusedRequest)) throw error;
      return onWire(keep(refusal(error)));
    }
  }

  #repeat(stored: StoredKey, isOtherBody: boolean): ApiAnswer {
    this.#context.keys.repeated(stored.credential, stored.key, isOtherBody);
    return {
      status: stored.status,
      body: stored.body,
      headers: REPEATED,
      outcome: stored.status < 300 ? 'success' : 'repeated-refusal',
      accepted: stored.status < 300,
      warnings: isOtherBody ? ['an idempotency key came again with another body (A4)'] : [],
    };
  }

  #worked(call: CovalentCall): EndpointResult {
    const { route, body, bytes, id } = call;
    if (route === null) throw notFound();
    if (route.hasBody && body === null) throw invalid('body', 'invalid', 'The body is not a JSON object.');
    if (route.hasBody && !/^application\/json\s*(;|$)/i.test(call.headers['content-type'] ?? ''))
      throw invalid('Content-Type', 'invalid', 'Content-Type must be application/json.');
    if (!route.hasBody && bytes.length > 0) throw invalid('body', 'invalid', 'This call has no body.');
    const request = { id, body: body ?? {}, query: new URLSearchParams(call.queryText) };
    return route.answer(this.#context, request);
  }
}

const textOf = ({ body }: EndpointResult): string => (body === undefined ? '' : JSON.stringify(body));

function onWire(result: EndpointResult): ApiAnswer {
  const { status, outcome, accepted } = result;
  return { status, body: textOf(result), outcome, accepted, warnings: [] };
}

const own = (status: number, code: string, message: string): OwnAnswer => ({
  status,
  body: JSON.stringify({ errors: [{ message, field: null, code }] }),
});
