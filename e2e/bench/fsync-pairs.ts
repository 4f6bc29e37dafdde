import { isSync, type TracedCall } from './strace.ts';

export interface MarkedSale {
  readonly sale: string;
  readonly verdict: string;
}

export const HELD = 'one fsync of the log after its last write';

/** What was written and synced for each sale, between the marker before it and the one after the answer. */
export function readPairs(calls: readonly TracedCall[]): readonly MarkedSale[] {
  const pairs: MarkedSale[] = [];
  let between: TracedCall[] | null = null;
  for (const call of calls) {
    const [word, sale] = call.call === 'write' && call.file === '/dev/null' ? call.text.split(' ') : [];
    if (word === 'begin') between = [];
    else if (word === 'told' && between !== null && sale !== undefined) {
      pairs.push({ sale, verdict: verdictOf(between) });
      between = null;
    } else between?.push(call);
  }
  return pairs;
}

function verdictOf(calls: readonly TracedCall[]): string {
  const syncs = calls.filter(isSync);
  if (syncs.length !== 1) return `${syncs.length} fsyncs`;
  const isLog = ({ file }: TracedCall): boolean => file.endsWith('-wal');
  const sync = calls.findIndex(isSync);
  const written = calls.findLastIndex((call) => call.call === 'pwrite64' && isLog(call));
  if (written === -1) return 'nothing written to the log';
  if (!syncs.every(isLog)) return 'one fsync, but of another file';
  return written < sync ? HELD : 'one fsync, but the log was written after it';
}
