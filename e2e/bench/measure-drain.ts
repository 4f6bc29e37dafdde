import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complete, openPaidSale } from './bench-sale.ts';
import { openBenchTill } from './bench-till.ts';
import { drain } from './drain.ts';
import { type Figure, perSecond, ratio } from './figures-table.ts';
import { bareClientMs, startAnsweringServer } from './loopback-limit.ts';
import { requestBodyOf } from './request-body.ts';
import { hasStrace, isSync, NO_STRACE, runTraced } from './strace.ts';

const OPERATIONS = 4_000;
const TRACED_OPERATIONS = 1_024;

/** A backlog of repeat-safe operations sent, answered and settled durably, against the same posts with nothing around them. */
export async function measureDrain(folder: string, connections: number, target: number): Promise<readonly Figure[]> {
  const server = await startAnsweringServer();
  try {
    const till = await openBenchTill({ folder: join(folder, 'till'), port: server.port, connections });
    const { parts } = till;
    const ids = Array.from({ length: OPERATIONS }, () => complete(openPaidSale(parts), parts));
    const body = requestBodyOf(ids[0] ?? '', parts);
    const half = OPERATIONS / 2;
    await bareClientMs(server.port, connections, half, body); // both sides warm
    const before = await bareClientMs(server.port, connections, half, body);
    const drainMs = await drain(till);
    const after = await bareClientMs(server.port, connections, half, body);
    await till.close();
    const rate = (before + after) / drainMs;
    return [
      {
        what: `drain / loopback HTTP limit, ${connections} connection${connections === 1 ? '' : 's'}`,
        target: `>= ${ratio(target)}`,
        measured: ratio(rate),
        held: rate >= target,
      },
      {
        what: `  drained; limit (bodies of ${Buffer.byteLength(body)} bytes)`,
        target: '-',
        measured: `${perSecond(OPERATIONS, drainMs)}; ${perSecond(OPERATIONS, before + after)}`,
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
