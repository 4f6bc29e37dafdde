import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { ControlClient } from '../../training/control-client.ts';
import { createSimulator } from '../../training/create-simulator.ts';
import type { FaultRule } from '../../training/fault-rule.ts';
import { type PomeloSettingsPatch, TRAINING_CLIENT } from '../../training/pomelo/pomelo-options.ts';
import { type Breakage, type ContractStep, type ContractWorld, contractSuite } from '../contract-suite.ts';
import { createPomelo } from './pomelo.ts';
import { pomeloTrialConfig } from './pomelo-config.ts';
import type { PomeloSettingsInput } from './pomelo-settings.ts';
import { aSale, OPENED_AT, someSettings } from './queue.test-support.ts';

const CARD = 'crd-CONTRACT1';
const USER = 'usr-CONTRACT1';

const FAULTS: Record<Breakage, Omit<FaultRule, 'operation'>> = {
  'lost-before-commit': { kind: 'drop-before-commit' },
  'lost-after-commit': { kind: 'drop-after-commit' },
  'error-before-commit': { kind: '500-before-commit' },
  'error-after-commit': { kind: '500-after-commit' },
  'bad-gateway': { kind: 'bad-gateway' },
  conflict: { kind: '409' },
  'too-early': { kind: '425' },
  garbage: { kind: 'garbage' },
  slow: { kind: 'delay', delayMs: 2_500 },
  'half-open': { kind: 'half-open' },
  // A first 401 is answered with a new token and the same request again.
  'not-signed-in': { kind: '401', count: 2 },
  forbidden: { kind: '403' },
  throttled: { kind: '429', retryAfterSeconds: 3 },
  refused: { kind: 'unknown-code' },
};

const simulatedOperation = (step: ContractStep): string =>
  step === 'identify' || step === 'preview' ? 'balance' : step;

interface PomeloWorld extends ContractWorld {
  readonly control: ControlClient;
  set(settings: PomeloSettingsPatch): Promise<void>;
}

async function start(till: Partial<PomeloSettingsInput> = {}): Promise<PomeloWorld> {
  const clock = new ManualClock(OPENED_AT);
  const simulator = await createSimulator({ folder: null, machineNowMs: () => clock.nowMs() });
  const control = new ControlClient(simulator);
  await control.addMembers('pomelo', [{ cardId: CARD, userId: USER, openingPoints: 500_000 }]);
  const open = (apiKey: string) =>
    createPomelo(
      pomeloTrialConfig.parse({
        baseUrl: simulator.urls.pomelo,
        apiKey,
        branchId: 'B1',
        posId: 'P1',
        currency: 'EUR',
        timeouts: { connectMs: 300, headersMs: 300, bodyMs: 300 },
        settings: someSettings({ clientId: TRAINING_CLIENT.clientId, audience: TRAINING_CLIENT.audience, ...till }),
      }),
      clock,
    );
  const backEnd = open(TRAINING_CLIENT.clientSecret);
  const stranger = open('some-other-secret');
  return {
    backEnd,
    stranger,
    clock,
    control,
    member: [{ method: 'card', value: CARD }],
    unknownMember: { method: 'card', value: 'crd-NOBODY' },
    secret: TRAINING_CLIENT.clientSecret,
    openSale: (priceMinor, memberKeyId) =>
      aSale(priceMinor, { state: 'open', closedAtMs: null, memberKeyId, tenders: [] }),
    breakNext: async (step, breakage) => {
      await control.setFaults({ add: [{ count: 1, ...FAULTS[breakage], operation: simulatedOperation(step) }] });
    },
    setOffline: async (offline) => {
      await control.setFaults({ offline });
    },
    balance: async () =>
      ((await control.balances()).find(({ memberId }) => memberId === USER)?.points ?? Number.NaN) / 100,
    standingSales: async (reference) => {
      const postings = await control.postingsOf(reference);
      const count = (kind: string): number => postings.filter((posting) => posting.kind === kind).length;
      return count('sale') - count('sale-cancel');
    },
    set: async (pomelo) => await control.applySettings({ pomelo }),
    stop: async () => {
      await backEnd.close();
      await stranger.close();
      await control.close();
      await simulator.stop();
    },
  };
}

contractSuite('pomelo', () => start());
