import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SaleLine } from '../../src-shared/sale/sale.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import {
  CASHIER,
  codeOf,
  MANAGER,
  never,
  newCommand,
  RICH,
  TillWorld,
  unwrap,
} from '../selling/till-world.test-support.ts';
import { paidByLine, type ReturnOrder, returnedMinor } from './return-lines.ts';

const effects = (world: TillWorld, saleId: string, lines: ReturnOrder[]) =>
  world.cashier.history.effectsOfReturn({ saleId, lines }, CASHIER, never);

async function takeBack(world: TillWorld, saleId: string, lines: ReturnOrder[], caller = CASHIER) {
  const shown = await effects(world, saleId, lines);
  if (!shown.ok) return shown;
  const press = { saleId, commandId: newCommand(), fingerprint: shown.value.fingerprint, lines };
  return await world.cashier.history.returnLines(press, caller, never);
}

test('a returned line: money out, points back, one commit, and the press is answered again after a crash', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ card: RICH, pieces: 10 });
  await world.drain();
  const lines = [{ lineId: '1', quantityThousandths: 4_000 }];
  const shown = unwrap(await effects(world, saleId, lines));
  expect(shown.effects.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ['money-back', 720],
    ['points-taken-back-unknown', null],
  ]);
  // An open basket at the till is not in the way.
  const basket = await world.open();
  await world.add(basket.saleId, 'COFFEE-02');
  const press = { saleId, commandId: newCommand(), fingerprint: shown.fingerprint, lines };
  const commits = world.commits();
  const returning = world.cashier.history.returnLines(press, CASHIER, never);
  expect(world.commits() - commits).toBe(1);
  const receipt = unwrap(await returning);
  await world.drain();
  expect(await world.points(RICH)).toBe(250_000 + 90 - 36);
  expect(await world.ledgerSum()).toEqual({ points: 90 - 36, salesMinor: 1_800 - 720 });
  expect(world.parts.stores.sales.byId(receipt.saleId)).toMatchObject({
    returnOfSaleId: saleId,
    lines: [{ action: 'return', netMinor: -720 }],
    tenders: [{ type: 'CASH', amountMinor: -720 }],
  });
  await world.crash();
  const again = unwrap(await world.cashier.history.returnLines(press, CASHIER, never));
  expect(again.saleId).toBe(receipt.saleId);
  expect(unwrap(await world.cashier.sale.current(undefined, CASHIER, never))?.saleId).toBe(basket.saleId);
});

test('returned is never more than sold, over all returns; a voided return counts no more', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ pieces: 3 });
  await world.drain();
  const two = [{ lineId: '1', quantityThousandths: 2_000 }];
  const twice = [...two, { lineId: '1', quantityThousandths: 2_000 }];
  expect(codeOf(await effects(world, saleId, twice))).toBe('return-too-many');
  expect(codeOf(await effects(world, saleId, [{ lineId: '1', quantityThousandths: 500 }]))).toBe(
    'quantity-not-allowed',
  );
  expect(codeOf(await effects(world, saleId, [{ lineId: '9', quantityThousandths: 1_000 }]))).toBe('line-not-found');
  const first = unwrap(await takeBack(world, saleId, two));
  const refused = await effects(world, saleId, two);
  expect(refused).toMatchObject({ problem: { code: 'return-too-many', detail: { leftThousandths: 1_000 } } });

  // A sale of which a part was taken back can only be voided after that return was.
  expect(codeOf(await world.cashier.history.effectsOfVoid({ saleId }, CASHIER, never))).toBe('sale-has-returns');
  await world.drain();
  const ofReturn = await world.effects(first.saleId);
  expect(ofReturn.effects[0]).toMatchObject({ kind: 'money-back', amountMinor: -360 });
  unwrap(await world.void(first.saleId));
  unwrap(await world.void(saleId));
  await world.drain();
  expect(await world.ledgerSum()).toEqual({ points: 0, salesMinor: 0 });
});

test('what was paid with points does not go out in cash', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ card: RICH, pieces: 10, payMinor: 1_500 });
  await world.drain();
  expect(codeOf(await effects(world, saleId, [{ lineId: '1', quantityThousandths: 2_000 }]))).toBe(
    'not-offered-by-program',
  );
  unwrap(await takeBack(world, saleId, [{ lineId: '1', quantityThousandths: 1_000 }]));
  expect(codeOf(await effects(world, saleId, [{ lineId: '1', quantityThousandths: 1_000 }]))).toBe(
    'not-offered-by-program',
  );
});

test('a return of a member whose identifiers are purged goes without loyalty, by a manager', async () => {
  const world = await TillWorld.start();
  const { saleId } = await world.sell({ card: RICH, pieces: 2 });
  await world.drain();
  world.clock.set(world.clock.nowMs() + 61 * DAY);
  await world.till.purge();
  const lines = [{ lineId: '1', quantityThousandths: 1_000 }];
  expect(unwrap(await effects(world, saleId, lines)).effects.map(({ kind }) => kind)).toEqual([
    'money-back',
    'without-loyalty',
  ]);
  expect(codeOf(await takeBack(world, saleId, lines))).toBe('approval-needed');
  unwrap(await takeBack(world, saleId, lines, MANAGER));
  await world.drain();
  expect(await world.points(RICH)).toBe(250_000 + 18);
});

const soldLine = fc.record({
  quantity: fc.integer({ min: 1, max: 50_000 }),
  netMinor: fc.integer({ min: 0, max: 5_000_000 }),
});

test('all returns of a sale add up to what was paid for it, to the minor unit, in whatever parts they come', () => {
  fc.assert(
    fc.property(
      fc.array(soldLine, { minLength: 1, maxLength: 8 }),
      fc.nat(1_000),
      fc.array(fc.nat(1_000), { maxLength: 6 }),
      (drafts, permille, cuts) => {
        const lines = drafts.map(({ quantity, netMinor }, at) => aLine(String(at + 1), quantity, netMinor));
        const net = lines.reduce((sum, line) => sum + line.netMinor, 0);
        const off = Math.trunc((net * permille) / 1_000);
        const deals = off === 0 ? [] : [{ type: 'PROMOTION', amountMinor: off, reason: null, sourceId: null }];
        const paid = paidByLine({ lines, deals });
        let given = 0;
        for (const line of lines) {
          const paidMinor = paid.get(line.lineId) ?? 0;
          expect(paidMinor).toBeGreaterThanOrEqual(0);
          const ends = [
            ...cuts.map((cut) => Math.trunc((line.quantityThousandths * cut) / 1_000)),
            line.quantityThousandths,
          ];
          let already = 0;
          for (const end of ends.sort((a, b) => a - b)) {
            const part = returnedMinor(paidMinor, line.quantityThousandths, already, end - already);
            expect(part).toBeGreaterThanOrEqual(0);
            given += part;
            already = end;
          }
        }
        expect(given).toBe(net - off);
      },
    ),
  );
});

const aLine = (lineId: string, quantityThousandths: number, netMinor: number): SaleLine => ({
  lineId,
  articleCode: 'A',
  name: 'Thing',
  departmentCode: 'D',
  departmentName: 'Things',
  action: 'sale',
  quantityThousandths,
  weighed: true,
  unitPriceMinor: 0,
  grossMinor: netMinor,
  netMinor,
  taxRateBp: 0,
  benefitKey: null,
});
