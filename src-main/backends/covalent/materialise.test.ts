import { describe, expect, test } from 'vitest';
import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { CovalentSettingsInput } from './covalent-settings.ts';
import { materialise } from './materialise.ts';
import {
  aConfig,
  aDeliveredPay,
  aDeliveredSubmit,
  aLine,
  aMemberSale,
  anOperation,
  aPay,
  aPayCancel,
  aSaleCancel,
  aSubmit,
  cash,
  DELIVERED,
  OPENED_AT,
  RELEASE_AT,
  SALE_ID,
} from './queue.test-support.ts';

const MEMBER: readonly MemberIdentifier[] = [{ method: 'card', value: ' LC-700145 ' }];

interface Given {
  readonly sale?: Sale | null;
  readonly member?: readonly MemberIdentifier[];
  readonly known?: readonly Operation[];
  readonly settings?: Partial<CovalentSettingsInput>;
  readonly nowMs?: number;
}

function frozen(operation: Operation, given: Given = {}) {
  const { sale = aMemberSale(), member = MEMBER, known = [], settings = {}, nowMs = OPENED_AT + 120_500 } = given;
  return materialise(operation, { sale, member, known: [...known, operation], nowMs }, aConfig(settings));
}
const body = (operation: Operation, given: Given = {}): Record<string, unknown> =>
  JSON.parse(frozen(operation, given).body);

const metadata = { sale: 'INV-418', store: '042', till: '3' };
const JSON_TYPE = { accept: 'application/json', 'content-type': 'application/json' };

describe('a sale', () => {
  const known = [aDeliveredPay()];

  test('earns on what was paid in money, with its own time, and stays pending for the return window', () => {
    const request = frozen(aSubmit(), { known });
    expect(request).toMatchObject({ method: 'POST', path: '/accruals/purchase-rules/trigger', headers: JSON_TYPE });
    expect(JSON.parse(request.body)).toEqual({
      fiat_amount: '8.40',
      fiat_currency: 'EUR',
      loyalty_currency: 'COMET_POINTS',
      member: { id: 'LC-700145' },
      external_reference: `${SALE_ID}-E`,
      metadata: { ...metadata, total: '12.40', sold_at: '2026-03-11T09:02:30Z' },
      preferred_execution_mode: 'multiple_transactions',
      release_date: '2026-03-25T09:02:00Z',
    });
  });

  test('claimed later: the release counts from now, the sale keeps its time', () => {
    expect(body(aSubmit(), { known, nowMs: Date.UTC(2026, 3, 1) })).toMatchObject({
      release_date: '2026-04-15T00:00:00Z',
      metadata: { sold_at: '2026-03-11T09:02:30Z' },
    });
  });

  test('the choices of the shop', () => {
    const settings: Partial<CovalentSettingsInput> = {
      releaseAfterDays: 0,
      earnOnPointsPaid: true,
      purchaseTags: ['spring'],
      executionMode: 'single_transaction',
      loyaltySystemData: { shop: 'A' },
    };
    const sent = body(aSubmit(), { known, settings });
    expect(sent).toMatchObject({
      fiat_amount: '12.40',
      tags: ['spring'],
      preferred_execution_mode: 'single_transaction',
      loyalty_system_data: { shop: 'A' },
    });
    expect(sent).not.toHaveProperty('release_date');
  });

  test.each([
    ['JPY', '840', '1240'],
    ['KWD', '0.840', '1.240'],
  ])('amounts have the decimals of %s', (currency, fiat, total) => {
    const sale = aMemberSale({ currency });
    expect(body(aSubmit(), { known, sale })).toMatchObject({ fiat_amount: fiat, metadata: { total } });
  });

  test('lines that earn nothing lessen the purchase and not the total; it never goes below 0', () => {
    const settings = { nonEarningDepartments: ['CHARGES'] };
    const sale = aMemberSale({
      lines: [aLine(), aLine({ lineId: '2', departmentCode: 'CHARGES', netMinor: 300, grossMinor: 300 })],
      tenders: [cash(1_540)],
    });
    expect(body(aSubmit(), { sale, settings })).toMatchObject({ fiat_amount: '12.40', metadata: { total: '15.40' } });
    const charges = aMemberSale({ lines: [aLine({ departmentCode: 'CHARGES' })] });
    expect(body(aSubmit(), { known, sale: charges, settings })).toMatchObject({ fiat_amount: '0.00' });
  });

  test('the same operation and context give the same bytes', () => {
    expect(frozen(aSubmit(), { known })).toEqual(frozen(aSubmit(), { known }));
  });

  test('its cancel has no body, and is not sent as JSON', () => {
    expect(frozen(aSaleCancel(), { known: [aDeliveredSubmit()] })).toEqual({
      method: 'POST',
      path: '/accruals/purchase-rules/executions/pre_1/cancel',
      headers: { accept: 'application/json' },
      body: '',
    });
  });
});

