import { onTestFinished } from 'vitest';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { ControlClient } from '../../training/control-client.ts';
import {
  type CovalentMemberOrder,
  type CovalentSettingsPatch,
  TRAINING_PUBLIC_KEY,
  TRAINING_SECRET,
} from '../../training/covalent/covalent-options.ts';
import { createSimulator } from '../../training/create-simulator.ts';
import { FAULTS } from '../contract-faults.test-support.ts';
import { ContractTill } from '../contract-till.test-support.ts';
import type { Breakage, ContractWorld } from '../contract-world.test-support.ts';
import { createCovalent } from './covalent.ts';
import { covalentTrialConfig } from './covalent-config.ts';
import type { CovalentSettingsInput } from './covalent-settings.ts';
import { aLine, aSale, cash, OPENED_AT } from './queue.test-support.ts';

const CARD = '9910000000773';

export interface CovalentWorld extends ContractWorld {
  readonly control: ControlClient;
  readonly clock: ManualClock;
}

interface Given {
  readonly program?: CovalentSettingsPatch;
  readonly till?: Partial<CovalentSettingsInput>;
  readonly member?: Partial<CovalentMemberOrder>;
  /** Of the base URL; absent: the right one. */
  readonly path?: string;
}

export async function startCovalentWorld({
  program = {},
  till = {},
  member = {},
  path,
}: Given = {}): Promise<CovalentWorld> {
  const clock = new ManualClock(OPENED_AT);
  const simulator = await createSimulator({
    folder: null,
    settings: { covalent: program },
    machineNowMs: () => clock.nowMs(),
  });
  const control = new ControlClient(simulator);
  await control.addMembers('covalent', [{ id: CARD, openingPoints: 5_000, ...member }]);
  const open = (apiKey: string) =>
    createCovalent(
      covalentTrialConfig.parse({
        baseUrl: path === undefined ? simulator.urls.covalent : new URL(path, simulator.urls.covalent).href,
        apiKey,
        branchId: 'B1',
        posId: 'P1',
        currency: 'EUR',
        timeouts: { connectMs: 300, headersMs: 300, bodyMs: 300 },
        settings: { publicKey: TRAINING_PUBLIC_KEY, loyaltyCurrency: 'COMET_POINTS', releaseAfterDays: 14, ...till },
      }),
      clock,
    );
  const backEnd = open(TRAINING_SECRET);
  const stranger = open('sec_of_somebody_else');
  return {
    backEnd,
    stranger,
    clock,
    control,
    member: [{ method: 'card', value: CARD }],
    unknownMember: { method: 'card', value: 'CARD-OF-NOBODY' },
    secret: TRAINING_SECRET,
    openSale: (priceMinor, memberKeyId) =>
      aSale({
        state: 'open',
        closedAtMs: null,
        memberKeyId,
        tenders: [],
        lines: [
          aLine({
            grossMinor: priceMinor,
            netMinor: priceMinor,
            unitPriceMinor: priceMinor,
            quantityThousandths: 1_000,
          }),
        ],
      }),
    breakNext: async (step, breakage) => {
      await control.setFaults({ add: [{ ...FAULTS[breakage], operation: step, count: 1 }] });
    },
    setOffline: async (offline) => {
      await control.setFaults({ offline });
    },
    balance: async () =>
      (await control.balances()).find(({ identifiers }) => identifiers['id'] === (member.id ?? CARD))?.points ?? 0,
    standingSales: async (reference) => {
      const postings = await control.postingsOf(reference);
      const count = (kind: string): number => postings.filter((posting) => posting.kind === kind).length;
      return count('sale') - count('sale-cancel');
    },
    stop: async () => {
      await backEnd.close();
      await stranger.close();
      await control.close();
      await simulator.stop();
    },
  };
}

/** Stopped when the test ends. */
export async function started(given: Given = {}): Promise<CovalentWorld> {
  const world = await startCovalentWorld(given);
  onTestFinished(() => world.stop());
  return world;
}

/** A sale that the program has, delivered or with its answer lost. */
export async function submitted(world: CovalentWorld, breakage: Breakage | null = null) {
  const till = new ContractTill(world.backEnd, world.clock, world.member);
  const sale = world.openSale(1_000, 'member-1');
  const sold = { ...sale, state: 'completed' as const, closedAtMs: world.clock.nowMs(), tenders: [cash(1_000)] };
  till.plan({ kind: 'complete', sale: sold, original: null });
  const { id } = till.find('submit');
  if (breakage !== null) await world.breakNext('submit', breakage);
  await till.send(id);
  return { till, sold, id };
}

/** An open sale of 10.00 with 4.00 of it paid, or tried. */
export async function paid(world: CovalentWorld, breakage: Breakage | null = null) {
  const till = new ContractTill(world.backEnd, world.clock, world.member);
  const sale = world.openSale(1_000, 'member-1');
  till.plan({ kind: 'pay', sale, amountMinor: 400, evidence: { balanceBefore: 5_000 } });
  const { id } = till.find('pay');
  if (breakage !== null) await world.breakNext('pay', breakage);
  const delivery = await till.send(id);
  return { till, sale, id, delivery };
}
