import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { drawJourneys } from './draw-journeys.ts';
import { dueFromFile } from './due.ts';
import { digestTradingFile, type TradingDigest } from './plan-invoices.ts';
import { tradingFigures } from './replay-figures.ts';

const FILE = fileURLToPath(new URL('../../e2e/proof/invented-day.csv', import.meta.url));
let digest: TradingDigest;
beforeAll(async () => {
  digest = await digestTradingFile(FILE);
});

test('rejects each kind of dirt for the first reason that fits, with line and invoice', () => {
  expect(digest.rejects.map(({ line, invoiceNo, reason }) => [line, invoiceNo, reason])).toEqual([
    [57, '700023', 'quantity'],
    [58, '700023', 'sign'],
    [59, '700023', 'malformed'],
    [60, '700023', 'malformed'],
    [61, '700023', 'malformed'],
    [62, '700023', 'malformed'],
    [63, '700023', 'malformed'],
    [64, '700023', 'malformed'],
    [65, '', 'malformed'],
    [69, '700024', 'sign'],
    [70, '700025', 'stock adjustment'],
    [71, 'A700026', 'negative price'],
    [72, 'C700027', 'sign'],
    [73, '700028', 'negative price'],
    [76, '700029', 'apart'],
  ]);
});

test('the figures of the file, worked out by other means', () => {
  expect(tradingFigures(digest, new Map())).toEqual({
    rows: 169,
    rowsAccepted: 154,
    rowsRejected: 15,
    sales: 45,
    cancellations: 4,
    returns: 9,
    unclaimed: 7,
    journeys: { voids: 0, claims: 0 },
  });
  const standing = [...dueFromFile(digest, new Map()).values()].filter(({ stands }) => stands);
  const points = standing.map((one) => (one.payMinor > 0 ? one.earnPointsAfterPay - one.payMinor : one.earnPoints));
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  expect({
    standing: standing.length,
    moneyMinor: sum(standing.map(({ totalMinor }) => totalMinor)),
    pays: standing.filter(({ payMinor }) => payMinor > 0).length,
    points: sum(points),
  }).toEqual({ standing: 50, moneyMinor: 468_706, pays: 7, points: 7_824 });
});

test('a cancellation takes back the most recent sale with exactly its lines, of the same customer, once', () => {
  expect([...digest.voidedBy].sort()).toEqual([
    ['700001', 'C700006'],
    ['700007', 'C700010'],
    ['700008', 'C700009'],
    ['700040', 'C700041'],
  ]);
  const returns = digest.invoices.filter(({ kind }) => kind === 'return').map(({ invoiceNo }) => invoiceNo);
  expect(returns).toEqual([
    'C699999',
    'C700011',
    'C700013',
    'C700016',
    'C700017',
    'C700019',
    'C700032',
    'C700033',
    'C700034',
  ]);
});

test('amounts are rounded once a line, half away from zero; fees earn nothing', () => {
  const of = (number: string) => digest.invoices.find(({ invoiceNo }) => invoiceNo === number);
  expect(of('700020')).toMatchObject({ totalMinor: 5, payMinor: 0 });
  expect(of('700021')).toMatchObject({ totalMinor: 64, earningMinor: 64 });
  expect(of('700015')).toMatchObject({ totalMinor: 8_555, earningMinor: 0, payMinor: 855 });
  expect(of('C700032')).toMatchObject({ totalMinor: -2_750, earningMinor: 0 });
});

test('journeys are the same for the same seed, leave to the file what it takes back itself, and show all four moments', () => {
  const journeys = drawJourneys(digest, 1);
  expect(drawJourneys(digest, 1)).toEqual(journeys);
  expect(drawJourneys(digest, 2)).not.toEqual(journeys);
  for (const invoiceNo of digest.voidedBy.keys()) expect(journeys.has(invoiceNo)).toBe(false);
  const voids = [...journeys.values()].filter(({ kind }) => kind === 'void');
  expect(new Set(voids.map(({ moment }) => moment)).size).toBe(4);
});
