import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HOUR } from '../../../src-shared/time/clock.ts';
import {
  aKey,
  authorization,
  CovalentFixture,
  NORA,
  purchase,
  redemption,
  transactionsOf,
} from './covalent-fixture.ts';
import type { JsonObject } from './json-value.ts';
import { digest } from './signature-check.ts';

let fixture: CovalentFixture;
let last = 0;
/** A sale of its own for each test. */
let sale = '';
beforeAll(async () => {
  fixture = await CovalentFixture.start();
});
afterAll(async () => await fixture.stop());
beforeEach(async () => {
  last += 1;
  sale = `S${last}`;
  await fixture.control.setFaults({ clear: true, offline: false });
  await fixture.control.setTime(0);
});

const TRIGGER = '/accruals/purchase-rules/trigger';
const EXECUTE = '/redemptions/standard';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('signature (11.1)', () => {
  test('both published vectors', () => {
    expect(digest('sec_12345', Buffer.from('{"foo": "bar"}'))).toBe(
      '4d84ba663b9c6179dd98023087da5baa8a4e3eb59ba45284935261350ba70742',
    );
    expect(digest('sec_12345', 'foo=bar')).toBe('88d64dfcb542c35dc22bae059bd5f5a5d038572a7b391dfc4cd5f3a5530c1760');
  });

  test('is over the raw bytes, before parsing, and tells nobody which half was wrong', async () => {
    const body = JSON.stringify(purchase(sale, '1.00'));
    const answers = await Promise.all(
      [
        authorization(` ${body}`),
        authorization(body, 'sec_wrong'),
        authorization(body, undefined, 'pub_unknown'),
        authorization(body).toUpperCase(),
        `Basic ${authorization(body)}`,
      ].map((one) => fixture.send('POST', TRIGGER, body, { ...JSON_TYPE, authorization: one })),
    );
    const none = await fixture.send('POST', TRIGGER, 'no json', JSON_TYPE);
    for (const { status, error, text } of [...answers, none]) {
      expect([status, error]).toEqual([401, 'authentication_failed null']);
      expect(text).toBe(answers[0]?.text);
    }
    expect(await fixture.posted(sale)).toEqual([]);
  });

  test('a GET signs its query, a POST with both its body, a POST without body nothing (A3)', async () => {
    expect((await fixture.get('/transactions?page=1&page_size=5&type=accrual%2Credemption')).status).toBe(200);
    const body = { member: NORA, loyalty_currency: 'COMET_POINTS' };
    expect((await fixture.post('/members/transactions?page_size=5', body)).status).toBe(200);
    expect((await fixture.post('/transactions/tx_none/cancel', null)).error).toBe('not_found id');
    expect((await fixture.post('/transactions/tx_none/cancel', {})).error).toBe('invalid body');
  });
});

