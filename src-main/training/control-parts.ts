import type { FaultLog } from './fault-log.ts';
import type { FaultSwitchboard } from './fault-switchboard.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerTampering } from './ledger-tampering.ts';
import type { LoopbackListener } from './loopback-listener.ts';
import type { Program } from './posting.ts';
import type { RequestJournal } from './request-journal.ts';
import type { SimulatedProgram } from './simulated-program.ts';
import type { SimulatorClock } from './simulator-clock.ts';
import type { SimulatorPorts } from './simulator-file.ts';
import type { SimulatorSettings } from './simulator-settings.ts';

export interface ControlParts {
  readonly instanceId: string;
  readonly token: string;
  readonly startedAt: number;
  readonly clock: SimulatorClock;
  readonly ledger: Ledger;
  readonly tampering: LedgerTampering;
  readonly programs: ReadonlyMap<Program, SimulatedProgram>;
  readonly faults: FaultSwitchboard;
  readonly faultLog: FaultLog;
  readonly journal: RequestJournal;
  readonly applySettings: (patch: SimulatorSettings) => void;
  /** The programs' ports, which `offline` closes and opens. */
  readonly programListeners: readonly LoopbackListener[];
  readonly ports: () => SimulatorPorts;
  readonly onActivity: () => void;
  readonly stop: () => Promise<void>;
}

/** One call of the control port. Throws a ZodError for a body that does not fit. */
export type ControlRoute = (body: unknown, query: URLSearchParams) => unknown;
