import type { Untold } from './due.ts';
import type { FolderMemory } from './folder-memory.ts';
import type { InspectedFault } from './inspection.ts';
import type { Reconciliation } from './reconcile.ts';
import type { TradingFigures } from './replay-figures.ts';
import type { TillFigures } from './replay-till.ts';

/** The line of replay.md rule 15; money in minor units, points in hundredths. */
export interface ReplayResult extends TradingFigures, Untold {
  readonly paidWithPoints: number;
  /** Drawn faults that fired, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  readonly operations: OperationCounts;
  readonly ledger: {
    readonly postings: number;
    readonly missing: number;
    readonly twice: number;
    readonly differenceMinor: number;
    readonly differencePoints: number;
    readonly explainedMinor: number;
  };
  readonly seconds: number;
}

export interface OperationCounts {
  readonly delivered: number;
  readonly dropped: number;
  readonly closed: number;
  readonly parked: number;
  readonly open: number;
}

/** With so many drawn faults each of the kinds fires but for one chance in thousands. */
const FAULTS_THAT_SHOW_EVERY_KIND = 100;

/** Every kind that `--faults` draws (replay.md rule 10). */
export const REPLAY_FAULT_KINDS = [
  '401',
  '429',
  '500-after-commit',
  '500-before-commit',
  'delay',
  'drop-after-commit',
  'drop-before-commit',
  'garbage',
  'half-open',
] as const;

export interface ResultParts {
  readonly figures: TradingFigures;
  /** As the file says it. */
  readonly untold: Untold;
  readonly tills: readonly TillFigures[];
  readonly faults: readonly InspectedFault[];
  readonly reconciliation: Reconciliation;
  readonly seconds: number;
}

/** Puts the figures in the order of the line. */
export function resultOf({ figures, untold, tills, faults, reconciliation, seconds }: ResultParts): ReplayResult {
  const { rows, rowsAccepted, rowsRejected, sales, cancellations, returns, unclaimed, journeys } = figures;
  const { postings, missing, twice, differenceMinor, differencePoints, explainedMinor } = reconciliation;
  return {
    rows,
    rowsAccepted,
    rowsRejected,
    sales,
    cancellations,
    returns,
    unclaimed,
    paidWithPoints: reconciliation.paidWithPoints,
    journeys,
    held: untold.held,
    uncorrected: untold.uncorrected,
    faults: countByKind(faults.filter(({ drawn }) => drawn)),
    operations: sumOfOperations(tills),
    ledger: { postings, missing, twice, differenceMinor, differencePoints, explainedMinor },
    seconds,
  };
}

function countByKind(faults: readonly InspectedFault[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of faults.map((fault) => fault.kind).sort()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function sumOfOperations(tills: readonly TillFigures[]): OperationCounts {
  const sum = (one: keyof OperationCounts): number =>
    tills.reduce((total, { operations }) => total + operations[one], 0);
  return {
    delivered: sum('delivered'),
    dropped: sum('dropped'),
    closed: sum('closed'),
    parked: sum('parked'),
    open: sum('open'),
  };
}

/** How many pays may be in doubt: one for each fault that hit a pay after its commit or left it half-open, one for each kill. */
function mostPaysInDoubt(faults: readonly InspectedFault[], kills: number): number {
  const hits = faults.filter(
    ({ operation, committed, kind }) => operation === 'pay' && (committed || kind === 'half-open'),
  );
  return hits.length + kills;
}

/** Runs that did not come to an end by themselves, each of its till processes counted. */
export function killsOf(memory: FolderMemory): number {
  return (memory.begun - memory.ended) * memory.tills;
}

/** What keeps the result from being right, in words; none: exit 0 (replay.md rules 10, 14 and 15). */
export function faultsOfResult(
  result: ReplayResult,
  tills: readonly TillFigures[],
  faults: readonly InspectedFault[],
  memory: FolderMemory,
  kills: number,
): readonly string[] {
  const { ledger, operations } = result;
  const wrong: string[] = [];
  for (const figure of ['missing', 'twice', 'differenceMinor', 'differencePoints'] as const)
    if (ledger[figure] !== 0) wrong.push(`${figure} is ${ledger[figure]}`);
  if (operations.open !== 0) wrong.push(`${operations.open} operations are still open`);
  if (operations.closed !== 0) wrong.push(`${operations.closed} operations were closed by hand`);
  wrong.push(...untoldDifferences(result, tills));
  const inDoubt = tills.flatMap((till) => till.inDoubt);
  const most = memory.faults === null && kills === 0 ? 0 : mostPaysInDoubt(faults, kills);
  if (inDoubt.length > most) wrong.push(`${inDoubt.length} pays are in doubt, at most ${most} can be`);
  for (const { kind, reference } of tills.flatMap((till) => till.wronglyParked))
    wrong.push(`${kind} of ${reference} is parked, which may never be`);
  const drawn = Object.values(result.faults).reduce((sum, count) => sum + count, 0);
  if (memory.faults !== null && drawn >= FAULTS_THAT_SHOW_EVERY_KIND)
    for (const kind of REPLAY_FAULT_KINDS) if (!(kind in result.faults)) wrong.push(`the fault ${kind} never fired`);
  return wrong;
}

/** What the tills keep from the program must be what the file says. */
function untoldDifferences({ held, uncorrected }: Untold, tills: readonly TillFigures[]): readonly string[] {
  const sum = (of: (untold: Untold) => number): number => tills.reduce((total, { untold }) => total + of(untold), 0);
  const compared = [
    ['held', held, sum((untold) => untold.held)],
    ['uncorrected', uncorrected.count, sum((untold) => untold.uncorrected.count)],
    ['uncorrected minor units', uncorrected.minor, sum((untold) => untold.uncorrected.minor)],
  ] as const;
  return compared
    .filter(([, inFile, atTills]) => inFile !== atTills)
    .map(([name, inFile, atTills]) => `${name}: ${inFile} by the file, ${atTills} at the tills`);
}
