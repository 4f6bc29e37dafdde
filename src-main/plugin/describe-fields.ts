import type { OpenAPI } from '@orpc/openapi';

type Schema = OpenAPI.SchemaObject;

/** What a field of this name means, wherever it stands. A description in the contract itself wins. */
const BY_NAME: Readonly<Record<string, string>> = {
  saleNumber: 'The number people read, on the receipt and in the history of the till.',
  svg: 'The receipt for a screen; show it as an image.',
  text: 'The same receipt as plain text.',
  claimCode: 'On the receipt of a sale without a member: with it the customer collects its points later.',
  copy: 'Whether this receipt says COPY.',
  loyaltyState: '`final`, or `to-follow` where the program was not told yet.',
  identifierHint: 'The last three characters of what was scanned.',
  confirmed: 'False: taken without a connection, and nothing else is known about the member.',
  active: 'Whether points and gifts may be used.',
  balancePoints: 'Points as the program told them, at `readAtMs`; null where it did not.',
  costPoints: 'Points that it costs; null where it costs none.',
  pointsEarned: 'Null where it is not known for certain.',
  pointsToEarn: 'Null where the program does not tell beforehand.',
  mayRedeem: 'Whether this identifier may spend points.',
  mayNotRedeemBecause: 'The problem code that `pay` would answer.',
  grossMinor: 'The lines before any discount.',
  generalDiscountMinor: 'The deals together.',
  totalMinor: 'What the customer pays, in all tenders.',
  taxMinor: 'Inside the total.',
  paidMinor: 'Tenders so far, points among them.',
  dueMinor: 'The total less what is paid.',
  changeMinor: 'Cash to hand back.',
  folder: 'Of what kind this till is; only `live` is real.',
  needsPerson: 'Operations that a manager has to look at in the sync queue of the till.',
  clockOffsetMs: "Milliseconds by which the program's clock is ahead of this machine's; null where not measured.",
  networkUp: 'Always null here.',
  sinceMs: 'Since when; null where not known.',
  why: 'A sentence.',
};

/** The units of the till, by the end of a field's name. */
const BY_ENDING: readonly (readonly [string, string])[] = [
  ['Minor', "In minor units of the till's currency, such as cents."],
  ['Thousandths', 'In thousandths: 1000 is one piece or one kilogram.'],
  ['AtMs', 'Milliseconds since 1970, UTC.'],
  ['UntilMs', 'Milliseconds since 1970, UTC.'],
];

function wordsOf(name: string): string | null {
  const unit = BY_ENDING.find(([ending]) => name.endsWith(ending))?.[1];
  const own = BY_NAME[name];
  return [own, unit].filter((part) => part !== undefined).join(' ') || null;
}

/** Gives every field of a schema, at any depth, its meaning and unit, and takes out bounds that say nothing. */
export function describeFields(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties } = schema as { properties?: Record<string, Schema> };
  for (const [name, field] of Object.entries(properties ?? {})) {
    const words = wordsOf(name);
    if (typeof field === 'object' && words !== null) field.description ??= words;
  }
  const bounds = schema as { type?: unknown; minimum?: number; maximum?: number };
  if (bounds.type === 'integer') {
    if (bounds.maximum === Number.MAX_SAFE_INTEGER) delete bounds.maximum;
    if (bounds.minimum === Number.MIN_SAFE_INTEGER) delete bounds.minimum;
  }
  for (const inner of Object.values(schema)) describeFields(inner);
}
