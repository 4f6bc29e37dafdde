import type { Operation, OperationKind } from './operation.ts';
import { systemCodeEn } from './system-code-en.ts';

const WHAT: Readonly<Record<OperationKind, string>> = {
  enrol: 'The new member',
  'update-member': 'The change of the member',
  identify: 'Looking up the member of a sale',
  pay: 'The payment with points',
  'cancel-payment': 'Giving back the points',
  submit: 'The sale',
  'submit-unclaimed': 'The sale without a member',
  'cancel-sale': 'The cancellation of the sale',
  adjust: 'The correction',
  release: 'Giving back what was reserved',
  event: 'The event',
};

export const operationNameEn = (kind: OperationKind): string => WHAT[kind];

/** What every back end says of a code it does not know: no more than the code itself. */
const SAYS_NO_MORE = /^The loyalty program refused this \(code [^)]*\)\.?$/;

/** The program's words as a sentence of their own, with a space before; empty where there are none. */
function sentenceOf(text: string | null): string {
  const said = (text ?? '').trim();
  if (said === '' || SAYS_NO_MORE.test(said)) return '';
  return /[.!?…]$/.test(said) ? ` ${said}` : ` ${said}.`;
}

/** ` (code 4711)`, once: not where the words that follow name it, and never a code of this machine. */
const codeOf = (code: string | null, words: string): string =>
  code === null || code === '' || words.includes(code) || systemCodeEn(code) !== null ? '' : ` (code ${code})`;

/** ` (the program could not be reached)` or ` (code 4711)`; empty where nothing is known. */
function whyOf(code: string | null): string {
  const clause = code === null ? null : systemCodeEn(code);
  return clause === null ? codeOf(code, '') : ` (${clause})`;
}

/** A code of a program that has taken an operation and decides later. */
const isPending = (code: string | null): boolean => code !== null && /pending|approval/i.test(code);

/**
 * Why an operation is where it is and what happens next, in a sentence a store manager understands. The program's code
 * stands in it where it gave one, once; codes of this machine are said in words.
 */
export function reasonEn(
  operation: Pick<
    Operation,
    'kind' | 'state' | 'happened' | 'errorCode' | 'errorText' | 'afterId' | 'undoesId' | 'nextAtMs'
  >,
): string {
  const what = WHAT[operation.kind];
  const { errorCode } = operation;
  const words = sentenceOf(operation.errorText);
  const held = operation.kind === 'enrol' ? ' Sales with this member wait for it; closing it lets them be sent.' : '';
  switch (operation.state) {
    case 'owed':
      return `${what} is kept ready in case this sale is given up.`;
    case 'queued':
      if (operation.nextAtMs === null && (operation.afterId !== null || operation.undoesId !== null))
        return `${what} waits for another operation of this sale.`;
      return errorCode === null
        ? `${what} waits to be sent.`
        : `${what} could not be sent yet${whyOf(errorCode)}. It is sent again by itself.`;
    case 'sending':
      return `${what} is being sent.`;
    case 'unknown':
      if (isPending(errorCode))
        return `${what} is at the program, which has not approved it yet${codeOf(errorCode, '')}. The till asks until it has.`;
      return operation.kind === 'pay'
        ? `Nobody knows yet whether the points were taken${whyOf(errorCode)}. The till asks the program.`
        : `${what} was sent, but no clear answer came${whyOf(errorCode)}. The till settles it by itself.`;
    case 'parked':
      if (errorCode === 'stored-data' && operation.happened === 0)
        return `${what} cannot be sent as it is stored.${words} It did not happen. Close it with a reason, or end it in another way.${held}`;
      return operation.happened === 0
        ? `${what} was refused by the program${codeOf(errorCode, words)}.${words} It did not happen. Retry it, or close it with a reason.${held}`
        : `Nobody can tell automatically whether this happened${codeOf(errorCode, words)}.${words} Ask the program's support, then close it with what they found.${held}`;
    case 'delivered':
      return `${what} is at the program.`;
    case 'dropped':
      return `${what} was never sent and is not needed any more.`;
    case 'closed':
      return operation.happened === 1
        ? `${what} was closed: it happened.`
        : `${what} was closed: it did not happen${errorCode === null ? '' : closedBecause(errorCode)}.`;
  }
}

const closedBecause = (code: string): string => {
  const clause = systemCodeEn(code);
  return clause === null ? codeOf(code, '') : `, because ${clause}`;
};
