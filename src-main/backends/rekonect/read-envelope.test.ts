import { describe, expect, test } from 'vitest';
import { readEnvelope } from './read-envelope.ts';
import { REKONECT_DEFAULT_SETTINGS } from './rekonect-settings.ts';

const read = (body: unknown, settings = {}) =>
  readEnvelope(typeof body === 'string' ? body : JSON.stringify(body), { ...REKONECT_DEFAULT_SETTINGS, ...settings });

describe('success', () => {
  test.each([
    ['fields at root', { status: 'success', a: 1 }, { a: 1 }],
    ['fields under data', { status: 'success', data: { a: 1 } }, { a: 1 }],
    ['both: data wins (C1)', { status: 'success', a: 2, data: { a: 1 } }, { a: 1 }],
    ['ok (C2)', { status: 'ok', a: 1 }, { a: 1 }],
    ['data that is no object', { status: 'success', data: null, a: 1 }, { a: 1 }],
  ])('%s', (_name, body, fields) => {
    expect(read(body)).toMatchObject({ kind: 'success', fields });
  });

  test('the other order by setting', () => {
    const body = { status: 'success', a: 2, data: { a: 1 } };
    expect(read(body, { envelopeFields: 'root-first' })).toMatchObject({ fields: { a: 2 } });
  });
});

describe('error', () => {
  test('code and path; message and details stay behind', () => {
    const body = {
      status: 'error',
      error: { code: '407', message: 'for 600000001', path: 'body.payment', details: { phone: '600000001' } },
    };
    expect(read(body)).toEqual({ kind: 'error', code: '407', path: 'body.payment' });
  });

  test('a number as code', () =>
    expect(read({ status: 'error', error: { code: 203 } })).toMatchObject({ code: '203' }));
  test('a code carries no text along', () =>
    expect(read({ status: 'error', error: { code: `x y@z ${'9'.repeat(99)}` } })).toMatchObject({
      code: `xyz${'9'.repeat(37)}`,
    }));
});

test.each([
  ['an HTML page', '<html>Sign in to the hotel network</html>'],
  ['nothing', ''],
  ['half a body', '{"status":"succ'],
  ['no status', { data: { a: 1 } }],
  ['another word', { status: 'accepted' }],
  ['an error without a code', { status: 'error' }],
  ['a list', '[]'],
  ['null', 'null'],
])('unreadable: %s', (_name, body) => {
  expect(read(body)).toEqual({ kind: 'unreadable' });
});
