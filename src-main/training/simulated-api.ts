import type { IncomingHttpHeaders } from 'node:http';
import type { FaultRule } from './fault-rule.ts';
import type { Program } from './posting.ts';

export interface RawCall {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
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

export interface ApiAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
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
  /** The answer of a fault that answers in the program's own words; null: the listener's plain words do. */
  faultAnswer(rule: FaultRule): { readonly status: number; readonly body: string } | null;
  /** Another terminal changes the balance of this call's member. */
  disturbBalance(call: TCall, points: number): void;
  /** Identity headers worth keeping, the secret masked. */
  journalHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>>;
}
