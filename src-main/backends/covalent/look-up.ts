import type { Evidence, Operation } from '../../../src-shared/queue/operation.ts';
import type { Resolution } from '../../../src-shared/queue/outcome.ts';
import { LONGEST_DELAY_MS } from '../../../src-shared/queue/retry-schedule.ts';
import type { ResolveContext } from '../backend.ts';
import type { CovalentConnection } from './covalent-connection.ts';
import type { CovalentSettings } from './covalent-settings.ts';
import { refusalText } from './error-codes.ts';

/** What every look-up works with. */
export interface LookUp {
  readonly operation: Operation;
  readonly context: ResolveContext;
  readonly settings: CovalentSettings;
  readonly connection: CovalentConnection;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** What the look-up saw, added to what was known. */
export const seen = ({ operation, nowMs }: LookUp, more: Evidence = {}): Evidence => ({
  ...operation.evidence,
  lookedUpAtMs: nowMs(),
  ...more,
});

export const cannotTell = (lookUp: LookUp, code: string, text: string): Resolution => ({
  kind: 'cannot-tell',
  code,
  text,
  evidence: seen(lookUp, { finding: text }),
});

/** The program could not be asked. */
export const notAsked = (
  { settings }: LookUp,
  {
    why,
    retryAfterMs,
    code,
    text,
  }: Pick<Resolution & { kind: 'ask-again' }, 'why' | 'code' | 'text'> & { readonly retryAfterMs: number | null },
): Resolution => ({ kind: 'ask-again', afterMs: retryAfterMs ?? settings.lookUpAgainMs, why, code, text });

export const refused = (lookUp: LookUp, code: string): Resolution => ({
  kind: 'refused',
  code,
  text: refusalText(code, null),
  evidence: seen(lookUp, { finding: 'The loyalty program decided against it; it did not happen.' }),
});

/**
 * Accepted and not decided (rule 11): asked about less and less often, since nobody says how long it takes. A till sees each
 * decision after a quarter more than it took at most, and at least each 15 minutes.
 */
export function waits(lookUp: LookUp): Resolution {
  const { operation, settings, nowMs } = lookUp;
  const waitedMs = operation.firstSentAtMs === null ? 0 : nowMs() - operation.firstSentAtMs;
  const afterMs = Math.max(settings.approvalPollMs, Math.min(Math.trunc(waitedMs / 4), LONGEST_DELAY_MS));
  const text = 'The loyalty program has it and waits for an approval.';
  return askLater(afterMs, 'pending_external_approval', text, seen(lookUp));
}

/** A status that this till does not know: nothing is booked by it, and its code is kept for whoever asks the program. */
export const unclear = (lookUp: LookUp, code: string): Resolution =>
  cannotTell(lookUp, code, `The loyalty program has it in a state that this till does not know (${code}).`);

export const askLater = (afterMs: number, code: string, text: string, evidence: Evidence): Resolution => ({
  kind: 'ask-again',
  afterMs,
  why: null,
  code,
  text,
  evidence,
});
