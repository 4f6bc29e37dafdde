import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeClaimCode, parseClaimCode } from './claim-code.ts';
import { READABLE, randomReadable } from './readable-alphabet.ts';

const bodies = fc.uint8Array({ minLength: 40, maxLength: 40 }).map((bytes) => {
  let at = 0;
  return makeClaimCode((count) => Uint8Array.from({ length: count }, () => (bytes[at++ % 40] ?? 0) % 248));
});

test('the alphabet has a prime number of characters and no look-alikes', () => {
  expect(READABLE.length).toBe(31);
  expect(new Set(READABLE).size).toBe(31);
  expect(READABLE).not.toMatch(/[ILOSU]/);
});

test('a made code reads back, however it is typed', () => {
  fc.assert(
    fc.property(bodies, (code) => {
      expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}$/);
      const ways = [code, code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' '), ` ${code}\n`];
      const twins = [
        code.replaceAll('0', 'o'),
        code.replaceAll('1', 'l'),
        code.replaceAll('1', 'I'),
        code.replaceAll('5', 's'),
        code.replaceAll('V', 'u'),
      ];
      for (const text of [...ways, ...twins]) expect(parseClaimCode(text)).toEqual({ ok: true, code });
    }),
  );
});

test('every single wrong character is found', () => {
  fc.assert(
    fc.property(bodies, (code) => {
      for (let at = 0; at < code.length; at++) {
        if (code[at] === '-') continue;
        for (const wrong of READABLE) {
          if (wrong === code[at]) continue;
          expect(parseClaimCode(code.slice(0, at) + wrong + code.slice(at + 1))).toEqual({ ok: false, error: 'check' });
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('every swap of two different characters is found, adjacent or not', () => {
  fc.assert(
    fc.property(bodies, (code) => {
      const plain = [...code.replaceAll('-', '')];
      for (let a = 0; a < plain.length; a++) {
        for (let b = a + 1; b < plain.length; b++) {
          if (plain[a] === plain[b]) continue;
          const swapped = plain
            .with(a, plain[b] ?? '')
            .with(b, plain[a] ?? '')
            .join('');
          expect(parseClaimCode(swapped)).toEqual({ ok: false, error: 'check' });
        }
      }
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['', 'empty'],
  [' - ', 'empty'],
  ['ABCD-EFGH-J', 'too-short'],
  ['ABCD-EFGH-JKMN', 'too-long'],
  ['ABCD-EFG!-JKM', 'characters'],
  ['ÄBCD-EFGH-JKM', 'characters'],
])('%s is refused: %s', (text, error) => {
  expect(parseClaimCode(text)).toEqual({ ok: false, error });
});

test('each character is equally likely: the bytes that would favour the first ones are left out', () => {
  let next = 0;
  const counted = randomReadable(31 * 8, (count) => Uint8Array.from({ length: count }, () => next++ % 256));
  for (const character of READABLE) expect([...counted].filter((one) => one === character).length).toBe(8);
});

test('two codes are not the same', () => {
  expect(makeClaimCode(randomBytes)).not.toBe(makeClaimCode(randomBytes));
});
