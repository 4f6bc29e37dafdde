import type { ErrorCode, TillProblem } from './error-codes.ts';

/**
 * What people read: what happened, where, and what to do, in a cashier's words. A sentence with a `{place}` stands only
 * where the detail carries that place, so that a problem without details still reads well (`messageOf`).
 */
const MESSAGES_EN: Readonly<Record<ErrorCode, string>> = {
  // input and state of the sale
  'sale-not-found': 'This till does not know that sale. Check the sale number, or look at the till where it was sold.',
  'sale-not-open': 'This sale is already finished. Start the next sale.',
  'sale-not-completed':
    'This sale is still open, so there is nothing to void or return yet. Clear it instead, or complete it first.',
  'sale-empty': 'There is nothing in this sale yet. Scan or search an item first.',
  'sale-not-paid': 'The sale is not fully paid yet. {Still due: {dueMinor}.} Take the rest in cash or by card.',
  'sale-overpaid': 'More is paid than the sale costs{, by {overMinor}}. Remove a payment, or take less.',
  'sale-has-tenders':
    'Money was already taken for this sale, so its items cannot change. Remove the payment on the payment screen first, then change the items.',
  'sale-has-pay':
    'Points are already taken for this sale, so its items and member cannot change. Choose "Other tender" to give the points back first.',
  'another-sale-open': 'Another sale is still open on this till. Finish or clear that one first.',
  'line-not-found': 'That line is no longer in the sale. Look at the list again.',
  'quantity-not-allowed':
    'This quantity is not possible for this item. Pieces are whole numbers; weighed goods have up to three decimals.',
  'article-not-found': 'No item found for this code or name. {Looked for: {text}.} Scan again, or search by name.',
  'amount-not-allowed': 'This amount is not possible here. {At most {max} can be taken.} Enter another amount.',
  'totals-mismatch':
    'The amounts of this sale do not add up, so nothing was recorded. Clear the sale and enter it again; if it comes back, call support.',
  // member and loyalty
  'member-not-found':
    'The loyalty program knows no member with this id. Check it with the customer, or enrol a new member.',
  'member-required': 'This needs a member. Identify the customer first.',
  'member-already-set': 'This sale already has a member. Remove the member first to take another one.',
  'member-not-active':
    'This membership is not active{ ({status})}, so points and gifts cannot be used. Sell without them; the customer can ask customer service.',
  'id-method-not-offered': 'The loyalty program does not accept this kind of id. Use one of the kinds shown.',
  'stronger-id-needed':
    'This id may collect points but not spend them. Scan the member card, or send the customer a one-time code.',
  'id-detail-missing': 'The loyalty program asks for more than this. {Needed: {label}.} Enter it and look up again.',
  'other-member':
    'This code belongs to somebody else, so it was given back. The sale goes on with the member it has; remove that member first to take another.',
  'code-needs-connection':
    'A one-time code cannot be checked without a connection, and nothing of it is kept. Sell without the member, or try again when the connection is back.',
  'code-may-be-used':
    'The answer of the loyalty program was lost, and the code may be used up. Ask the customer for a new code.',
  'benefit-not-confirmed':
    'The loyalty program has not confirmed a benefit of this sale{: {name}}. Look at the benefits again, or remove it from the sale.',
  'way-out-unknown': 'This operation cannot be ended in that way any more. Look at the sync queue again.',
  'consent-needed': 'The customer has to agree to the terms and the use of their data before they can join.',
  'code-wrong': 'This code is not right. Ask the customer to read it again, or send a new one.',
  'not-offered-by-program': 'The loyalty program does not offer this. {{because}}',
  'gift-not-usable': 'This gift cannot be used now{: {name}}. {{because}} Take it off the sale to go on.',
  'pay-refused': 'The program refused the points; none were taken. {{reason}} Take another tender.',
  'pay-standing': 'Points are already taken for this sale. Give them back first to take another amount.',
  'pay-undecided':
    'It is not known yet whether the points were taken. Ask again, or take another tender: then taken points are given back by themselves.',
  'pay-too-early-to-ask': 'Too early to ask again. Wait for the countdown, or take another tender.',
  'loyalty-offline':
    'The loyalty program cannot be reached. Sell on: the sale is saved on this till and its points follow by themselves.',
  'loyalty-paused':
    'The loyalty program is paused for the moment. Sell on: points follow later. A manager can try again in the sync queue.',
  'loyalty-refused': 'The loyalty program refused this{: {text}}. The sale itself can go on.',
  'loyalty-unclear': 'The loyalty program gave no clear answer. The sale itself can go on; try this again in a moment.',
  'offline-limit-reached': 'The limit for selling without the loyalty program is reached. Ask a manager to allow more.',
  // void, return, claim
  'already-voided': 'This sale is already voided. Nothing more was changed.',
  'effects-changed': 'What the void will do has changed meanwhile. Read it again, then confirm.',
  'return-too-many': 'More is given back{ of {name}} than was sold or is left to return. Lower the quantity.',
  'sale-has-returns':
    'Part of this sale was already returned, so it cannot be voided as a whole. Return the other lines instead.',
  'claim-code-malformed':
    'This is not a claim code: a letter or digit is wrong or missing. Read it from the receipt again.',
  'claim-not-found': 'No sale on this till has this claim code. Check the code, or try the till where it was sold.',
  'claim-expired': 'This claim code has expired. A manager can look at the sale.',
  'already-claimed': 'This sale was already given to a member. It can be claimed only once.',
  'claim-own-card': 'A sale cannot be claimed to your own card. Ask a manager.',
  // queue review
  'operation-not-found': 'This entry is no longer in the sync queue. Refresh the list.',
  'operation-not-parked': 'This entry no longer waits for a person; it went on by itself. Refresh the list.',
  'retry-not-allowed': 'This entry cannot be retried. Close it with what you found out instead.',
  'reference-needed':
    "A reversal waits for this entry and needs the program's reference. Enter the reference shown by the loyalty program.",
  // people and doors
  'not-signed-in': 'You are not signed in. Enter your PIN.',
  'not-allowed': 'Only a manager may do this. Ask a manager to sign in.',
  'approval-needed': 'A manager has to approve this. Ask for their PIN.',
  'pin-wrong': 'This PIN is not right. {Tries left: {triesLeft}.} Try again.',
  'pin-locked': 'Too many wrong PINs. {Wait {seconds} seconds, then try again.} A manager can help.',
  'pairing-code-wrong': 'The pairing code is not right. {Tries left: {triesLeft}.} Type the code that the till shows.',
  'pairing-closed': 'No pairing is open on the till. A manager can show a new code.',
  'token-unknown': 'This connection is no longer valid. Pair again, or open the till anew.',
  'door-refused': 'This till refuses calls from there. Only programs on this machine may call it.',
  'command-reused': 'This command was already used for something else. Nothing was done; start the action again.',
  'input-malformed': 'Something in the input cannot be read. {{path}: {why}}',
  // the machine
  'no-space':
    'The disk of this till is full. This was NOT recorded. Free some space or call support before you sell on.',
  'storage-read-only': 'This till cannot write to its disk. This was NOT recorded. Call support.',
  'training-not-opened': 'The training till of that program could not be opened{: {why}}. This one stays as it is.',
  'training-only': 'This works in training only.',
  internal:
    'Something went wrong inside the till. {Error id: {errorId}.} Try again; if it stays, call support with the error id.',
};

