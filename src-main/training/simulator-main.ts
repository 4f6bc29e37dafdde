import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSimulator, type Simulator } from './create-simulator.ts';
import { PROGRAMS } from './posting.ts';
import { SimulatorFolderInUse } from './simulator-database.ts';
import { readSimulatorFile, type SimulatorPorts, writeSimulatorFile } from './simulator-file.ts';
import { type SimulatorSettings, simulatorSettings } from './simulator-settings.ts';

const USAGE = `simulator-main --data DIR [--port N] [--settings FILE] [--with-parent] [--exit-when-idle MS]
  --port            of the first program; the others take the next ones, in the order ${PROGRAMS.join(', ')};
                    0 (default): the ports of the last start in DIR, else free ones
  --with-parent     end when standard input is closed
  --exit-when-idle  end after so many ms without a request
`;

const EXIT = { done: 0, usage: 2, config: 4, folderInUse: 5, portTaken: 10 } as const;

function fail(exitCode: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}

function readArguments(): {
  folder: string;
  port: number;
  settings: SimulatorSettings;
  withParent: boolean;
  idleMs: number;
} {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        settings: { type: 'string' },
        'with-parent': { type: 'boolean', default: false },
        'exit-when-idle': { type: 'string', default: '0' },
      },
    });
    const port = Number(values.port);
    const idleMs = Number(values['exit-when-idle']);
    if (
      values.data === undefined ||
      !Number.isInteger(port) ||
      port < 0 ||
      port > 65_536 - PROGRAMS.length ||
      !(idleMs >= 0)
    )
      return fail(EXIT.usage, USAGE);
    const settings = values.settings === undefined ? {} : readSettings(values.settings);
    return { folder: values.data, port, settings, withParent: values['with-parent'], idleMs };
  } catch (error) {
    return fail(EXIT.usage, `${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}

function readSettings(path: string): SimulatorSettings {
  try {
    return simulatorSettings.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    return fail(EXIT.config, `settings ${path}: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

async function start(wanted: Partial<SimulatorPorts>, folder: string, settings: SimulatorSettings): Promise<Simulator> {
  const onStopped = (): never => process.exit(EXIT.done);
  return await createSimulator({ folder, settings, ports: wanted, onStopped });
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

const { folder, port, settings, withParent, idleMs } = readArguments();
// A till keeps the origin it talked to: a restart on the same folder comes back on the same ports where they are free.
const last = readSimulatorFile(folder)?.ports ?? {};
const wished = port === 0 ? {} : Object.fromEntries(PROGRAMS.map((name, index) => [name, port + index]));
let simulator: Simulator;
try {
  simulator = await start({ ...last, ...wished }, folder, settings).catch(async (error: unknown) => {
    if (!isPortTaken(error)) throw error;
    return await start(wished, folder, settings);
  });
} catch (error) {
  if (error instanceof SimulatorFolderInUse) fail(EXIT.folderInUse, error.message);
  if (isPortTaken(error)) fail(EXIT.portTaken, `port ${port}, or one of the next, is taken`);
  if (error instanceof z.ZodError) fail(EXIT.config, `settings: ${z.prettifyError(error)}`);
  throw error;
}

writeSimulatorFile(folder, simulator);
const stop = (): void => void simulator.stop();
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// Whoever started this may be gone: a broken pipe is no reason to die.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
if (withParent) {
  process.stdin.on('end', stop);
  process.stdin.on('error', stop);
  process.stdin.resume();
}
if (idleMs > 0)
  setInterval(
    () => {
      if (simulator.idleMs() >= idleMs) stop();
    },
    Math.max(50, idleMs / 4),
  ).unref();
process.stdout.write(`${JSON.stringify({ ready: true, ports: simulator.ports })}\n`);
