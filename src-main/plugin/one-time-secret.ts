import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits in letters that need no escaping anywhere. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token: who reads it cannot use it. Tokens are random, so a plain hash is enough. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Compares without telling by its time how much of the guess was right. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
}