describe('a payment', () => {
  const item = { category: 'retail', channel: 'POS', fiat_amount: '4.00', fiat_currency: 'EUR' };
  const named = {
    loyalty_currency: 'COMET_POINTS',
    member: { id: 'LC-700145' },
    reason: 'Purchase in store',
    metadata,
  };

  test('in fiat, under its own reference', () => {
    expect(frozen(aPay()).path).toBe('/redemptions/standard');
    expect(body(aPay())).toEqual({ external_reference: `${SALE_ID}-R`, ...named, redemption_items: [item] });
  });

  const link = (id: string, transactionId: string | null): Operation =>
    anOperation(
      {
        kind: 'adjust',
        transactionId: `${SALE_ID}-R-${id}`,
        amountMinor: 150,
        facts: { adjusts: 'pay', target: 'pay' },
      },
      {
        id,
        ...(transactionId === null
          ? {}
          : { ...DELIVERED, answer: { facts: { transactionId, externalReference: `${SALE_ID}-R-${id}` } } }),
      },
    );

  test.each([
    ['the payment itself', [], 'tx_1', `${SALE_ID}-R`],
    ['its last adjustment', [link('A1', 'tx_2'), link('A2', 'tx_3')], 'tx_3', `${SALE_ID}-R-A2`],
    [
      'the last that happened',
      [link('A1', 'tx_2'), { ...link('A2', 'tx_3'), state: 'closed', happened: 0 } as const],
      'tx_2',
      `${SALE_ID}-R-A1`,
    ],
  ])('its cancel names the latest link: %s', (_name, links, transactionId, reference) => {
    const request = frozen(aPayCancel(), { known: [aDeliveredPay(), ...links] });
    expect(request.path).toBe('/redemptions/standard/cancel');
    expect(JSON.parse(request.body)).toEqual({
      previous_external_reference: reference,
      previous_transaction_id: transactionId,
      reason: 'Purchase in store',
      metadata,
    });
  });

  test('an adjustment names the latest link and the whole new list', () => {
    const request = frozen(link('A2', null), { known: [aDeliveredPay(), link('A1', 'tx_2')] });
    expect(request.path).toBe('/redemptions/standard/adjust');
    expect(JSON.parse(request.body)).toEqual({
      new_external_reference: `${SALE_ID}-R-A2`,
      previous_external_reference: `${SALE_ID}-R-A1`,
      previous_transaction_id: 'tx_2',
      ...named,
      redemption_items: [{ ...item, fiat_amount: '1.50' }],
    });
  });
});

test('an adjustment that a later one has overtaken is parked: it would undo that one', () => {
  const link = (id: string, fields: Partial<Operation>) =>
    anOperation(
      { kind: 'adjust', transactionId: id, amountMinor: 150, facts: { adjusts: 'pay', target: 'pay' } },
      { id, ...fields },
    );
  const first = link('A1', {});
  const made = (later: Partial<Operation>) => () =>
    materialise(
      first,
      { sale: aMemberSale(), member: MEMBER, known: [aDeliveredPay(), first, link('A2', later)], nowMs: OPENED_AT },
      aConfig(),
    );
  expect(made({ ...DELIVERED, answer: { confirmationCode: 'tx_2' } })).toThrow(/later return/);
  expect(made({ state: 'unknown', happened: null })).toThrow(/later return/);
  expect(made({})().path).toBe('/redemptions/standard/adjust');
});

test('a part return runs the purchase anew, within the same window', () => {
  const adjust = anOperation({
    kind: 'adjust',
    transactionId: `${SALE_ID}-E-A1`,
    amountMinor: 220,
    facts: { adjusts: 'submit', target: 'sale', totalMinor: '620' },
  });
  const request = frozen(adjust, { known: [aDeliveredSubmit()] });
  expect(request.path).toBe('/accruals/purchase-rules/executions/pre_1/retrigger');
  expect(JSON.parse(request.body)).toEqual({
    fiat_amount: '2.20',
    fiat_currency: 'EUR',
    metadata: { ...metadata, total: '6.20', sold_at: '2026-03-11T09:02:30Z' },
    release_date: '2026-03-25T09:02:00Z',
  });
  expect(body(adjust, { known: [aDeliveredSubmit()], nowMs: RELEASE_AT })).not.toHaveProperty('release_date');
});

test.each<[string, Operation, Given, RegExp]>([
  ['no sale', aSubmit(), { sale: null }, /sale of this operation/],
  ['no member', aPay(), { member: [] }, /no longer kept/],
  [
    'only a detail of him',
    aPay(),
    { member: [{ method: 'detail', field: 'last_name', value: 'X' }] },
    /no longer kept/,
  ],
  ['a tender that nobody confirmed', aSubmit(), { known: [aPay()] }, /loyalty tender/],
  [
    'a tender of another amount',
    aSubmit(),
    { known: [{ ...aDeliveredPay(), detail: { kind: 'pay', transactionId: 'x', amountMinor: 1 } }] },
    /loyalty tender/,
  ],
  ['an amount that is not whole', aSubmit(), { sale: aMemberSale({ tenders: [cash(0.5)] }) }, /whole number/],
  ['a payment of nothing', anOperation({ kind: 'pay', transactionId: 'x', amountMinor: 0 }), {}, /cannot be sent/],
  ['a cancel of an unknown execution', aSaleCancel(), { known: [aSubmit(DELIVERED)] }, /no execution/],
  ['a cancel of an unconfirmed payment', aPayCancel(), { known: [aPay()] }, /no transaction/],
  ['a cancel of nothing', aSaleCancel(), {}, /not known/],
  ['no such operation', anOperation({ kind: 'event', type: 'visit', atMs: 1 }), {}, /no operation "event"/],
])('is parked rather than sent: %s', (_name, operation, given, message) => {
  expect(() => frozen(operation, given)).toThrow(message);
});

test('every field that names the member is sent under the program’s own name', () => {
  const settings = { memberFields: [{ id: 'number', label: 'Number' }] };
  const member: readonly MemberIdentifier[] = [
    { method: 'detail', field: 'last_name', value: 'Twofield' },
    { method: 'card', value: 'AT-1' },
    { method: 'card', value: 'AT-2' },
  ];
  expect(body(aPay(), { settings, member })['member']).toEqual({ number: 'AT-1', last_name: 'Twofield' });
});
