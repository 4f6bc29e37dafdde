import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Everything a trading file fixes, for Rekonect and without journeys (the table of replay.md). */
export interface TradingFile {
  readonly name: string;
  readonly path: string;
  readonly invoices: number;
  readonly figures: {
    readonly rows: number;
    readonly rowsAccepted: number;
    readonly rowsRejected: number;
    readonly sales: number;
    readonly cancellations: number;
    readonly returns: number;
    readonly unclaimed: number;
  };
  /** Sales and returns that stand at the end. */
  readonly standing: number;
  readonly paidWithPointsOnline: number;
}

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export const INVENTED_DAY: TradingFile = {
  name: 'the invented day',
  path: pathOf('invented-day.csv'),
  invoices: 58,
  figures: {
    rows: 169,
    rowsAccepted: 154,
    rowsRejected: 15,
    sales: 45,
    cancellations: 4,
    returns: 9,
    unclaimed: 7,
  },
  standing: 50,
  paidWithPointsOnline: 7,
};

export const REAL_DAY: TradingFile = {
  name: 'the real day',
  path: pathOf('../../../shared/data/online-retail/2010-12-01.csv'),
  invoices: 133,
  figures: {
    rows: 3_108,
    rowsAccepted: 3_098,
    rowsRejected: 10,
    sales: 127,
    cancellations: 0,
    returns: 6,
    unclaimed: 6,
  },
  standing: 133,
  paidWithPointsOnline: 26,
};

export const REAL_WEEK: TradingFile = {
  name: 'the real week',
  path: pathOf('../../../shared/data/online-retail/2010-12-01_08.csv.gz'),
  invoices: 829,
  figures: {
    rows: 19_632,
    rowsAccepted: 19_498,
    rowsRejected: 134,
    sales: 727,
    cancellations: 2,
    returns: 100,
    unclaimed: 49,
  },
  standing: 825,
  paidWithPointsOnline: 133,
};

/** The real files lie beside the project, never in it. */
export const isThere = (file: TradingFile): boolean => existsSync(file.path);
