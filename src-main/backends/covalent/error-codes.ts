const NOT_FOUND =
  'The loyalty program has no such member, id or call; where it says so of everything, look at the setting baseUrl.';

/**
 * Codes of refusals. The vendor publishes no list (contract section 4), so these are the ones that its error style and its
 * status codes suggest; every other code is shown with itself and a sentence that is always true.
 */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ['insufficient_balance', 'The balance is too low for this payment.'],
  ['not_found', NOT_FOUND],
  ['http-404', NOT_FOUND],
  ['not_pending', 'The loyalty program has made this final; it can no longer be changed.'],
  ['adjustment_not_allowed', 'The loyalty program does not allow this payment to be changed or given back.'],
  ['member_does_not_exist', 'The loyalty program knows no member by this.'],
  ['rejected', 'The loyalty program rejected this.'],
  ['cancelled', 'The loyalty program has cancelled this.'],
  ['reversed', 'The loyalty program has reversed this.'],
  ['required', 'The loyalty program misses something in what was sent.'],
  ['invalid', 'The loyalty program did not accept what was sent.'],
  ['invalid_choice', 'The loyalty program did not accept what was sent.'],
  ['permission_denied', 'This till is not allowed to do this in the loyalty program.'],
]);

/** Places in a request at which `not_found` means the member. */
const MEMBER_FIELDS = /^(member|loyalty_program_identifiers)(\.|$)/;
const MEMBER_UNKNOWN = 'The loyalty program knows no member by this.';
const CURRENCY_UNKNOWN = 'The loyalty program with this short code is not known; look at the setting loyaltyCurrency.';

/** Its bytes were made long before it could be sent; a retry makes them afresh (contract section 10 rule 7). */
const RELEASE_PASSED =
  'The loyalty program did not accept the day on which the points become final; retry it to set a new one.';

/** What a refusal says in our words; free of personal data. Branches on code and field, never on the vendor's message. */
export function refusalText(code: string, field: string | null): string {
  if (code === 'not_found' && field !== null && MEMBER_FIELDS.test(field)) return MEMBER_UNKNOWN;
  if (field === 'loyalty_currency') return `${CURRENCY_UNKNOWN} (${code})`;
  if (field === 'release_date') return `${RELEASE_PASSED} (${code})`;
  const text = TEXTS.get(code) ?? `The loyalty program refused this (code ${code}).`;
  const place = (field ?? '').replace(/[^A-Za-z0-9_.[\]-]/g, '').slice(0, 80);
  return place === '' ? text : `${text} (${place})`;
}

/** Nobody is known by these identifiers; for a bare 404 only the call that was made can tell. */
export const meansNobody = (code: string, field: string | null): boolean =>
  code === 'member_does_not_exist' || (code === 'not_found' && MEMBER_FIELDS.test(field ?? ''));
