import type { Operation, OperationAnswer } from '../../../src-shared/queue/operation.ts';
import type { Delivery } from '../../../src-shared/queue/outcome.ts';
import { lacking } from '../http/read-status.ts';
import { adjustmentOf } from './adjustment.ts';
import type { Reading } from './interpret-answer.ts';
import { meaningOf } from './read-refusal.ts';
import { type JsonObject, wholeUnits } from './wire-figures.ts';

/** Section 4.2 */
const OWN_FIELDS = ['points', 'cashback', 'updatedBalance'];

/** What an attempt came to, from what the call came to. */
export function deliveryOf(reading: Reading, operation: Operation, balanceTooLowCodes: readonly string[]): Delivery {
  const { facts } = reading;
  switch (reading.kind) {
    case 'success': {
      const answer = answerOf(operation, reading.fields);
      return answer === null
        ? withFacts(lacking(facts, reading.fields, OWN_FIELDS, 'figures-missing'))
        : { kind: 'done', ...facts, answer };
    }
    case 'refused': {
      const { status, code } = reading;
      const { text } = meaningOf(status, code, balanceTooLowCodes);
      // No code is public, so none of them proves what became of an earlier try.
      return { kind: 'refused', ...facts, code, text, onRepeat: 'proves-nothing' };
    }
    case 'not-arrived':
    case 'maybe':
      return withFacts(reading);
  }
}

function withFacts(reading: Reading & { readonly kind: 'not-arrived' | 'maybe' }): Delivery {
  const { facts, ...rest } = reading;
  return { ...rest, ...facts };
}

/** Null: none of the figures of section 4.2 is there, so this is no answer of the program. */
function answerOf(operation: Operation, fields: JsonObject): OperationAnswer | null {
  const { points, account } = adjustmentOf(operation) ?? { points: 0, account: 'points' as const };
  const balance = wholeUnits(fields['updatedBalance']);
  const moved = wholeUnits(fields[account]);
  if (balance === null && moved === null) return null;
  return {
    ...(balance === null ? {} : account === 'points' ? { balancePoints: balance } : { balanceCredit: balance }),
    ...(operation.kind === 'submit' ? { pointsEarned: points } : {}),
    ...(operation.kind === 'pay' ? { pointsRedeemed: -points } : {}),
    ...differenceOf(points, balance, operation),
  };
}

/**
 * Section 8.11: the balance afterwards is what counts, not the figure that was sent. Where the balance before is known and
 * the two do not fit, both are kept with the operation; it was done all the same.
 */
function differenceOf(points: number, balance: number | null, { evidence }: Operation): Pick<OperationAnswer, 'facts'> {
  const before = evidence?.balanceBefore;
  if (before === undefined || balance === null || balance === before + points) return {};
  return { facts: { expectedBalance: String(before + points), answeredBalance: String(balance) } };
}
