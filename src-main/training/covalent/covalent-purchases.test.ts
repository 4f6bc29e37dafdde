import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import {
  aKey,
  CovalentFixture,
  NORA,
  purchase,
  redemption,
  transactionOf,
  transactionsOf,
} from './covalent-fixture.ts';

let fixture: CovalentFixture;
beforeEach(async () => {
  fixture = await CovalentFixture.start();
});
afterEach(async () => await fixture.stop());

const TRIGGER = '/accruals/purchase-rules/trigger';
const EXECUTIONS = '/accruals/purchase-rules/executions';
const pending = (sale: string, amount: string) => purchase(sale, amount, { release_date: '2026-03-11T10:00:45Z' });

describe('earning', () => {
  test('simulate changes nothing and differs by tier and tags; 5 % rounded down (11.9)', async () => {
    await fixture.know({ id: 'GOLD', tier: 'gold' });
    await fixture.set({
      rules: [
        { id: 'base', name: 'Base', basisPoints: 500 },
        { id: 'gold', name: 'Gold', basisPoints: 100, tier: 'gold' },
        { id: 'promo', name: 'Promo', basisPoints: 200, tags: ['promo', 'spring'] },
      ],
    });
    const total = async (more: Record<string, unknown>) =>
      (await fixture.post('/accruals/purchase-rules/simulate', purchase('P', '12.39', more))).json['total'];
    expect(await total({})).toBe(61);
    expect(await total({ member: { id: 'GOLD' } })).toBe(61 + 12);
    expect(await total({ tags: ['promo'] })).toBe(61 + 24);
    expect(await total({ tags: ['other'], member: undefined })).toBe(61);
    expect(await fixture.control.postings()).toHaveLength(1);
    const multiple = await fixture.post(TRIGGER, purchase('S1', '12.39', { tags: ['promo'] }));
    expect(transactionsOf(multiple).map((one) => one['amount'])).toEqual([61, 24]);
    await fixture.set({ partners: { COMET_POINTS: { executionMode: 'single_transaction' } } });
    const single = await fixture.post(TRIGGER, purchase('S2', '12.39', { tags: ['promo'] }));
    expect(transactionsOf(single)).toMatchObject([{ amount: 85, reason: 'Base, Promo' }]);
    expect(await fixture.posted('S1')).toEqual([
      ['sale', 0, 1_239],
      ['earn', 61, 0],
      ['earn', 24, 0],
    ]);
  });

  test('completed at once: it cannot be changed or cancelled', async () => {
    const { json } = await fixture.post(TRIGGER, purchase('S1', '10.00'));
    const place = `${EXECUTIONS}/${String(json['id'])}`;
    expect(await fixture.spendable()).toBe(1_050);
    expect((await fixture.post(`${place}/cancel`, null)).error).toBe('not_pending status');
    expect((await fixture.post(`${place}/retrigger`, { fiat_amount: '5.00', fiat_currency: 'EUR' })).error).toBe(
      'not_pending status',
    );
    expect((await fixture.get(`${place}x`)).status).toBe(404);
    expect((await fixture.get(place)).json).toMatchObject({ total: 50, transactions: [{ status: 'completed' }] });
  });

  test('pending until its minute: posted, not spendable, changed and cancelled once (11.4, 11.5)', async () => {
    const { json } = await fixture.post(TRIGGER, pending('S1', '10.00'));
    const place = `${EXECUTIONS}/${String(json['id'])}`;
    expect(json).toMatchObject({
      transactions: [
        { status: 'pending', status_message_code: 'release_date_not_reached', release_date: '2026-03-11T10:00:00Z' },
      ],
    });
    expect([await fixture.points(), await fixture.spendable()]).toEqual([1_050, 1_000]);
    expect((await fixture.post('/redemptions/standard', redemption('S1', '10.50'))).error).toBe(
      'insufficient_balance redemption_items',
    );
    const changed = await fixture.post(`${place}/retrigger`, { fiat_amount: '6.00', fiat_currency: 'EUR' });
    expect(changed.json).toMatchObject({ id: json['id'], total: 30, transactions: [{ status: 'pending' }] });
    expect((await fixture.post(`${place}/cancel`, null)).json).toMatchObject({
      transactions: [{ status: 'cancelled' }],
    });
    expect((await fixture.post(`${place}/cancel`, null)).status).toBe(400);
    expect(await fixture.posted('S1')).toEqual([
      ['sale', 0, 1_000],
      ['earn', 50, 0],
      ['earn-cancel', -50, 0],
      ['sale-cancel', 0, -1_000],
      ['sale', 0, 600],
      ['earn', 30, 0],
      ['earn-cancel', -30, 0],
      ['sale-cancel', 0, -600],
    ]);
  });

  test('released by the clock', async () => {
    const { json } = await fixture.post(TRIGGER, pending('S1', '10.00'));
    await fixture.control.setTime(HOUR - MINUTE);
    expect(await fixture.spendable()).toBe(1_000);
    await fixture.control.setTime(HOUR);
    expect(await fixture.spendable()).toBe(1_050);
    expect((await fixture.get(`${EXECUTIONS}/${String(json['id'])}`)).json).toMatchObject({
      transactions: [{ status: 'completed', completed_at: '2026-03-11T10:00:00Z', status_message_code: null }],
    });
  });

  test('a pending transaction is changed and cancelled by its own id too', async () => {
    const id = String(transactionsOf(await fixture.post(TRIGGER, pending('S1', '10.00')))[0]?.['id']);
    expect((await fixture.post(`/transactions/${id}`, { amount: 70 }, aKey(), 'PATCH')).json['amount']).toBe(70);
    expect(await fixture.points()).toBe(1_070);
    expect((await fixture.post(`/transactions/${id}/cancel`, null)).json['status']).toBe('cancelled');
    expect(await fixture.points()).toBe(1_000);
    expect((await fixture.posted('S1')).at(-1)).toEqual(['sale-cancel', 0, -1_000]);
  });

  test('the money of the sale is what the till says it came to', async () => {
    await fixture.post(TRIGGER, purchase('S1', '8.00', { metadata: { sale: 'S1', total: '10.00' } }));
    expect(await fixture.posted('S1')).toEqual([
      ['sale', 0, 1_000],
      ['earn', 40, 0],
    ]);
  });

  test('nobody, where the program accepts and rejects', async () => {
    await fixture.set({ unknownMember: 'rejected' });
    const answer = await fixture.post(TRIGGER, purchase('S1', '8.00', { member: { id: 'x' } }));
    expect(transactionsOf(answer)).toMatchObject([
      { status: 'rejected', status_message_code: 'member_does_not_exist' },
    ]);
    expect(await fixture.posted('S1')).toEqual([]);
  });
});

