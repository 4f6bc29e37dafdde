import type { Operation, OperationAnswer } from '../../../src-shared/queue/operation.ts';
import type { Delivery } from '../../../src-shared/queue/outcome.ts';
import { unreadable } from '../http/read-status.ts';
import type { JsonObject } from './drop-empty.ts';
import { meaningOf, onRepeatOf } from './error-codes.ts';
import type { Reading } from './interpret-answer.ts';
import { readBalance } from './read-member.ts';
import { paymentFields, profileFields, transactionFields } from './wire-schemas.ts';

/** What an attempt came to, from what the call came to. */
export function deliveryOf(reading: Reading, operation: Operation): Delivery {
  const { facts } = reading;
  switch (reading.kind) {
    case 'success': {
      const answer = answerOf(operation, reading.fields);
      // A payment that cannot be cancelled later is not one this till may count: nothing is proved, the look-up decides.
      return answer === null
        ? withFacts(unreadable(facts, 'no-confirmation-code'))
        : { kind: 'done', ...facts, answer };
    }
    case 'refused':
      return {
        kind: 'refused',
        ...facts,
        code: reading.code,
        text:
          reading.path === null
            ? meaningOf(reading.code).text
            : `${meaningOf(reading.code).text} (${placeOf(reading.path)})`,
        onRepeat: onRepeatOf(reading.code, operation.kind),
      };
    case 'not-arrived':
    case 'maybe':
      return withFacts(reading);
  }
}

function withFacts(reading: Reading & { readonly kind: 'not-arrived' | 'maybe' }): Delivery {
  const { facts, ...rest } = reading;
  return { ...rest, ...facts };
}

/** The dotted place in the request; nothing that could be a value. */
const placeOf = (path: string): string => path.replace(/[^A-Za-z0-9_.[\]-]/g, '').slice(0, 80);

/** Null: the answer lacks what a reversal needs. */
function answerOf(operation: Operation, fields: JsonObject): OperationAnswer | null {
  switch (operation.kind) {
    case 'pay':
    case 'cancel-payment': {
      const { confirmationCode, newBalance } = paymentFields.parse(fields);
      if (operation.kind === 'pay' && confirmationCode === undefined) return null;
      return present({
        confirmationCode,
        balancePoints: readBalance(newBalance?.points).units ?? undefined,
        balanceCredit: readBalance(newBalance?.credit).units ?? undefined,
      });
    }
    case 'submit':
    case 'submit-unclaimed':
    case 'cancel-sale': {
      const { confirmationCode } = transactionFields.parse(fields);
      return confirmationCode === undefined ? {} : { confirmationCode };
    }
    case 'enrol':
    case 'update-member': {
      const { memberId, member } = profileFields.parse(fields);
      return present({ memberId: memberId ?? member?.membershipKey ?? member?.memberId });
    }
    case 'event':
    case 'identify':
    case 'adjust':
    case 'release':
      return {};
  }
}

type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

function present(answer: Maybe<OperationAnswer>): OperationAnswer {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
}
