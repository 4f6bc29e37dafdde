import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ControlClient } from './control-client.ts';
import { PROGRAMS, type Program } from './posting.ts';
import { readSimulatorFile, type SimulatorIdentity } from './simulator-file.ts';
import type { SimulatorSettings } from './simulator-settings.ts';

export interface StartSimulatorOptions {
  /** The simulators' folder (`DATA/simulators`): ledger and `simulator.json`. */
  readonly folder: string;
  /** Own process group, outlives this process (also its SIGKILL). Default false: it ends with this process. */
  readonly detached?: boolean;
  /** Ends by itself after so many ms without a request; for detached ones. */
  readonly exitWhenIdleMs?: number;
  /** Laid over the settings of a new or a running simulator. */
  readonly settings?: SimulatorSettings;
  /** Where the process's own words go; default `simulator.log` in the folder. They name no person and no key. */
  readonly logFile?: string;
  /** For a bundled caller, which has no `simulator-main.ts` beside it. */
  readonly entry?: string;
}

/** The simulators of a folder, in a process of their own. */
export interface RunningSimulator {
  /** A program's base URL with version and slash. Throws for one that this simulator does not serve. */
  url(program: Program): string;
  readonly servesAll: boolean;
  readonly control: ControlClient;
  readonly pid: number;
  /** False: one was running on the folder already. */
  readonly started: boolean;
  /** Lets go of the control connection; a detached simulator runs on. */
  release(): Promise<void>;
  /** Ends the simulator, whoever started it, and waits until it is gone. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 15_000;
const FOLDER_IN_USE = 5;

/** The simulator that runs on this folder, or null. It is proven by its instance id, not by its process id. */
export async function findSimulator(folder: string): Promise<RunningSimulator | null> {
  const identity = readSimulatorFile(folder);
  if (identity === null || !(await isAlive(identity))) return null;
  return running(identity, false);
}

/** Finds the simulator of a folder or starts one. Rejects with an Error that carries what the process said. */
export async function startSimulator(options: StartSimulatorOptions): Promise<RunningSimulator> {
  const found = await findSimulator(options.folder);
  // Left running by a killed till of an older version, which served fewer.
  if (found?.servesAll === false) await found.stop();
  const simulator = found?.servesAll === true ? found : await launch(options);
  if (options.settings !== undefined) await simulator.control.applySettings(options.settings);
  return simulator;
}

async function launch(options: StartSimulatorOptions): Promise<RunningSimulator> {
  const { folder } = options;
  const logFile = options.logFile ?? join(folder, 'simulator.log');
  mkdirSync(folder, { recursive: true });
  mkdirSync(dirname(logFile), { recursive: true });
  const child = spawnSimulator(options, logFile);
  const exitCode = await readyOrExit(child);
  if (exitCode === null) {
    const identity = readSimulatorFile(folder);
    if (identity === null) throw new Error('the simulator is ready but left no simulator.json');
    return running(identity, true);
  }
  if (exitCode !== FOLDER_IN_USE) throw new Error(`the simulator ended with ${exitCode}, see ${logFile}`);
  return await foundSoon(folder);
}

function spawnSimulator(options: StartSimulatorOptions, logFile: string): ChildProcess {
  const detached = options.detached ?? false;
  const entry = options.entry ?? fileURLToPath(new URL('./simulator-main.ts', import.meta.url));
  const argv = [entry, '--data', options.folder, ...(detached ? [] : ['--with-parent'])];
  if (options.exitWhenIdleMs !== undefined) argv.push('--exit-when-idle', String(options.exitWhenIdleMs));
  const log = openSync(logFile, 'a');
  try {
    return spawn(process.execPath, argv, {
      detached,
      stdio: [detached ? 'ignore' : 'pipe', 'pipe', log],
      // Under Electron execPath is Electron's: this makes it plain Node. Node itself ignores it.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
  } finally {
    closeSync(log);
  }
}

/** Null once the process has said that it is ready, else its exit code. Afterwards the child keeps nobody alive. */
async function readyOrExit(child: ChildProcess): Promise<number | null> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the simulator has no standard output');
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the simulator was not ready within ${READY_WITHIN_MS} ms`));
    }, READY_WITHIN_MS);
    const settle = (code: number | null): void => {
      clearTimeout(timer);
      resolve(code);
    };
    createInterface({ input: stdout }).once('line', () => settle(null));
    child.once('exit', (code) => settle(code ?? -1));
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
  stdout.destroy();
  child.unref();
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return exitCode;
}

/** Another process was quicker: its simulator writes its file within moments. */
async function foundSoon(folder: string): Promise<RunningSimulator> {
  for (let waitedMs = 0; waitedMs < READY_WITHIN_MS; waitedMs += 50) {
    const found = await findSimulator(folder);
    if (found !== null) return found;
    await sleep(50);
  }
  throw new Error(`another process has the simulator folder open, but does not answer: ${folder}`);
}

async function isAlive(identity: SimulatorIdentity): Promise<boolean> {
  const client = new ControlClient(identity, 2_000);
  try {
    return (await client.health()).instanceId === identity.instanceId;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  } finally {
    await client.close();
  }
}

function running(identity: SimulatorIdentity, started: boolean): RunningSimulator {
  const control = new ControlClient(identity);
  return {
    url: (program) => {
      const url = identity.urls[program];
      if (url === undefined) throw new Error(`the running simulator does not serve ${program}`);
      return url;
    },
    servesAll: PROGRAMS.every((program) => identity.urls[program] !== undefined),
    control,
    pid: identity.pid,
    started,
    release: async () => await control.close(),
    stop: async () => {
      await control.stopSimulator();
      await control.close();
      while (await isAlive(identity)) await sleep(20);
    },
  };
}
