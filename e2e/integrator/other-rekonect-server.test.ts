import { afterEach, beforeEach, expect, test } from 'vitest';
import { OtherRekonectServer } from './other-rekonect-server.ts';

// The server proves itself on planted breaches: one that cannot fail would prove nothing.

const KEY = 'invented-key-of-the-other-server';
const QUIET_MS = 60_000;
const MEMBER = { externalId: 'CARD-1' };
let server: OtherRekonectServer;

beforeEach(async () => {
  server = new OtherRekonectServer({ apiKey: KEY, branchId: 'B', posId: 'P', sourceName: 'S' }, QUIET_MS);
  server.books.members.add({
    profile: { phoneNumber: '600100200', lastName: 'Inventedname' },
    externalId: 'CARD-1',
    balance: 1_000,
  });
  await server.start();
});
afterEach(() => server.stop());

const item = {
  lineId: '1',
  code: 'A-1',
  name: 'Roll',
  departmentCode: 'FOOD',
  departmentName: 'Food',
  quantity: 1,
  grossAmount: 500,
  netAmount: 500,
  action: 'sale',
};
const transaction = {
  transactionId: 'T-1',
  openTime: '2026-03-11T09:00:00Z',
  dateTime: '2026-03-11T09:02:00Z',
  totalAmount: 500,
  totalTaxAmount: 45,
  totalGeneralDiscount: 0,
  items: [item],
};
const sold = { ...transaction, payments: [{ type: 'CASH', amount: 500 }] };
const paid = {
  ...transaction,
  payments: [
    { type: 'POINTS', amount: 200 },
    { type: 'CASH', amount: 300 },
  ],
};
const pay = { member: MEMBER, payment: { action: 'pay', amount: 200 }, transaction: paid };

