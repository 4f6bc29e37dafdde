import { join } from 'node:path';
import type { DemoHints } from '../api/cashier-procedures.ts';
import type { NetworkSwitch } from '../review/status.ts';
import { type TillConfig, trainingConfig } from '../till/config.ts';
import { DEMO_CURRENCY, DEMO_PEOPLE, DEMO_SHOP, DEMO_STAFF, DEMO_UNKNOWN_CARD } from '../training/demo-shop.ts';
import { TRAINING_API_KEY } from '../training/rekonect-options.ts';
import { type RunningSimulator, startSimulator } from '../training/start-simulator.ts';

/** The simulator outlives a killed till, so that the next one finds its ledger; left alone it ends after a day. */
const SIMULATOR_IDLE_MS = 24 * 3_600_000;

export interface Training {
  readonly config: TillConfig;
  readonly apiKey: string;
  readonly network: NetworkSwitch;
  readonly hints: DemoHints;
  /** False: it ran already, for a till that has the folder or had it before a kill. */
  readonly startedHere: boolean;
  /** Ends the simulator too: a till that was closed properly leaves nothing running. */
  stop(): Promise<void>;
}

/** Starts (or finds) the simulator of a training folder, with the demo shop known to it. */
export async function startTraining(folder: string, logFolder: string): Promise<Training> {
  const simulator = await startSimulator({
    folder: join(folder, 'simulators'),
    detached: true,
    exitWhenIdleMs: SIMULATOR_IDLE_MS,
    demoShop: true,
    logFile: join(logFolder, 'simulator.log'),
  });
  return {
    config: configFor(simulator.rekonectUrl),
    apiKey: TRAINING_API_KEY,
    network: await networkOf(simulator),
    hints: HINTS,
    startedHere: simulator.started,
    stop: () => simulator.stop(),
  };
}

function configFor(baseUrl: string): TillConfig {
  return trainingConfig(
    {
      name: 'rekonect',
      baseUrl,
      keySource: { from: 'config', value: TRAINING_API_KEY },
      branchId: DEMO_SHOP.branchId,
      posId: DEMO_SHOP.terminalId,
      sourceName: 'Tillbox training',
      settings: {},
    },
    {
      shop: {
        name: DEMO_SHOP.name,
        address: [...DEMO_SHOP.addressLines],
        currency: DEMO_CURRENCY,
        locale: 'en-GB',
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
      terminal: { prefix: 'T1' },
    },
  );
}

/** Pulls and plugs the simulator's ports: to the till it is a network that is gone. */
async function networkOf({ control }: RunningSimulator): Promise<NetworkSwitch> {
  let isUp = !(await control.faults()).offline;
  return {
    isUp: () => isUp,
    set: async (up) => {
      isUp = !(await control.setFaults({ offline: !up })).offline;
    },
  };
}

/** What the sign-in and member screens show in training, and nowhere else. */
const HINTS: DemoHints = {
  pins: DEMO_STAFF.map(({ name, role, demoPin }) => ({ name, role, pin: demoPin })),
  members: [
    ...DEMO_PEOPLE.map(({ situation, externalId, phoneNumber, email }) => {
      const label = situation;
      if (externalId !== undefined) return { label, method: 'card' as const, value: externalId };
      if (phoneNumber !== undefined) return { label, method: 'phone' as const, value: phoneNumber };
      return { label, method: 'email' as const, value: email ?? '' };
    }),
    { label: 'card of nobody', method: 'card' as const, value: DEMO_UNKNOWN_CARD },
  ],
};
