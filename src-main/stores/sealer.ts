import type { KeyObject } from 'node:crypto';
import type { z } from 'zod';
import { seal, unseal } from '../secrets/seal.ts';

/** A stored value that cannot be read: its row is shown to a person, never deleted. */
export class UnreadableStoredValue extends Error {
  override readonly name = 'UnreadableStoredValue';
  readonly place: string;

  constructor(place: string, why: string) {
    super(`${place}: ${why}`);
    this.place = place;
  }
}

/** Seals and opens JSON values; `place` is table.column and row id, so that a value moved elsewhere does not open. */
export class Sealer {
  readonly #dataKey: KeyObject;

  constructor(dataKey: KeyObject) {
    this.#dataKey = dataKey;
  }

  seal(place: string, value: unknown): Buffer {
    return seal(this.#dataKey, Buffer.from(JSON.stringify(value)), place);
  }

  sealOrNull(place: string, value: unknown): Buffer | null {
    return value === null || value === undefined ? null : this.seal(place, value);
  }

  /** @throws UnreadableStoredValue when it was changed, moved, sealed with another key, or has another shape. */
  open<T>(place: string, sealed: Uint8Array, schema: z.ZodType<T>): T {
    const opened = unseal(this.#dataKey, sealed, place);
    if (!opened.ok) throw new UnreadableStoredValue(place, opened.error);
    const parsed = schema.safeParse(JSON.parse(opened.plain.toString('utf8')));
    if (!parsed.success) throw new UnreadableStoredValue(place, 'another shape than expected');
    return parsed.data;
  }

  openOrNull<T>(place: string, sealed: Uint8Array | null, schema: z.ZodType<T>): T | null {
    return sealed === null ? null : this.open(place, sealed, schema);
  }
}
