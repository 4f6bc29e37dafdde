import type { Operation, OperationKind } from './operation.ts';

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

/**
 * Why an operation is where it is and what happens next, in a sentence a store manager understands. The program's code
 * follows where it gave one.
 */
export function reasonEn(
  operation: Pick<
    Operation,
    'kind' | 'state' | 'happened' | 'errorCode' | 'errorText' | 'afterId' | 'undoesId' | 'nextAtMs'
  >,
): string {
  const what = WHAT[operation.kind];
  const isInText = operation.errorCode !== null && (operation.errorText ?? '').includes(operation.errorCode);
  const code = operation.errorCode === null || isInText ? '' : ` (${operation.errorCode})`;
  const text =
    operation.errorText === null || operation.errorText === '' ? '' : ` ${operation.errorText}.`.replace('..', '.');
  const held = operation.kind === 'enrol' ? ' Sales with this member wait for it; closing it lets them be sent.' : '';
  switch (operation.state) {
    case 'owed':
      return `${what} is kept ready in case this sale is given up.`;
    case 'queued':
      if (operation.nextAtMs === null && (operation.afterId !== null || operation.undoesId !== null))
        return `${what} waits for another operation of this sale.`;
      return operation.errorCode === null
        ? `${what} waits to be sent.`
        : `${what} could not be sent yet${code}; it did not reach the program. It is sent again by itself.`;
    case 'sending':
      return `${what} is being sent.`;
    case 'unknown':
      return operation.kind === 'pay'
        ? `Nobody knows yet whether the points were taken${code}. The till asks the program.`
        : `${what} was sent, but no clear answer came${code}. The till settles it by itself.`;
    case 'parked':
      return operation.happened === 0
        ? `${what} was refused by the program${code}. It did not happen.${text} Retry it, or close it with a reason.${held}`
        : `Nobody can tell automatically whether this happened${code}.${text} Ask the program's support, then close it with what they found.${held}`;
    case 'delivered':
      return `${what} is at the program.`;
    case 'dropped':
      return `${what} was never sent and is not needed any more.`;
    case 'closed':
      return operation.happened === 1
        ? `${what} was closed: it happened.`
        : `${what} was closed: it did not happen${code}.`;
  }
}