async function send(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Record<string, never>> {
  const answer = await fetch(new URL(path, server.baseUrl), {
    method,
    headers: {
      'content-type': 'application/json',
      'x-api-key': KEY,
      'x-source-type': 'POS',
      'x-source-name': 'S',
      'x-branch-id': 'B',
      'x-pos-id': 'P',
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, never>;
}
const preview = (more: object = {}) =>
  send('member/details', { member: MEMBER, transaction, ...more }, { 'x-return-benefits': 'true' });
const codeOf = async (): Promise<string> => {
  const { data } = (await send('payment', pay)) as unknown as { data: { confirmationCode: string } };
  return data.confirmationCode;
};
/** What fetch itself adds is no breach of the product. */
const breaches = () => server.books.breaches.filter((words) => !/header (accept-language|sec-fetch-mode) /.test(words));

test('a whole sale with points and its void in the right order is no breach', async () => {
  await preview();
  const confirmationCode = await codeOf();
  await send('transaction', { member: MEMBER, transaction: paid });
  await send('transaction', { member: MEMBER, transaction: paid, action: 'cancel' });
  await send('payment', { member: MEMBER, payment: { action: 'cancel', amount: -200, confirmationCode } });
  expect([breaches(), server.books.members.postings.reduce((sum, { amount }) => sum + amount, 0)]).toEqual([[], 1_000]);
});

const onSubmit: [string, object, string][] = [
  [
    'payments beside the total',
    { transaction: { ...sold, payments: [{ type: 'CASH', amount: 400 }] } },
    'do not sum up',
  ],
  ['net lines beside the total', { transaction: { ...sold, items: [{ ...item, netAmount: 499 }] } }, 'net lines'],
  ['milliseconds in a date', { transaction: { ...sold, dateTime: '2026-03-11T09:02:00.000Z' } }, 'dateTime'],
  ['closed before it opened', { transaction: { ...sold, openTime: '2026-03-11T10:00:00Z' } }, 'before openTime'],
  ['an empty text', { transaction: { ...sold, employee: '' } }, 'is empty'],
  ['a null', { transaction: { ...sold, tags: null } }, 'is empty'],
  ['a missing field', { transaction: { ...sold, totalTaxAmount: undefined } }, 'totalTaxAmount'],
  ['a text for a number', { transaction: { ...sold, totalAmount: '500' } }, 'totalAmount'],
  [
    'a line without department',
    { transaction: { ...sold, items: [{ ...item, departmentName: undefined }] } },
    'departmentName',
  ],
  ['a field nobody knows', { transaction: sold, colour: 'red' }, 'colour'],
  [
    'a return with a positive amount',
    { transaction: { ...sold, items: [{ ...item, action: 'return' }] } },
    'wrong sign',
  ],
  ['points without a payment', { member: MEMBER, transaction: paid }, 'without a confirmed payment'],
  [
    'a deal that nobody offered',
    { transaction: sold, appliedDeals: [{ type: 'LOYALTY', amount: 1, sourceId: 'x' }] },
    'no preview offered',
  ],
  ['a cancel of nothing', { transaction: sold, action: 'cancel' }, 'never submitted'],
  ['a phone number in a tag', { transaction: { ...sold, tags: ['600100200'] } }, 'personal data'],
  ['the key in the body', { transaction: { ...sold, tags: [KEY] } }, 'key stands'],
];
test.each(onSubmit)('%s', async (_name, body, words) => {
  await send('transaction', body);
  expect(breaches().join()).toContain(words);
});

test.each([
  ['no key', { 'x-api-key': '' }, 'x-api-key'],
  ['another source', { 'x-source-type': 'Web' }, 'x-source-type'],
  ['another terminal', { 'x-pos-id': 'Q' }, 'x-pos-id'],
  ['no JSON by name', { 'content-type': 'text/plain' }, 'content-type'],
  ['benefits beside details', { 'x-return-benefits': 'true' }, 'not for here'],
  ['a token', { authorization: 'Bearer x' }, 'not for here'],
])('a request with %s', async (_name, headers, words) => {
  await send('transaction', { transaction: sold }, headers);
  expect(breaches().join()).toContain(words);
});

test('another path, a query, another method', async () => {
  await send('members', {});
  await send('transaction?key=1', { transaction: sold });
  await send('transaction', { transaction: sold }, {}, 'PUT');
  expect(breaches().map((words) => words.split(': ')[1])).toEqual(
    expect.arrayContaining([expect.stringContaining('does not name'), expect.stringContaining('instead of POST')]),
  );
});

test('the same id with other content, and again after its cancel', async () => {
  await send('transaction', { transaction: sold });
  await send('transaction', { transaction: { ...sold, employee: 'other' } });
  await send('transaction', { transaction: sold, action: 'cancel' });
  await send('transaction', { transaction: sold });
  expect(breaches()).toEqual([expect.stringContaining('other content'), expect.stringContaining('after its cancel')]);
});

test('a pay for nobody looked up, without preview, repeated, or for another basket', async () => {
  await send('payment', pay);
  expect(breaches().join()).toMatch(/never looked up.*never previewed/);
  await preview();
  await send('payment', pay);
  expect(breaches().join()).toContain('while a confirmed payment stands');
});

test('a pay repeated without a look-up, or although it happened', async () => {
  await preview();
  server.faults.next('500-before', '/payment');
  await send('payment', pay);
  await preview();
  await send('payment', pay);
  expect(breaches().join()).toContain('without a look-up');
});

test('the cancel of a payment: unknown, positive, before its sale', async () => {
  await preview();
  const confirmationCode = await codeOf();
  const cancel = (amount: number, code: string) =>
    send('payment', { member: MEMBER, payment: { action: 'cancel', amount, confirmationCode: code } });
  await cancel(-200, 'nothing');
  await cancel(200, confirmationCode);
  await send('transaction', { member: MEMBER, transaction: paid });
  await cancel(-200, confirmationCode);
  expect(breaches()).toEqual([
    expect.stringContaining('never confirmed'),
    expect.stringContaining('body.'),
    expect.stringContaining('while its sale stands'),
  ]);
});

test('an enrolment without consents, and one repeated blindly', async () => {
  const newMemberData = { phoneNumber: '600100300', gdpr: true, termsOfUse: true };
  await send('member/register', { newMemberData: { phoneNumber: '600100300' } });
  server.faults.next('500-after', '/member/register');
  await send('member/register', { newMemberData });
  await send('member/register', { newMemberData });
  expect(breaches()).toEqual([expect.stringContaining('consents'), expect.stringContaining('without a look-up')]);
});
