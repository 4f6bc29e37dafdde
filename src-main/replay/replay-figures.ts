import type { Journey } from './draw-journeys.ts';
import type { TradingDigest } from './plan-invoices.ts';

/** The figures of a file that no run can change. */
export interface TradingFigures {
  readonly rows: number;
  readonly rowsAccepted: number;
  readonly rowsRejected: number;
  /** Invoices sold, voided ones included, returns apart. */
  readonly sales: number;
  /** Voids by a `C` invoice. */
  readonly cancellations: number;
  readonly returns: number;
  /** Sales without a member in the file. */
  readonly unclaimed: number;
  readonly journeys: { readonly voids: number; readonly claims: number };
}

export function tradingFigures(digest: TradingDigest, journeys: ReadonlyMap<string, Journey>): TradingFigures {
  const { invoices } = digest;
  const count = (kind: string): number => invoices.filter((invoice) => invoice.kind === kind).length;
  const drawn = [...journeys.values()];
  return {
    rows: digest.rows,
    rowsAccepted: digest.rows - digest.rejects.length,
    rowsRejected: digest.rejects.length,
    sales: count('sale'),
    cancellations: count('void'),
    returns: count('return'),
    unclaimed: invoices.filter(({ kind, customerId }) => kind === 'sale' && customerId === null).length,
    journeys: {
      voids: drawn.filter(({ kind }) => kind === 'void').length,
      claims: drawn.filter(({ kind }) => kind === 'claim').length,
    },
  };
}
