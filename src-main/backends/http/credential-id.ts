import { createHash } from 'node:crypto';

/** Tells one key from another without giving it away: a changed key is another account (design 7.10). */
export const credentialId = (apiKey: string): string => createHash('sha256').update(apiKey).digest('hex').slice(0, 12);
