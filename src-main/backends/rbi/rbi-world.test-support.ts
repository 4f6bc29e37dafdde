import type { Sale } from '../../../src-shared/sale/sale.ts';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { ControlClient } from '../../training/control-client.ts';
import { createSimulator } from '../../training/create-simulator.ts';
import type { MemberOrder } from '../../training/rbi/member-order.ts';
import { RBI_TRAINING_KEY, type RbiSettingsPatch } from '../../training/rbi/rbi-options.ts';
import { FAULTS } from '../contract-faults.test-support.ts';
import type { ContractStep, ContractWorld } from '../contract-world.test-support.ts';
import { aLine, aSale, OPENED_AT } from './queue.test-support.ts';
import { createRbi } from './rbi.ts';
import { rbiConfig } from './rbi-config.ts';
import type { RbiSettings } from './rbi-settings.ts';

export const MINA = 'c2f1a9d0-7a3b-4f6e-8f1d-9be0c45a6b77';
export const OTTO = '11111111-2222-4333-8444-555555555555';

export interface RbiWorld extends ContractWorld {
  readonly control: ControlClient;
  issueCode(loyaltyId: string, preselected?: readonly string[]): Promise<string>;
  /** What a guest could spend by the ledger alone, reservations left out. */
  pointsOf(loyaltyId: string): Promise<number>;
  /** Status of every loyalty transaction, in order. */
  statuses(): Promise<readonly string[]>;
}

/** A fresh RBI simulator with Mina (5,000 points) and Otto (50), and a back end that talks to it over HTTP. */
export async function startRbiWorld(
  program: RbiSettingsPatch = {},
  till: Partial<RbiSettings> = {},
): Promise<RbiWorld> {
  const clock = new ManualClock(OPENED_AT);
  // One time for both, so that codes and reservations end when the test says.
  const simulator = await createSimulator({
    folder: null,
    settings: { rbi: program },
    machineNowMs: () => clock.nowMs(),
  });
  const control = new ControlClient(simulator);
  const members: readonly MemberOrder[] = [
    { loyaltyId: MINA, name: 'Mina', openingPoints: 5_000 },
    { loyaltyId: OTTO, name: 'Otto', openingPoints: 50 },
  ];
  await control.addMembers('rbi', members);
  const open = (apiKey: string) =>
    createRbi(
      rbiConfig.parse({
        baseUrl: simulator.urls.rbi,
        apiKey,
        branchId: '5120',
        posId: '2',
        currency: 'EUR',
        timeouts: { connectMs: 300, headersMs: 300, bodyMs: 300 },
        settings: { region: 'ES', ...till },
      }),
      clock,
    );
  const backEnd = open(RBI_TRAINING_KEY);
  const stranger = open('some-other-key');
  const pointsOf = async (loyaltyId: string): Promise<number> =>
    (await control.balances()).find(({ memberId }) => memberId === loyaltyId)?.points ?? 0;
  return {
    backEnd,
    stranger,
    clock,
    control,
    member: [{ method: 'membership-key', value: MINA }],
    unknownMember: { method: 'membership-key', value: 'ffffffff-7a3b-4f6e-8f1d-9be0c45a6b77' },
    secret: RBI_TRAINING_KEY,
    openSale: (priceMinor, memberKeyId): Sale =>
      aSale({
        state: 'open',
        closedAtMs: null,
        memberKeyId,
        tenders: [],
        lines: [aLine({ grossMinor: priceMinor, netMinor: priceMinor, unitPriceMinor: priceMinor })],
      }),
    breakNext: async (step: ContractStep, breakage) => {
      await control.setFaults({ add: [{ ...FAULTS[breakage], operation: step, count: 1 }] });
    },
    setOffline: async (offline) => {
      await control.setFaults({ offline });
    },
    balance: () => pointsOf(MINA),
    standingSales: async (reference) => {
      const postings = await control.postingsOf(reference);
      const count = (kind: string): number => postings.filter((posting) => posting.kind === kind).length;
      return count('sale') - count('sale-cancel');
    },
    issueCode: async (issueFor, preselected) => {
      const answer = await control.callProgram('rbi', 'issue-code', { issueFor, preselected });
      return (answer as { code: string }).code;
    },
    pointsOf,
    statuses: async () => {
      const transactions = (await control.callProgram('rbi', 'transactions')) as readonly { status: string }[];
      return transactions.map(({ status }) => status);
    },
    stop: async () => {
      await backEnd.close();
      await stranger.close();
      await control.close();
      await simulator.stop();
    },
  };
}
