/**
 * Characters that survive being read aloud, written by hand and typed again: digits and capitals without I, L, O, S and U.
 * There are 31, a prime, so that one check character over it finds every single mistake (claim-code.ts).
 */
export const READABLE = '0123456789ABCDEFGHJKMNPQRTVWXYZ';

// What people take the left-out ones for, in both directions.
const TWINS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', S: '5', U: 'V' };

/**
 * The characters as they were meant: capitals, twins replaced (O is 0, I and L are 1, S is 5, U is V), spaces, dashes and
 * dots left out. Null where something else stands in the text.
 */
export function readReadable(text: string): string | null {
  let result = '';
  for (const character of text.toUpperCase().replaceAll(/[\s.\-‐-―_]/g, '')) {
    const meant = TWINS[character] ?? character;
    if (!READABLE.includes(meant)) return null;
    result += meant;
  }
  return result;
}

/** So many random readable characters, each equally likely (4.95 bits each). @param randomBytes a cryptographic source. */
export function randomReadable(length: number, randomBytes: (count: number) => Uint8Array): string {
  // 248 is the largest multiple of 31 that a byte can hold; taking the rest too would favour the first characters.
  let result = '';
  while (result.length < length) {
    for (const byte of randomBytes(length - result.length)) {
      if (byte < 248) result += READABLE.charAt(byte % 31);
    }
  }
  return result;
}

/** Puts a dash after every four characters. */
export function inGroupsOfFour(text: string): string {
  return text.replaceAll(/(.{4})(?=.)/g, '$1-');
}
