import { randomFillSync } from 'node:crypto';

// Asking the system each time costs more than what the bytes are wanted for.
const pool = Buffer.alloc(4_096);
let at = pool.length;

/** So many bytes of the system's cryptographic source, each given out once; at most 4,096. */
export function pooledRandom(count: number): Buffer {
  if (count > pool.length) throw new RangeError('more random bytes than the pool holds');
  if (count > pool.length - at) {
    randomFillSync(pool);
    at = 0;
  }
  at += count;
  const bytes = Buffer.from(pool.subarray(at - count, at));
  pool.fill(0, at - count, at);
  return bytes;
}
