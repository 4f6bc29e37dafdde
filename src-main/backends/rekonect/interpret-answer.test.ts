import { describe, expect, test } from 'vitest';
import type { HttpOutcome } from '../http/http-call.ts';
import { interpretAnswer } from './interpret-answer.ts';
import { REKONECT_DEFAULT_SETTINGS } from './rekonect-settings.ts';

const NOW = Date.UTC(2026, 2, 11, 9);
const OK = '{"status":"success"}';
const REFUSED = '{"status":"error","error":{"code":"407","message":"Balance too low"}}';
const reading = (outcome: HttpOutcome) => interpretAnswer(outcome, REKONECT_DEFAULT_SETTINGS, NOW);
const answer = (status: number, text: string, headers: Record<string, string> = {}) =>
  reading({ kind: 'answer', status, headers, text });

describe('what an answer proves', () => {
  test.each([
    [200, OK, { kind: 'success' }],
    [400, REFUSED, { kind: 'refused', code: '407' }],
    [200, REFUSED, { kind: 'refused', code: '407' }],
    [422, REFUSED, { kind: 'refused', code: '407' }],
    [401, REFUSED, { kind: 'not-arrived', why: 'not-signed-in' }],
    [403, REFUSED, { kind: 'not-arrived', why: 'forbidden' }],
    [429, '', { kind: 'not-arrived', why: 'throttled' }],
    [409, REFUSED, { kind: 'maybe', why: 'conflict' }],
    [425, '', { kind: 'maybe', why: 'conflict' }],
    [500, REFUSED, { kind: 'maybe', why: 'server-error' }],
    [502, '<html>', { kind: 'maybe', why: 'server-error' }],
    [503, OK, { kind: 'maybe', why: 'server-error' }],
    [200, '<html>Welcome to the café network</html>', { kind: 'maybe', why: 'unreadable' }],
    [302, '', { kind: 'maybe', why: 'unreadable' }],
    [404, 'not here', { kind: 'maybe', why: 'unreadable' }],
    [400, OK, { kind: 'maybe', why: 'unreadable' }],
    [200, '{"status":"error","error":{"code":"500"}}', { kind: 'maybe', why: 'server-error', code: '500' }],
  ] as const)('HTTP %i %s', (status, text, expected) => {
    expect(answer(status, text)).toMatchObject({ ...expected, facts: { status } });
  });

  test('no connection', () => {
    expect(reading({ kind: 'not-arrived', code: 'ECONNREFUSED' })).toMatchObject({
      kind: 'not-arrived',
      why: 'no-connection',
      code: 'ECONNREFUSED',
      facts: { status: null },
    });
  });

  test('silence', () => {
    expect(reading({ kind: 'maybe', why: 'no-answer', code: 'UND_ERR_HEADERS_TIMEOUT' })).toMatchObject({
      kind: 'maybe',
      why: 'no-answer',
    });
  });
});

describe('headers', () => {
  test.each([
    ['120', 120_000],
    ['0', 0],
    ['Wed, 11 Mar 2026 09:01:00 GMT', 60_000],
    ['Wed, 11 Mar 2026 08:00:00 GMT', 0],
    ['soon', null],
    ['', null],
  ])('Retry-After %s', (value, retryAfterMs) => {
    expect(answer(429, '', { 'retry-after': value })).toMatchObject({ retryAfterMs });
  });

  test('a Retry-After date counts from the server’s own clock', () => {
    const headers = { 'retry-after': 'Wed, 11 Mar 2026 09:01:00 GMT', date: 'Wed, 11 Mar 2026 09:00:45 GMT' };
    expect(answer(503, '', headers)).toMatchObject({ retryAfterMs: 15_000 });
  });

  test('offset of the server and its request id', () => {
    const headers = { date: 'Wed, 11 Mar 2026 08:59:30 GMT', 'x-request-id': 'r-1' };
    expect(answer(200, OK, headers).facts).toEqual({ status: 200, vendorRequestId: 'r-1', serverOffsetMs: -30_000 });
    expect(answer(200, OK).facts.serverOffsetMs).toBeNull();
  });
});