/** Where one detail decides what there is to say: code, detail, its value. */
const VARIANTS_EN: Readonly<Partial<Record<ErrorCode, Readonly<Record<string, Readonly<Record<string, string>>>>>>> = {
  'amount-not-allowed': {
    why: {
      'nothing-due': 'Nothing is due any more. Complete the sale.',
      'more-than-due': 'This is more than is due. Only cash may be more; enter a smaller amount.',
      range: 'This amount is not possible. Enter another one.',
    },
  },
  'quantity-not-allowed': {
    why: {
      'whole-pieces': 'This item is sold by the piece. Enter a whole number.',
      'weight-needed': 'This item is sold by weight. Put it on the scale, or enter its weight.',
      range: 'This quantity is too large or too small. Enter another one.',
      benefit: 'The loyalty program decides how many of a benefit there are. Remove it, or choose it again.',
    },
  },
  'loyalty-paused': {
    why: {
      'not-signed-in':
        'The loyalty program does not accept the access key of this till. Sell on: points follow later. Tell a manager.',
      throttled: 'The loyalty program asked for a short break. Sell on: points follow later, or try again in a minute.',
    },
  },
  'input-malformed': {
    path: {
      'profile.phoneNumber': 'This is not a phone number: it has 6 to 15 digits. Correct it, or leave it empty.',
      'profile.email': 'This is not an e-mail address. Correct it, or leave it empty.',
      'profile.birthday': 'There is no such birthday. Enter year, month and day, or leave it empty.',
      'profile.firstName': 'This first name is empty or too long. Correct it, or leave it out.',
      'profile.lastName': 'This last name is empty or too long. Correct it, or leave it out.',
    },
  },
  'offline-limit-reached': {
    limit: {
      'per-sale': 'This sale is larger than one sale may be without the loyalty program. Ask a manager, or split it.',
      time: 'This till has sold without the loyalty program for as long as it may. Ask a manager.',
      sales: 'As many sales as allowed wait for the loyalty program. Ask a manager.',
      total: 'Sales worth as much as allowed wait for the loyalty program. Ask a manager.',
    },
  },
};

function sentenceOf({ code, detail }: TillProblem): string {
  for (const [name, byValue] of Object.entries(VARIANTS_EN[code] ?? {})) {
    const variant = byValue[String(detail[name])];
    if (variant !== undefined) return variant;
  }
  return MESSAGES_EN[code];
}

const PLACE = /\{(\w+)\}/g;
/** `{Text with {place}.}`: said only where every place in it is known. */
const OPTIONAL = /\{((?:[^{}]|\{\w+\})*\{\w+\}(?:[^{}]|\{\w+\})*)\}/g;

/**
 * The sentence for a problem, its places filled from the detail; parts whose places are missing are left out.
 *
 * @param write how a place is written for the reader (amounts, times); by default as it is.
 */
export function messageOf(
  problem: TillProblem,
  write: (name: string, value: string | number | boolean) => string = (_name, value) => String(value),
): string {
  const known = (name: string): boolean => Object.hasOwn(problem.detail, name);
  const fill = (text: string): string =>
    text.replaceAll(PLACE, (_whole, name: string) => {
      const value = problem.detail[name];
      return value === undefined ? '' : write(name, value);
    });
  return sentenceOf(problem)
    .replaceAll(OPTIONAL, (_whole, part: string) =>
      [...part.matchAll(PLACE)].every(([, name]) => name !== undefined && known(name)) ? fill(part) : '',
    )
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}
