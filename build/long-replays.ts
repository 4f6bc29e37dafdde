import './require-node24.cjs';
import { complaints, PLAIN, type RunTerms } from '../e2e/proof/check-line.ts';
import { killAt, type ReplayRun, runReplayProcess, withReplayFolder } from '../e2e/proof/replay-process.ts';
import { isThere, REAL_DAY, REAL_WEEK, type TradingFile } from '../e2e/proof/trading-files.ts';
import type { ReplayBackEnd } from '../src-main/replay/replay-options.ts';
import { add, NOTHING, one, type Tally, tallyLine } from './tally.ts';

// `npm run replay:long`: the replays that are too long for `npm test`, over the real trading data beside the checkout.

interface LongReplay {
  readonly name: string;
  readonly file: TradingFile;
  /** What follows the file and the program. */
  readonly args: readonly string[];
  readonly terms: RunTerms;
}

type Way = Pick<LongReplay, 'name' | 'args'> & { readonly terms: Partial<RunTerms> };

const WAYS = {
  plain: { name: 'plain', args: [], terms: {} },
  offlineFirst: { name: '--offline-first', args: ['--offline-first'], terms: { offlineFirst: true } },
  faults: { name: '--faults 7', args: ['--faults', '7'], terms: { faults: true } },
  tills: { name: '--tills 4', args: ['--tills', '4'], terms: {} },
  journeys: {
    name: '--journeys 1 --faults 7',
    args: ['--journeys', '1', '--faults', '7'],
    terms: { journeys: true, faults: true },
  },
  killedOnce: { name: 'killed at 1/2', args: [], terms: { kills: 1 } },
  killed: { name: 'killed at 1/4, 1/2, 3/4', args: [], terms: { kills: 3 } },
} as const satisfies Record<string, Way>;

const { plain, offlineFirst, faults, tills, journeys, killedOnce, killed } = WAYS;

/** The program of the first till goes every way with both files, the others all ways with the day. */
const WAYS_OF: readonly (readonly [ReplayBackEnd, TradingFile, readonly Way[]])[] = [
  ['rekonect', REAL_DAY, [plain, offlineFirst, faults, tills, journeys, killed]],
  ['rekonect', REAL_WEEK, [plain, offlineFirst, faults, tills, journeys, killed]],
  ...(['rbi', 'covalent', 'pomelo'] as const).flatMap((backEnd) => [
    [backEnd, REAL_DAY, [plain, offlineFirst, faults, tills, journeys, killedOnce]] as const,
    [backEnd, REAL_WEEK, [plain]] as const,
  ]),
];

const LONG_REPLAYS: readonly LongReplay[] = WAYS_OF.flatMap(([backEnd, file, ways]) =>
  ways.map(({ name, args, terms }) => ({
    name: `${backEnd}, ${file.name}: ${name}`,
    file,
    args: ['--backend', backEnd, ...args],
    terms: { ...PLAIN, backEnd, ...terms },
  })),
);

/** They mostly wait, and each has a folder and ports of its own. */
const AT_A_TIME = 2;

interface Row {
  readonly name: string;
  readonly wrong: readonly string[];
  readonly run: ReplayRun;
  readonly seconds: number;
}

async function runOne({ name, file, args, terms }: LongReplay): Promise<Row> {
  const startedAt = performance.now();
  return await withReplayFolder(async (folder) => {
    const command = [file.path, '--data', folder, ...args];
    const wrong: string[] = [];
    for (let kill = 1; kill <= terms.kills; kill += 1) {
      const recorded = Math.ceil((file.invoices * kill) / (terms.kills + 1));
      const killed = await runReplayProcess(command, killAt(recorded));
      if (killed.code !== null) wrong.push(`kill ${kill} did not find it running`);
    }
    const run = await runReplayProcess(command);
    wrong.push(...complaints(run, file, terms));
    const proof = await runReplayProcess([...command, '--verify-only']);
    if (proof.code !== 0) wrong.push(`--verify-only ended with ${proof.code}`);
    return { name, wrong, run, seconds: (performance.now() - startedAt) / 1_000 };
  });
}

function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ name, wrong, run: { line }, seconds }) => [
    wrong.length === 0 ? 'ok' : 'FAIL',
    name,
    String(line?.ledger.postings ?? '-'),
    String(line?.paidWithPoints ?? '-'),
    String(line?.operations.parked ?? '-'),
    `${line?.journeys.voids ?? '-'}/${line?.journeys.claims ?? '-'}`,
    `${line?.held ?? '-'}/${line?.uncorrected.count ?? '-'}`,
    String(Object.values(line?.faults ?? {}).reduce((sum, count) => sum + count, 0)),
    seconds.toFixed(1),
  ]);
  const table = [
    ['', 'replay', 'standing', 'paid with points', 'parked', 'voids/claims', 'held/uncorrected', 'faults', 's'],
    ...cells,
  ];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  return table.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')).join('\n');
}

async function runReplays(): Promise<Tally> {
  for (const file of [REAL_DAY, REAL_WEEK])
    if (!isThere(file)) console.log(`Not run: ${file.name} is not on this machine (${file.path}).`);
  const waiting = LONG_REPLAYS.filter(({ file }) => isThere(file)).map((replay, at) => ({ replay, at }));
  const rows: Row[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const row = await runOne(next.replay);
      console.log(`\n── replay with ${row.name}`);
      for (const text of row.wrong) console.log(`   ${text}`);
      console.log(JSON.stringify(row.run.line));
      rows[next.at] = row;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  console.log(`\n${tableOf(rows)}`);
  return rows.reduce((tally, { wrong }) => add(tally, one(wrong.length === 0)), NOTHING);
}

const tally = await runReplays();
console.log(tallyLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
