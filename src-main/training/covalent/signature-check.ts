import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const FORM = /^Credential=([^,\s]+), Signature=([0-9a-f]{64})$/;
/** An unknown credential takes the same way through the check as a known one. */
const NOBODYS_SECRET = 'sec_of_nobody';

/** The credential of a request whose signature is right; null: unknown credential, bad digest or no such header. */
export function signedBy(
  call: {
    readonly method: string;
    readonly headers: IncomingHttpHeaders;
    readonly bytes: Buffer;
    readonly queryText: string;
  },
  keys: Readonly<Record<string, string>>,
): string | null {
  const match = FORM.exec(call.headers.authorization ?? '');
  const [, credential = '', signature = ''] = match ?? [];
  const secret = Object.hasOwn(keys, credential) ? keys[credential] : undefined;
  const expected = digest(secret ?? NOBODYS_SECRET, call.method === 'GET' ? call.queryText : call.bytes);
  const given = signature.length === expected.length ? signature : createHash('sha256').digest('hex');
  const fits = timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  return match !== null && fits && secret !== undefined ? credential : null;
}

/** Section 2: over exactly what was sent; for a GET the query, else the body. Lower-case hexadecimal. */
export const digest = (secret: string, message: string | Buffer): string =>
  createHmac('sha256', secret).update(message).digest('hex');
