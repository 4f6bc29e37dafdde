import { parseClaimCode } from '../../src-shared/receipt/claim-code.ts';

/** A masked value: the last 3 characters stay, so that two lines can be seen to speak of the same; short ones go whole. */
export function mask(value: string): string {
  return value.length < 7 ? '***' : `***${value.slice(-3)}`;
}

// Kept although they hold long runs of digits.
const UUID = '(?<![0-9a-z-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])';
const DATE = String.raw`(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?Z?)?(?!-?\d)`;
const LOOPBACK = String.raw`(?<![\d.])127(?:\.\d{1,3}){3}(?::\d{1,5})?(?!\d)`;
const MEASURE = String.raw`(?<![\d.+-])\d{1,9}(?:\.\d+)? ?(?:ms|µs|ns|bytes)\b|(?<![\d.])\d{1,6}\.\d+ ?s\b`;

// Masked. Every repetition is bounded or cannot overlap with what follows it, so that long lines cost linear time.
const SECRET_NAME = [
  'x-api-key|api[-_]?key|authorization|(?:access[-_]?)?token|password|secret|pin|phone(?:[-_]?number)?|e-?mail',
  '(?:first|last)[-_]?name|birthday|card(?:[-_]?number)?|membership[-_]?key|(?:confirmation|claim|recovery|short)[-_]?code',
].join('|');
const ASSIGNED = String.raw`(?<assign>(?:\b(?:${SECRET_NAME})\\?["']?|\\?["']name\\?["'])\s{0,3}[:=]\s{0,3})(?<value>\\?"[^"]*"|'[^']*'|(?:(?:Bearer|Basic) +)?[^\s"',;&}\]]+)`;
const BEARER = String.raw`(?<scheme>\b(?:Bearer|Basic) +)(?<credential>[^\s"',;]{6,})`;
const EMAIL = String.raw`[^\s"'<>(),;:=/\\@]{1,64}@[^\s"'<>(),;:=/\\@]{1,255}`;
const RECOVERY = '(?<![0-9a-z-])(?:[0-9a-z]{4}-){7}[0-9a-z]{4}(?![0-9a-z])';
const CLAIM = '(?<claim>(?<![0-9a-z-])[0-9a-z]{4}[- ]?[0-9a-z]{4}[- ]?[0-9a-z]{3}(?![0-9a-z-]))';
/** Seven digits and more, with what people put between them: phone and card numbers, item codes too. */
const DIGITS = String.raw`\+?\(?(?<!\d)\d(?:[ \u00a0\u202f().\/-]{0,2}\d){6,}`;

const PATTERN = new RegExp(
  `(?<kept>${UUID}|${DATE}|${LOOPBACK}|${MEASURE})|${ASSIGNED}|${BEARER}|(?<plain>${EMAIL}|${RECOVERY})|${CLAIM}|(?<digits>${DIGITS})`,
  'gi',
);

/** Masks what looks personal or secret in free text. Names of people cannot be known here: they never belong into a message. */
export function redactText(text: string): string {
  return text.replaceAll(PATTERN, (...args) => {
    const [whole] = args as [string];
    const groups = args.at(-1) as Record<string, string | undefined>;
    if (groups['kept'] !== undefined) return whole;
    if (groups['assign'] !== undefined) return groups['assign'] + maskQuoted(groups['value'] ?? '');
    if (groups['scheme'] !== undefined) return groups['scheme'] + mask(groups['credential'] ?? '');
    if (groups['claim'] !== undefined) return looksLikeClaimCode(whole) ? mask(whole) : redactDigits(whole);
    return mask(whole);
  });
}

/** `"value"`, also with escaped quotes: the quotes stay, so that quoted JSON stays readable. */
function maskQuoted(value: string): string {
  const match = /^(\\?["']?)(.*?)(\\?["']?)$/s.exec(value);
  const inner = match?.[2] ?? value;
  // A PIN, whole or most of it, must not show in its last three digits; nor does a word as short as that need to.
  return `${match?.[1] ?? ''}${mask(inner)}${match?.[3] ?? ''}`;
}

/** With dashes even a mistyped one (it is nearly the code); else only where the check character says so, as words have that form too. */
function looksLikeClaimCode(text: string): boolean {
  if (!/\d/.test(text) && text !== text.toUpperCase()) return false;
  return /^.{4}-.{4}-.{3}$/.test(text) || parseClaimCode(text).ok;
}

const DIGITS_ONLY = new RegExp(DIGITS, 'g');

/** What had the form of a claim code may still be a number: 11 digits are a phone. */
function redactDigits(text: string): string {
  return text.replaceAll(DIGITS_ONLY, mask);
}
