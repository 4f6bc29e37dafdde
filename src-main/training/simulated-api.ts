import type { IncomingHttpHeaders } from 'node:http';
import type { FaultRule } from './fault-rule.ts';
import type { Program } from './posting.ts';

export interface RawCall {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as UTF-8. */
  readonly body: string;
  /** The body as it came over the wire: what a signature is checked on. */
  readonly bytes: Buffer;
}

/** What a request is about, known before anything is done with it. */
export interface CallDescription {
  /** Path after the version, without query: `/payment`. */
  readonly endpoint: string;
  /** The operation kind as the till calls it, or `unknown`. */
  readonly operation: string;
  /** False for look-ups: drawn faults leave them alone. */
  readonly changesState: boolean;
  /** The till's reference; never personal data. */
  readonly reference: string;
  readonly transactionId: string | null;
}

/** An answer in the program's own words. */
export interface OwnAnswer {
  readonly status: number;
  /** JSON text; empty where the status says it all. */
  readonly body: string;
  /** Beside `content-type` (JSON unless named here), length and date; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer extends OwnAnswer {
  /** `success`, or the code of the refusal: for the journal. */
  readonly outcome: string;
  /** Whether the effect asked for stands at the server now (also where an earlier request made it). */
  readonly accepted: boolean;
  readonly warnings: readonly string[];
}

/** One loyalty program's API as the listener sees it. `answer` has committed when it returns. */
export interface SimulatedApi<TCall extends CallDescription> {
  readonly program: Program;
  read(raw: RawCall): TCall;
  answer(call: TCall): ApiAnswer;
  /**
   * The answer of a fault that answers in the program's own words; null: the listener's plain words do. Asked only for
   * faults that answer at all; `retry-after` of a 429 is the listener's.
   */
  faultAnswer(rule: FaultRule): OwnAnswer | null;
  /** The answer of an `answer`ed call has gone out, or its line was cut; until then the request still runs. */
  answered?(call: TCall): void;
  /** Another terminal changes the balance of this call's member. */
  disturbBalance(call: TCall, points: number): void;
  /** Identity headers worth keeping, the secret masked. */
  journalHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>>;
}
