import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BURST_OF_401_MS, DRAWN_FAULT_KINDS, drawFault } from './drawn-fault.ts';
import { FaultLog } from './fault-log.ts';
import { FaultSwitchboard } from './fault-switchboard.ts';
import { SimulatorFixture, submit } from './rekonect/simulator-fixture.ts';
import { openSimulatorDatabase } from './simulator-database.ts';

const draws = (seed: number) =>
  Array.from({ length: 5_000 }, (_none, index) => drawFault(seed, `INV-${index}`, 'submit', 1, 3_000));

describe('drawing (replay rule 10)', () => {
  it('strikes about one in five, with every kind, the same each time', () => {
    const struck = draws(7).filter((rule) => rule !== null);
    expect(struck.length).toBeGreaterThan(850);
    expect(struck.length).toBeLessThan(1_150);
    expect(new Set(struck.map(({ kind }) => kind))).toEqual(new Set(DRAWN_FAULT_KINDS));
    expect(draws(7)).toEqual(draws(7));
    expect(draws(8)).not.toEqual(draws(7));
  });

  it('takes kind and try number into the draw', () => {
    const seen = new Set<string>();
    for (const operation of ['submit', 'pay'])
      for (let tryNumber = 1; tryNumber <= 40; tryNumber++)
        seen.add(`${operation} ${JSON.stringify(drawFault(7, 'INV-1', operation, tryNumber, 3_000))}`);
    expect(seen.size).toBeGreaterThan(8);
  });
});

it('strikes one operation three times and no more, however often it is tried', () => {
  const database = openSimulatorDatabase(null);
  let nowMs = 0;
  const faults = new FaultSwitchboard(new FaultLog(database), () => {
    nowMs += 10 * BURST_OF_401_MS;
    return nowMs;
  });
  faults.draw({ seed: 7 });
  const call = { endpoint: '/payment', operation: 'pay', changesState: true, reference: 'INV-1', transactionId: 'T1' };
  const struck: string[] = [];
  for (let time = 0; time < 200; time++)
    for (const { rule } of faults.plan(call).values()) struck.push(rule.kind === '401' ? 'burst' : 'drawn');
  expect(struck.toSorted()).toEqual(['burst', 'drawn', 'drawn', 'drawn']);
  expect(faults.plan({ ...call, operation: 'details', changesState: false }).size).toBe(0);
  database.close();
});

describe('over HTTP', () => {
  it('leaves look-ups alone, strikes one operation three times at most, and ends its one burst of 401 after 2 s', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillbox-faults-'));
    let nowMs = 1_000_000_000_000;
    const options = { folder, machineNowMs: () => nowMs };
    let fixture = await SimulatorFixture.start(options);
    try {
      await fixture.control.setFaults({ drawn: { seed: 7, delayMs: 0 } });
      const statuses: number[] = [];
      const send = async (id: string): Promise<void> => {
        try {
          statuses.push((await fixture.call('/transaction', submit(id), {}, 50)).status);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      };
      for (let time = 0; time < 40; time++) await send('ONE');
      expect(statuses.at(-1)).toBe(401);
      const details = await fixture.call('/member/details', { member: { phoneNumber: '600555019' } });
      expect(details.status).toBe(401);
      const struck = (await fixture.control.firedFaults()).filter(({ kind }) => kind !== '401');
      expect(struck.length).toBeLessThanOrEqual(3);

      nowMs += BURST_OF_401_MS;
      await fixture.stop();
      fixture = await SimulatorFixture.start(options);
      await fixture.control.setFaults({ drawn: { seed: 7, delayMs: 0 } });
      const before = (await fixture.control.faults()).counts['401'] ?? 0;
      for (let sale = 0; sale < 60; sale++) await send(`T${sale}`);
      const counts = (await fixture.control.faults()).counts;
      expect(counts['401']).toBe(before);
      expect(Object.keys(counts).length).toBeGreaterThan(3);
      for (const fault of await fixture.control.firedFaults()) expect(fault.operation).toMatch(/^(submit|details)$/);
    } finally {
      await fixture.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