describe('idempotency (11.2)', () => {
  test('a repeat gets the first answer and the header, for eight hours', async () => {
    const key = aKey();
    const first = await fixture.post(TRIGGER, purchase(sale, '10.00'), key);
    const again = await fixture.post(TRIGGER, purchase(sale, '10.00'), key);
    expect([first.status, first.repeated, again.repeated, again.text]).toEqual([200, false, true, first.text]);
    await fixture.control.setTime(8 * HOUR - 1);
    expect((await fixture.post(TRIGGER, purchase(sale, '10.00'), key)).repeated).toBe(true);
    await fixture.control.setTime(8 * HOUR);
    expect((await fixture.post(TRIGGER, purchase(sale, '10.00'), key)).repeated).toBe(false);
    expect((await fixture.posted(sale)).filter(([kind]) => kind === 'sale')).toHaveLength(2);
  });

  test('a refusal is kept as well; another body gets the first answer and is flagged (A4)', async () => {
    const key = aKey();
    expect((await fixture.post(EXECUTE, redemption(sale, '99999.00'), key)).error).toBe(
      'insufficient_balance redemption_items',
    );
    const other = await fixture.post(EXECUTE, redemption(sale, '0.01'), key);
    expect([other.status, other.repeated]).toEqual([400, true]);
    const keys = (await fixture.control.callProgram('covalent', 'keys')) as JsonObject[];
    expect(keys.find((one) => one['key'] === key)).toMatchObject({ repeats: 1, otherBody: 1 });
  });

  test('is ignored on GET; a key has 1 to 255 characters', async () => {
    const query = 'page_size=1';
    const headers = { authorization: authorization(query), 'Idempotency-Key': 'k' };
    expect((await fixture.send('GET', `/transactions?${query}`, '', headers)).status).toBe(200);
    expect((await fixture.send('GET', `/transactions?${query}`, '', headers)).repeated).toBe(false);
    expect((await fixture.post(TRIGGER, purchase(sale, '1.00'), 'k'.repeat(256))).error).toBe(
      'idempotency_key_invalid Idempotency-Key',
    );
  });

  test('409 while the first runs', async () => {
    const key = aKey();
    await fixture.control.setFaults({ add: [{ kind: 'delay', delayMs: 150, count: 1, reference: sale }] });
    const first = fixture.post(TRIGGER, purchase(sale, '1.00'), key);
    await expect
      .poll(async () => (await fixture.post(TRIGGER, purchase(sale, '1.00'), key)).error, { interval: 10 })
      .toBe('request_in_progress null');
    expect((await first).status).toBe(200);
    expect((await fixture.post(TRIGGER, purchase(sale, '1.00'), key)).repeated).toBe(true);
  });

  test.each(['drop-after-commit', '500-after-commit'] as const)(
    'a lost answer (%s) can be asked for again (11.3)',
    async (kind) => {
      const key = aKey();
      await fixture.control.setFaults({ add: [{ kind, count: 1, operation: 'submit' }] });
      await fixture.post(TRIGGER, purchase(sale, '1.00'), key).catch(() => null);
      const again = await fixture.post(TRIGGER, purchase(sale, '1.00'), key);
      expect([again.status, again.repeated]).toEqual([200, true]);
    },
  );

  test('the same external_reference under a new key is a second transaction (11.10)', async () => {
    await fixture.post(TRIGGER, purchase(sale, '1.00'), aKey());
    await fixture.post(TRIGGER, purchase(sale, '1.00'), aKey());
    expect((await fixture.posted(sale)).filter(([kind]) => kind === 'sale')).toHaveLength(2);
  });
});

describe('shape checks (11.6)', () => {
  const item = { category: 'retail', fiat_amount: '1.00', fiat_currency: 'EUR' };
  test.each<[string, string, JsonObject, string]>([
    ['a number for a fiat amount', TRIGGER, { fiat_amount: 1 }, 'invalid fiat_amount'],
    ['too many decimals', TRIGGER, { fiat_amount: '1.005' }, 'invalid fiat_amount'],
    ['no fiat amount', TRIGGER, { fiat_amount: undefined }, 'required fiat_amount'],
    ['below 0', TRIGGER, { fiat_amount: '-1.00' }, 'min_value fiat_amount'],
    ['an unknown program', TRIGGER, { loyalty_currency: 'X' }, 'invalid_choice loyalty_currency'],
    ['nobody', TRIGGER, { member: { id: 'nobody' } }, 'not_found member'],
    ['no member', TRIGGER, { member: undefined }, 'required member'],
    ['metadata too deep', TRIGGER, { metadata: { a: { b: { c: { d: { e: {} } } } } } }, 'invalid metadata'],
    ['a release date that has passed', TRIGGER, { release_date: '2026-03-11T09:00Z' }, 'min_value release_date'],
    ['no reason', EXECUTE, { reason: undefined }, 'required reason'],
    ['no external reference', EXECUTE, { external_reference: ' ' }, 'blank external_reference'],
    ['no items', EXECUTE, { redemption_items: [] }, 'min_value redemption_items'],
    ['51 items', EXECUTE, { redemption_items: new Array(51).fill(item) }, 'max_length redemption_items'],
    [
      'both forms',
      EXECUTE,
      { redemption_items: [{ ...item, loyalty_amount: 1 }] },
      'invalid redemption_items.0.loyalty_amount',
    ],
    [
      'broken points',
      EXECUTE,
      { redemption_items: [{ category: 'retail', loyalty_amount: 1.5 }] },
      'invalid redemption_items.0.loyalty_amount',
    ],
    [
      'a category in capitals',
      EXECUTE,
      { redemption_items: [{ ...item, category: 'Retail' }] },
      'invalid_choice redemption_items.0.category',
    ],
  ])('%s', async (_name, path, change, error) => {
    const body = path === TRIGGER ? purchase(sale, '1.00', change) : redemption(sale, '1.00', change);
    const answer = await fixture.post(path, body);
    expect([answer.status, answer.error]).toEqual([400, error]);
    expect(await fixture.posted(sale)).toEqual([]);
  });

  test.each([
    ['/transactions?page_size=501', 'max_value page_size'],
    ['/transactions?page_size=0', 'min_value page_size'],
    ['/partners?partner_id=part_comet&loyalty_currency=COMET_POINTS', 'invalid partner_id'],
    ['/transactions/tx_none', 'not_found id'],
  ])('%s', async (path, error) => {
    expect((await fixture.get(path)).error).toBe(error);
  });
});

