import { expect, test } from 'vitest';
import type { DueInvoice } from './due.ts';
import type { InspectedPosting } from './inspection.ts';
import { type ReconcileTerms, reconcile } from './reconcile.ts';

const OPENING_POINTS = 1_000_000;
const told = (points: number) => ({ told: true, points });
const base = { stands: true, customerId: '17', payMinor: 0, paid: told(0), untold: null };
const DUE: DueInvoice[] = [
  { ...base, invoiceNo: '1', totalMinor: 1_000, plain: told(50) },
  { ...base, invoiceNo: '5', totalMinor: 2_000, payMinor: 200, plain: told(100), paid: told(90) },
  { ...base, invoiceNo: 'C2', totalMinor: -400, plain: told(-20) },
  { ...base, invoiceNo: '3', customerId: null, totalMinor: 700, plain: told(0) },
  { ...base, invoiceNo: '4', stands: false, totalMinor: 900, plain: { told: false, points: 0 } },
  { ...base, invoiceNo: '6', customerId: null, totalMinor: 300, plain: { told: false, points: 0 }, untold: 'held' },
];

type Draft = readonly [kind: string, reference: string, points: number, amountMinor: number, nobodys?: 'nobodys'];
const POSTED: readonly Draft[] = [
  ['opening', '', OPENING_POINTS, 0],
  ['sale', '1', 0, 1_000],
  ['earn', '1', 50, 0],
  ['spend', '5', -400, 200],
  ['sale', '5', 0, 2_000],
  ['earn', '5', 90, 0],
  ['sale', 'C2', 0, -400],
  ['earn', 'C2', -20, 0],
  ['sale', '3', 0, 700],
  ['sale', '4', 0, 900],
  ['earn', '4', 45, 0],
  ['earn-cancel', '4', -45, 0],
  ['sale-cancel', '4', 0, -900],
];
const PLAIN: ReconcileTerms = {
  members: new Map([['17', 'card 17']]),
  openingPoints: OPENING_POINTS,
  // Two points a penny.
  cost: (payMinor) => 2 * payMinor,
  paysThatMayBeMissing: 0,
  inDoubt: new Map(),
};

function proof(posted: readonly Draft[], terms: ReconcileTerms = PLAIN) {
  const postings = posted.map(([kind, reference, points, amountMinor, nobodys], at): InspectedPosting => {
    const memberId = reference === '3' || nobodys === 'nobodys' ? null : 'm';
    return { id: at + 1, kind, reference, points, amountMinor, memberId };
  });
  const points = postings.reduce((sum, posting) => sum + posting.points, 0);
  const members = posted.length === 0 ? [] : [{ memberId: 'm', name: 'card 17', points }];
  const due = new Map(DUE.map((one) => [one.invoiceNo, one]));
  const { findings, ...figures } = reconcile(due, { postings, members, faults: [] }, terms);
  return figures;
}

const without = (kind: string, reference: string) => POSTED.filter(([k, r]) => !(k === kind && r === reference));
const GOOD = {
  postings: 4,
  missing: 0,
  twice: 0,
  differenceMinor: 0,
  differencePoints: 0,
  explainedMinor: 0,
  paidWithPoints: 1,
};

test('a ledger that agrees', () => {
  expect(proof(POSTED)).toEqual(GOOD);
});

test.for<[name: string, posted: readonly Draft[], figures: Partial<typeof GOOD>]>([
  ['a sale deleted', without('sale', '1'), { postings: 3, missing: 1, differenceMinor: 1_000 }],
  ['an earn deleted', without('earn', '1'), { missing: 1, differencePoints: 50 }],
  [
    'a pay deleted',
    without('spend', '5'),
    { missing: 1, differenceMinor: 200, differencePoints: 400, paidWithPoints: 0 },
  ],
  ['a sale that stands as nobody’s', [...without('sale', '1'), ['sale', '1', 0, 1_000, 'nobodys']], { missing: 1 }],
  ['a cancel deleted', without('sale-cancel', '4'), { postings: 5, twice: 1, differenceMinor: 900 }],
  ['a sale copied', [...POSTED, ['sale', '1', 0, 1_000]], { postings: 5, twice: 1, differenceMinor: 1_000 }],
  ['a pay copied', [...POSTED, ['spend', '5', -400, 200]], { twice: 1, differenceMinor: 200, differencePoints: 400 }],
  ['under a strange reference', [...POSTED, ['sale', '99', 0, 10]], { postings: 5, twice: 1, differenceMinor: 10 }],
  [
    'everything gone',
    [],
    { postings: 0, missing: 4, differenceMinor: 4_300, differencePoints: OPENING_POINTS - 280, paidWithPoints: 0 },
  ],
])('%s', ([, posted, figures]) => {
  expect(proof(posted)).toEqual({ ...GOOD, ...figures });
});

test('differences never cancel each other out', () => {
  const posted = POSTED.map(([kind, reference, points, amount]): Draft => {
    if (kind !== 'sale') return [kind, reference, points, amount];
    return [kind, reference, points, amount + (reference === '1' ? 1 : reference === '3' ? -1 : 0)];
  });
  expect(proof(posted)).toEqual({ ...GOOD, differenceMinor: 2 });
});

test('a pay that became cash is right where the run explains it, with what the sale then earns in full', () => {
  const cash = without('spend', '5').map(
    (one): Draft => (one[0] === 'earn' && one[1] === '5' ? ['earn', '5', 100, 0] : one),
  );
  expect(proof(cash, { ...PLAIN, paysThatMayBeMissing: 1 })).toEqual({ ...GOOD, paidWithPoints: 0 });
  expect(proof(cash)).toMatchObject({ missing: 1, differenceMinor: 200 });
});

test('a pay that stands beside cash is explained by what is parked, and wrong without', () => {
  const both = POSTED.map((one): Draft => (one[0] === 'earn' && one[1] === '5' ? ['earn', '5', 100, 0] : one));
  const inDoubt = new Map([['5', 200]]);
  const faulty = { ...PLAIN, paysThatMayBeMissing: Number.POSITIVE_INFINITY, inDoubt };
  expect(proof(both, faulty)).toEqual({ ...GOOD, explainedMinor: 200, paidWithPoints: 0 });
  expect(proof(both, { ...faulty, inDoubt: new Map() })).toMatchObject({ differencePoints: 10 });
});
