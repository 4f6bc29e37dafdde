import type { Evidence, Operation } from '../../../src-shared/queue/operation.ts';
import type { Resolution } from '../../../src-shared/queue/outcome.ts';
import type { ResolveContext } from '../backend.ts';
import type { CovalentConnection } from './covalent-connection.ts';
import type { CovalentSettings } from './covalent-settings.ts';
import { resolvePaymentLink, resolvePurchaseChange, resolveWaiting } from './resolve-by-id.ts';
import { resolveByList } from './resolve-by-list.ts';

/** What every look-up works with. */
export interface LookUp {
  readonly operation: Operation;
  readonly context: ResolveContext;
  readonly settings: CovalentSettings;
  readonly connection: CovalentConnection;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/**
 * Finds out whether an unclear operation happened, beyond the time in which its key may be repeated (contract section 10 rule
 * 7). What the program accepted without deciding is asked about by its own id (rule 11); what changes something that has an
 * id, by that one; everything else is looked for in the lists by the till's own reference.
 */
export async function resolve(lookUp: LookUp): Promise<Resolution> {
  const { detail, answer } = lookUp.operation;
  switch (detail.kind) {
    case 'submit':
    case 'pay':
      return answer?.facts === undefined ? await resolveByList(lookUp) : await resolveWaiting(lookUp);
    case 'cancel-sale':
      return await resolvePurchaseChange(lookUp);
    case 'cancel-payment':
      return await resolvePaymentLink(lookUp);
    case 'adjust':
      return detail.facts?.['target'] === 'pay'
        ? await resolvePaymentLink(lookUp)
        : await resolvePurchaseChange(lookUp);
    case 'enrol':
    case 'update-member':
    case 'submit-unclaimed':
    case 'identify':
    case 'release':
    case 'event':
      return cannotTell(
        lookUp,
        'no-look-up',
        'The loyalty program has no such operation and cannot be asked about it.',
      );
  }
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