describe('paying', () => {
  const adjust = (to: string, previous: string, reference: string, sale = 'S1') => ({
    ...redemption(sale, to, { external_reference: undefined }),
    new_external_reference: `${sale}-R-A`,
    previous_external_reference: reference,
    previous_transaction_id: previous,
  });
  const cancel = (previous: string, reference: string) => ({
    previous_external_reference: reference,
    previous_transaction_id: previous,
    reason: 'Void',
  });

  test('simulate: enough, or how much', async () => {
    const simulate = async (amount: string) =>
      (await fixture.post('/redemptions/standard/simulate', redemption('S1', amount))).json;
    expect(await simulate('4.00')).toMatchObject({ sufficient_balance: true, total_loyalty_amount: 400 });
    expect(await simulate('12.00')).toMatchObject({ sufficient_balance: false, maximum_fiat_balance: '10.00' });
    await fixture.know({ id: 'GOLD', tier: 'gold', openingPoints: 500 });
    await fixture.set({ tierPrices: { gold: 5_000 } });
    expect(
      (await fixture.post('/redemptions/standard/simulate', redemption('S', '12.00', { member: { id: 'GOLD' } }))).json,
    ).toMatchObject({ total_loyalty_amount: 600, maximum_fiat_balance: '10.00' });
  });

  test('a chain of links: only the latest may be changed, and cancelled once (11.5)', async () => {
    const first = transactionOf(await fixture.post('/redemptions/standard', redemption('S1', '4.00')));
    const id = String(first['id']);
    expect(first).toMatchObject({ type: 'redemption', 'sub-type': 'standard', status: 'completed', amount: 400 });
    const second = await fixture.post('/redemptions/standard/adjust', adjust('1.50', id, 'S1-R'));
    expect(second.json).toMatchObject({ loyalty_amount_difference: -250, fiat_amount_difference: '-2.50' });
    expect(transactionOf(second)).toMatchObject({ 'sub-type': 'adjustment_decrease', amount: 250 });
    const latest = String(transactionOf(second)['id']);
    expect((await fixture.get(`/transactions/${id}`)).json['status']).toBe('adjusted');
    for (const wrong of [cancel(id, 'S1-R'), cancel(latest, 'S1-R'), cancel(id, 'S1-R-A')])
      expect((await fixture.post('/redemptions/standard/cancel', wrong)).error).toBe(
        'not_found previous_transaction_id',
      );
    expect(transactionOf(await fixture.post('/redemptions/standard/cancel', cancel(latest, 'S1-R-A')))).toMatchObject({
      'sub-type': 'cancellation',
    });
    expect((await fixture.post('/redemptions/standard/cancel', cancel(latest, 'S1-R-A'))).status).toBe(400);
    expect(await fixture.posted('S1')).toEqual([
      ['spend', -400, 400],
      ['spend-cancel', 400, -400],
      ['spend', -150, 150],
      ['spend-cancel', 150, -150],
    ]);
  });

  test('not where the program forbids it', async () => {
    await fixture.set({ partners: { COMET_POINTS: { adjustmentAllowed: false } } });
    const id = String(transactionOf(await fixture.post('/redemptions/standard', redemption('S1', '4.00')))['id']);
    expect((await fixture.post('/redemptions/standard/cancel', cancel(id, 'S1-R'))).error).toBe(
      'adjustment_not_allowed previous_transaction_id',
    );
    expect((await fixture.post('/redemptions/standard/adjust', adjust('1.00', id, 'S1-R'))).status).toBe(400);
    expect(await fixture.points()).toBe(600);
  });

  test('a blocked member is rejected, and nothing moves', async () => {
    await fixture.know({ id: 'BLOCKED', status: 'blocked', openingPoints: 900 });
    const answer = await fixture.post('/redemptions/standard', redemption('S1', '4.00', { member: { id: 'BLOCKED' } }));
    expect([answer.status, transactionOf(answer)['status']]).toEqual([200, 'rejected']);
    expect(await fixture.posted('S1')).toEqual([]);
  });
});

