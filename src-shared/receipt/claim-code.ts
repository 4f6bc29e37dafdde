import { inGroupsOfFour, READABLE, randomReadable, readReadable } from './readable-alphabet.ts';

declare const claimCodeBrand: unique symbol;

/** The code on the receipt of an unclaimed sale, as printed: `XXXX-XXXX-XXC`, C being the check character. */
export type ClaimCode = string & { readonly [claimCodeBrand]: true };

/** Random characters; 31^10 is 49.5 bits, so that nobody finds another customer's code by trying. */
const RANDOM_LENGTH = 10;

/** Makes a new code. @param randomBytes a cryptographic source of so many bytes. */
export function makeClaimCode(randomBytes: (count: number) => Uint8Array): ClaimCode {
  const body = randomReadable(RANDOM_LENGTH, randomBytes);
  return inGroupsOfFour(body + checkCharacter(body)) as ClaimCode;
}

/** `characters`: something stands there that no code has. `check`: mistyped somewhere. */
export type ClaimCodeError = 'empty' | 'characters' | 'too-short' | 'too-long' | 'check';

export type ParsedClaimCode =
  | { readonly ok: true; readonly code: ClaimCode }
  | { readonly ok: false; readonly error: ClaimCodeError };

/** Reads a code as typed, scanned or read aloud: any case, any grouping, look-alikes taken for each other. */
export function parseClaimCode(text: string): ParsedClaimCode {
  const meant = readReadable(text);
  if (meant === '') return { ok: false, error: 'empty' };
  if (meant === null) return { ok: false, error: 'characters' };
  if (meant.length <= RANDOM_LENGTH) return { ok: false, error: 'too-short' };
  if (meant.length > RANDOM_LENGTH + 1) return { ok: false, error: 'too-long' };
  if (checkCharacter(meant.slice(0, RANDOM_LENGTH)) !== meant[RANDOM_LENGTH]) return { ok: false, error: 'check' };
  return { ok: true, code: inGroupsOfFour(meant) as ClaimCode };
}

/**
 * Makes Σ position × value + 11 × check ≡ 0 (mod 31), the body's positions being 1 to 10. 31 is prime, the weights differ and
 * none is a multiple of it, hence every wrong character and every swap of two different ones changes the sum.
 */
function checkCharacter(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum += (i + 1) * READABLE.indexOf(body.charAt(i));
  return READABLE.charAt((sum * MINUS_ONE_ELEVENTH) % 31);
}

/** −1 ÷ 11 (mod 31): 11 × 14 = 154 = 5 × 31 − 1. */
const MINUS_ONE_ELEVENTH = 14;
