import { type ChildProcess, fork } from 'node:child_process';
import type { TillFigures } from './replay-till.ts';
import { DRAIN, type TillOrder, type TillReport } from './till-order.ts';

export interface TillProcessesOptions {
  /** The module that serves an order in a process of its own. */
  readonly entry: string;
  readonly orders: readonly TillOrder[];
  readonly onRecorded: () => void;
  /** Called once, when everything is recorded at every till and before anything is drained. */
  readonly onAllRecorded: () => Promise<void>;
}

/** A till process could not do its work; the others were stopped. */
export class TillProcessFailed extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = 'TillProcessFailed';
    this.exitCode = exitCode;
  }
}

const FAILED = 1;

/** Runs the till processes to their end and returns what each says of its queue. Throws TillProcessFailed. */
export async function runTillProcesses(options: TillProcessesOptions): Promise<readonly TillFigures[]> {
  const { orders, entry } = options;
  const children = orders.map((order) =>
    // In this process's group, so that what kills the run kills its tills; stdout belongs to the result line.
    fork(entry, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
  let recording = orders.filter(({ sells }) => sells).length;
  const onAllRecorded = async (): Promise<void> => {
    await options.onAllRecorded();
    for (const child of children) child.send(DRAIN);
  };
  try {
    return await Promise.all(
      children.map((child, at) =>
        figuresOf(child, `till ${at + 1}`, async (report) => {
          if (report.kind === 'recorded') options.onRecorded();
          if (report.kind !== 'all-recorded') return;
          recording -= 1;
          if (recording === 0) await onAllRecorded();
        }),
      ),
    );
  } finally {
    for (const child of children) if (child.exitCode === null) child.kill();
  }
}

function figuresOf(
  child: ChildProcess,
  name: string,
  onReport: (report: TillReport) => Promise<void>,
): Promise<TillFigures> {
  return new Promise((resolve, reject) => {
    let figures: TillFigures | null = null;
    let failure: TillProcessFailed | null = null;
    child.on('message', (message) => {
      const report = message as TillReport;
      if (report.kind === 'finished') figures = report.figures;
      if (report.kind === 'failed') failure = new TillProcessFailed(`${name}: ${report.message}`, report.exitCode);
      onReport(report).catch(reject);
    });
    child.once('error', reject);
    // Only its end says that the folder is free again.
    child.once('exit', (code, signal) => {
      if (failure !== null) reject(failure);
      else if (figures !== null && code === 0) resolve(figures);
      else reject(new TillProcessFailed(`${name} ended with ${signal ?? code}`, FAILED));
    });
  });
}
