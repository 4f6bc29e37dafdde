import { expect, test } from 'vitest';
import type { FolderMemory } from './folder-memory.ts';
import type { InspectedFault } from './inspection.ts';
import { faultsOfResult, killsOf, REPLAY_FAULT_KINDS, type ReplayResult, resultOf } from './replay-result.ts';
import type { TillFigures } from './replay-till.ts';

const MEMORY: FolderMemory = {
  version: 1,
  sha256: 'a',
  backEnd: 'rekonect',
  tills: 1,
  faults: null,
  journeys: null,
  offlineFirst: false,
  recorded: true,
  begun: 1,
  ended: 1,
};
const TILL: TillFigures = {
  operations: { delivered: 3, dropped: 1, closed: 0, parked: 0, open: 0 },
  inDoubt: [],
  wronglyParked: [],
  untold: { held: 2, uncorrected: { count: 1, minor: 350 } },
};
const UNTOLD = TILL.untold;
const LEDGER = { postings: 2, missing: 0, twice: 0, differenceMinor: 0, differencePoints: 0, explainedMinor: 0 };
const FIGURES = {
  rows: 4,
  rowsAccepted: 3,
  rowsRejected: 1,
  sales: 2,
  cancellations: 0,
  returns: 0,
  unclaimed: 0,
  journeys: { voids: 0, claims: 0 },
};
const hit = (fields: Partial<InspectedFault>): InspectedFault => ({
  kind: 'garbage',
  operation: 'pay',
  reference: '5',
  committed: true,
  drawn: true,
  ...fields,
});

interface Case {
  readonly ledger?: Partial<ReplayResult['ledger']>;
  readonly tills?: readonly TillFigures[];
  readonly faults?: readonly InspectedFault[];
  readonly memory?: Partial<FolderMemory>;
}

function wrongWith({ ledger = {}, tills = [TILL], faults = [], memory = {} }: Case): readonly string[] {
  const reconciliation = { ...LEDGER, ...ledger, paidWithPoints: 0, findings: [] };
  const result = resultOf({ figures: FIGURES, untold: UNTOLD, tills, faults, reconciliation, seconds: 1 });
  const remembered = { ...MEMORY, ...memory };
  return faultsOfResult(result, tills, faults, remembered, killsOf(remembered));
}

const inDoubt: TillFigures = { ...TILL, inDoubt: [{ reference: '5', minor: 20 }] };

test('the line, in its order', () => {
  const reconciliation = { ...LEDGER, paidWithPoints: 1, findings: [] };
  const faults = [hit({}), hit({ kind: '429' }), hit({ drawn: false })];
  expect(
    JSON.stringify(
      resultOf({ figures: FIGURES, untold: UNTOLD, tills: [TILL, TILL], faults, reconciliation, seconds: 2.5 }),
    ),
  ).toBe(
    '{"rows":4,"rowsAccepted":3,"rowsRejected":1,"sales":2,"cancellations":0,"returns":0,"unclaimed":0,"paidWithPoints":1,' +
      '"journeys":{"voids":0,"claims":0},"held":2,"uncorrected":{"count":1,"minor":350},"faults":{"429":1,"garbage":1},' +
      '"operations":{"delivered":6,"dropped":2,"closed":0,"parked":0,"open":0},' +
      '"ledger":{"postings":2,"missing":0,"twice":0,"differenceMinor":0,"differencePoints":0,"explainedMinor":0},"seconds":2.5}',
  );
});

test.for<[name: string, given: Case, wrong: number]>([
  ['nothing', {}, 0],
  ['missing', { ledger: { missing: 1 } }, 1],
  ['twice', { ledger: { twice: 1 } }, 1],
  ['money', { ledger: { differenceMinor: 1 } }, 1],
  ['points', { ledger: { differencePoints: 1 } }, 1],
  ['open', { tills: [{ ...TILL, operations: { ...TILL.operations, open: 1 } }] }, 1],
  ['closed by hand', { tills: [{ ...TILL, operations: { ...TILL.operations, closed: 1 } }] }, 1],
  ['a pay in doubt without faults', { tills: [inDoubt] }, 1],
  ['a pay in doubt without a fault that explains it', { tills: [inDoubt], memory: { faults: 7 } }, 1],
  ['after a fault after its commit', { tills: [inDoubt], memory: { faults: 7 }, faults: [hit({})] }, 0],
  [
    'after a half-open one',
    { tills: [inDoubt], memory: { faults: 7 }, faults: [hit({ kind: 'half-open', committed: false })] },
    0,
  ],
  [
    'after a fault before its commit',
    { tills: [inDoubt], memory: { faults: 7 }, faults: [hit({ committed: false })] },
    1,
  ],
  [
    'after a fault of another kind',
    { tills: [inDoubt], memory: { faults: 7 }, faults: [hit({ operation: 'submit' })] },
    1,
  ],
  ['after a kill', { tills: [inDoubt], memory: { begun: 2 } }, 0],
  ['a sale less held at the tills', { tills: [{ ...TILL, untold: { ...UNTOLD, held: 1 } }] }, 1],
  [
    'another amount uncorrected',
    { tills: [{ ...TILL, untold: { ...UNTOLD, uncorrected: { count: 1, minor: 0 } } }] },
    1,
  ],
  ['a submit parked', { tills: [{ ...TILL, wronglyParked: [{ reference: '5', kind: 'submit' }] }] }, 1],
  [
    'a kind of fault that never fired, where there were many',
    { memory: { faults: 7 }, faults: Array.from({ length: 100 }, () => hit({ operation: 'submit' })) },
    REPLAY_FAULT_KINDS.length - 1,
  ],
])('%s', ([, given, wrong]) => {
  expect(wrongWith(given)).toHaveLength(wrong);
});