describe('what a key may do, and what programs say (11.7, 11.8)', () => {
  const lookup = { loyalty_program_identifiers: NORA, loyalty_currency: 'COMET_POINTS' };
  test('look-up: 200, 404 without a body, hidden balance, switched off', async () => {
    expect((await fixture.post('/members/lookup', lookup)).json).toMatchObject({
      balance: expect.any(Number),
      loyalty_program_identifiers: NORA,
    });
    const nobody = await fixture.post('/members/lookup', { ...lookup, loyalty_program_identifiers: { id: 'x' } });
    expect([nobody.status, nobody.text]).toEqual([404, '']);
    await fixture.set({ partners: { COMET_POINTS: { balanceVisible: false } } });
    expect((await fixture.post('/members/lookup', lookup)).json['balance']).toBeNull();
    await fixture.set({ partners: { COMET_POINTS: { balanceVisible: true, lookupAvailable: false } } });
    expect((await fixture.post('/members/lookup', lookup)).status).toBe(403);
    await fixture.set({ partners: { COMET_POINTS: { lookupAvailable: true } } });
  });

  test('a program that demands two fields', async () => {
    await fixture.know({ id: 'AT-1', currencyId: 'ATLAS_MILES', identifiers: { last_name: 'Twofield' } });
    const rows = transactionsOf(
      await fixture.get('/partners/currency-owners-for-issuance?loyalty_currency=ATLAS_MILES'),
      'results',
    );
    expect(rows).toMatchObject([
      { partnership_details: { execute_action: { required_fields: [{ id: 'id' }, { id: 'last_name' }] } } },
    ]);
    const ask = (identifiers: JsonObject) =>
      fixture.post('/members/lookup', { loyalty_program_identifiers: identifiers, loyalty_currency: 'ATLAS_MILES' });
    expect((await ask({ id: 'AT-1' })).error).toBe('required loyalty_program_identifiers.last_name');
    expect((await ask({ id: 'AT-1', last_name: 'Other' })).status).toBe(404);
    expect((await ask({ id: 'AT-1', last_name: 'TWOFIELD' })).status).toBe(200);
  });

  test('forbidden parts answer 403', async () => {
    await fixture.set({ forbidden: ['redemption'] });
    expect((await fixture.post(EXECUTE, redemption(sale, '1.00'))).error).toBe('permission_denied null');
    await fixture.set({ forbidden: [] });
  });

  test('enrolling: 201, then 200 with the record there is', async () => {
    const body = { loyalty_program_identifiers: { id: 'LC-NEW' }, first_name: 'Nell' };
    expect((await fixture.post('/members', body, aKey())).status).toBe(201);
    expect((await fixture.post('/members', { ...body, first_name: 'Other' }, aKey())).json).toMatchObject({
      first_name: 'Nell',
    });
    expect((await fixture.post('/members', { ...body, first_name: 'Nella' }, aKey(), 'PATCH')).json).toMatchObject({
      first_name: 'Nella',
    });
  });

  test('fiat-convert', async () => {
    await fixture.set({ price: { points: 5, minor: 4 } });
    const body = { amount: '5.00', fiat_currency: 'EUR', loyalty_currency: 'COMET_POINTS' };
    expect((await fixture.post('/loyalty-currencies/fiat-convert', body)).json).toEqual({
      loyalty_amount: 625,
      exact_fiat_cost: '5.00',
    });
    await fixture.set({ price: { points: 1, minor: 1 } });
  });
});

test('every page of a list is reached without a next (section 8)', async () => {
  for (const n of [1, 2, 3]) await fixture.post(TRIGGER, purchase(`${sale}-${n}`, '1.00'), aKey());
  const body = { member: NORA, loyalty_currency: 'COMET_POINTS' };
  const from = 'created_at__range=2026-03-11T09:00Z,';
  const [first, second] = await Promise.all(
    [1, 2].map((page) => fixture.post(`/members/transactions?page=${page}&page_size=2&${from}&type=accrual`, body)),
  );
  expect(first?.json).toMatchObject({ previous: null, count: expect.any(Number) });
  expect(first?.json).not.toHaveProperty('next');
  const references = [first, second].flatMap((answer) =>
    answer === undefined ? [] : transactionsOf(answer, 'results').map((one) => one['external_reference']),
  );
  expect(references.slice(0, 3)).toEqual([`${sale}-3-E`, `${sale}-2-E`, `${sale}-1-E`]);
});
