import { describe, expect, test } from 'vitest';
import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { ContradictionError } from '../contradiction-error.ts';
import { materialise } from './materialise.ts';
import {
  aDeliveredPay,
  aLine,
  aMemberSale,
  anOperation,
  anUnclaimedSubmit,
  aPay,
  aPayCancel,
  aSale,
  aSaleCancel,
  aSubmit,
  OPENED_AT,
} from './queue.test-support.ts';
import { REKONECT_DEFAULT_SETTINGS, type RekonectSettings, rekonectTrialSettings } from './rekonect-settings.ts';

const MEMBER: readonly MemberIdentifier[] = [
  { method: 'card', value: 'CARD-0007' },
  { method: 'phone', value: '+34 600 000 007' },
];
const HEADERS = { 'x-branch-id': 'B1' };

interface Given {
  readonly sale?: Sale | null;
  readonly member?: readonly MemberIdentifier[];
  readonly known?: readonly Operation[];
  readonly settings?: Partial<RekonectSettings>;
}

function frozen(operation: Operation, { sale = null, member = [], known = [], settings = {} }: Given) {
  return materialise(
    operation,
    { sale, member, known: [...known, operation], nowMs: OPENED_AT },
    { ...REKONECT_DEFAULT_SETTINGS, phoneCountryCode: '34', ...settings },
    HEADERS,
  );
}

const body = (operation: Operation, given: Given): Record<string, unknown> => JSON.parse(frozen(operation, given).body);

function contradiction(operation: Operation, given: Given): string {
  try {
    frozen(operation, given);
  } catch (error) {
    return (error as ContradictionError).code;
  }
  return 'none';
}

const item = {
  lineId: '1',
  code: 'INV-14',
  name: 'Invented roll',
  departmentCode: 'FOOD',
  departmentName: 'Food',
  quantity: 2,
  grossAmount: 1240,
  netAmount: 1240,
  action: 'sale',
};
const transaction = {
  transactionId: aSale().saleId,
  openTime: '2026-03-11T09:00:00Z',
  dateTime: '2026-03-11T09:02:00Z',
  totalAmount: 1240,
  totalTaxAmount: 113,
  totalGeneralDiscount: 0,
  items: [item],
  payments: [{ type: 'CASH', amount: 1240 }],
  tags: ['ref:T1-A-000418'],
  employee: 'staff-2',
};
const memberPart = { externalId: 'CARD-0007', phoneNumber: '600000007' };

