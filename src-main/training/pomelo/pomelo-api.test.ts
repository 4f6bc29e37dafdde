import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARD, codeOf, PomeloFixture } from './pomelo-fixture.ts';
import { POMELO_DEFAULTS } from './pomelo-options.ts';

let fixture: PomeloFixture;
beforeAll(async () => {
  fixture = await PomeloFixture.start();
});
afterAll(async () => await fixture.stop());

const HOUR = 3_600_000;

describe('OAuth (9.1, 9.2)', () => {
  it('gives the same token until it expires, on both paths; then a new one, and the old one is over', async () => {
    const first = (await fixture.token()).json;
    expect(first).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
    expect((await fixture.token({}, '/oauth/v1/token')).json['access_token']).toBe(first['access_token']);
    await fixture.control.setTime(23 * HOUR);
    expect((await fixture.token()).json).toMatchObject({ access_token: first['access_token'], expires_in: 3_600 });
    expect((await fixture.balance()).status).toBe(200);
    await fixture.control.setTime(25 * HOUR);
    expect(codeOf(await fixture.balance())).toBe('UNAUTHORIZED');
    await fixture.signIn();
    expect((await fixture.token()).json['access_token']).not.toBe(first['access_token']);
    expect((await fixture.balance()).status).toBe(200);
  });

  it('revoking ends the token', async () => {
    const before = (await fixture.token()).json['access_token'];
    expect((await fixture.token({}, '/oauth/token/revoke')).status).toBe(200);
    expect((await fixture.balance()).status).toBe(401);
    await fixture.signIn();
    expect((await fixture.token()).json['access_token']).not.toBe(before);
  });

  it.each([
    ['secret', { client_secret: 'wrong' }, 401, 'UNAUTHORIZED'],
    ['client', { client_id: 'wrong' }, 401, 'UNAUTHORIZED'],
    ['audience', { audience: 'https://elsewhere.invalid' }, 400, 'INVALID_REQUEST'],
    ['grant', { grant_type: 'password' }, 400, 'INVALID_REQUEST'],
    ['missing field', { audience: undefined }, 400, 'INVALID_REQUEST'],
  ])('refuses a wrong %s, for a token and for its revocation', async (_name, changes, status, code) => {
    for (const path of ['/oauth/token', '/oauth/v1/token/revoke']) {
      const answer = await fixture.token(changes, path);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    }
  });

  it('is 403 without the scope', async () => {
    await fixture.set({ hasLoyaltyScope: false });
    expect(codeOf(await fixture.balance())).toBe('INSUFFICIENT_SCOPE');
    expect(codeOf(await fixture.adjust('mint', { amount: 1 }))).toBe('INSUFFICIENT_SCOPE');
    await fixture.set({ hasLoyaltyScope: true });
  });
});

describe('balance (9.3)', () => {
  it('answers both accounts, by card, by user and by another card of the user', async () => {
    const openingPoints = 421_050;
    await fixture.open([
      { cardId: 'crd-TWO-1', otherCardIds: ['crd-TWO-2'], userId: 'usr-TWO', openingPoints, openingCashback: 13_000 },
    ]);
    for (const query of ['card_id=crd-TWO-1', 'card_id=crd-TWO-2', 'user_id=usr-TWO'])
      expect((await fixture.balance(query)).json).toEqual({ points: 4_210.5, cashback: 130 });
  });

  it('wants exactly one id, and a known one', async () => {
    for (const query of ['', 'card_id=', `card_id=${CARD}&user_id=usr-TEST0001`])
      expect((await fixture.balance(query)).status).toBe(400);
    for (const query of ['card_id=crd-NOBODY', 'user_id=usr-NOBODY'])
      expect(codeOf(await fixture.balance(query))).toBe('NOT_FOUND');
  });
});

describe('mint and burn (9.4)', () => {
  it('move the account and answer what moved and what is left; numbers and numeric strings', async () => {
    const start = await fixture.points();
    expect((await fixture.adjust('mint', { amount: '1000.5' })).json).toEqual({
      points: 1_000.5,
      cashback: 0,
      updatedBalance: start + 1_000.5,
    });
    await fixture.set({ roundsMoved: true, answersText: true });
    expect((await fixture.adjust('burn', { amount: 1_000.5 })).json).toEqual({
      points: '1000',
      cashback: '0',
      updatedBalance: String(start),
    });
    await fixture.set({ roundsMoved: false, answersText: false });
    const cashback = await fixture.send('POST', '/loyalty/v1/accounts/cashback/mint', {
      amount: 2,
      reason: 'a test',
      card_id: CARD,
    });
    expect(cashback.json).toEqual({ points: 0, cashback: 2, updatedBalance: 2 });
    expect(await fixture.points()).toBe(start);
  });

  it('a burn above the balance is refused and takes nothing', async () => {
    const start = await fixture.points();
    const answer = await fixture.adjust('burn', { amount: start + 0.01 });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'INSUFFICIENT_BALANCE']);
    expect(await fixture.points()).toBe(start);
  });

  it('refuses what is incomplete or wrong', async () => {
    for (const amount of [0, -1, 0.001, 'ten', null, undefined])
      expect(codeOf(await fixture.adjust('mint', { amount }))).toBe('INVALID_REQUEST');
    expect((await fixture.adjust('mint', { amount: 1, reason: ' ' })).status).toBe(400);
    expect((await fixture.adjust('mint', { amount: 1, card_id: '' })).status).toBe(400);
    expect((await fixture.adjust('mint', { amount: 1, card_id: 'crd-NOBODY' })).status).toBe(404);
    expect((await fixture.send('POST', '/loyalty/v1/accounts/miles/mint', { amount: 1 })).status).toBe(400);
    await fixture.open([{ cardId: 'crd-BLOCKED', blocked: true, openingPoints: 500 }]);
    expect(codeOf(await fixture.adjust('burn', { amount: 1, card_id: 'crd-BLOCKED' }))).toBe('CARD_BLOCKED');
  });

  it('every unknown route has the error envelope (9.10)', async () => {
    for (const path of ['/', '/loyalty/v1/nowhere', '/loyalty/v1/accounts/balance'])
      expect(codeOf(await fixture.send('POST', path, {}))).toBe('NOT_FOUND');
  });
});

