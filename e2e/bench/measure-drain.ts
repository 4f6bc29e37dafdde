import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complete, openPaidSale } from './bench-sale.ts';
import { openBenchTill } from './bench-till.ts';
import { drain } from './drain.ts';
import { type Figure, median, perSecond, ratio } from './figures-table.ts';
import { bareClientMs, startAnsweringServer } from './loopback-limit.ts';
import { requestOf } from './request-of.ts';
import { hasStrace, isSync, NO_STRACE, runTraced } from './strace.ts';

/** Each the same backlog again, between two halves of the bare client's posts; the first only warms both sides. */
const ROUNDS = 4;
const OPERATIONS = 3_000;
const TRACED_OPERATIONS = 1_024;

interface Round {
  readonly bareMs: number;
  readonly drainMs: number;
  readonly rate: number;
}

/** A backlog of repeat-safe operations sent, answered and settled durably, against the same posts with nothing around them. */
export async function measureDrain(folder: string, connections: number, target: number): Promise<readonly Figure[]> {
  const server = await startAnsweringServer();
  try {
    const till = await openBenchTill({ folder: join(folder, 'till'), port: server.port, connections });
    const { parts } = till;
    const request = requestOf(complete(openPaidSale(parts), parts), parts);
    const rounds: Round[] = [];
    for (let at = 0; at < ROUNDS; at++) {
      const half = { port: server.port, connections, count: OPERATIONS / 2, request };
      const before = await bareClientMs(half);
      for (let left = OPERATIONS; left > 0; left--) complete(openPaidSale(parts), parts);
      const drainMs = await drain(till);
      const bareMs = before + (await bareClientMs(half));
      if (at > 0) rounds.push({ bareMs, drainMs, rate: bareMs / drainMs });
    }
    await till.close();
    const rate = median(rounds.map((round) => round.rate));
    const { bareMs, drainMs } = rounds.find((round) => round.rate === rate) ?? { bareMs: 0, drainMs: 0 };
    return [
      {
        what: `drain / loopback HTTP limit, ${connections} connection${connections === 1 ? '' : 's'}`,
        target: `>= ${ratio(target)}`,
        measured: `${ratio(rate)} (rounds ${rounds.map((round) => ratio(round.rate)).join(', ')})`,
        held: rate >= target,
      },
      {
        what: `  drained; limit (bodies of ${Buffer.byteLength(request.body)} bytes)`,
        target: '-',
        measured: `${perSecond(OPERATIONS, drainMs)}; ${perSecond(OPERATIONS, bareMs)}`,
        held: null,
      },
      await syncsOfDrain(join(folder, 'traced'), server.port, connections),
    ];
  } finally {
    server.stop();
  }
}

async function syncsOfDrain(folder: string, port: number, connections: number): Promise<Figure> {
  const figure = { what: '  operations a fsync while draining', target: '>= 16' };
  if (!hasStrace()) return { ...figure, measured: NO_STRACE, held: null };
  const script = fileURLToPath(new URL('./drain-marked.ts', import.meta.url));
  const args = [script, folder, String(port), String(connections), String(TRACED_OPERATIONS)];
  const run = await runTraced(args, `${folder}.trace`);
  if (run.code !== 0) throw new Error(`the traced drain failed:\n${run.stderr}`);
  const begin = run.calls.findIndex((call) => call.text === 'drain begins');
  const end = run.calls.findIndex((call) => call.text === 'drain ended');
  if (begin === -1 || end === -1) throw new Error('the traced drain left no markers');
  const syncs = run.calls.slice(begin, end).filter(isSync).length;
  const each = TRACED_OPERATIONS / Math.max(1, syncs);
  return { ...figure, measured: `${each.toFixed(1)} (${syncs} fsyncs for ${TRACED_OPERATIONS})`, held: each >= 16 };
}
