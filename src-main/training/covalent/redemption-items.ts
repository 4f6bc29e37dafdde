import { moneyText } from '../../../src-shared/money/format-money.ts';
import { type Currency, type Minor, minor } from '../../../src-shared/money/money.ts';
import { moneyFor, type Points, points, pointsFor } from '../../../src-shared/money/points.ts';
import { multiplyDivide } from '../../../src-shared/money/rounding.ts';
import type { CovalentContext } from './covalent-context.ts';
import { invalid } from './endpoint-result.ts';
import { fiatOf, metadataOf, pointsOf } from './field-checks.ts';
import { asObject, type JsonObject } from './json-value.ts';
import type { CovalentMember } from './member-store.ts';

const MOST_ITEMS = 50;
const CATEGORIES: ReadonlySet<unknown> = new Set([
  'car_rental',
  'digital_media',
  'educational_content',
  'experiences',
  'flight',
  'food_and_beverage',
  'general',
  'giftcards_and_evouchers',
  'health_and_wellness',
  'hotel',
  'insurance',
  'retail',
  'travel_other',
]);

export interface PricedItems {
  readonly points: Points;
  readonly fiatMinor: Minor;
  readonly fiatCurrency: Currency | null;
  readonly items: readonly unknown[];
}

/** 6.5: 1 to 50 items, each in exactly one of the two forms; priced for this member's tier. */
export function pricedItems(context: CovalentContext, body: JsonObject, member: CovalentMember | null): PricedItems {
  const list = body['redemption_items'];
  if (list === undefined) throw invalid('redemption_items', 'required', 'This field is required.');
  if (!Array.isArray(list)) throw invalid('redemption_items', 'invalid', 'A list is expected.');
  if (list.length === 0) throw invalid('redemption_items', 'min_value', 'At least one item is required.');
  if (list.length > MOST_ITEMS) throw invalid('redemption_items', 'max_length', 'At most 50 items are allowed.');
  const priced = list.map((item, index) => pricedItem(context, item, `redemption_items.${index}.`, member));
  const currencies = new Set(priced.map(({ fiatCurrency }) => fiatCurrency).filter((code) => code !== null));
  if (currencies.size > 1) throw invalid('redemption_items', 'invalid', 'All items need one currency.');
  return {
    points: points(priced.reduce((sum, item) => sum + item.points, 0)),
    fiatMinor: minor(priced.reduce((sum, item) => sum + item.fiatMinor, 0)),
    fiatCurrency: [...currencies][0] ?? null,
    items: priced.map(({ wire }) => wire),
  };
}

function pricedItem(context: CovalentContext, value: unknown, place: string, member: CovalentMember | null) {
  const item = asObject(value);
  if (item === null) throw invalid(place.slice(0, -1), 'invalid', 'An object is expected.');
  if (!CATEGORIES.has(item['category'])) throw invalid(`${place}category`, 'invalid_choice', 'Not a valid choice.');
  metadataOf(item);
  const hasFiat = item['fiat_amount'] !== undefined || item['fiat_currency'] !== undefined;
  if (hasFiat && item['loyalty_amount'] !== undefined)
    throw invalid(`${place}loyalty_amount`, 'invalid', 'An item is in fiat or in points, never both.');
  const { price } = context.settings();
  if (!hasFiat) {
    const amount = pointsOf(item, 'loyalty_amount', place);
    return {
      points: amount,
      fiatMinor: moneyFor(points(amount), price, 'towardsZero'),
      fiatCurrency: null,
      wire: item,
    };
  }
  const { minor: fiatMinor, currency } = fiatOf(item, place);
  if (fiatMinor < 1) throw invalid(`${place}fiat_amount`, 'min_value', 'The value must be above 0.');
  const amount = pricePoints(context, fiatMinor, member);
  const wire = { ...item, fiat_amount: moneyText(fiatMinor, currency), loyalty_amount: amount };
  return { points: amount, fiatMinor, fiatCurrency: currency, wire };
}

function pricePoints(context: CovalentContext, fiatMinor: Minor, member: CovalentMember | null): number {
  const { price } = context.settings();
  return multiplyDivide(pointsFor(fiatMinor, price, 'halfEven'), tierPrice(context, member), 10_000, 'halfEven');
}

function tierPrice({ settings }: CovalentContext, member: CovalentMember | null): number {
  return settings().tierPrices[member?.tier ?? ''] ?? 10_000;
}

/** What so many points pay for, minor units, rounded down. */
export function worthOf(context: CovalentContext, amount: number, member: CovalentMember | null): Minor {
  const atFullPrice = multiplyDivide(Math.max(0, amount), 10_000, tierPrice(context, member), 'towardsZero');
  return moneyFor(points(atFullPrice), context.settings().price, 'towardsZero');
}
