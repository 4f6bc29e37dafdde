import type { Evidence, Operation } from '../../../src-shared/queue/operation.ts';
import type { Resolution } from '../../../src-shared/queue/outcome.ts';
import type { ResolveContext } from '../backend.ts';
import type { CovalentConnection } from './covalent-connection.ts';
import type { CovalentSettings } from './covalent-settings.ts';

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

export const askLater = (afterMs: number, code: string, text: string, evidence: Evidence): Resolution => ({
  kind: 'ask-again',
  afterMs,
  why: null,
  code,
  text,
  evidence,
});
