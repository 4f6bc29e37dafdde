import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRekonectMembers } from './rekonect-controls.ts';
import { codeOf, NORA, pay, SimulatorFixture, sale, type WireAnswer } from './simulator-fixture.ts';

let fixture: SimulatorFixture;
beforeEach(async () => {
  fixture = await SimulatorFixture.start();
});
afterEach(async () => await fixture.stop());

const member = { phoneNumber: NORA };
const dataOf = (answer: WireAnswer) => answer.json['data'] as { confirmationCode: string; newBalance: unknown };
const cancel = (confirmationCode: string, amount?: number) => ({
  member,
  payment: { action: 'cancel', confirmationCode, ...(amount === undefined ? {} : { amount }) },
});

describe('pay (7.4, 7.6)', () => {
  it('debits, answers a UUID and the new balance, and posts once', async () => {
    const answer = await fixture.call('/payment', pay('T1', 400));
    expect(dataOf(answer)).toEqual({
      confirmationCode: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      newBalance: { points: 600, credit: 0 },
    });
    const [, spend] = await fixture.control.postings();
    expect(spend).toMatchObject({
      kind: 'spend',
      reference: 'INV-T1',
      transactionId: 'T1',
      points: -400,
      amountMinor: 400,
    });
  });

  it('answers a repeat with the same code while it stands; after its cancel it is a new payment (A7)', async () => {
    const first = dataOf(await fixture.call('/payment', pay('T1', 400)));
    expect(dataOf(await fixture.call('/payment', pay('T1', 400))).confirmationCode).toBe(first.confirmationCode);
    expect(await fixture.points()).toBe(600);
    await fixture.call('/payment', cancel(first.confirmationCode));
    expect(dataOf(await fixture.call('/payment', pay('T1', 400))).confirmationCode).not.toBe(first.confirmationCode);
    expect(await fixture.points()).toBe(600);
  });

  it('refuses overspending with 407 and leaves the balance', async () => {
    const answer = await fixture.call('/payment', pay('T1', 1_001));
    expect([answer.status, codeOf(answer)]).toEqual([400, '407']);
    expect(await fixture.points()).toBe(1_000);
  });

  it('refuses amounts of 0, below 0, broken or above the total, and a pay without transaction (C10)', async () => {
    for (const amount of [0, -1, 1.5, '4', 1_256])
      expect(codeOf(await fixture.call('/payment', { ...pay('T1', 1), payment: { action: 'pay', amount } }))).toBe(
        '1001',
      );
    expect(codeOf(await fixture.call('/payment', { member, payment: { action: 'pay', amount: 4 } }))).toBe('1001');
    expect(codeOf(await fixture.call('/payment', { ...pay('T1', 4), payment: { action: 'lend', amount: 4 } }))).toBe(
      '1001',
    );
  });

  it('refuses a blocked member (A15) but lets them earn', async () => {
    await addRekonectMembers(fixture.control, [{ phoneNumber: '600555014', status: 'blocked', openingPoints: 500 }]);
    expect(codeOf(await fixture.call('/payment', pay('T1', 4, '600555014')))).toBe('SIM_BLOCKED');
    await fixture.call('/transaction', { member: { phoneNumber: '600555014' }, transaction: sale('T2') });
    expect(await fixture.points('600555014')).toBe(562);
  });

  it('takes what the business runs on, whatever is asked for (7.11), at its point value', async () => {
    await fixture.control.applySettings({ rekonect: { asset: 'credit', pointUnitsPerMinor: 10 } });
    const asked = { ...pay('T1', 40), payment: { action: 'pay', amount: 40, type: 'POINTS' } };
    expect(dataOf(await fixture.call('/payment', asked)).newBalance).toEqual({ points: 0, credit: 600 });
  });
});

describe('cancel (7.6)', () => {
  it('credits exactly once, with or without amount; a repeat succeeds and credits nothing', async () => {
    const { confirmationCode } = dataOf(await fixture.call('/payment', pay('T1', 400)));
    expect(dataOf(await fixture.call('/payment', cancel(confirmationCode, -400))).newBalance).toEqual({
      points: 1_000,
      credit: 0,
    });
    expect((await fixture.call('/payment', cancel(confirmationCode))).status).toBe(200);
    expect(await fixture.points()).toBe(1_000);
    const undone = await fixture.control.postingsOf('INV-T1');
    expect(undone.map(({ kind, points }) => [kind, points])).toEqual([
      ['spend', -400],
      ['spend-cancel', 400],
    ]);
  });

  it('refuses unknown codes, another member and another or positive amount (C8)', async () => {
    await addRekonectMembers(fixture.control, [{ phoneNumber: '600555002' }]);
    const { confirmationCode } = dataOf(await fixture.call('/payment', pay('T1', 400)));
    expect(codeOf(await fixture.call('/payment', cancel('nonsense')))).toBe('SIM_CONFIRMATION');
    const stranger = { ...cancel(confirmationCode), member: { phoneNumber: '600555002' } };
    expect(codeOf(await fixture.call('/payment', stranger))).toBe('SIM_CONFIRMATION');
    for (const amount of [400, -399, -400.5])
      expect(codeOf(await fixture.call('/payment', cancel(confirmationCode, amount)))).toBe('1001');
    expect(await fixture.points()).toBe(600);
  });
});
