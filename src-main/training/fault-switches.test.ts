import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from './fault-rule.ts';
import { addRekonectMembers } from './rekonect/rekonect-controls.ts';
import { codeOf, NORA, pay, SimulatorFixture, submit } from './rekonect/simulator-fixture.ts';

let fixture: SimulatorFixture;
beforeEach(async () => {
  fixture = await SimulatorFixture.start();
});
afterEach(async () => await fixture.stop());

const arm = async (...add: FaultRule[]) => await fixture.control.setFaults({ add });
/** Whether the first submit had its effect, and what a repeat then answers. */
const effectOf = async (reference = 'INV-T1') => (await fixture.control.postingsOf(reference)).length > 0;
const submitOnce = async (timeoutMs?: number) => await fixture.call('/transaction', submit('T1'), {}, timeoutMs);

describe('each switch alone', () => {
  it.each([
    [{ kind: '401' }, 401, 'SIM_AUTH', false],
    [{ kind: '403' }, 403, null, false],
    [{ kind: '409' }, 409, null, false],
    [{ kind: '409', afterCommit: true }, 409, null, true],
    [{ kind: '425' }, 425, null, false],
    [{ kind: '429', retryAfterSeconds: 7 }, 429, null, false],
    [{ kind: '500-before-commit' }, 500, '500', false],
    [{ kind: '500-after-commit' }, 500, '500', true],
    [{ kind: 'garbage' }, 200, null, false],
    [{ kind: 'garbage', afterCommit: true }, 200, null, true],
    [{ kind: 'bad-gateway' }, 502, null, false],
    [{ kind: 'business-error-200', code: '407' }, 200, '407', false],
    [{ kind: 'unknown-code' }, 400, '9137', false],
  ] as const)('%o', async (rule, status, code, committed) => {
    await arm({ ...rule, count: 1 });
    const answer = await submitOnce();
    expect([answer.status, codeOf(answer), await effectOf()]).toEqual([status, code, committed]);
    if (rule.kind === '429') expect(answer.headers['retry-after']).toBe('7');
    if (rule.kind === 'garbage' || rule.kind === 'bad-gateway') expect(answer.text).toMatch(/^</);
    expect((await submitOnce()).status).toBe(200);
    expect(await fixture.control.postingsOf('INV-T1')).toHaveLength(2);
    expect((await fixture.control.firedFaults()).map((fired) => [fired.kind, fired.committed])).toEqual([
      [rule.kind, committed],
    ]);
  });

  it.each([
    ['drop-before-commit', false],
    ['drop-after-commit', true],
  ] as const)('%s resets the connection', async (kind, committed) => {
    await arm({ kind, count: 1 });
    await expect(submitOnce()).rejects.toThrow();
    expect(await effectOf()).toBe(committed);
    expect((await fixture.control.journal()).at(-1)).toMatchObject({ status: 0, faults: [kind] });
  });

  it.each([false, true])('half-open never answers; committed: %s', async (afterCommit) => {
    await arm({ kind: 'half-open', count: 1, afterCommit });
    await expect(submitOnce(150)).rejects.toThrow(/timeout/i);
    expect(await effectOf()).toBe(afterCommit);
  });

  it('delay commits first and answers after the client has gone', async () => {
    await arm({ kind: 'delay', count: 1, delayMs: 400 });
    await expect(submitOnce(100)).rejects.toThrow(/timeout/i);
    expect(await effectOf()).toBe(true);
  });

  it('delay before the commit: the effect comes late', async () => {
    await arm({ kind: 'delay', count: 1, delayMs: 150, afterCommit: false });
    const answer = submitOnce();
    expect(await effectOf()).toBe(false);
    expect((await answer).status).toBe(200);
    expect(await effectOf()).toBe(true);
  });

  it('clock skew moves the Date header only', async () => {
    await arm({ kind: 'clock-skew', count: 1, skewMs: 3_600_000 });
    const skewed = Date.parse(String((await submitOnce()).headers['date']));
    const honest = Date.parse(String((await submitOnce()).headers['date']));
    expect(Math.abs(skewed - honest - 3_600_000)).toBeLessThan(5_000);
  });

  it('another terminal changes the balance before a pay', async () => {
    await arm({ kind: 'balance-changed', operation: 'pay', count: 1, points: -900 });
    expect(codeOf(await fixture.call('/payment', pay('T1', 400)))).toBe('407');
    expect(await fixture.points()).toBe(100);
  });

  it('offline refuses connections and cuts open ones, then is back on the same port', async () => {
    expect((await fixture.control.setFaults({ offline: true })).offline).toBe(true);
    await expect(submitOnce()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await fixture.control.setFaults({ offline: false })).offline).toBe(false);
    expect((await submitOnce()).status).toBe(200);
  });

  it('offline destroys a connection that is waiting for its answer', async () => {
    await arm({ kind: 'half-open', count: 1 });
    const waiting = submitOnce();
    const refused = expect(waiting).rejects.toThrow();
    await expect.poll(async () => (await fixture.control.faults()).counts['half-open']).toBe(1);
    await fixture.control.setFaults({ offline: true });
    await refused;
  });
});

