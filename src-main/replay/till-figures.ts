import type { TillParts } from '../till/till-parts.ts';
import { type CountedRow, queueFigures } from './queue-figures.ts';
import type { TillFigures } from './replay-till.ts';
import { type RecordedSale, untoldAtTill } from './untold-at-till.ts';

type Stores = TillParts['stores'];

const PAGE = 500;

/** What one till says of itself when all is done, from its own tables. */
export function tillFigures({ stores, backEnd }: Pick<TillParts, 'stores' | 'backEnd'>): TillFigures {
  const takesReturns = backEnd.capabilities.returnWithoutSale.offered;
  return { ...countedQueue(stores), untold: untoldAtTill(recordedSales(stores), takesReturns) };
}

/** Its whole queue. */
export function countedQueue({ operations, sales }: Stores): Omit<TillFigures, 'untold'> {
  const rows: CountedRow[] = [];
  for (let before: number | null = null; ; ) {
    const page = operations.page('all', before, PAGE);
    for (const { detail, ...row } of page) {
      if (detail === null) throw new Error(`operation ${row.id} cannot be read`);
      rows.push({ ...row, detail });
    }
    before = page.at(-1)?.seq ?? null;
    if (page.length < PAGE) break;
  }
  return queueFigures(rows, (saleId) => (saleId === null ? '' : (sales.byId(saleId)?.reference ?? '')));
}

function* recordedSales({ operations, sales, unclaimed }: Stores): Generator<RecordedSale> {
  for (let before: number | null = null; ; ) {
    const page = sales.list(before, null, PAGE);
    for (const { saleId, state, totalMinor } of page) {
      const code = unclaimed.bySale(saleId);
      const claimable = code !== null && code.claimedAtMs === null;
      // One of free lines alone comes to nothing and is a return all the same.
      const isReturn = totalMinor <= 0 && sales.byId(saleId)?.lines.some(({ action }) => action === 'return') === true;
      yield { state, totalMinor, isReturn, claimable, operations: operations.factsOfSale(saleId) };
    }
    before = page.at(-1)?.seq ?? null;
    if (page.length < PAGE) return;
  }
}
