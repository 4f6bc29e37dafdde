import { describe, expect, test } from 'vitest';
import type { AnswerFacts } from '../http/read-status.ts';
import type { CovalentConnection } from './covalent-connection.ts';
import type { Reading } from './interpret-answer.ts';
import { aConfig, aSubmit, OPENED_AT, UNKNOWN } from './queue.test-support.ts';
import { listSinceSent } from './transaction-list.ts';

const facts: AnswerFacts = { status: 200, vendorRequestId: null, serverOffsetMs: null };
const row = (id: number) => ({ id: `tx_${id}`, status: 'completed', type: 'accrual', external_reference: `S${id}-E` });
const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
const page = (body: unknown): Reading => ({ kind: 'success', facts, body });
const refused: Reading = { kind: 'refused', facts, code: 'not_found', field: 'member', repeated: false };
const gone: Reading = { kind: 'refused', facts, code: 'http-404', field: null, repeated: false };
const forbidden: Reading = {
  kind: 'not-arrived',
  facts,
  why: 'forbidden',
  retryAfterMs: null,
  code: 'http-403',
  text: 'No.',
};

async function listed(answers: readonly Reading[], member = true) {
  const asked: string[] = [];
  const connection: CovalentConnection = {
    origin: '',
    send: () => Promise.reject(new Error('nothing is changed by looking')),
    ask: (path, body) => {
      asked.push(`${body === null ? 'GET' : 'POST'} ${path}`);
      const answer = answers[asked.length - 1];
      return answer === undefined ? Promise.reject(new Error('asked too often')) : Promise.resolve(answer);
    },
    close: () => Promise.resolve(),
  };
  const listing = await listSinceSent({
    operation: aSubmit(UNKNOWN),
    context: {
      sale: null,
      member: member ? [{ method: 'card', value: 'LC-1' }] : [],
      known: [],
      nowMs: OPENED_AT,
      disturbedBy: [],
      disturbingSales: new Map(),
    },
    settings: aConfig().settings,
    connection,
    nowMs: () => OPENED_AT + 30_000_000,
    signal: new AbortController().signal,
  });
  return { asked, listing, size: listing.kind === 'complete' ? listing.transactions.length : null };
}

const QUERY = 'page_size=500&created_at__range=2026-03-10T09%3A00%3A30Z%2C';

describe('every page is read (contract section 8)', () => {
  test('by count, where there is no next', async () => {
    const answers = [page({ count: 501, results: rows(1, 500) }), page({ count: 501, results: rows(501, 501) })];
    expect(await listed(answers)).toMatchObject({
      size: 501,
      asked: [`POST /members/transactions?page=1&${QUERY}`, `POST /members/transactions?page=2&${QUERY}`],
    });
  });

  test.each<[string, readonly Reading[], number]>([
    [
      'by next',
      [page({ count: 2, next: '?page=2', results: rows(1, 1) }), page({ next: null, results: rows(2, 2) })],
      2,
    ],
    ['until none are left, where nothing is counted', [page({ results: rows(1, 3) }), page({ results: [] })], 3],
    [
      'one that comes on two pages is one',
      [page({ count: 501, next: 'x', results: rows(1, 500) }), page({ next: null, results: rows(500, 501) })],
      501,
    ],
    ['none at all', [page({ count: 0, results: [] })], 0],
    ['an empty next is none', [page({ count: 1, next: '', results: rows(1, 1) })], 1],
    ['no page after the last, where nothing is counted', [page({ results: rows(1, 3) }), gone], 3],
  ])('%s', async (_name, answers, size) => {
    expect(await listed(answers)).toMatchObject({ size });
  });

  test('a list that has fewer than it counts is no complete one', async () => {
    const answers = [page({ count: 502, results: rows(1, 500) }), page({ count: 502, results: rows(501, 501) })];
    expect((await listed(answers)).listing).toMatchObject({ kind: 'unavailable', code: 'list-moved' });
  });

  test('nor is one of another form, and there is no use in asking again', async () => {
    const answers = [page({ rows: [] }), page({ results: 'none' })];
    expect((await listed(answers)).listing).toMatchObject({ kind: 'impossible', code: 'fields-missing' });
  });

  test('nor is one with a row that cannot be read', async () => {
    const answers = [page({ count: 1, results: [{ status: 'completed' }] }), page({ count: 1, results: [{}] })];
    expect((await listed(answers)).listing).toMatchObject({ kind: 'impossible', code: 'unreadable-row' });
  });
});

describe('the list of everybody serves where the member’s own does not', () => {
  test.each([
    ['refused', [refused], true],
    ['forbidden', [forbidden], true],
    ['the member is not known here any more', [], false],
  ])('%s', async (_name, before, member) => {
    const { asked, size } = await listed([...before, page({ count: 1, results: rows(1, 1) })], member);
    expect([asked.at(-1), size]).toEqual([`GET /transactions?page=1&${QUERY}`, 1]);
  });

  test('neither: impossible; no answer: later', async () => {
    expect((await listed([refused, forbidden])).listing).toMatchObject({ kind: 'impossible', code: 'http-403' });
    const silent: Reading = {
      kind: 'maybe',
      facts,
      why: 'no-answer',
      retryAfterMs: 700,
      code: 'x',
      text: 'No answer.',
    };
    expect((await listed([silent])).listing).toMatchObject({
      kind: 'unavailable',
      why: 'no-answer',
      retryAfterMs: 700,
    });
  });
});
