import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { DirectAnswer, Resolution } from '../../../src-shared/queue/outcome.ts';
import {
  deedOf,
  linkAnswer,
  purchaseAnswer,
  rejectionCode,
  releaseAskedFor,
  standingOf,
  statusCode,
  TAKEN_BACK,
} from './answers.ts';
import { executionIdIn, latestLinkOf } from './chain.ts';
import { directAnswer, UNKNOWN_FORM } from './direct-answer.ts';
import { askLater, cannotTell, type LookUp, notAsked, refused, seen, unclear, waits } from './look-up.ts';
import { executionIdOf } from './materialise.ts';
import { readFiat } from './read-fiat.ts';
import { listSinceSent } from './transaction-list.ts';
import { type ExecutionAnswer, executionAnswer, type WireTransaction, wireTransaction } from './wire-schemas.ts';

async function readExecution({ connection, signal }: LookUp, executionId: string) {
  const path = `/accruals/purchase-rules/executions/${executionId}`;
  return directAnswer(await connection.ask(path, null, 'sync', signal), executionAnswer);
}

async function readTransaction({ connection, signal }: LookUp, transactionId: string) {
  const path = `/transactions/${encodeURIComponent(transactionId)}`;
  return directAnswer(await connection.ask(path, null, 'sync', signal), wireTransaction);
}

/** No value: why not, as a resolution. */
function withoutValue(lookUp: LookUp, answer: Exclude<DirectAnswer<unknown>, { kind: 'ok' }>): Resolution {
  const willAnswer = answer.kind === 'unavailable' && answer.why !== 'forbidden' && answer.code !== UNKNOWN_FORM;
  if (willAnswer) return notAsked(lookUp, answer);
  return cannotTell(lookUp, answer.code, `The loyalty program could not be asked about it: ${answer.text}`);
}

/** Accepted and not decided (contract section 10 rule 11): asked about until it is completed or rejected. */
export async function resolveAccepted(lookUp: LookUp): Promise<Resolution> {
  const { operation } = lookUp;
  const { answer } = operation;
  if (deedOf(operation) === 'purchase') {
    const executionId = answer?.facts?.['executionId'];
    if (executionId === undefined)
      return cannotTell(lookUp, 'no-execution', 'The loyalty program accepted it without naming its execution.');
    const read = await readExecution(lookUp, encodeURIComponent(executionId));
    if (read.kind !== 'ok') return withoutValue(lookUp, read);
    return decided(lookUp, read.value.transactions, purchaseAnswer(read.value, releaseAskedFor(operation)));
  }
  const transactionId = answer?.facts?.['transactionId'];
  if (answer === null || transactionId === undefined)
    return cannotTell(lookUp, 'no-transaction', 'The loyalty program accepted it without naming its transaction.');
  const read = await readTransaction(lookUp, transactionId);
  return read.kind === 'ok' ? decided(lookUp, [read.value], answer) : withoutValue(lookUp, read);
}

function decided(
  lookUp: LookUp,
  transactions: readonly WireTransaction[],
  answer: NonNullable<Operation['answer']>,
): Resolution {
  switch (standingOf(transactions, deedOf(lookUp.operation))) {
    case 'done':
      return { kind: 'done', answer, evidence: seen(lookUp) };
    case 'waits':
      return waits(lookUp);
    case 'rejected':
      return refused(lookUp, rejectionCode(transactions));
    case 'unclear':
      return unclear(lookUp, statusCode(transactions, 'unknown-status'));
  }
}

/** A late first try could yet arrive; design 7.6. Null: quiet for long enough. */
function tooEarly(lookUp: LookUp): Resolution | null {
  const { operation, settings, nowMs } = lookUp;
  const lastMs = operation.lastAttemptAtMs ?? operation.firstSentAtMs;
  const leftMs = lastMs === null ? 0 : Math.min(settings.payQuietMs, lastMs + settings.payQuietMs - nowMs());
  return leftMs <= 0
    ? null
    : askLater(leftMs, 'too-early', 'It is too early to tell whether it arrived.', operation.evidence ?? {});
}

const absent = (lookUp: LookUp, finding: string): Resolution =>
  tooEarly(lookUp) ?? { kind: 'absent', evidence: seen(lookUp, { finding }) };

