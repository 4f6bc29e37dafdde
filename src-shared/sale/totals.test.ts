import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppliedDeal, SaleLine, Tender } from './sale.ts';
import { saleTotals } from './totals.ts';

const line = (netMinor: number, taxRateBp = 0): SaleLine => ({
  lineId: '1',
  articleCode: 'A',
  name: 'Thing',
  departmentCode: 'D',
  departmentName: 'Things',
  action: netMinor < 0 ? 'return' : 'sale',
  quantityThousandths: 1_000,
  weighed: false,
  unitPriceMinor: Math.abs(netMinor),
  grossMinor: netMinor,
  netMinor,
  taxRateBp,
  benefitKey: null,
});
const deal = (amountMinor: number): AppliedDeal => ({ type: 'PROMOTION', amountMinor, reason: null, sourceId: null });
const tender = (amountMinor: number, tenderedMinor = amountMinor): Tender => ({
  tenderId: '1',
  type: 'CASH',
  amountMinor,
  tenderedMinor,
  payOperationId: null,
});

test('a basket with a deal, paid in parts with change', () => {
  const totals = saleTotals({
    lines: [line(1_210, 2_100), line(550, 1_000)],
    deals: [deal(176)],
    tenders: [tender(500), tender(1_084, 2_000)],
  });
  // The deal takes 121 off the goods at 21 % and 55 off those at 10 %: 1089 and 495 are left.
  expect(totals).toEqual({
    grossMinor: 1_760,
    generalDiscountMinor: 176,
    totalMinor: 1_584,
    taxMinor: 189 + 45,
    paidMinor: 1_584,
    dueMinor: 0,
    changeMinor: 916,
  });
});

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const rates = fc.constantFrom(0, 400, 1_000, 2_100);

test('totals add up to the minor unit whatever the lines, deals and tenders', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(amounts, rates), { minLength: 1, maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 4 }),
      fc.array(amounts, { maxLength: 5 }),
      (lines, deals, tenders) => {
        const totals = saleTotals({
          lines: lines.map(([netMinor, rate]) => line(netMinor, rate)),
          deals: deals.map(deal),
          tenders: tenders.map((amount) => tender(amount)),
        });
        expect(totals.totalMinor).toBe(totals.grossMinor - totals.generalDiscountMinor);
        expect(totals.dueMinor + totals.paidMinor).toBe(totals.totalMinor);
        expect(Object.values(totals).every(Number.isSafeInteger)).toBe(true);
      },
    ),
  );
});

test('included tax never exceeds what is paid, and a sale and its full return cancel out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), rates), { minLength: 1, maxLength: 20 }),
      (lines) => {
        const sold = saleTotals({ lines: lines.map(([net, rate]) => line(net, rate)), deals: [], tenders: [] });
        const back = saleTotals({ lines: lines.map(([net, rate]) => line(0 - net, rate)), deals: [], tenders: [] });
        expect(sold.taxMinor).toBeLessThanOrEqual(sold.totalMinor);
        expect([back.totalMinor + sold.totalMinor, back.taxMinor + sold.taxMinor]).toEqual([0, 0]);
      },
    ),
  );
});
