import type { Support } from '../../../src-shared/backend/capabilities.ts';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import { utcSeconds } from '../../../src-shared/time/iso-time.ts';
import { releaseAtMsOf } from './chain.ts';

const OFFERED: Support = { offered: true };
const no = (because: string): Support => ({ offered: false, because });

/**
 * Whether a delivered operation can be taken back now (contract section 10 rule 10): a purchase only while it is pending, since
 * no public call undoes a completed accrual; a payment unless the program forbids adjustments (6.5).
 */
export function canUndo(operation: Operation, nowMs: number): Support {
  if (operation.kind === 'pay')
    return operation.answer?.facts?.['adjustmentAllowed'] === 'false'
      ? no('The loyalty program does not give back points that were paid. Please have its back office correct this.')
      : OFFERED;
  if (operation.kind !== 'submit') return OFFERED;
  const releaseAtMs = releaseAtMsOf(operation);
  // No rule applied: nothing was given, so nothing stays with the member.
  if (releaseAtMs === null && operation.answer?.pointsEarned === 0) return OFFERED;
  if (releaseAtMs === null)
    return no('The points of this sale were final at once and stay with the member. The back office can correct them.');
  if (nowMs < releaseAtMs) return OFFERED;
  return no(
    `The points of this sale became final on ${utcSeconds(releaseAtMs).slice(0, 10)} and stay with the member. ` +
      'The back office can correct them.',
  );
}
