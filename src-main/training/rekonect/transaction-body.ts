import { CODE, invalid, type Refused, refused } from './endpoint-result.ts';
import { asInteger, asObject, asText, canonicalJson, type JsonObject } from './json-object.ts';

export interface BasketLine {
  readonly departmentCode: string;
  readonly quantity: number;
  /** Whole line after discounts, minor units; below 0 on a return line. */
  readonly netMinor: number;
  readonly isReturn: boolean;
}

export interface TransactionBody {
  readonly transactionId: string;
  readonly totalMinor: number;
  readonly lines: readonly BasketLine[];
  readonly tenders: readonly { readonly type: string; readonly amountMinor: number }[];
  readonly warnings: readonly string[];
}

export type ReadTransaction = ({ readonly accepted: true } & TransactionBody) | Refused;

const PATH = 'body.transaction';
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
const LOYALTY_TENDERS: ReadonlySet<string> = new Set(['POINTS', 'CREDIT']);

export function isDateTime(value: unknown): boolean {
  return typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
}

/** Minor units tendered as points or credit. */
export function loyaltyTenderMinor(body: TransactionBody): number {
  return body.tenders.reduce((sum, { type, amountMinor }) => (LOYALTY_TENDERS.has(type) ? sum + amountMinor : sum), 0);
}

/**
 * Reads a Transaction (5.3, 5.4).
 *
 * @param purpose `draft` and `pay` demand id, total and readable lines; `submit` also a line, a date (A10) and tenders that
 *   match the total (section 7.7)
 * @param strict whether every field the reference calls required is demanded, else its absence is only a warning
 */
export function readTransaction(value: unknown, purpose: 'draft' | 'pay' | 'submit', strict: boolean): ReadTransaction {
  const transaction = asObject(value);
  if (transaction === null) return invalid(PATH, 'A transaction is required');
  const transactionId = asText(transaction['transactionId']);
  if (transactionId === null) return invalid(`${PATH}.transactionId`, 'A transaction id is required');
  const totalMinor = asInteger(transaction['totalAmount']);
  if (totalMinor === null) return invalid(`${PATH}.totalAmount`, 'A total in whole minor units is required');

  const warnings: string[] = [];
  const lines = readLines(transaction, purpose, warnings);
  if ('accepted' in lines) return lines;
  const tenders = readTenders(transaction);
  if ('accepted' in tenders) return tenders;
  const body: TransactionBody = { transactionId, totalMinor, lines, tenders, warnings };
  if (purpose === 'submit') {
    const problem = checkSubmitted(transaction, body, warnings);
    if (problem !== null) return problem;
    if (strict && warnings[0] !== undefined) return invalid(PATH, warnings[0]);
  }
  return { accepted: true, ...body };
}

function checkSubmitted(transaction: JsonObject, body: TransactionBody, warnings: string[]): Refused | null {
  const { totalMinor, lines, tenders } = body;
  for (const name of ['openTime', 'dateTime'])
    if (transaction[name] !== undefined && !isDateTime(transaction[name]))
      return invalid(`${PATH}.${name}`, 'A date-time is yyyy-MM-ddTHH:mm:ssZ');
  if (transaction['dateTime'] === undefined && transaction['openTime'] === undefined)
    return invalid(`${PATH}.dateTime`, 'A date-time is required');
  const paid = tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (paid !== totalMinor) return invalid(`${PATH}.payments`, 'The payments do not add up to totalAmount');

  for (const name of ['openTime', 'dateTime', 'totalTaxAmount', 'totalGeneralDiscount'])
    if (transaction[name] === undefined) warnings.push(`transaction.${name} is missing`);
  const discount = Math.abs(asInteger(transaction['totalGeneralDiscount']) ?? 0);
  const net = lines.reduce((sum, { netMinor }) => sum + netMinor, 0);
  if (net - discount !== totalMinor)
    warnings.push('the lines less the general discount do not come to totalAmount (A4)');
  return null;
}

function readLines(transaction: JsonObject, purpose: string, warnings: string[]): BasketLine[] | Refused {
  const items = transaction['items'] ?? [];
  if (!Array.isArray(items)) return invalid(`${PATH}.items`, 'The items are a list');
  if (purpose === 'submit' && items.length === 0) return invalid(`${PATH}.items`, 'At least one item is required');
  const lines: BasketLine[] = [];
  const ids = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    const line = asObject(item);
    if (line === null) return invalid(`${PATH}.items.${index}`, 'An item is an object');
    // C6: either pair of names, gross and net win.
    const net = line['netAmount'] ?? line['total'];
    const gross = line['grossAmount'] ?? line['subtotal'];
    for (const amount of [net, gross])
      if (amount === undefined) warnings.push(`items.${index} lacks an amount`);
      else if (asInteger(amount) === null)
        return invalid(`${PATH}.items.${index}`, 'Line amounts are whole minor units');
    for (const name of ['lineId', 'code', 'name', 'departmentCode', 'departmentName', 'quantity'])
      if (line[name] === undefined) warnings.push(`items.${index}.${name} is missing`);
    if (line['lineId'] !== undefined && ids.has(line['lineId'])) warnings.push(`items.${index}.lineId is not unique`);
    ids.add(line['lineId']);
    const quantity = line['quantity'];
    lines.push({
      departmentCode: asText(line['departmentCode']) ?? '',
      quantity: typeof quantity === 'number' ? quantity : 1,
      netMinor: asInteger(net ?? gross) ?? 0,
      isReturn: line['action'] === 'return',
    });
  }
  return lines;
}

function readTenders(transaction: JsonObject): { type: string; amountMinor: number }[] | Refused {
  const { payments, meansOfPayment } = transaction;
  if (
    payments !== undefined &&
    meansOfPayment !== undefined &&
    canonicalJson(payments) !== canonicalJson(meansOfPayment)
  )
    return invalid(`${PATH}.payments`, 'payments and meansOfPayment differ');
  const list = payments ?? meansOfPayment ?? [];
  if (!Array.isArray(list)) return invalid(`${PATH}.payments`, 'The payments are a list');
  const tenders: { type: string; amountMinor: number }[] = [];
  for (const [index, entry] of list.entries()) {
    const type = asText(asObject(entry)?.['type']);
    const amountMinor = asInteger(asObject(entry)?.['amount']);
    if (type === null || amountMinor === null)
      return invalid(`${PATH}.payments.${index}`, 'A payment has a type and an amount in whole minor units');
    tenders.push({ type, amountMinor });
  }
  return tenders;
}

/** C7: gifts at the body root or inside the transaction; the same key twice is refused. */
export function readUsedAssets(body: JsonObject): string[] | Refused {
  const keys: string[] = [];
  for (const list of [body['usedAssets'], asObject(body['transaction'])?.['usedAssets']]) {
    if (list === undefined) continue;
    if (!Array.isArray(list)) return invalid('body.usedAssets', 'The used assets are a list');
    for (const entry of list) {
      const key = asText(asObject(entry)?.['key']);
      if (key === null) return invalid('body.usedAssets', 'A used asset has a key');
      if (keys.includes(key)) return invalid('body.usedAssets', 'An asset is named twice');
      keys.push(key);
    }
  }
  return keys;
}

/** C7 for deals: one place or the other. */
export function checkAppliedDeals(body: JsonObject): Refused | null {
  const inside = asObject(body['transaction'])?.['appliedDeals'];
  const beside = body['appliedDeals'];
  if (Array.isArray(inside) && inside.length > 0 && Array.isArray(beside) && beside.length > 0)
    return refused(CODE.invalid, 'The deals are given in two places', 'body.appliedDeals');
  return null;
}