describe('the sale', () => {
  test('unclaimed: the transaction alone', () => {
    const request = frozen(anUnclaimedSubmit(), { sale: aSale() });
    expect(request).toMatchObject({ method: 'POST', path: '/transaction', headers: HEADERS });
    expect(JSON.parse(request.body)).toEqual({ transaction });
  });

  test('never closes before it opened, though a clock was set back', () => {
    const sale = aSale({ openedAtMs: OPENED_AT + 60 * 60_000 });
    const { openTime, dateTime } = body(anUnclaimedSubmit(), { sale })['transaction'] as Record<string, string>;
    expect([openTime, dateTime]).toEqual([transaction.dateTime, transaction.dateTime]);
  });

  test('the same input gives the same bytes', () => {
    const given = { sale: aMemberSale(), member: MEMBER, known: [aDeliveredPay()] };
    expect(frozen(aSubmit(), given)).toEqual(frozen(aSubmit(), given));
  });

  test('with member, points, a deal and a gift', () => {
    const sale = aMemberSale({
      deals: [{ type: 'PROMOTION', amountMinor: 240, reason: null, sourceId: 'd-1' }],
      usedGifts: [{ key: 'g-1', name: 'Roll', kind: 'gift', costPoints: null, facts: {}, confirmed: true }],
      tenders: aMemberSale().tenders.map((tender) =>
        tender.type === 'CASH' ? { ...tender, amountMinor: 600 } : tender,
      ),
    });
    expect(body(aSubmit(), { sale, member: MEMBER, known: [aDeliveredPay()] })).toEqual({
      member: memberPart,
      transaction: {
        ...transaction,
        totalAmount: 1000,
        totalTaxAmount: 91,
        totalGeneralDiscount: 240,
        payments: [
          { type: 'POINTS', amount: 400 },
          { type: 'CASH', amount: 600 },
        ],
      },
      usedAssets: [{ key: 'g-1' }],
      appliedDeals: [{ type: 'PROMOTION', amount: 240, sourceId: 'd-1' }],
    });
  });

  test('a return has negative amounts and positive quantities; weighed goods have decimals', () => {
    const lines = [
      aLine({ action: 'return', quantityThousandths: 1_250, grossMinor: -775, netMinor: -775, taxRateBp: 0 }),
    ];
    const tenders = [
      { tenderId: '1', type: 'CASH', amountMinor: -775, tenderedMinor: -775, payOperationId: null },
    ] as const;
    expect(body(anUnclaimedSubmit(), { sale: aSale({ lines, tenders }) })['transaction']).toMatchObject({
      totalAmount: -775,
      totalTaxAmount: 0,
      items: [{ quantity: 1.25, grossAmount: -775, netAmount: -775, action: 'return' }],
    });
  });

  test('a sale that cost nothing still names its payments', () => {
    const lines = [aLine({ grossMinor: 0, netMinor: 0 })];
    expect(body(anUnclaimedSubmit(), { sale: aSale({ lines, tenders: [] }) })['transaction']).toMatchObject({
      totalAmount: 0,
      payments: [{ type: 'CASH', amount: 0 }],
    });
  });

  test('a claim goes under its own id', () => {
    const submit = aSubmit({ detail: { kind: 'submit', transactionId: 'x-C1' } });
    expect(body(submit, { sale: aSale(), member: MEMBER })).toMatchObject({ transaction: { transactionId: 'x-C1' } });
  });

  test.each([
    ['tenders below the total', aSale({ tenders: [] }), []],
    ['a fraction', aSale({ lines: [aLine({ netMinor: 1_240.5 })] }), []],
    ['a loyalty tender without its pay', aMemberSale(), []],
    ['a pay that is not confirmed', aMemberSale(), [aPay({ state: 'unknown', happened: null })]],
    [
      'a pay of another amount',
      aMemberSale(),
      [aDeliveredPay({ detail: { kind: 'pay', transactionId: 'x', amountMinor: 401 } })],
    ],
  ] as const)('is not sent with %s', (_name, sale, known) => {
    expect(contradiction(aSubmit(), { sale, member: MEMBER, known })).toBe('totals-mismatch');
  });

  test('is not sent without what it needs', () => {
    expect(contradiction(aSubmit(), { sale: aSale() })).toBe('no-member');
    expect(contradiction(aSubmit(), { member: MEMBER })).toBe('no-sale');
  });
});

describe('the cancel of a sale', () => {
  test('is the submit and an action', () => {
    const known = [aDeliveredPay(), aSubmit({ state: 'delivered', happened: 1 })];
    const given = { sale: aMemberSale(), member: MEMBER, known };
    const cancel = aSaleCancel({ undoesId: 'submit', recordedAtMs: OPENED_AT + 999_000 });
    expect(body(cancel, given)).toEqual({ ...body(aSubmit(), given), action: 'cancel' });
  });

  test('of an unclaimed one names no member', () => {
    const given = { sale: aSale(), member: MEMBER, known: [anUnclaimedSubmit({ state: 'delivered', happened: 1 })] };
    expect(body(aSaleCancel({ undoesId: 'unclaimed' }), given)).toEqual({ transaction, action: 'cancel' });
  });
});

