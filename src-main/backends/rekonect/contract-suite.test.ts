import { describe, expect, onTestFinished, test } from 'vitest';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import { ControlClient } from '../../training/control-client.ts';
import { createSimulator } from '../../training/create-simulator.ts';
import { addRekonectMembers, eventsOf, shortCodesOf } from '../../training/rekonect/rekonect-controls.ts';
import { type RekonectSettingsPatch, TRAINING_API_KEY } from '../../training/rekonect/rekonect-options.ts';
import { FAULTS } from '../contract-faults.test-support.ts';
import { contractSuite } from '../contract-suite.ts';
import { ContractTill } from '../contract-till.test-support.ts';
import type { ContractStep, ContractWorld } from '../contract-world.test-support.ts';
import { aLine, aSale, OPENED_AT } from './queue.test-support.ts';
import { createRekonect } from './rekonect.ts';
import { rekonectTrialConfig } from './rekonect-config.ts';
import type { RekonectSettingsInput } from './rekonect-settings.ts';

const CARD = 'CARD-CONTRACT-1';

function simulatedOperation(step: ContractStep): string {
  if (step === 'identify' || step === 'preview') return 'details';
  return step === 'submit-unclaimed' ? 'submit' : step;
}

interface RekonectWorld extends ContractWorld {
  readonly control: ControlClient;
}