/** Cancel or retrigger of a purchase: what the program's execution says now. */
export async function resolvePurchaseChange(lookUp: LookUp): Promise<Resolution> {
  const { operation, context } = lookUp;
  const { detail } = operation;
  const changedId = detail.kind === 'adjust' ? detail.facts?.['adjusts'] : operation.undoesId;
  const submit = context.known.find(({ id }) => id === changedId);
  if (submit === undefined || executionIdIn(submit) === null)
    return cannotTell(lookUp, 'no-execution', 'The program’s own id of the sale is not known here.');
  const read = await readExecution(lookUp, executionIdOf(submit));
  if (read.kind !== 'ok') return withoutValue(lookUp, read);
  const { value } = read;
  const done: Resolution = { kind: 'done', answer: purchaseAnswer(value, null), evidence: seen(lookUp) };
  const isCancelled = value.transactions.length > 0 && value.transactions.every(({ status }) => TAKEN_BACK.has(status));
  if (detail.kind === 'cancel-sale') return isCancelled ? done : absent(lookUp, 'The purchase still stands.');
  if (detail.kind !== 'adjust') throw new Error(`a ${detail.kind} changes no purchase`);
  const code = context.sale?.currency;
  if (code === undefined) return cannotTell(lookUp, 'no-sale', 'The sale of this correction is not known.');
  return purchaseAmounts(value).every((text) => {
    const fiat = readFiat(text, code);
    return fiat?.exact === true && fiat.minor === detail.amountMinor;
  })
    ? done
    : absent(lookUp, 'The purchase still has its old amount.');
}

/** The amounts that the standing transactions were made from; empty texts where it was not said. */
const purchaseAmounts = ({ transactions }: ExecutionAnswer): readonly string[] => {
  const standing = transactions.filter(({ status }) => !TAKEN_BACK.has(status));
  return standing.length === 0 ? [''] : standing.map(({ purchaseFiatAmount }) => purchaseFiatAmount ?? '');
};

/** Cancel or adjustment of a payment: what became of the link that it names. */
export async function resolvePaymentLink(lookUp: LookUp): Promise<Resolution> {
  const { operation, context } = lookUp;
  const { detail } = operation;
  const changedId = detail.kind === 'adjust' ? detail.facts?.['adjusts'] : operation.undoesId;
  const pay = context.known.find(({ id }) => id === changedId);
  const link = pay === undefined ? null : latestLinkOf(pay, context.known, operation.id);
  if (link === null)
    return cannotTell(lookUp, 'no-transaction', 'The program’s own id of the payment is not known here.');
  const read = await readTransaction(lookUp, link.transactionId);
  if (read.kind !== 'ok') return withoutValue(lookUp, read);
  const { status } = read.value;
  if (detail.kind === 'cancel-payment')
    return status === 'cancelled' || status === 'reversed'
      ? {
          kind: 'done',
          answer: linkAnswer(read.value, link.externalReference, { adjustmentAllowed: null, points: null }),
          evidence: seen(lookUp),
        }
      : absent(lookUp, 'The payment still stands.');
  if (status !== 'adjusted') return absent(lookUp, 'The payment still has its old amount.');
  return await adjustedLink(lookUp, read.value);
}

/** The link that followed carries the new reference; its id is needed for the next one. */
async function adjustedLink(lookUp: LookUp, before: WireTransaction): Promise<Resolution> {
  const { detail } = lookUp.operation;
  if (detail.kind !== 'adjust') throw new Error('only an adjustment has a next link');
  const listing = await listSinceSent(lookUp);
  if (listing.kind === 'unavailable') return notAsked(lookUp, listing);
  const next =
    listing.kind === 'complete'
      ? listing.transactions.filter(({ externalReference }) => externalReference === detail.transactionId)
      : [];
  const [only, ...others] = next;
  if (only === undefined || others.length > 0)
    return cannotTell(
      lookUp,
      'no-transaction',
      `The payment ${before.id} was adjusted, but the transaction that did it was not found.`,
    );
  return {
    kind: 'done',
    answer: linkAnswer(only, detail.transactionId, { adjustmentAllowed: null, points: null }),
    evidence: seen(lookUp),
  };
}
