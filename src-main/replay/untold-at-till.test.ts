import { expect, test } from 'vitest';
import { type RecordedSale, untoldAtTill } from './untold-at-till.ts';

type Fact = RecordedSale['operations'][number];

const fact = (fields: Partial<Fact>): Fact => ({
  id: 's',
  kind: 'submit',
  state: 'delivered',
  happened: 1,
  undoesId: null,
  ...fields,
});
const sale = (fields: Partial<RecordedSale>): RecordedSale => ({
  state: 'completed',
  totalMinor: 500,
  isReturn: false,
  claimable: false,
  operations: [],
  ...fields,
});
const cancel = (fields: Partial<Fact>): Fact => fact({ id: 'c', kind: 'cancel-sale', undoesId: 's', ...fields });
const NOTHING = { held: 0, uncorrected: { count: 0, minor: 0 } };
const ONE = { held: 0, uncorrected: { count: 1, minor: 500 } };

test.for<[name: string, given: Partial<RecordedSale>, takesReturns: boolean, untold: object]>([
  ['a sale with its member', { operations: [fact({})] }, false, NOTHING],
  ['one that nobody claimed', { claimable: true }, false, { ...NOTHING, held: 1 }],
  [
    'one that was sent as nobody’s',
    { claimable: true, operations: [fact({ kind: 'submit-unclaimed' })] },
    false,
    NOTHING,
  ],
  ['one that nobody claimed, voided', { claimable: true, state: 'voided' }, false, NOTHING],
  ['a return', { isReturn: true, totalMinor: -500 }, false, ONE],
  ['a return that is sent', { isReturn: true, totalMinor: -500, operations: [fact({})] }, false, NOTHING],
  ['a return that moves nothing', { isReturn: true, totalMinor: -500 }, true, NOTHING],
  ['a void', { state: 'voided', operations: [fact({}), cancel({})] }, true, NOTHING],
  [
    'a void under way',
    { state: 'voided', operations: [fact({}), cancel({ state: 'queued', happened: 0 })] },
    true,
    NOTHING,
  ],
  ['a void that cannot take back', { state: 'voided', operations: [fact({})] }, true, ONE],
  [
    'a void that was dropped',
    { state: 'voided', operations: [fact({}), cancel({ state: 'dropped', happened: 0 })] },
    true,
    ONE,
  ],
  [
    'a void of what was never sent',
    { state: 'voided', operations: [fact({ state: 'dropped', happened: 0 })] },
    true,
    NOTHING,
  ],
])('%s', ([, given, takesReturns, untold]) => {
  expect(untoldAtTill([sale(given)], takesReturns)).toEqual(untold);
});
