import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROGRAMS, type Program } from './posting.ts';

const SIMULATOR_FILE = 'simulator.json';

const port = z.int();
const simulatorPorts = z.object({
  control: port,
  rekonect: port.optional(),
  rbi: port.optional(),
  covalent: port.optional(),
  pomelo: port.optional(),
} satisfies Record<Program | 'control', z.ZodType>);
export type SimulatorPorts = z.infer<typeof simulatorPorts>;

/** How a simulator is found and proven to be the one that wrote the file. */
const simulatorIdentity = z.object({
  /** New at each start. */
  instanceId: z.string(),
  /** Goes with every call to the control port, in the header `x-control-token`. */
  token: z.string(),
  pid: z.int(),
  ports: simulatorPorts,
  /** Base URLs with version and slash, as the contracts'; a file from before there were several programs has none. */
  urls: z.partialRecord(z.enum(PROGRAMS), z.string()).default({}),
  /** ms since 1970. */
  startedAt: z.number(),
});
export type SimulatorIdentity = z.infer<typeof simulatorIdentity>;

/** Written after the ports are open, whole or not at all, readable by its owner only. It stays after the end: the next start takes the same ports. */
export function writeSimulatorFile(folder: string, identity: SimulatorIdentity): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, SIMULATOR_FILE);
  const { instanceId, token, pid, ports, urls, startedAt } = identity;
  const text = `${JSON.stringify({ instanceId, token, pid, ports, urls, startedAt })}\n`;
  writeFileSync(`${path}.${pid}`, text, { mode: 0o600 });
  renameSync(`${path}.${pid}`, path);
}

/** Null when there is none, or none that can be read. Says nothing about whether that simulator still runs. */
export function readSimulatorFile(folder: string): SimulatorIdentity | null {
  try {
    const read = simulatorIdentity.safeParse(JSON.parse(readFileSync(join(folder, SIMULATOR_FILE), 'utf8')));
    return read.success ? read.data : null;
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
