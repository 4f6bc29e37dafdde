import '../till/require-node.ts';
import { fileURLToPath } from 'node:url';
import { parseReplayOptions, REPLAY_USAGE } from '../replay/replay-options.ts';
import { runReplay } from '../replay/run-replay.ts';
import { exitCode, exitCodeHelp } from '../till/exit-codes.ts';
import { startReplaySimulators } from './replay-simulators.ts';

const parsed = parseReplayOptions(process.argv.slice(2));
switch (parsed.kind) {
  case 'help':
    process.stdout.write(`${REPLAY_USAGE}\n${exitCodeHelp()}\n`);
    break;
  case 'wrong':
    process.stderr.write(`${parsed.message}\n\n${REPLAY_USAGE}`);
    process.exitCode = exitCode('usage');
    break;
  case 'options': {
    const { options } = parsed;
    const end = await runReplay(options, {
      startSimulators: startReplaySimulators,
      tillEntry: fileURLToPath(new URL('./replay-till.ts', import.meta.url)),
      stderr: process.stderr,
    });
    if (end.result !== null) {
      if (options.json) process.stdout.write(`${JSON.stringify(end.result)}\n`);
      else process.stderr.write(`${JSON.stringify(end.result, null, 2)}\n`);
    }
    process.exitCode = end.exitCode;
  }
}
