import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { runCommand } from '../../build/run-command.ts';

/** A finished system call, in the order in which the calls returned. */
export interface TracedCall {
  readonly call: 'fsync' | 'fdatasync' | 'pwrite64' | 'write';
  /** What the file descriptor points to. */
  readonly file: string;
  /** The first bytes written; empty for a sync. */
  readonly text: string;
}

const STRACE = 'strace';

export const NO_STRACE = 'strace is not installed here, so fsyncs were not counted (Debian: apt-get install strace)';

export function hasStrace(): boolean {
  return spawnSync(STRACE, ['-V'], { stdio: 'ignore' }).status === 0;
}

export interface TracedRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly TracedCall[];
}

/** Runs a script under strace with the Node that runs us, and reads which writes and syncs it made. */
export async function runTraced(args: readonly string[], traceFile: string): Promise<TracedRun> {
  const options = ['-f', '-qq', '-y', '-s', '48', '-e', 'trace=fsync,fdatasync,pwrite64,write', '-o', traceFile];
  const { code, stdout, stderr } = await runCommand(STRACE, [...options, process.execPath, ...args], {
    output: 'collect',
  });
  return { code, stdout, stderr, calls: parseTrace(readFileSync(traceFile, 'utf8')) };
}

const START = /^(\d+) +(fsync|fdatasync|pwrite64|write)\(\d+<([^>]*)>(?:, "((?:[^"\\]|\\.)*)")?/;
const RESUMED = /^(\d+) +<\.\.\. (?:fsync|fdatasync|pwrite64|write) resumed>/;

/** Reads strace's output. A call that other threads interrupted counts where it returned, not where it began. */
export function parseTrace(text: string): readonly TracedCall[] {
  const calls: TracedCall[] = [];
  const unfinished = new Map<string, TracedCall>();
  for (const line of text.split('\n')) {
    const start = START.exec(line);
    if (start !== null) {
      const [, pid = '', call = '', file = '', written = ''] = start;
      const traced = { call: call as TracedCall['call'], file, text: written };
      if (line.endsWith('<unfinished ...>')) unfinished.set(pid, traced);
      else if (!/= -1 /.test(line)) calls.push(traced);
      continue;
    }
    const pid = RESUMED.exec(line)?.[1];
    const resumed = pid === undefined ? undefined : unfinished.get(pid);
    if (pid === undefined || resumed === undefined) continue;
    unfinished.delete(pid);
    if (!/= -1 /.test(line)) calls.push(resumed);
  }
  return calls;
}

export function isSync({ call }: TracedCall): boolean {
  return call === 'fsync' || call === 'fdatasync';
}
