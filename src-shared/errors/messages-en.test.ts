import { expect, test } from 'vitest';
import { ERROR_CODES, type ErrorCode, type TillProblem } from './error-codes.ts';
import { messageOf } from './messages-en.ts';

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];

test.each(CODES)('%s reads well without any detail', (code) => {
  const text = messageOf({ code, detail: {} });
  expect(text).not.toMatch(/[{}]|undefined| {2}/);
  expect(text).toMatch(/^[A-Z].*[.?!]$/);
});

test('a place is filled where the detail carries it, and its part left out where not', () => {
  const problem: TillProblem = { code: 'article-not-found', detail: { text: 'xyz' } };
  expect(messageOf(problem)).toContain('Looked for: xyz. Scan again');
  expect(messageOf({ ...problem, detail: {} })).toBe(
    'No item found for this code or name. Scan again, or search by name.',
  );
});

test('a part with two places needs both', () => {
  expect(messageOf({ code: 'input-malformed', detail: { path: 'a.b' } })).not.toContain('a.b');
  expect(messageOf({ code: 'input-malformed', detail: { path: 'a.b', why: 'too long' } })).toContain('a.b: too long');
});

test('the writer writes amounts', () => {
  const text = messageOf({ code: 'amount-not-allowed', detail: { max: 1250 } }, (_name, value) => `£${value}`);
  expect(text).toContain('At most £1250 can be taken.');
});

test('braces in a detail stay text', () => {
  expect(messageOf({ code: 'article-not-found', detail: { text: '{max}' } })).toContain('Looked for: {max}.');
});

test('one detail decides what there is to say; an unknown value falls back', () => {
  const text = (why: string) => messageOf({ code: 'amount-not-allowed', detail: { why } });
  expect(text('nothing-due')).toContain('Nothing is due');
  expect(text('more-than-due')).toContain('more than is due');
  expect(text('new-reason')).toBe(messageOf({ code: 'amount-not-allowed', detail: {} }));
});
