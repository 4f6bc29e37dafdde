import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type TestContext, test } from 'vitest';
import { drawJourneys } from './draw-journeys.ts';
import { dueFromFile, untoldOf } from './due.ts';
import { digestTradingFile } from './plan-invoices.ts';
import { rulesOf } from './program-rules.ts';
import { tradingFigures } from './replay-figures.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/online-retail/', import.meta.url));

function realFile(name: string, context: TestContext): string {
  const path = `${FOLDER}${name}`;
  if (!existsSync(path)) {
    process.stderr.write(`not run: the real trading file ${name} is not beside the project (${FOLDER})\n`);
    context.skip(`${name} is not there`);
  }
  return path;
}

const NO_JOURNEYS = { voids: 0, claims: 0 };

test.for([
  {
    name: '2010-12-01.csv',
    figures: { rows: 3_108, rowsRejected: 10, sales: 127, cancellations: 0, returns: 6, unclaimed: 6 },
    standing: 133,
    standingMinor: 5_863_556,
    pays: [26, 26],
  },
  {
    name: '2010-12-01_08.csv.gz',
    figures: { rows: 19_632, rowsRejected: 134, sales: 727, cancellations: 2, returns: 100, unclaimed: 49 },
    standing: 825,
    standingMinor: 32_495_632,
    pays: [133, 134],
  },
])('the figures of $name', async ({ name, figures, standing, standingMinor, pays }, context) => {
  const digest = await digestTradingFile(realFile(name, context));
  const rowsAccepted = figures.rows - figures.rowsRejected;
  expect(tradingFigures(digest, new Map())).toEqual({ ...figures, rowsAccepted, journeys: NO_JOURNEYS });
  const due = [...dueFromFile(digest, new Map(), rulesOf('rekonect')).values()].filter(({ stands }) => stands);
  expect(due.length).toBe(standing);
  expect(due.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(standingMinor);
  expect([
    due.filter(({ payMinor }) => payMinor > 0).length,
    digest.invoices.filter((i) => i.payMinor > 0).length,
  ]).toEqual(pays);
});

test.for([
  { name: '2010-12-01.csv', told: [127, 121, 126], held: [0, 6, 6], uncorrected: { count: 6, minor: 32_523 } },
  {
    name: '2010-12-01_08.csv.gz',
    told: [725, 676, 760],
    held: [0, 49, 49],
    uncorrected: { count: 100, minor: 5_999_175 },
  },
])('what of $name the other programs are told', async ({ name, told, held, uncorrected }, context) => {
  const digest = await digestTradingFile(realFile(name, context));
  const all = (['rbi', 'covalent', 'pomelo'] as const).map((backEnd) => {
    const due = dueFromFile(digest, new Map(), rulesOf(backEnd));
    const moves = [...due.values()].map(({ payMinor, paid, plain }) => (payMinor > 0 ? paid : plain));
    return { told: moves.filter((one) => one.told).length, ...untoldOf(due) };
  });
  expect(all.map((one) => one.told)).toEqual(told);
  expect(all.map((one) => one.held)).toEqual(held);
  expect(all.map((one) => one.uncorrected)).toEqual([uncorrected, uncorrected, { count: 0, minor: 0 }]);
});

test('all four moments of a void occur on the day, whatever the seed', async (context) => {
  const digest = await digestTradingFile(realFile('2010-12-01.csv', context));
  for (let seed = 0; seed < 50; seed += 1) {
    const journeys = [...drawJourneys(digest, seed, rulesOf('rekonect')).values()];
    const moments = new Set(journeys.map((journey) => (journey.kind === 'void' ? journey.moment : 'claim')));
    expect([
      seed,
      ...['unsent', 'unknown', 'delivered', 'only-pay-delivered'].filter((one) => !moments.has(one as never)),
    ]).toEqual([seed]);
  }
});
