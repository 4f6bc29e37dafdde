import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ReplayBackEnd } from '../../src-main/replay/replay-options.ts';

/** What a program is told of a file, without journeys; Rekonect's are those of the table of replay.md. */
interface ProgramFigures {
  /** Sales and returns that stand at the program at the end. */
  readonly standing: number;
  readonly paidWithPointsOnline: number;
  readonly held: number;
  readonly uncorrected: { readonly count: number; readonly minor: number };
}

/** Everything a trading file fixes. */
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
  readonly programs: Readonly<Record<ReplayBackEnd, ProgramFigures>>;
}

const NONE = { count: 0, minor: 0 };

/** @param returns what a program that takes no returns leaves uncorrected */
function programsOf(
  standing: Readonly<Record<ReplayBackEnd, number>>,
  paidWithPointsOnline: number,
  unclaimed: number,
  returns: ProgramFigures['uncorrected'],
): TradingFile['programs'] {
  return {
    rekonect: { standing: standing.rekonect, paidWithPointsOnline, held: 0, uncorrected: NONE },
    rbi: { standing: standing.rbi, paidWithPointsOnline: 0, held: 0, uncorrected: returns },
    covalent: { standing: standing.covalent, paidWithPointsOnline, held: unclaimed, uncorrected: returns },
    pomelo: { standing: standing.pomelo, paidWithPointsOnline, held: unclaimed, uncorrected: NONE },
  };
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
  programs: programsOf({ rekonect: 50, rbi: 41, covalent: 34, pomelo: 36 }, 7, 7, { count: 9, minor: 74_712 }),
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
  programs: programsOf({ rekonect: 133, rbi: 127, covalent: 121, pomelo: 126 }, 26, 6, { count: 6, minor: 32_523 }),
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
  programs: programsOf({ rekonect: 825, rbi: 725, covalent: 676, pomelo: 760 }, 133, 49, {
    count: 100,
    minor: 5_999_175,
  }),
};

/** The real files lie beside the project, never in it. */
export const isThere = (file: TradingFile): boolean => existsSync(file.path);
