import { createHmac, type KeyObject, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../secrets/derive-key.ts';

/** scrypt's N for PINs: 16 MB and some 30 ms, outside the main thread. The pepper, not the cost, protects so few digits. */
const PIN_COST = 2 ** 14;

const PIN_FORM = /^\d{4,12}$/;
const HASH_FORM = /^scrypt\$(\d{1,8})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/;

/** Whether the text can be a PIN: 4 to 12 digits. */
export function isPin(text: string): boolean {
  return PIN_FORM.test(text);
}

/**
 * Hashes a PIN for storage: HMAC with a key made from the data key, then scrypt with a random salt. Without the data key a
 * copied database does not even let four digits be tried.
 *
 * @param cost scrypt's N, stored with the hash; tests take a small one.
 * @returns `scrypt$N$salt$hash`.
 */
export async function hashPin(pin: string, dataKey: KeyObject, cost = PIN_COST): Promise<string> {
  if (!isPin(pin)) throw new RangeError('a PIN has 4 to 12 digits');
  const salt = randomBytes(16);
  const hash = await derive(pin, dataKey, salt, cost);
  return `scrypt$${cost}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** Whether this is the PIN; takes the same time whichever digit is wrong. An unreadable hash fits no PIN. */
export async function verifyPin(pin: string, stored: string, dataKey: KeyObject): Promise<boolean> {
  const match = HASH_FORM.exec(stored);
  if (match === null) return false;
  const [, cost = '', salt = '', hash = ''] = match;
  const expected = Buffer.from(hash, 'base64');
  const given = await derive(pin, dataKey, Buffer.from(salt, 'base64'), Number(cost));
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function derive(pin: string, dataKey: KeyObject, salt: Buffer, cost: number): Promise<Buffer> {
  const peppered = createHmac('sha256', deriveKey(dataKey, 'pin')).update(pin).digest();
  return new Promise((resolve, reject) => {
    scrypt(peppered, salt, 32, { N: cost, r: 8, p: 1, maxmem: 2 * 128 * cost * 8 }, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}