async function start(program: RekonectSettingsPatch = {}, till: RekonectSettingsInput = {}): Promise<RekonectWorld> {
  const simulator = await createSimulator({ folder: null, settings: { rekonect: program } });
  const control = new ControlClient(simulator);
  await addRekonectMembers(control, [
    {
      externalId: CARD,
      phoneNumber: '600000007',
      openingPoints: 5_000,
      assets: [
        { key: 'gift-1', name: 'Free roll', departmentCode: 'FOOD' },
        { key: 'gift-2', name: 'Free plant', departmentCode: 'GARDEN' },
      ],
    },
  ]);
  const clock = new ManualClock(OPENED_AT);
  const open = (apiKey: string) =>
    createRekonect(
      rekonectTrialConfig.parse({
        baseUrl: simulator.urls.rekonect,
        apiKey,
        branchId: 'B1',
        posId: 'P1',
        currency: 'EUR',
        timeouts: { connectMs: 300, headersMs: 300, bodyMs: 300 },
        settings: till,
      }),
      clock,
    );
  const backEnd = open(TRAINING_API_KEY);
  const stranger = open('some-other-key');
  return {
    backEnd,
    stranger,
    clock,
    control,
    member: [{ method: 'card', value: CARD }],
    unknownMember: { method: 'card', value: 'CARD-OF-NOBODY' },
    secret: TRAINING_API_KEY,
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
      await control.setFaults({ add: [{ ...FAULTS[breakage], operation: simulatedOperation(step), count: 1 }] });
    },
    setOffline: async (offline) => {
      await control.setFaults({ offline });
    },
    balance: async () =>
      (await control.balances()).find(({ identifiers }) => identifiers['externalId'] === CARD)?.points ?? 0,
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

async function started(program: RekonectSettingsPatch = {}, till: RekonectSettingsInput = {}): Promise<RekonectWorld> {
  const world = await start(program, till);
  onTestFinished(() => world.stop());
  return world;
}

contractSuite('rekonect', () => start());

const signal = new AbortController().signal;

describe('rekonect alone', () => {
  test('preview: deals, gifts that apply, and why the others do not', async () => {
    const deals = [{ id: 'd-1', reason: 'Ten percent on food', departmentCode: 'FOOD', basisPoints: 1_000 }];
    const { backEnd, openSale, member } = await started({ deals }, { fixableGiftCauses: ['ITEM_MISSING'] });
    const sale = {
      ...openSale(1_000, 'member-1'),
      usedGifts: [
        { key: 'gift-1', name: 'Free roll', kind: 'gift' as const, costPoints: null, facts: {}, confirmed: true },
      ],
    };
    expect(await backEnd.preview({ sale, member, known: [] }, signal)).toMatchObject({
      kind: 'ok',
      value: {
        deals: [
          { type: 'PROMOTION', amountMinor: 100, reason: 'Ten percent on food', sourceId: 'd-1' },
          { type: 'LOYALTY', amountMinor: 1_000, sourceId: 'gift-1' },
        ],
        notApplied: [{ key: 'gift-2', name: 'Free plant', cashierCanFix: true }],
        pointsToEarn: null,
        estimate: false,
      },
    });
  });

  test('a one-time code is sent and proved once', async () => {
    const { backEnd, control } = await started();
    const phone = { method: 'phone', value: '600 000 007' } as const;
    expect(await backEnd.sendCode(phone, signal)).toEqual({ kind: 'ok', value: null });
    const [sent] = await shortCodesOf(control);
    expect(await backEnd.verifyCode(phone, '000', signal)).toMatchObject({ kind: 'refused' });
    expect(await backEnd.verifyCode(phone, ` ${sent?.code} `, signal)).toEqual({ kind: 'ok', value: null });
    expect(await backEnd.sendCode({ method: 'card', value: CARD }, signal)).toMatchObject({ kind: 'refused' });
  });

  test.each([
    ['everything under data, ok', { envelope: 'data', successWord: 'ok' }, {}],
    ['everything at root, refusals on 200', { envelope: 'root', businessErrorsOn200: true }, {}],
    ['balances as numbers and pairs', { detailsBalance: 'number', newBalance: 'pair' }, {}],
    ['strict', { strictTransaction: true, strictRegister: true }, { registerNeeds: 'all-nine' }],
    ['credit', { asset: 'credit' }, { spendFrom: 'credit' }],
    ['other names', {}, { tendersField: 'meansOfPayment', lineAmounts: 'subtotal-total', cancelAmount: 'absent' }],
    ['points as a discount', { loyaltyPaymentIs: 'discount' }, { loyaltyPaymentIs: 'discount' }],
    ['gifts inside', {}, { giftsAndDealsIn: 'transaction', discountSign: 'negative' }],
  ] as const)('the other readings of the contract: %s', async (_name, program, till) => {
    const world = await started(program, till);
    const { backEnd, member, control } = world;
    expect(await backEnd.identify(member, null, signal)).toMatchObject({
      kind: 'ok',
      value: { member: { spendableMinor: 5_000 } },
    });
    expect(await backEnd.identify([world.unknownMember], null, signal)).toMatchObject({
      kind: 'refused',
      notFound: true,
    });
    const drive = new ContractTill(backEnd, world.clock, member);
    const sale = world.openSale(1_000, 'member-1');
    drive.plan({ kind: 'pay', sale, amountMinor: 400, evidence: { balanceBefore: 5_000 } });
    const payId = drive.find('pay').id;
    expect(await drive.send(payId)).toMatchObject({ kind: 'done' });
    const tender = {
      tenderId: '1',
      type: 'POINTS',
      amountMinor: 400,
      tenderedMinor: 400,
      payOperationId: payId,
    } as const;
    const sold = {
      ...sale,
      state: 'completed' as const,
      closedAtMs: OPENED_AT + 60_000,
      usedGifts: [
        { key: 'gift-1', name: 'Free roll', kind: 'gift' as const, costPoints: null, facts: {}, confirmed: true },
      ],
      deals: [{ type: 'LOYALTY', amountMinor: 500, reason: 'Free roll', sourceId: 'gift-1' }],
      tenders: [tender, { ...tender, tenderId: '2', type: 'CASH' as const, amountMinor: 100, payOperationId: null }],
    };
    drive.plan({ kind: 'complete', sale: sold, original: null });
    expect(await drive.send(drive.find('submit').id)).toMatchObject({ kind: 'done' });
    for (const step of drive.plan({ kind: 'void', sale: sold }))
      expect(await drive.send(step.id)).toMatchObject({ kind: 'done' });
    expect(await world.balance()).toBe(5_000);
    expect((await control.journal()).flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  test('an enrolment whose answer was lost is found; a second one of it means done', async () => {
    const world = await started();
    const drive = new ContractTill(world.backEnd, world.clock, []);
    const profile = { phoneNumber: '600000099', gdpr: true, termsOfUse: true };
    drive.plan({ kind: 'enrol', profile, consentedAtMs: OPENED_AT, memberKeyId: 'member-9' });
    const { id } = drive.find('enrol');
    await world.breakNext('enrol', 'lost-after-commit');
    expect(await drive.send(id)).toMatchObject({ kind: 'maybe' });
    expect(await drive.send(id)).toMatchObject({ kind: 'refused', code: '204', onRepeat: 'means-done' });
    expect(drive.get(id)).toMatchObject({ state: 'delivered', happened: 1 });
    expect(await drive.resolve(id)).toMatchObject({ kind: 'done' });
  });

  test('an update repeats harmlessly; an event is noted', async () => {
    const world = await started();
    const drive = new ContractTill(world.backEnd, world.clock, world.member);
    drive.plan({ kind: 'update-member', profile: { firstName: 'Nora' }, memberKeyId: 'member-1' });
    const update = drive.find('update-member').id;
    await world.breakNext('update-member', 'lost-after-commit');
    expect(await drive.send(update)).toMatchObject({ kind: 'maybe' });
    expect(await drive.send(update)).toMatchObject({ kind: 'done' });
    expect(await world.backEnd.identify(world.member, null, signal)).toMatchObject({
      value: { member: { firstName: 'Nora' } },
    });
    drive.plan({ kind: 'event', memberKeyId: 'member-1', type: 'visit', atMs: OPENED_AT });
    expect(await drive.send(drive.find('event').id)).toMatchObject({ kind: 'done', answer: {} });
    expect(await eventsOf(world.control)).toHaveLength(1);
  });

  test('a return takes back what its sale earned', async () => {
    const world = await started();
    const sale = world.openSale(1_000, 'member-1');
    const sell = async (sold: Sale): Promise<void> => {
      const drive = new ContractTill(world.backEnd, world.clock, world.member);
      drive.plan({
        kind: 'complete',
        sale: { ...sold, state: 'completed', closedAtMs: OPENED_AT + 60_000 },
        original: null,
      });
      expect(await drive.send(drive.find('submit').id)).toMatchObject({ kind: 'done' });
    };
    const cash = {
      tenderId: '1',
      type: 'CASH',
      amountMinor: 1_000,
      tenderedMinor: 1_000,
      payOperationId: null,
    } as const;
    await sell({ ...sale, tenders: [cash] });
    expect(await world.balance()).toBeGreaterThan(5_000);
    const [line] = sale.lines;
    await sell({
      ...sale,
      saleId: '019f0000-0000-7000-8000-00000000bbbb',
      lines: [{ ...(line ?? aLine()), action: 'return', grossMinor: -1_000, netMinor: -1_000 }],
      tenders: [{ ...cash, amountMinor: -1_000, tenderedMinor: -1_000 }],
    });
    expect(await world.balance()).toBe(5_000);
  });
});
