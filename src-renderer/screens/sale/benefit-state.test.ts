import { expect, test } from 'vitest';
import type { PreviewView } from '../../../src-shared/contract/views.ts';
import type { LineView, UsedBenefitView } from '../../contract-types.ts';
import { benefitsOf, inTheWay, reservedPoints } from './benefit-state.ts';

const REWARD: UsedBenefitView = { key: 'r', name: 'Onion rings', kind: 'reward', costPoints: 250, confirmed: false };
const LINE: LineView = {
  lineId: '1',
  articleCode: '90412',
  name: 'Onion rings',
  departmentName: 'Benefits',
  action: 'sale',
  quantityThousandths: 1_000,
  weighed: false,
  unitPriceMinor: 0,
  grossMinor: 0,
  netMinor: 0,
  benefitKey: 'r',
};
const PREVIEW: PreviewView = {
  deals: [],
  notApplied: [],
  pointsToEarn: null,
  estimate: false,
  readAtMs: 0,
  expiresAtMs: 1,
  stale: false,
};
const REFUSED = { key: 'r', name: 'Onion rings', reason: 'Too many: remove one.', cashierCanFix: true };
const sale = (benefit: Partial<UsedBenefitView>, preview: Partial<PreviewView> | null, lines = [LINE]) => ({
  benefits: [{ ...REWARD, ...benefit }],
  lines,
  preview: preview === null ? null : { ...PREVIEW, ...preview },
});

test.each([
  ['confirmed', sale({ confirmed: true }, {}), 0],
  ['refused', sale({}, { notApplied: [REFUSED] }), 1],
  // What an older basket was refused for says nothing of this one.
  ['asking', sale({}, { notApplied: [REFUSED], stale: true }), 1],
  ['asking', sale({}, null), 1],
  ['open', sale({}, {}), 1],
] as const)('a used benefit that is %s', (standing, of, blocking) => {
  const benefits = benefitsOf(of, true);
  expect(benefits.get('r')?.standing).toBe(standing);
  expect(inTheWay(benefits.values())).toHaveLength(blocking);
  expect(benefits.get('r')?.refusedBecause).toBe(standing === 'refused' ? REFUSED.reason : null);
});

test('nothing is being checked while the program cannot be asked', () => {
  expect(benefitsOf(sale({}, { stale: true }), false).get('r')?.standing).toBe('open');
});

test('a benefit without a line holds nothing up: the sale goes on without it', () => {
  expect(inTheWay(benefitsOf(sale({}, {}, []), true).values())).toEqual([]);
});

test('only what is confirmed is reserved, and offers cost nothing', () => {
  expect(
    reservedPoints([REWARD, { ...REWARD, confirmed: true }, { ...REWARD, confirmed: true, costPoints: null }]),
  ).toBe(250);
});
