import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeClaimCode } from '../../src-shared/receipt/claim-code.ts';
import { redactLine } from './redact.ts';

function redacted(content: unknown): unknown {
  return JSON.parse(redactLine(JSON.stringify(content)));
}

const UUID = '0197f3a1-1234-7abc-8def-012345678901';

test.each([
  ['mail to nora.vidal@example.org failed', 'mail to ***org failed'],
  ['<Ünal.Öz+till@example.co.uk>', '<***.uk>'],
  ['phone 600555019', 'phone ***019'],
  ['call +34 (600) 555-019 now', 'call ***019 now'],
  ['600.555.019', '***019'],
  ['5550 1234', '***234'],
  ['card 4111 1111 1111 1111', 'card ***111'],
  ['member4111111111111111', 'member***111'],
  ['x-api-key: abcdefghijk', 'x-api-key: ***ijk'],
  ['Authorization: Bearer abc.def.ghi', 'Authorization: ***ghi'],
  ['sent Bearer abcdefghi', 'sent Bearer ***ghi'],
  ['pin=4821', 'pin=***'],
  ['{"firstName":"Nora Maria","lastName":"Vidal"}', '{"firstName":"***ria","lastName":"***"}'],
  [String.raw`{\"name\":\"Nora Maria\"}`, String.raw`{\"name\":\"***ria\"}`],
  [`{"confirmationCode": "${UUID}"}`, '{"confirmationCode": "***901"}'],
  ['A1B2-C3D4-E5F', '***E5F'],
  ['claim a1b2-c3d4-e5f?', 'claim ***e5f?'],
  ['ABCD-EFGH-JKMN-PQRT-0123-4567-89AB-CDEF', '***DEF'],
])('masks %s', (text, expected) => {
  expect(redacted({ msg: text })).toEqual({ msg: expected });
});

test.each([
  'started in 1234567.891 ms',
  'took 12.3456789 s',
  '2026-03-11T09:02:10.123Z',
  'till-2026-03-11.log',
  'at 2026-03-11 09:02:10',
  `operation ${UUID} delivered`,
  'http://127.0.0.1:41234/v1/payment',
  'transaction answered',
  'open-sale-now',
  'were made few',
  'file.ts:1234:5678',
  'status 200, 123456 rows',
  'Node 24.21.0',
  'pinned to version 2',
  'tokens: none',
])('leaves %s', (text) => {
  expect(redacted({ msg: text })).toEqual({ msg: text });
});

test('fields are masked by name, in any spelling and depth; what is missing may be seen', () => {
  expect(
    redacted({
      'x-api-key': 'abcdefghijk',
      api_key: 'abcdefghijk',
      PIN: '123456789012',
      firstName: 'Nora',
      birthday: '1988-09-23',
      phone: null,
      email: false,
      member: { name: 'Nora Vidal', card: { number: 12_345_678, kinds: ['gold-card'] } },
      confirmationCode: UUID,
      claimCode: 'A1B2-C3D4-E5F',
    }),
  ).toEqual({
    'x-api-key': '***ijk',
    api_key: '***ijk',
    PIN: '***',
    firstName: '***',
    birthday: '***',
    phone: null,
    email: false,
    member: { name: '***dal', card: { number: '***678', kinds: ['***ard'] } },
    confirmationCode: '***901',
    claimCode: '***E5F',
  });
});

test('known numbers stay numbers, unknown long ones are masked', () => {
  const kept = {
    time: 1_773_219_730_123,
    ms: 12_345_678.5,
    seq: 12_345_678,
    pid: 1_234_567,
    status: 200,
    port: 41_234,
  };
  const more = {
    minor: 123_456_789,
    totalMinor: 123_456_789,
    sentAt: 1_773_219_730_123,
    small: 999_999,
    ratio: 0.123456789,
  };
  expect(redacted({ ...kept, ...more })).toEqual({ ...kept, ...more });
  expect(redacted({ value: 600_555_019, list: [4_111_111_111], deep: { any: -6_005_550_190 } })).toEqual({
    value: '***019',
    list: ['***111'],
    deep: { any: '***190' },
  });
});

test('our own ids stay, unless a number was put in their place', () => {
  const ids = { saleId: UUID, saleNumber: 'B07-20260311-000418', transactionId: `${UUID}-C1`, operationId: UUID };
  expect(redacted(ids)).toEqual(ids);
  expect(redacted({ transactionId: '600555019', saleNumber: 'n@example.org' })).toEqual({
    transactionId: '***019',
    saleNumber: '***org',
  });
});

test('keys of an object are looked at as well', () => {
  expect(redacted({ '600555019': 1 })).toEqual({ '***019': 1 });
});

test('every claim code is masked as printed, and as typed without dashes', () => {
  for (let i = 0; i < 200; i++) {
    const code = makeClaimCode(randomBytes);
    for (const text of [code, code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' ')]) {
      if (!/\d/.test(text) && text !== text.toUpperCase()) continue; // only letters, in small: not told from a word
      expect(redactLine(JSON.stringify({ msg: `claim ${text} now` }))).not.toContain(text);
    }
  }
});

test('a line that is no JSON is masked as text', () => {
  expect(redactLine('{"phone":"600555019"')).toBe('{"phone":"***019"');
});

test('no number of 7 to 19 digits survives in any text, wherever it stands', () => {
  const number = fc.stringMatching(/^[1-9]\d{6,18}$/);
  fc.assert(
    fc.property(fc.string(), number, fc.string(), (before, digits, after) => {
      // A unit right behind it makes a number of up to 9 digits a measure.
      fc.pre(!/^ ?(?:ms|µs|ns|bytes)\b/i.test(after));
      const text = JSON.stringify(redacted({ msg: `${before} ${digits} ${after}` }));
      expect(text).not.toContain(digits);
    }),
    { numRuns: 500 },
  );
});

test('whatever is logged, a line of JSON comes out', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(() => JSON.parse(redactLine(JSON.stringify({ value })))).not.toThrow();
    }),
  );
});

test('a long line costs linear time', () => {
  const started = performance.now();
  for (const unit of ['a', '1', 'a1', '- ', '1-', 'pin', 'a-', '"', '127.', '{"name"']) {
    redactLine(JSON.stringify({ msg: unit.repeat(50_000) }));
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
