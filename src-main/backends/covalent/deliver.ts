import type { Operation, OperationAnswer } from '../../../src-shared/queue/operation.ts';
import type { Delivery } from '../../../src-shared/queue/outcome.ts';
import { type AnswerFacts, unreadable } from '../http/read-status.ts';
import {
  acceptedUnder,
  deedOf,
  linkAnswer,
  purchaseAnswer,
  rejectionCode,
  releaseAskedFor,
  type Standing,
  standingOf,
  statusCode,
} from './answers.ts';
import type { CovalentSettings } from './covalent-settings.ts';
import { UNKNOWN_FORM } from './direct-answer.ts';
import { refusalText } from './error-codes.ts';
import type { Reading } from './interpret-answer.ts';
import { executionAnswer, redemptionAnswer, type WireTransaction } from './wire-schemas.ts';

/** What an attempt came to, from what the call came to. */
export function deliveryOf(reading: Reading, operation: Operation, settings: CovalentSettings): Delivery {
  const { facts } = reading;
  switch (reading.kind) {
    case 'success':
      return accepted(reading.body, facts, operation, settings);
    case 'refused':
      return {
        kind: 'refused',
        ...facts,
        code: reading.code,
        text: refusalText(reading.code, reading.field),
        // A refusal that was kept under the key is the first try's own answer; any other says nothing about that one.
        onRepeat: reading.repeated ? 'means-absent' : 'proves-nothing',
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

interface Read {
  readonly transactions: readonly WireTransaction[];
  readonly answer: OperationAnswer;
}

function accepted(body: unknown, facts: AnswerFacts, operation: Operation, settings: CovalentSettings): Delivery {
  const read = readAnswer(body, operation);
  // An operation that cannot be taken back later is not one this till may count, and its key brings back the same answer.
  if (read === null)
    return isOfProgram(body)
      ? { kind: 'not-final', ...facts, code: UNKNOWN_FORM, askAgainMs: settings.lookUpAgainMs, answer: {} }
      : withFacts(unreadable(facts, UNKNOWN_FORM));
  const { transactions, answer } = read;
  const standing: Standing = operation.kind === 'cancel-sale' ? 'done' : standingOf(transactions, deedOf(operation));
  switch (standing) {
    case 'done':
      return { kind: 'done', ...facts, answer };
    case 'waits':
    case 'unclear':
      return {
        kind: 'not-final',
        ...facts,
        code: standing === 'waits' ? 'pending_external_approval' : statusCode(transactions, 'unknown-status'),
        askAgainMs: settings.approvalPollMs,
        answer: acceptedUnder(operation, answer),
      };
    case 'rejected': {
      const code = rejectionCode(transactions);
      // The answer is the first one's whatever try it came to, and it says that nothing stands.
      return { kind: 'refused', ...facts, code, text: refusalText(code, null), onRepeat: 'means-absent' };
    }
  }
}

/** Names that no other answer has: it was accepted, so it is looked up by the till's reference (section 10 rule 7). */
const NAMES = ['transaction', 'transactions', 'total', 'total_loyalty_amount', 'redemption_items'] as const;
const isOfProgram = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && NAMES.some((name) => name in body);

/** Null: the answer lacks what a reversal needs. */
function readAnswer(body: unknown, operation: Operation): Read | null {
  const { detail } = operation;
  switch (detail.kind) {
    case 'submit':
    case 'cancel-sale':
      return readExecution(body, operation);
    case 'adjust':
      return detail.facts?.['target'] === 'pay' ? readLink(body, detail.transactionId) : readExecution(body, operation);
    case 'pay':
    case 'cancel-payment':
      return readLink(body, detail.transactionId);
    case 'enrol':
    case 'update-member':
    case 'submit-unclaimed':
    case 'identify':
    case 'release':
    case 'event':
      return null;
  }
}

function readExecution(body: unknown, operation: Operation): Read | null {
  const parsed = executionAnswer.safeParse(body);
  if (!parsed.success) return null;
  const { transactions } = parsed.data;
  return { transactions, answer: purchaseAnswer(parsed.data, releaseAskedFor(operation)) };
}

/** @param reference the till's own, which this link is known by from now on */
function readLink(body: unknown, reference: string): Read | null {
  const parsed = redemptionAnswer.safeParse(body);
  if (!parsed.success) return null;
  const { transaction, adjustment_allowed, total_loyalty_amount } = parsed.data;
  const answer = linkAnswer(transaction, reference, {
    adjustmentAllowed: adjustment_allowed ?? null,
    points: total_loyalty_amount ?? null,
  });
  return { transactions: [transaction], answer };
}
