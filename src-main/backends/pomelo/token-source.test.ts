import { beforeEach, describe, expect, it, test } from 'vitest';
import { ManualClock } from '../../../src-shared/time/manual-clock.ts';
import type { HttpOutcome } from '../http/http-call.ts';
import { openTokenSource, type TokenSource } from './token-source.ts';

const answer = (status: number, body: unknown, headers = {}): HttpOutcome => ({
  kind: 'answer',
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const token = (name: string, seconds: number | string = 3_600): HttpOutcome =>
  answer(200, { access_token: name, expires_in: seconds, token_type: 'Bearer' });

const signal = new AbortController().signal;
let clock: ManualClock;
let answers: HttpOutcome[];
let asked: string[];
let source: TokenSource;
const current = async () => {
  const reading = await source.current(signal);
  return reading.kind === 'token' ? reading.token : reading.code;
};
const instead = async (refused: string) => {
  const reading = await source.instead(refused, signal);
  return reading.kind === 'token' ? reading.token : reading.code;
};

beforeEach(() => {
  clock = new ManualClock();
  answers = [];
  asked = [];
  source = openTokenSource((what) => {
    asked.push(what);
    return Promise.resolve(answers.shift() ?? { kind: 'not-arrived', code: 'ECONNREFUSED' });
  }, clock);
});

test('one request serves many, and its token until 60 s before it expires', async () => {
  answers = [token('A', '3600'), token('B')];
  expect(await Promise.all([current(), current(), current()])).toEqual(['A', 'A', 'A']);
  clock.advance(3_539_000);
  expect(await current()).toBe('A');
  clock.advance(1_000);
  expect(await current()).toBe('B');
  expect(asked).toEqual(['token', 'token']);
});

test('the same token once more, about to expire, is used to its end', async () => {
  answers = [token('A', 40), token('B')];
  expect(await current()).toBe('A');
  clock.advance(39_999);
  expect(await current()).toBe('A');
  clock.advance(1);
  expect(await current()).toBe('B');
});

describe('a token that the program does not accept any more', () => {
  test('is replaced once for all who met it', async () => {
    answers = [token('A'), token('B')];
    await current();
    expect(await Promise.all([instead('A'), instead('A')])).toEqual(['B', 'B']);
    expect(await instead('A')).toBe('B');
    expect(asked).toEqual(['token', 'token']);
  });

  test('is revoked where asking again only gives it back', async () => {
    answers = [token('A'), token('A'), answer(200, {}), token('B')];
    await current();
    expect(await instead('A')).toBe('B');
    expect(asked).toEqual(['token', 'token', 'revoke', 'token']);
    expect(await current()).toBe('B');
  });
});

test('a clock that went back asks for a new one', async () => {
  answers = [token('A'), token('B')];
  await current();
  clock.set(clock.nowMs() - 1);
  expect(await current()).toBe('B');
});

test('who gives up gets nothing, and the others their token', async () => {
  answers = [token('A')];
  const impatient = new AbortController();
  const given = source.current(impatient.signal);
  const patient = current();
  impatient.abort();
  expect(await given).toMatchObject({ kind: 'not-arrived', code: 'aborted-before-sending' });
  expect(await patient).toBe('A');
});

it.each<[string, HttpOutcome, string, string, RegExp]>([
  ['no connection', { kind: 'not-arrived', code: 'ECONNREFUSED' }, 'no-connection', 'ECONNREFUSED', /reached/],
  [
    'silence',
    { kind: 'maybe', why: 'no-answer', code: 'UND_ERR_HEADERS_TIMEOUT' },
    'no-connection',
    'UND_ERR_HEADERS_TIMEOUT',
    /no access token/,
  ],
  ['an error of the server', answer(503, ''), 'no-connection', 'token-http-503', /no access token/],
  ['somebody else’s page', answer(200, '<html>'), 'no-connection', 'token-unreadable', /no access token/],
  [
    'a token without its end',
    answer(200, { access_token: 'A' }),
    'no-connection',
    'token-unreadable',
    /no access token/,
  ],
  ['throttled', answer(429, '', { 'retry-after': '7' }), 'throttled', 'http-429', /slowly/],
  [
    'a wrong secret',
    answer(401, { error: { details: [{ code: 'NO', detail: 'x' }] } }),
    'not-signed-in',
    'token-http-401',
    /client id and its secret/,
  ],
  [
    'a wrong audience',
    answer(400, { error: { details: [{ code: 'AUD', detail: 'x' }] } }),
    'not-signed-in',
    'token-AUD',
    /audience/,
  ],
  ['a wrong address', answer(404, ''), 'not-signed-in', 'token-http-404', /tokenPath/],
])('%s', async (_name, outcome, why, code, words) => {
  answers = [outcome];
  expect(await source.current(signal)).toMatchObject({
    kind: 'not-arrived',
    why,
    code,
    text: expect.stringMatching(words),
  });
});