describe('a payment', () => {
  const sale = aMemberSale({ state: 'open', closedAtMs: null, tenders: [] });

  test('carries the sale, the amount and the rest in cash', () => {
    const request = frozen(aPay(), { sale, member: MEMBER });
    expect(request.path).toBe('/payment');
    expect(JSON.parse(request.body)).toEqual({
      member: memberPart,
      payment: { action: 'pay', amount: 400 },
      transaction: {
        ...transaction,
        dateTime: '2026-03-11T09:01:00Z',
        payments: [
          { type: 'POINTS', amount: 400 },
          { type: 'CASH', amount: 840 },
        ],
      },
    });
  });

  test('of everything has no cash', () => {
    const pay = aPay({ detail: { kind: 'pay', transactionId: 'x', amountMinor: 1_240 } });
    expect(body(pay, { sale, member: MEMBER })['transaction']).toMatchObject({
      payments: [{ type: 'POINTS', amount: 1_240 }],
    });
  });

  test.each([0, -1, 1.5, 1_241])('of %d is not sent', (amountMinor) => {
    const pay = aPay({ detail: { kind: 'pay', transactionId: 'x', amountMinor } });
    expect(contradiction(pay, { sale, member: MEMBER })).toBe('totals-mismatch');
  });

  test('is given back by its code and minus the amount, without the sale', () => {
    expect(body(aPayCancel(), { sale, member: MEMBER, known: [aDeliveredPay()] })).toEqual({
      member: memberPart,
      payment: { action: 'cancel', amount: -400, confirmationCode: 'code-1' },
    });
  });

  test('is not given back without a code', () => {
    const known = [aDeliveredPay({ answer: null })];
    expect(contradiction(aPayCancel(), { sale, member: MEMBER, known })).toBe('no-confirmation-code');
  });
});

describe('members and events', () => {
  const profile = {
    phoneNumber: '+34600000007',
    firstName: 'Nora',
    gdpr: true,
    termsOfUse: true,
    allowedSms: false,
  };
  const enrol = (fields: Record<string, unknown> = {}) =>
    anOperation({ kind: 'enrol', profile: { ...profile, ...fields }, consentedAtMs: 1 });
  const wireProfile = { phoneNumber: '600000007', firstName: 'Nora', gdpr: true, termsOfUse: true, allowedSMS: false };

  test('enrol', () => {
    expect(frozen(enrol(), {}).path).toBe('/member/register');
    expect(body(enrol(), {})).toEqual({ newMemberData: wireProfile });
    expect(body(enrol(), { settings: { registerBody: 'flat' } })).toEqual(wireProfile);
  });

  test.each([
    ['gdpr', { gdpr: false }, 'consents-missing'],
    ['terms', { termsOfUse: undefined }, 'consents-missing'],
    ['contact', { phoneNumber: undefined }, 'profile-incomplete'],
  ])('enrol without %s is not sent', (_name, fields, code) => {
    expect(contradiction(enrol(fields), {})).toBe(code);
  });

  test.each([
    ['a phone number without digits', { phoneNumber: 'none' }],
    ['an e-mail without a place', { email: 'nora' }],
    ['a birthday in another form', { birthday: '31.12.1990' }],
    ['a birthday that does not exist', { birthday: '1990-02-30' }],
  ])('%s is not sent', (_name, fields) => {
    expect(contradiction(enrol(fields), {})).toBe('profile-malformed');
    const update = anOperation({ kind: 'update-member', profile: fields });
    expect(contradiction(update, { member: MEMBER })).toBe('profile-malformed');
  });

  test('enrol with all nine where the program wants them', () => {
    expect(contradiction(enrol(), { settings: { registerNeeds: 'all-nine' } })).toBe('profile-incomplete');
  });

  test('update', () => {
    const update = anOperation({ kind: 'update-member', profile: { firstName: 'Nora' } });
    expect(body(update, { member: MEMBER })).toEqual({ member: memberPart, newMemberData: { firstName: 'Nora' } });
  });

  test('event, with and without a member', () => {
    const event = anOperation({ kind: 'event', type: 'visit', atMs: OPENED_AT, payload: {}, tags: [] });
    expect(body(event, {})).toEqual({ event: { type: 'visit', dateTime: '2026-03-11T09:00:00Z' } });
    expect(body(event, { member: MEMBER })).toMatchObject({ member: memberPart });
  });

  test.each(['adjust', 'release'] as const)('%s is not offered', (kind) => {
    const detail = kind === 'adjust' ? { kind, transactionId: 'x', amountMinor: 1 } : { kind, transactionId: 'x' };
    expect(contradiction(anOperation(detail), { sale: aSale() })).toBe('not-offered');
  });
});

