import type { ReplaySimulators } from '../replay/inspection.ts';
import { addRekonectMembers } from '../training/rekonect/rekonect-controls.ts';
import { type RunningSimulator, startSimulator } from '../training/start-simulator.ts';

/** Nobody else ends them after a killed run. */
const EXIT_WHEN_IDLE_MS = 10 * 60_000;

/** Finds the simulators of a replay folder or starts them on their ledger; they outlive a killed till. */
export async function startReplaySimulators(folder: string): Promise<ReplaySimulators> {
  return replaySimulators(await startSimulator({ folder, detached: true, exitWhenIdleMs: EXIT_WHEN_IDLE_MS }));
}

export function replaySimulators(simulator: RunningSimulator): ReplaySimulators {
  const { control } = simulator;
  return {
    url: simulator.url('rekonect'),
    addMembers: async (members) => void (await addRekonectMembers(control, members)),
    drawFaults: async (seed) => void (await control.setFaults({ drawn: { seed } })),
    setOffline: async (offline) => void (await control.setFaults({ offline })),
    loseAnswerOfSubmit: async (reference) =>
      void (await control.setFaults({
        add: [{ kind: 'drop-after-commit', operation: 'submit', reference, count: 2 }],
      })),
    inspect: async () => ({
      postings: await control.postings(),
      members: (await control.balances()).map(({ memberId, identifiers, points }) => ({
        memberId,
        externalId: identifiers['externalId'] ?? null,
        points,
      })),
      faults: await control.firedFaults(),
    }),
    stop: async () => await simulator.stop(),
  };
}
