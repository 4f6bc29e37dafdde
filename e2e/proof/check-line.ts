import type { ReplayBackEnd } from '../../src-main/replay/replay-options.ts';
import type { ReplayLine, ReplayRun } from './replay-process.ts';
import type { TradingFile } from './trading-files.ts';

/** How a replay was run, as far as it decides what its line must say. */
export interface RunTerms {
  readonly backEnd: ReplayBackEnd;
  readonly offlineFirst: boolean;
  readonly faults: boolean;
  readonly journeys: boolean;
  readonly kills: number;
}

export const PLAIN: RunTerms = { backEnd: 'rekonect', offlineFirst: false, faults: false, journeys: false, kills: 0 };

/** What is wrong with a run that should have come out right; nothing when it did (replay.md rules 14, 15 and the table). */
export function complaints(run: ReplayRun, file: TradingFile, terms: RunTerms): readonly string[] {
  const { line } = run;
  if (line === null) return [`exit ${run.code}, and stdout is not one line: ${run.stderr.slice(-2_000)}`];
  const found: string[] = [];
  const expect = (name: string, actual: number, wanted: number): void => {
    if (actual !== wanted) found.push(`${name} is ${actual}, not ${wanted}`);
  };
  expect('exit code', run.code ?? -1, 0);
  found.push(...run.stderr.split('\n').filter((text) => text.startsWith('WRONG')));
  for (const [name, wanted] of Object.entries(file.figures))
    expect(name, line[name as keyof TradingFile['figures']], wanted);
  for (const name of ['missing', 'twice', 'differenceMinor', 'differencePoints'] as const)
    expect(name, line.ledger[name], 0);
  expect('open', line.operations.open, 0);
  expect('closed', line.operations.closed, 0);
  found.push(...complaintsOfStanding(line, file, terms));
  if (!terms.faults && terms.kills === 0) {
    expect('parked', line.operations.parked, 0);
    expect('explainedMinor', line.ledger.explainedMinor, 0);
  }
  if (!terms.journeys) expect('journeys', line.journeys.voids + line.journeys.claims, 0);
  else if (line.journeys.voids === 0) found.push('no void was drawn');
  else if ((line.journeys.claims === 0) !== (terms.backEnd === 'rbi'))
    found.push(`${line.journeys.claims} claims were drawn`);
  found.push(...complaintsOfPays(line, file, terms));
  if (terms.faults && Object.keys(line.faults).length === 0) found.push('no fault fired');
  return found;
}

/** A voided sale may have been one that the program was never told of; a claimed one is told later. */
function complaintsOfStanding(line: ReplayLine, file: TradingFile, terms: RunTerms): readonly string[] {
  const { standing, held, uncorrected } = file.programs[terms.backEnd];
  const { voids, claims } = line.journeys;
  const found: string[] = [];
  const within = (name: string, actual: number, least: number, most: number): void => {
    if (actual < least || actual > most) found.push(`${name} is ${actual}, not from ${least} to ${most}`);
  };
  const isHeldHere = held > 0;
  within('standing postings', line.ledger.postings, standing - voids, standing + (isHeldHere ? claims : -voids));
  within('held', line.held, isHeldHere ? held - claims - voids : 0, isHeldHere ? held - claims : 0);
  within('uncorrected', line.uncorrected.count, uncorrected.count, uncorrected.count);
  within('uncorrected minor units', line.uncorrected.minor, uncorrected.minor, uncorrected.minor);
  return found;
}

function complaintsOfPays(line: ReplayLine, file: TradingFile, terms: RunTerms): readonly string[] {
  const { paidWithPoints } = line;
  const most = file.programs[terms.backEnd].paidWithPointsOnline;
  if (terms.offlineFirst) return paidWithPoints === 0 ? [] : [`${paidWithPoints} pays without a connection`];
  const atLeast = terms.faults ? Math.min(1, most) : terms.journeys ? most - line.journeys.voids : most - terms.kills;
  return paidWithPoints >= atLeast && paidWithPoints <= most
    ? []
    : [`paidWithPoints is ${paidWithPoints}, not from ${atLeast} to ${most}`];
}

/** The line without what only this run decides. */
export function withoutSeconds(line: ReplayLine | null): object {
  return { ...line, seconds: 0 };
}
