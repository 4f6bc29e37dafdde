/** A1: one code in all its spellings: `RulesError`, `RULES_ERROR`, `rules`. */
export const normalCode = (code: string): string =>
  code
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/error$/, '');

/** What may stand in the queue and on a screen of a code that came over the wire. */
export const safeCode = (code: string): string => code.replace(/[^A-Za-z0-9_.-]/g, '').slice(0, 60) || 'unnamed';

/** What a refused claim was refused for, where there is another way out than the same bytes again (section 12). */
type Cause = 'points' | 'state' | 'reward' | 'gone';

export interface CodeFacts {
  readonly text: string;
  /** Nobody is known by this; screens then say it in their own words. */
  readonly notFound: boolean;
  readonly cause: Cause | null;
}

const facts = (text: string, cause: Cause | null = null, notFound = false): CodeFacts => ({ text, notFound, cause });

/** The published codes (sections 3, 5, 7) by their normal form; what is not here is a generic refusal with its code. */
const CODES: ReadonlyMap<string, CodeFacts> = new Map([
  ['identificationfailed', facts('This is no valid Loyalty ID. Scan it again.')],
  ['hashsetnotfound', facts('This code is not known, or it has expired. Ask the guest for a new code.')],
  ['orderselectionstatusunclaimable', facts('This code was used already. Ask the guest for a new code.')],
  ['usernotfound', facts('The loyalty program knows no guest by this.', 'gone', true)],
  ['rewardnotfound', facts('A chosen reward no longer exists. The guest can remove it in the app.', 'reward')],
  ['offernotfound', facts('An offer does not exist, or no longer. The guest can remove it in the app.', 'reward')],
  ['invalididentifier', facts('The loyalty program does not know such an identifier. Enter it again.')],
  ['identifiertypedisabled', facts('This kind of identifier is not allowed in this market. Ask for a code.')],
  ['transactionnotclaimable', facts('The loyalty program no longer accepts this transaction.', 'state')],
  ['transactioninsufficientpoints', facts('The rewards cost more points than the guest has.', 'points')],
  ['redeemreward', facts('The reward cannot be redeemed here: this store may take no part in rewards.', 'reward')],
  ['transactionnotfound', facts('The loyalty program does not know this transaction.', 'gone')],
  ['storenotfound', facts('The loyalty program does not know this store number. Look at the branch in the settings.')],
  ['rules', facts('The rewards or offers do not fit this basket.', 'reward')],
  ['http400', facts('The loyalty program did not accept what was sent.')],
  ['http404', facts('The loyalty program has no such address. Look at its base URL in the settings.')],
  ['http405', facts('The loyalty program has no such call at this address. Look at its base URL in the settings.')],
]);

export function meaningOf(code: string): CodeFacts {
  return CODES.get(normalCode(code)) ?? facts(`The loyalty program refused this (code ${safeCode(code)}).`);
}

/** What was refused and, where the program names fields, which. */
export function refusalText(code: string, fields: readonly string[]): string {
  const where = fields.length === 0 ? '' : ` (${fields.map(safeField).join(', ').slice(0, 120)})`;
  return `${meaningOf(code).text}${where}`;
}

/** A field's place in the request; nothing that could be a value. */
const safeField = (field: string): string => field.replace(/[^A-Za-z0-9_.[\]-]/g, '');