describe('idempotency (9.5)', () => {
  it('a repeat gets the first answer, a refusal too, until the key is forgotten', async () => {
    const start = await fixture.points();
    const first = await fixture.adjust('mint', { amount: 5 }, 'key-1');
    expect(await fixture.adjust('mint', { amount: 5 }, 'key-1')).toEqual(first);
    const refused = await fixture.adjust('burn', { amount: start + 6 }, 'key-2');
    await fixture.adjust('mint', { amount: 5 });
    expect(await fixture.adjust('burn', { amount: start + 6 }, 'key-2')).toEqual(refused);
    expect(await fixture.points()).toBe(start + 10);
    await fixture.set({ keyRetentionMs: 0 });
    await fixture.adjust('mint', { amount: 5 }, 'key-1');
    expect(await fixture.points()).toBe(start + 15);
    await fixture.set({ keyRetentionMs: POMELO_DEFAULTS.keyRetentionMs });
  });

  it('the same key with another body or path is refused', async () => {
    await fixture.adjust('mint', { amount: 7 }, 'key-3');
    expect(codeOf(await fixture.adjust('mint', { amount: 8 }, 'key-3'))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await fixture.adjust('burn', { amount: 7 }, 'key-3')).status).toBe(422);
  });

  it('425 while the first is under way, then its answer', async () => {
    const start = await fixture.points();
    await fixture.control.setFaults({ add: [{ kind: 'delay', delayMs: 150, count: 1 }] });
    const first = fixture.adjust('mint', { amount: 3 }, 'key-4');
    await expect.poll(() => fixture.points()).toBe(start + 3);
    expect(codeOf(await fixture.adjust('mint', { amount: 3 }, 'key-4'))).toBe('REQUEST_IN_PROGRESS');
    const answer = await first;
    await expect.poll(() => fixture.adjust('mint', { amount: 3 }, 'key-4')).toEqual(answer);
    expect(await fixture.points()).toBe(start + 3);
  });

  it('without a key it runs twice, and is flagged', async () => {
    const start = await fixture.points();
    await fixture.control.clearJournal();
    await fixture.adjust('mint', { amount: 1 }, null);
    await fixture.adjust('mint', { amount: 1 }, null);
    expect(await fixture.points()).toBe(start + 2);
    expect((await fixture.control.journal()).map(({ warnings }) => warnings.length)).toEqual([1, 1]);
  });
});

describe('the ledger', () => {
  it('posts what the reason says: a sale, its payment, and both taken back', async () => {
    const start = await fixture.points();
    const reason = (operation: string, amount: number, undoes = '') =>
      `REF T1%2F7 ${operation} ${amount} OP op-${operation}${undoes}`;
    await fixture.adjust('burn', { amount: 400, reason: reason('pay', 400) });
    await fixture.adjust('mint', { amount: 30, reason: reason('submit', 1_000) });
    await fixture.adjust('mint', { amount: 400, reason: reason('cancel-payment', 400, ' UNDOES op-pay') });
    await fixture.adjust('burn', { amount: 30, reason: reason('cancel-sale', 1_000, ' UNDOES op-submit') });
    await fixture.adjust('burn', { amount: 5, reason: reason('submit', -100) });
    const postings = await fixture.control.postingsOf('T1/7');
    expect(postings.map(({ kind, points, amountMinor }) => [kind, points, amountMinor])).toEqual([
      ['spend', -40_000, 400],
      ['sale', 0, 1_000],
      ['earn', 3_000, 0],
      ['spend-cancel', 40_000, -400],
      ['earn-cancel', -3_000, 0],
      ['sale-cancel', 0, -1_000],
      ['sale', 0, -100],
      ['earn', -500, 0],
    ]);
    expect(await fixture.points()).toBe(start - 5);
  });

  it('another terminal may move the balance in between; faults have the envelope', async () => {
    const start = await fixture.points();
    await fixture.control.setFaults({
      add: [
        { kind: 'balance-changed', points: -200, count: 1 },
        { kind: 'unknown-code', count: 1 },
      ],
    });
    expect(codeOf(await fixture.adjust('mint', { amount: 1 }))).toBe('REFUSED_9137');
    expect(await fixture.points()).toBe(start - 2);
  });
});
