import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { drawJourneys } from './draw-journeys.ts';
import { dueFromFile, untoldOf } from './due.ts';
import { digestTradingFile, type TradingDigest } from './plan-invoices.ts';
import { rulesOf } from './program-rules.ts';
import { tradingFigures } from './replay-figures.ts';
import type { ReplayBackEnd } from './replay-options.ts';

const FILE = fileURLToPath(new URL('../../e2e/proof/invented-day.csv', import.meta.url));
const NONE = { count: 0, minor: 0 };
const RETURNS = { count: 9, minor: 74_712 };
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
});

test.for<[backEnd: ReplayBackEnd, figures: object]>([
  ['rekonect', { told: 50, moneyMinor: 468_706, pays: 7, points: 7_824, held: 0, uncorrected: NONE }],
  ['rbi', { told: 41, moneyMinor: 543_418, pays: 0, points: 19_398, held: 0, uncorrected: RETURNS }],
  ['covalent', { told: 34, moneyMinor: 405_225, pays: 7, points: 10_227, held: 7, uncorrected: RETURNS }],
  ['pomelo', { told: 36, moneyMinor: 348_559, pays: 7, points: 782_400, held: 7, uncorrected: NONE }],
])('what stands at %s, worked out by other means', ([backEnd, figures]) => {
  const rules = rulesOf(backEnd);
  const due = dueFromFile(digest, new Map(), rules);
  const all = [...due.values()].map((one) => ({ ...one, moves: one.payMinor > 0 ? one.paid : one.plain }));
  const told = all.filter(({ moves }) => moves.told);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  expect({
    told: told.length,
    moneyMinor: sum(told.map(({ totalMinor }) => totalMinor)),
    pays: all.filter(({ payMinor }) => payMinor > 0).length,
    points: sum(all.map(({ moves, payMinor }) => moves.points - rules.cost(payMinor))),
    ...untoldOf(due),
  }).toEqual(figures);
});

test('a claimed sale is held no longer and earns for its member; a voided one is nobody’s', () => {
  const journeys = drawJourneys(digest, 1, rulesOf('covalent'));
  const due = dueFromFile(digest, journeys, rulesOf('covalent'));
  expect(untoldOf(due).held).toBe(5);
  for (const [invoiceNo, journey] of journeys) {
    const { customerId, untold, plain } = due.get(invoiceNo) ?? expect.fail(invoiceNo);
    if (journey.kind === 'claim') expect([customerId, plain.told]).toEqual([journey.customerId, true]);
    else expect([untold, plain]).toEqual([null, { told: false, points: 0 }]);
  }
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
  const rules = rulesOf('rekonect');
  const journeys = drawJourneys(digest, 1, rules);
  expect(drawJourneys(digest, 1, rules)).toEqual(journeys);
  expect(drawJourneys(digest, 2, rules)).not.toEqual(journeys);
  for (const invoiceNo of digest.voidedBy.keys()) expect(journeys.has(invoiceNo)).toBe(false);
  const voids = [...journeys.values()].filter(({ kind }) => kind === 'void');
  expect(new Set(voids.map(({ moment }) => moment)).size).toBe(4);
});

test('where nothing is paid with points and the program gives sales away itself, the same sales are voided and none claimed', () => {
  const voided = (backEnd: ReplayBackEnd): string[] =>
    [...drawJourneys(digest, 1, rulesOf(backEnd))].filter(([, { kind }]) => kind === 'void').map(([number]) => number);
  expect(voided('rbi')).toEqual(voided('rekonect'));
  const kinds = [...drawJourneys(digest, 1, rulesOf('rbi')).values()].map((one) => [one.kind, one.moment].join(' '));
  expect([...new Set(kinds)].sort()).toEqual(['void delivered', 'void unknown', 'void unsent']);
});
