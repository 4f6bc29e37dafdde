import { drawJourneys } from './draw-journeys.ts';
import { InvoiceDriver } from './drive-invoices.ts';
import { digestTradingFile, type InvoiceDigest, type TradingDigest } from './plan-invoices.ts';
import { rulesOf } from './program-rules.ts';
import { readInvoices } from './read-invoices.ts';
import type { ReplayTill, TillFigures } from './replay-till.ts';
import type { TillOrder } from './till-order.ts';

export interface TillOrderParts {
  readonly till: ReplayTill;
  readonly loseAnswerOfSubmit: (reference: string) => Promise<void>;
  readonly onRecorded: () => void;
  /** Says that all is recorded here; resolves when that is so at every till. */
  readonly untilAllRecorded: () => Promise<void>;
}

/** Longer than any wait of the queue in a replay: a look-up after 60 s of quiet, again after some time-outs. */
const LONGEST_DRAIN_MS = 10 * 60_000;

/** Sells this till's share of the file and sends everything. */
export async function serveTillOrder(order: TillOrder, parts: TillOrderParts): Promise<TillFigures> {
  const { till } = parts;
  if (!order.sells) return till.figures();
  const digest = await digestTradingFile(order.file);
  const rules = rulesOf(order.backEnd);
  const journeys = drawJourneys(digest, order.journeys, rules);
  const driver = new InvoiceDriver({
    till,
    pays: rules.pays,
    offline: order.offline,
    loseAnswerOfSubmit: parts.loseAnswerOfSubmit,
    onRecorded: parts.onRecorded,
  });
  const owner = ownersOf(digest, order.tills);
  let at = 0;
  const nothing = (): void => undefined;
  for await (const invoice of readInvoices(order.file, nothing, nothing)) {
    const invoiceDigest = digest.invoices[at++];
    if (invoiceDigest?.invoiceNo !== invoice.invoiceNo) throw new Error('the file changed while it was read');
    if (owner(invoiceDigest) !== order.till) continue;
    await driver.drive({ invoice, digest: invoiceDigest, journey: journeys.get(invoice.invoiceNo) ?? null });
  }
  await driver.finish();
  await parts.untilAllRecorded();
  await till.drained(LONGEST_DRAIN_MS);
  return till.figures();
}

/** Invoices go to the tills in turn, a void to the till that sold (replay.md rule 8). */
function ownersOf(digest: TradingDigest, tills: number): (invoice: InvoiceDigest) => number {
  const places = new Map(digest.invoices.map(({ invoiceNo, at }) => [invoiceNo, at]));
  return ({ at, voids }) => (voids === null ? at : (places.get(voids) ?? at)) % tills;
}
