/** Faster than people type, slow enough for the slowest scanner. */
const LONGEST_GAP_MS = 100;
const SHORTEST_CODE = 4;

/** What a key outside of the text fields belongs to. */
export type BurstKey =
  /** Ends a scanned code: neither a button nor the page may see this key. */
  | { readonly kind: 'code'; readonly code: string }
  /** Inside a code; a space here must not press a button either. */
  | { readonly kind: 'inside' }
  | { readonly kind: 'none' };

const NONE: BurstKey = { kind: 'none' };

/** Tells a scanner from a person by the time between its keys, which are the times of the keyboard, not those of this page. */
export class ScanBurst {
  #code = '';
  #lastAtMs = Number.NEGATIVE_INFINITY;

  /**
   * @param key as in KeyboardEvent.
   * @param atMs the event's own time stamp, so that a busy page does not tear a code apart.
   */
  take(key: string, atMs: number): BurstKey {
    const isQuick = atMs - this.#lastAtMs <= LONGEST_GAP_MS;
    if (key === 'Shift' || key === 'CapsLock') return NONE; // scanners press it for capitals
    this.#lastAtMs = atMs;
    if (key.length === 1) {
      this.#code = isQuick ? this.#code + key : key;
      return isQuick && this.#code.length >= SHORTEST_CODE ? { kind: 'inside' } : NONE;
    }
    const code = this.#code;
    this.#code = '';
    const ends = key === 'Enter' || key === 'Tab';
    return ends && isQuick && code.length >= SHORTEST_CODE ? { kind: 'code', code } : NONE;
  }

  /** Something else had the keys meanwhile. */
  forget(): void {
    this.#code = '';
    this.#lastAtMs = Number.NEGATIVE_INFINITY;
  }
}
