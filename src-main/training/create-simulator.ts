import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { ApiListener, type ApiListenerParts } from './api-listener.ts';
import { ControlServer } from './control-server.ts';
import { FaultLog } from './fault-log.ts';
import { FaultSwitchboard } from './fault-switchboard.ts';
import { Ledger } from './ledger.ts';
import { LedgerTampering } from './ledger-tampering.ts';
import type { LoopbackListener } from './loopback-listener.ts';
import { PROGRAMS, type Program } from './posting.ts';
import { PROGRAM_CREATORS } from './programs.ts';
import { RequestJournal } from './request-journal.ts';
import type { SimulatedProgram, SimulatedProgramParts } from './simulated-program.ts';
import { SimulatorClock } from './simulator-clock.ts';
import { openSimulatorDatabase } from './simulator-database.ts';
import type { SimulatorIdentity, SimulatorPorts } from './simulator-file.ts';
import type { SimulatorSettings } from './simulator-settings.ts';

export interface SimulatorOptions {
  /** Where the simulators' file lies; null keeps all in memory (tests). */
  readonly folder: string | null;
  readonly settings?: SimulatorSettings;
  /** Wanted ports; 0 or absent: free ones. */
  readonly ports?: Partial<SimulatorPorts>;
  /** ms since 1970; default the machine's clock. */
  readonly machineNowMs?: () => number;
  /** `POST /stop` was called: the simulator has stopped. */
  readonly onStopped?: () => void;
}

/** Running simulators in this process: every program over one ledger, each on a port of its own. */
export interface Simulator extends SimulatorIdentity {
  /** Base URLs with version and slash, as the contracts'. */
  readonly urls: Readonly<Record<Program, string>>;
  readonly controlUrl: string;
  /** ms since the last request on any port. */
  idleMs(): number;
  stop(): Promise<void>;
}

interface Served {
  readonly program: SimulatedProgram;
  readonly listener: LoopbackListener;
}

/**
 * Starts the simulators in this process. Rejects with SimulatorFolderInUse, a ZodError for settings that do not fit, or
 * the system's error for a taken port.
 */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const machineNowMs = options.machineNowMs ?? Date.now;
  const database = openSimulatorDatabase(options.folder);
  const clock = new SimulatorClock(machineNowMs);
  const nowMs = (): number => clock.nowMs();
  const ledger = new Ledger(database, nowMs);
  const programs = createPrograms({ database, ledger, nowMs });
  let journalBodies = false;
  const applySettings = (patch: SimulatorSettings): void => {
    for (const [name, program] of programs) if (patch[name] !== undefined) program.applySettings(patch[name]);
    journalBodies = patch.journalBodies ?? journalBodies;
  };
  orClose(database, () => applySettings(options.settings ?? {}));

  let activeAt = performance.now();
  const onActivity = (): void => {
    activeAt = performance.now();
  };
  const faultLog = new FaultLog(database);
  const faults = new FaultSwitchboard(faultLog, machineNowMs);
  const journal = new RequestJournal();
  const served = listenersOf(programs, {
    clock,
    faults,
    faultLog,
    journal,
    journalBodies: () => journalBodies,
    onActivity,
  });
  const identity = { instanceId: randomUUID(), token: randomBytes(32).toString('base64url'), startedAt: Date.now() };
  const close = async (): Promise<void> => {
    for (const { listener } of served) await listener.close();
    await control.listener.close();
    database.close();
  };
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    stopping ??= close().then(() => options.onStopped?.());
    return await stopping;
  };
  const ports = (): SimulatorPorts => ({
    control: control.listener.port,
    ...byProgram(served, ({ listener }) => listener.port),
  });
  const control = new ControlServer({
    ...identity,
    clock,
    ledger,
    tampering: new LedgerTampering(database, ledger),
    programs,
    faults,
    faultLog,
    journal,
    applySettings,
    programListeners: served.map(({ listener }) => listener),
    ports,
    onActivity,
    stop,
  });

  try {
    for (const { program, listener } of served) await listener.open(options.ports?.[program.program] ?? 0);
    await control.listener.open(options.ports?.control ?? 0);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...identity,
    pid: process.pid,
    ports: ports(),
    urls: byProgram(served, ({ program, listener }) => `http://127.0.0.1:${listener.port}${program.basePath}`),
    controlUrl: `http://127.0.0.1:${control.listener.port}/`,
    idleMs: () => performance.now() - activeAt,
    stop,
  };
}

function createPrograms(parts: SimulatedProgramParts): ReadonlyMap<Program, SimulatedProgram> {
  return new Map(PROGRAMS.map((name) => [name, PROGRAM_CREATORS[name](parts)]));
}

function listenersOf(programs: ReadonlyMap<Program, SimulatedProgram>, parts: ApiListenerParts): readonly Served[] {
  return [...programs.values()].map((program) => ({
    program,
    listener: new ApiListener(program.api, parts).listener,
  }));
}

function byProgram<T>(served: readonly Served[], value: (one: Served) => T): Record<Program, T> {
  return Object.fromEntries(served.map((one) => [one.program.program, value(one)])) as Record<Program, T>;
}

function orClose(database: Database, work: () => void): void {
  try {
    work();
  } catch (error) {
    database.close();
    throw error;
  }
}