describe('which requests a rule strikes', () => {
  it('by endpoint, by operation, after a skip, as often as counted', async () => {
    await arm({ kind: '403', endpoint: '/transaction', operation: 'submit', skip: 1, count: 1 });
    expect((await fixture.call('/payment', pay('T1', 4))).status).toBe(200);
    const states: number[] = [];
    for (let time = 0; time < 3; time++) states.push((await submitOnce()).status);
    expect(states).toEqual([200, 403, 200]);
  });

  it('by the reference of one sale', async () => {
    await arm({ kind: '403', reference: 'INV-T2' });
    expect((await submitOnce()).status).toBe(200);
    expect((await fixture.call('/transaction', submit('T2'))).status).toBe(403);
  });

  it('stands until cleared where no count is given', async () => {
    await arm({ kind: '500-before-commit' });
    for (let time = 0; time < 3; time++) expect((await submitOnce()).status).toBe(500);
    const now = await fixture.control.setFaults({ clear: true });
    expect(now).toMatchObject({ standing: [], counts: { '500-before-commit': 3 } });
    expect((await submitOnce()).status).toBe(200);
  });

  it('refuses orders that cannot be truthful or are misspelt', async () => {
    await expect(arm({ kind: '401', afterCommit: true })).rejects.toThrow(/400/);
    await expect(arm({ kind: 'explode' } as unknown as FaultRule)).rejects.toThrow(/400/);
  });
});

describe('journal and control (7.13)', () => {
  it('keeps headers with the key masked, the outcome, and no bodies unless asked', async () => {
    await submitOnce();
    await fixture.call('/member/details', { member: { phoneNumber: '600555000' } }, { 'x-api-key': 'wrong-key-value' });
    const journal = await fixture.control.journal();
    expect(journal[0]).toMatchObject({
      method: 'POST',
      endpoint: '/transaction',
      operation: 'submit',
      transactionId: 'T1',
      reference: 'INV-T1',
      status: 200,
      outcome: 'success',
      headers: { 'x-api-key': '***', 'x-pos-id': 'P1' },
    });
    expect(journal[1]).toMatchObject({ status: 401, outcome: 'SIM_AUTH' });
    for (const secret of ['training-key', 'wrong-key', NORA, '600555000'])
      expect(JSON.stringify(journal)).not.toContain(secret);
    await fixture.control.applySettings({ journalBodies: true });
    await submitOnce();
    expect((await fixture.control.journal()).at(-1)?.body).toContain(NORA);
  });

  it('answers nobody without the token', async () => {
    const answer = await fetch(`${fixture.simulator.controlUrl}postings`);
    expect(answer.status).toBe(401);
  });

  it('listens on 127.0.0.1 alone', async () => {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: fixture.simulator.ports.rekonect ?? 0 });
      socket.once('connect', () => resolve('connected'));
      socket.once('error', (error) => resolve('code' in error ? String(error.code) : 'error'));
    });
    expect(outcome).toBe('ECONNREFUSED');
  });

  it('groups postings by reference, and can be tampered with', async () => {
    await submitOnce();
    const [sold] = (await fixture.control.postingsByReference())['INV-T1'] ?? [];
    expect(sold).toMatchObject({ kind: 'sale', amountMinor: 1_255 });
    expect((await fixture.control.tamper({ action: 'change', reference: 'INV-T1' })).was?.amountMinor).toBe(1_255);
    expect((await fixture.control.postingsOf('INV-T1'))[0]?.amountMinor).toBe(1_256);
    await fixture.control.tamper({ action: 'copy', kind: 'earn' });
    expect(await fixture.points()).toBe(1_000 + 2 * 62);
    await fixture.control.tamper({ action: 'delete', reference: 'INV-T1', kind: 'sale' });
    expect((await fixture.control.postingsOf('INV-T1')).map(({ kind }) => kind)).toEqual(['earn', 'earn']);
    expect((await fixture.control.tamper({ action: 'delete', reference: 'NONE' })).was).toBeNull();
  });

  it('opens members once, whoever asks again', async () => {
    const members = [
      { phoneNumber: NORA, openingPoints: 9 },
      { externalId: 'C1', openingPoints: 5 },
    ];
    expect(await addRekonectMembers(fixture.control, members)).toEqual({ added: 1, known: 1 });
    expect(await addRekonectMembers(fixture.control, members)).toEqual({ added: 0, known: 2 });
    expect(await fixture.points()).toBe(1_000);
  });
});
