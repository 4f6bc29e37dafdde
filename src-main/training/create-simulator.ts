import { randomBytes, randomUUID } from 'node:crypto';
import { ApiListener } from './api-listener.ts';
import { ControlServer } from './control-server.ts';
import { FaultLog } from './fault-log.ts';
import { FaultSwitchboard } from './fault-switchboard.ts';
import { Ledger } from './ledger.ts';
import { LedgerTampering } from './ledger-tampering.ts';
import { RekonectApi } from './rekonect/rekonect-api.ts';
import { createRekonectContext } from './rekonect/rekonect-context.ts';
import { applyRekonectSettings, REKONECT_DEFAULTS, type RekonectSettings } from './rekonect/rekonect-settings.ts';
import { RequestJournal } from './request-journal.ts';
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

/** A running simulator in this process. */
export interface Simulator extends SimulatorIdentity {
  /** Base URL with version and slash, as the contract's. */
  readonly rekonectUrl: string;
  readonly controlUrl: string;
  /** ms since the last request on any port. */
  idleMs(): number;
  stop(): Promise<void>;
}

/** Starts the simulators in this process. Rejects with SimulatorFolderInUse, or the system's error for a taken port. */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const machineNowMs = options.machineNowMs ?? Date.now;
  const database = openSimulatorDatabase(options.folder);
  const clock = new SimulatorClock(machineNowMs);
  const nowMs = (): number => clock.nowMs();
  const ledger = new Ledger(database, nowMs);
  let journalBodies = false;
  let rekonectSettings: RekonectSettings = REKONECT_DEFAULTS;
  const applySettings = (patch: SimulatorSettings): void => {
    if (patch.rekonect !== undefined) rekonectSettings = applyRekonectSettings(rekonectSettings, patch.rekonect);
    journalBodies = patch.journalBodies ?? journalBodies;
  };
  applySettings(options.settings ?? {});

  let activeAt = performance.now();
  const onActivity = (): void => {
    activeAt = performance.now();
  };
  const rekonect = createRekonectContext(database, ledger, () => rekonectSettings, nowMs);
  const faultLog = new FaultLog(database);
  const faults = new FaultSwitchboard(faultLog, machineNowMs);
  const journal = new RequestJournal();
  const api = new ApiListener(new RekonectApi(rekonect), {
    clock,
    faults,
    faultLog,
    journal,
    journalBodies: () => journalBodies,
    onActivity,
  });
  const identity = { instanceId: randomUUID(), token: randomBytes(32).toString('base64url'), startedAt: Date.now() };
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    stopping ??= (async () => {
      await api.listener.close();
      await control.listener.close();
      database.close();
      options.onStopped?.();
    })();
    return await stopping;
  };
  const control = new ControlServer({
    ...identity,
    clock,
    ledger,
    tampering: new LedgerTampering(database, ledger),
    rekonect,
    faults,
    faultLog,
    journal,
    applySettings,
    programListeners: [api.listener],
    ports: () => ({ rekonect: api.listener.port, control: control.listener.port }),
    onActivity,
    stop,
  });

  try {
    await api.listener.open(options.ports?.rekonect ?? 0);
    await control.listener.open(options.ports?.control ?? 0);
  } catch (error) {
    await api.listener.close();
    database.close();
    throw error;
  }
  const ports: SimulatorPorts = { rekonect: api.listener.port, control: control.listener.port };
  return {
    ...identity,
    pid: process.pid,
    ports,
    rekonectUrl: `http://127.0.0.1:${ports.rekonect}/v1/`,
    controlUrl: `http://127.0.0.1:${ports.control}/`,
    idleMs: () => performance.now() - activeAt,
    stop,
  };
}
