import './require-node24.cjs';
import { existsSync } from 'node:fs';
import { runNode } from './run-command.ts';
import { add, NOTHING, one, type Tally, tallyLine } from './tally.ts';

// `npm run replay:long`: the replays that are too long for `npm test`, over the real trading data beside the checkout.
const DATA_FOLDER = '../shared/data/online-retail';

interface LongReplay {
  readonly name: string;
  /** What follows `npm run replay --`. */
  readonly args: readonly string[];
}

const LONG_REPLAYS: readonly LongReplay[] = [];

async function runReplays(): Promise<Tally> {
  if (!existsSync(DATA_FOLDER)) {
    console.log(`No long replay was run: ${DATA_FOLDER} is not on this machine.`);
    return NOTHING;
  }
  if (LONG_REPLAYS.length === 0) console.log('No long replay is named yet.');
  let tally = NOTHING;
  for (const { name, args } of LONG_REPLAYS) {
    console.log(`\n── replay: ${name}`);
    const result = await runNode(['src-main/cli/replay.ts', ...args], { output: 'show' });
    console.log(
      `── replay: ${name}: ${result.code === 0 ? 'ok' : `exit code ${result.code}`} (${Math.floor(result.elapsedMs / 1000)} s)`,
    );
    tally = add(tally, one(result.code === 0));
  }
  return tally;
}

const tally = await runReplays();
console.log(tallyLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
