import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findSimulator } from '../../src-main/training/start-simulator.ts';

const ENTRY = fileURLToPath(new URL('../../src-main/cli/replay.ts', import.meta.url));

/** The line of replay.md rule 15, as far as a proof looks into it. */
export interface ReplayLine {
  readonly rows: number;
  readonly rowsAccepted: number;
  readonly rowsRejected: number;
  readonly sales: number;
  readonly cancellations: number;
  readonly returns: number;
  readonly unclaimed: number;
  readonly paidWithPoints: number;
  readonly journeys: { readonly voids: number; readonly claims: number };
  readonly held: number;
  readonly uncorrected: { readonly count: number; readonly minor: number };
  readonly faults: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<'delivered' | 'dropped' | 'closed' | 'parked' | 'open', number>>;
  readonly ledger: Readonly<
    Record<'postings' | 'missing' | 'twice' | 'differenceMinor' | 'differencePoints' | 'explainedMinor', number>
  >;
  readonly seconds: number;
}

export interface ReplayRun {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Null where stdout is not exactly one line of JSON. */
  readonly line: ReplayLine | null;
}

/** What to do, once, as soon as so many invoices of the whole are recorded. */
export interface AtRecorded {
  readonly recorded: number;
  readonly act: (kill: () => void) => void;
}

/** Ends the run and its tills by SIGKILL. */
export const killAt = (recorded: number): AtRecorded => ({ recorded, act: (kill) => kill() });

/** Runs `replay` with `--json` in a process group of its own, as a shell does, to its end. */
export async function runReplayProcess(args: readonly string[], at: AtRecorded | null = null): Promise<ReplayRun> {
  const child = spawn(process.execPath, [ENTRY, ...args, '--json'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let hasActed = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (at === null || hasActed || recordedSoFar(stderr) < at.recorded) return;
    hasActed = true;
    at.act(() => killGroup(child));
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr, line: lineOf(stdout) };
}

/** The highest figure of the progress lines. */
export function recordedSoFar(stderr: string): number {
  let recorded = 0;
  for (const match of stderr.matchAll(/recorded (\d+) of \d+\n/g)) recorded = Math.max(recorded, Number(match[1]));
  return recorded;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in this very moment; the caller sees that it was not killed.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function lineOf(stdout: string): ReplayLine | null {
  if (!/^\{.*\}\n$/.test(stdout)) return null;
  return JSON.parse(stdout) as ReplayLine;
}

/** A folder of its own for one replay, with its simulators ended and its files gone afterwards. */
export async function withReplayFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbox-proof-'));
  try {
    return await use(folder);
  } finally {
    await (await findSimulator(join(folder, 'simulators')))?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