describe('each contradiction of the sources behind one setting', () => {
  const sale = aMemberSale({
    deals: [{ type: 'PROMOTION', amountMinor: 40, reason: 'x', sourceId: null }],
    usedGifts: [{ key: 'g-1', name: 'Roll', kind: 'gift', costPoints: null, facts: {}, confirmed: true }],
    tenders: aMemberSale().tenders.map((tender) => (tender.type === 'CASH' ? { ...tender, amountMinor: 800 } : tender)),
  });
  const known = [
    aDeliveredPay(),
    aSubmit({ state: 'delivered', happened: 1, answer: { confirmationCode: 'sale-code' } }),
  ];
  const submitted = (settings: Partial<RekonectSettings>) => body(aSubmit(), { sale, member: MEMBER, known, settings });

  test('C5', () => {
    const { transaction: sent } = submitted({ tendersField: 'meansOfPayment' });
    expect(sent).toHaveProperty('meansOfPayment');
    expect(sent).not.toHaveProperty('payments');
  });
  test('C6', () => {
    expect(submitted({ lineAmounts: 'subtotal-total' })).toMatchObject({
      transaction: { items: [{ subtotal: 1_240, total: 1_240 }] },
    });
  });
  test('C7', () => {
    const sent = submitted({ giftsAndDealsIn: 'transaction' });
    expect(sent).toMatchObject({ transaction: { usedAssets: [{ key: 'g-1' }], appliedDeals: [{ amount: 40 }] } });
    expect(sent).not.toHaveProperty('usedAssets');
  });
  test('C8', () => {
    const sent = body(aPayCancel(), { member: MEMBER, known, settings: { cancelAmount: 'absent' } });
    expect(sent['payment']).toEqual({ action: 'cancel', confirmationCode: 'code-1' });
  });
  test('C9', () => {
    expect(submitted({ discountSign: 'negative' })).toMatchObject({
      transaction: { totalGeneralDiscount: -40 },
      appliedDeals: [{ amount: -40 }],
    });
  });
  test('C10', () => {
    const open = aMemberSale({ tenders: [] });
    expect(body(aPay(), { sale: open, member: MEMBER, settings: { payCarries: 'nothing' } })).not.toHaveProperty(
      'transaction',
    );
  });
  test('C11', () => {
    const cancel = aSaleCancel({ undoesId: 'submit' });
    expect(
      body(cancel, { sale, member: MEMBER, known, settings: { cancelSaleBy: 'confirmation-code' } }),
    ).toMatchObject({
      confirmationCode: 'sale-code',
    });
  });
  test('C12', () => {
    expect(submitted({ totalAmount: 'before-discounts' })).toMatchObject({ transaction: { totalAmount: 1_240 } });
  });
  test('loyalty as a discount', () => {
    expect(submitted({ loyaltyPaymentIs: 'discount' })).toMatchObject({
      transaction: { totalAmount: 800, totalGeneralDiscount: 440, payments: [{ type: 'CASH', amount: 800 }] },
    });
  });
  test('the quiet time is never below a minute in live', () => {
    expect(rekonectTrialSettings.safeParse({ payQuietMs: 10 }).success).toBe(true);
    expect(REKONECT_DEFAULT_SETTINGS.payQuietMs).toBe(60_000);
  });
});
