import type { Resolution } from '../../../src-shared/queue/outcome.ts';
import { wasAccepted } from './answers.ts';
import { cannotTell, type LookUp } from './look-up.ts';
import { resolveAccepted, resolvePaymentLink, resolvePurchaseChange } from './resolve-by-id.ts';
import { resolveByList } from './resolve-by-list.ts';

/**
 * Finds out whether an unclear operation happened, beyond the time in which its key may be repeated (contract section 10 rule
 * 7). What the program accepted without deciding is asked about by its own id (rule 11); what changes something that has an
 * id, by that one; everything else is looked for in the lists by the till's own reference.
 */
export async function resolve(lookUp: LookUp): Promise<Resolution> {
  const { detail } = lookUp.operation;
  if (wasAccepted(lookUp.operation)) return await resolveAccepted(lookUp);
  switch (detail.kind) {
    case 'submit':
    case 'pay':
      return await resolveByList(lookUp);
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
