import './require-node24.cjs';
import { complaints, PLAIN, type RunTerms } from '../e2e/proof/check-line.ts';
import { killAt, type ReplayRun, runReplayProcess, withReplayFolder } from '../e2e/proof/replay-process.ts';
import { isThere, REAL_DAY, REAL_WEEK, type TradingFile } from '../e2e/proof/trading-files.ts';
import { add, NOTHING, one, type Tally, tallyLine } from './tally.ts';

// `npm run replay:long`: the replays that are too long for `npm test`, over the real trading data beside the checkout.

interface LongReplay {
  readonly name: string;
  /** What follows the file. */
  readonly args: readonly string[];
  readonly terms: RunTerms;
}

const LONG_REPLAYS: readonly LongReplay[] = [
  { name: 'plain', args: [], terms: PLAIN },
  { name: '--offline-first', args: ['--offline-first'], terms: { ...PLAIN, offlineFirst: true } },
  { name: '--faults 7', args: ['--faults', '7'], terms: { ...PLAIN, faults: true } },
  { name: '--tills 4', args: ['--tills', '4'], terms: PLAIN },
  {
    name: '--journeys 1 --faults 7',
    args: ['--journeys', '1', '--faults', '7'],
    terms: { ...PLAIN, journeys: true, faults: true },
  },
  { name: 'killed at 1/4, 1/2, 3/4', args: [], terms: { ...PLAIN, kills: 3 } },
];

interface Row {
  readonly name: string;
  readonly wrong: readonly string[];
  readonly run: ReplayRun;
  readonly seconds: number;
}

async function runOne(file: TradingFile, { name, args, terms }: LongReplay): Promise<Row> {
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
    return { name: `${file.name}: ${name}`, wrong, run, seconds: (performance.now() - startedAt) / 1_000 };
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
    String(Object.values(line?.faults ?? {}).reduce((sum, count) => sum + count, 0)),
    seconds.toFixed(1),
  ]);
  const table = [['', 'replay', 'standing', 'paid with points', 'parked', 'voids/claims', 'faults', 's'], ...cells];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  return table.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')).join('\n');
}

async function runReplays(): Promise<Tally> {
  const files = [REAL_DAY, REAL_WEEK].filter((file) => {
    if (!isThere(file)) console.log(`Not run: ${file.name} is not on this machine (${file.path}).`);
    return isThere(file);
  });
  const rows: Row[] = [];
  for (const file of files) {
    for (const replay of LONG_REPLAYS) {
      console.log(`\n── replay of ${file.name}: ${replay.name}`);
      const row = await runOne(file, replay);
      for (const text of row.wrong) console.log(`   ${text}`);
      console.log(JSON.stringify(row.run.line));
      rows.push(row);
    }
  }
  console.log(`\n${tableOf(rows)}`);
  return rows.reduce((tally, { wrong }) => add(tally, one(wrong.length === 0)), NOTHING);
}

const tally = await runReplays();
console.log(tallyLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
