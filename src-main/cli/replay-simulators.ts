import type { ReplaySimulators } from '../replay/inspection.ts';
import { memberNamesOf } from '../replay/member-names.ts';
import type { ReplayBackEnd } from '../replay/replay-options.ts';
import type { FaultRule } from '../training/fault-rule.ts';
import type { SimulatorSettings } from '../training/simulator-settings.ts';
import { type RunningSimulator, startSimulator } from '../training/start-simulator.ts';

/** Nobody else ends them after a killed run. */
const EXIT_WHEN_IDLE_MS = 10 * 60_000;

/** What of the programs' own rules a replay's figures hang on; the rest is as every simulator starts. */
const SETTINGS: SimulatorSettings = {
  rekonect: { earnBasisPoints: 500, pointUnitsPerMinor: 1, nonEarningDepartments: ['CHARGES'] },
  // Fees and discounts (replay.md rule 2) stand for the deposits, which earn nothing.
  rbi: { pointsPerUnit: 5, earnMinimumMinor: 0, depositProducts: '^(?![0-9]{5})' },
  covalent: { rules: [{ id: 'rule_replay', name: 'Five points for a pound', basisPoints: 500 }] },
};

/** How the control port is told of a member, and by which of his identifiers the inspection names him. */
interface MemberForm {
  readonly order: (name: string, openingPoints: number) => unknown;
  readonly identifier: string;
}

const MEMBER_FORMS: Readonly<Record<ReplayBackEnd, MemberForm>> = {
  rekonect: { order: (externalId, openingPoints) => ({ externalId, openingPoints }), identifier: 'externalId' },
  rbi: { order: (loyaltyId, openingPoints) => ({ loyaltyId, openingPoints }), identifier: 'loyaltyId' },
  covalent: { order: (id, openingPoints) => ({ id, openingPoints }), identifier: 'id' },
  pomelo: { order: (cardId, openingPoints) => ({ cardId, openingPoints }), identifier: 'cardId' },
};

/** Kinds of trouble that only this program has: they come beside the drawn ones, a few times in each run. */
const OWN_FAULTS: Readonly<Record<ReplayBackEnd, readonly FaultRule[]>> = {
  rekonect: [],
  rbi: [{ kind: 'drop-after-commit', operation: 'identify', skip: 3, count: 2 }],
  covalent: [
    { kind: '409', operation: 'submit', skip: 4, count: 2 },
    { kind: '409', operation: 'cancel-sale', afterCommit: true, count: 1 },
  ],
  pomelo: [
    { kind: '425', operation: 'submit', skip: 4, count: 2 },
    { kind: '409', operation: 'cancel-sale', afterCommit: true, count: 1 },
    { kind: '500-before-commit', operation: 'token', count: 1 },
    { kind: 'drop-after-commit', operation: 'token', skip: 1, count: 1 },
  ],
};

/** Finds the simulators of a replay folder or starts them on their ledger; they outlive a killed till. */
export async function startReplaySimulators(folder: string, backEnd: ReplayBackEnd): Promise<ReplaySimulators> {
  const options = { folder, detached: true, exitWhenIdleMs: EXIT_WHEN_IDLE_MS, settings: SETTINGS };
  return replaySimulators(await startSimulator(options), backEnd);
}

export function replaySimulators(simulator: RunningSimulator, backEnd: ReplayBackEnd): ReplaySimulators {
  const { control } = simulator;
  const { nameOf } = memberNamesOf(backEnd);
  const { order, identifier } = MEMBER_FORMS[backEnd];
  return {
    url: simulator.url(backEnd),
    addMembers: async (customerIds, openingPoints) => {
      await control.addMembers(
        backEnd,
        customerIds.map((customerId) => order(nameOf(customerId), openingPoints)),
      );
    },
    drawFaults: async (seed) => void (await control.setFaults({ add: [...OWN_FAULTS[backEnd]], drawn: { seed } })),
    setOffline: async (offline) => void (await control.setFaults({ offline })),
    loseAnswerOfSubmit: async (reference) =>
      void (await control.setFaults({
        add: [{ kind: 'drop-after-commit', operation: 'submit', reference, count: 2 }],
      })),
    inspect: async () => ({
      postings: (await control.postings()).filter(({ program }) => program === backEnd),
      members: (await control.balances())
        .filter(({ program }) => program === backEnd)
        .map(({ memberId, identifiers, points }) => ({ memberId, name: identifiers[identifier] ?? null, points })),
      faults: (await control.firedFaults()).filter(({ program }) => program === backEnd),
    }),
    stop: async () => await simulator.stop(),
  };
}