describe('somebody outside has to approve', () => {
  const decide = (decision: string) => fixture.control.callProgram('covalent', 'approve', { decision });
  test('a payment holds its points until then', async () => {
    await fixture.set({ externalApproval: 'redemptions', subTypeSpelling: 'sub_type', timestamps: 'zulu' });
    const paid = transactionOf(await fixture.post('/redemptions/standard', redemption('S1', '4.00')));
    expect(paid).toMatchObject({ status: 'pending_external_approval', sub_type: 'standard', completed_at: null });
    expect(paid['created_at']).toBe('2026-03-11T09:00:30Z');
    expect(await fixture.spendable()).toBe(600);
    expect(await decide('reject')).toEqual({ decided: 1 });
    expect(await fixture.spendable()).toBe(1_000);
    const other = String(transactionOf(await fixture.post('/redemptions/standard', redemption('S2', '4.00')))['id']);
    await decide('approve');
    expect((await fixture.get(`/transactions/${other}`)).json['status']).toBe('completed');
    expect(await fixture.spendable()).toBe(600);
  });

  test('an accrual is not spendable until then', async () => {
    await fixture.set({ externalApproval: 'accruals', timestamps: 'offset' });
    const [earned] = transactionsOf(await fixture.post(TRIGGER, purchase('S1', '10.00')));
    expect(earned).toMatchObject({ status_message_code: 'pending_external_approval' });
    expect(earned?.['created_at']).toBe('2026-03-11T09:00:30+0000');
    expect([await fixture.points(), await fixture.spendable(NORA)]).toEqual([1_050, 1_000]);
    await decide('reject');
    expect(await fixture.posted('S1')).toEqual([
      ['sale', 0, 1_000],
      ['earn', 50, 0],
      ['earn-cancel', -50, 0],
      ['sale-cancel', 0, -1_000],
    ]);
  });
});
