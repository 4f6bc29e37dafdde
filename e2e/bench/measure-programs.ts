import { join } from 'node:path';
import { createSigner } from '../../src-main/backends/covalent/signing.ts';
import { waitFinished } from '../../src-main/selling/after-completing.ts';
import { setMember } from '../../src-main/selling/identify-member.ts';
import type { TillParts } from '../../src-main/till/till-parts.ts';
import { PROGRAMS, type Program } from '../../src-main/training/posting.ts';
import { HOUR } from '../../src-shared/time/clock.ts';
import { complete, openPaidSale } from './bench-sale.ts';
import { openBenchTill } from './bench-till.ts';
import { type Figure, median, perSecond, ratio } from './figures-table.ts';
import { bareClientMs, startAnsweringServer } from './loopback-limit.ts';
import { requestOf } from './request-of.ts';

const CONNECTIONS = 4;
const ROUNDS = 4;
const SALES = 400;

/** A sale for a member where the program takes no others; his card is invented. */
function completeOne(parts: TillParts): string {
  const open = openPaidSale(parts);
  if (parts.backEnd.capabilities.claim === 'held')
    setMember(open, [{ method: 'card', value: 'crd-BENCH' }], null, parts);
  return complete(open, parts);
}

/** The same backlog of sales for each program: what its windows, signatures and tokens cost beside the bare posts. */
export async function measurePrograms(folder: string): Promise<readonly Figure[]> {
  const server = await startAnsweringServer();
  try {
    const figures: Figure[] = [];
    for (const program of PROGRAMS) figures.push(await drainOf(join(folder, program), server.port, program));
    return [...figures, signingOf1KB()];
  } finally {
    server.stop();
  }
}

async function drainOf(folder: string, port: number, program: Program): Promise<Figure> {
  const till = await openBenchTill({ folder, port, connections: CONNECTIONS, program });
  const { parts } = till;
  const request = requestOf(completeOne(parts), parts);
  const { replay, programName } = parts.backEnd.capabilities;
  const kind = replay['submit-unclaimed'] === null ? 'submit' : 'submit-unclaimed';
  const rounds: { rate: number; drainMs: number }[] = [];
  for (let at = 0; at < ROUNDS; at++) {
    const half = { port, connections: CONNECTIONS, count: SALES / 2, request };
    const before = await bareClientMs(half);
    let last = '';
    for (let left = SALES; left > 0; left--) last = completeOne(parts);
    // Nothing was sent yet: the sync loop has its turn when this function waits.
    const startedAt = performance.now();
    till.startSync();
    if (!(await waitFinished(last, HOUR, parts))) throw new Error(`${programName}: the queue did not drain`);
    await parts.loop.whenIdle();
    const drainMs = performance.now() - startedAt;
    const bareMs = before + (await bareClientMs(half));
    if (at > 0) rounds.push({ rate: bareMs / drainMs, drainMs });
  }
  if (parts.stores.operations.counts().waiting > 0) throw new Error(`${programName}: something was left`);
  await till.close();
  const rate = median(rounds.map((round) => round.rate));
  const { drainMs } = rounds.find((round) => round.rate === rate) ?? { drainMs: Number.NaN };
  const alone = replay[kind]?.kind === 'safe-for-ever' ? 'in groups' : 'each claimed and settled by itself';
  return {
    what: `${programName}: drain / loopback HTTP limit, ${CONNECTIONS} connections`,
    target: '-',
    measured: `${ratio(rate)} (${perSecond(SALES, drainMs)}, ${alone})`,
    held: null,
  };
}

/** Contract covalent, section 2: one key object for all requests. */
function signingOf1KB(): Figure {
  const sign = createSigner('pub_bench', 'sec_bench');
  const body = 'x'.repeat(1_024);
  const count = 50_000;
  for (let warm = 0; warm < 5_000; warm++) sign('POST', '/', body);
  const startedAt = performance.now();
  for (let left = count; left > 0; left--) sign('POST', '/', body);
  const microseconds = ((performance.now() - startedAt) * 1_000) / count;
  return { what: 'signing 1 KB (Covalent)', target: '-', measured: `${microseconds.toFixed(1)} µs`, held: null };
}
