import type { Database } from 'better-sqlite3';
import type { Ledger } from './ledger.ts';
import type { Program } from './posting.ts';
import type { CallDescription, SimulatedApi } from './simulated-api.ts';

/** Somebody a program knows, with the identifiers by which a file or a test knows him too. */
export interface SimulatedMember {
  readonly memberId: string;
  /** Name of the identifier in the program's own words → its value. */
  readonly identifiers: Readonly<Record<string, string>>;
}

/** One loyalty program behind the simulators' ports: its API, and what the control port may ask of it. */
export interface SimulatedProgram {
  readonly program: Program;
  /** What the base URL ends with after host and port, as `/v1/`. */
  readonly basePath: string;
  readonly api: SimulatedApi<CallDescription>;
  /** Lays a patch over the settings; what it does not name stays. @throws ZodError */
  applySettings(patch: unknown): void;
  /** Makes members known with their opening balance, in one commit; who is known already stays as he is. @throws ZodError */
  openMembers(orders: readonly unknown[]): { added: number; known: number };
  members(): readonly SimulatedMember[];
  /**
   * What else a test or the training screen may read or do beside the wire protocol, by name: codes on a guest's phone, the
   * program's own records. Called by `POST /programs/<program>/<name>`. @throws ZodError
   */
  readonly controls: ReadonlyMap<string, (body: unknown) => unknown>;
}

export interface SimulatedProgramParts {
  readonly database: Database;
  readonly ledger: Ledger;
  /** The simulated server's clock, ms since 1970. */
  readonly nowMs: () => number;
}

export type CreateSimulatedProgram = (parts: SimulatedProgramParts) => SimulatedProgram;
