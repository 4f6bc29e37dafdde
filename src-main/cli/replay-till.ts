import '../till/require-node.ts';
import { join } from 'node:path';
import { openReplayTill } from '../replay/open-replay-till.ts';
import type { TillFigures } from '../replay/replay-till.ts';
import { serveTillOrder } from '../replay/serve-till-order.ts';
import { DRAIN, type TillReport, tillOrder } from '../replay/till-order.ts';
import { exitCode } from '../till/exit-codes.ts';
import { explainStartFailure } from '../till/start-failure.ts';
import { findSimulator } from '../training/start-simulator.ts';
import { TRAINING_PROGRAMS } from '../training/training-programs.ts';
import { replaySimulators } from './replay-simulators.ts';

// One till of a replay, in a process of its own; started by the replay alone, with its order as the only argument.

const NO_TILL: TillFigures = {
  operations: { delivered: 0, dropped: 0, closed: 0, parked: 0, open: 0 },
  inDoubt: [],
  wronglyParked: [],
  untold: { held: 0, uncorrected: { count: 0, minor: 0 } },
};
/** Where nothing is sent it does not matter that nobody listens. */
const NOWHERE = 'http://127.0.0.1:9/';

const say = (report: TillReport): void => void process.send?.(report);

/** Resolves when the replay says that everything is recorded everywhere. */
const drainOrder = new Promise<void>((resolve) => {
  process.on('message', (message) => {
    if (message === DRAIN) resolve();
  });
});
// A replay that died took its tills with it: nothing may be sold that nobody counts.
process.once('disconnect', () => process.exit(exitCode('check-failed')));

async function serve(): Promise<TillReport> {
  const order = tillOrder.parse(JSON.parse(process.argv[2] ?? '{}'));
  const program = TRAINING_PROGRAMS[order.backEnd];
  const found = await findSimulator(join(order.dataDir, 'simulators'));
  if (found === null && order.sells) throw new Error('the simulators are not running');
  const simulators = found === null ? null : replaySimulators(found, order.backEnd);
  const backEnd = program.backEndConfig(simulators?.url ?? NOWHERE);
  const opened = await openReplayTill(order, { backEnd, apiKey: program.apiKey });
  if (opened.kind === 'never-there') return { kind: 'finished', figures: NO_TILL };
  if (opened.kind === 'failed') {
    const { exitCode: code, what, whatToDo } = explainStartFailure(opened.failure);
    return { kind: 'failed', exitCode: code, message: `${what} ${whatToDo}` };
  }
  const { till } = opened;
  try {
    const figures = await serveTillOrder(order, {
      till,
      loseAnswerOfSubmit: async (reference) => await simulators?.loseAnswerOfSubmit(reference),
      onRecorded: () => say({ kind: 'recorded' }),
      untilAllRecorded: async () => {
        say({ kind: 'all-recorded' });
        await drainOrder;
      },
    });
    return { kind: 'finished', figures };
  } finally {
    await till.close();
    await found?.release();
  }
}

const report = await serve().catch((error: unknown): TillReport => {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'failed', exitCode: exitCode('check-failed'), message };
});
process.send?.(report, undefined, undefined, () => {
  process.removeAllListeners('disconnect');
  process.disconnect();
  process.exitCode = 0;
});
