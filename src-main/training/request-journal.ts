import type { FaultKind } from './fault-rule.ts';

export interface JournalEntry {
  /** From 1; never reused. */
  readonly seq: number;
  /** ms since 1970 by the simulated server's clock. */
  readonly receivedAt: number;
  readonly program: string;
  readonly method: string;
  readonly endpoint: string;
  readonly operation: string;
  readonly transactionId: string | null;
  readonly reference: string;
  /** Identity headers; the key is masked whole. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was answered; 0: nothing was. */
  readonly status: number;
  /** `success`, the refusal's code, or `not-processed` where a fault came first. */
  readonly outcome: string;
  readonly faults: readonly FaultKind[];
  /** Where the request strays from the contract without being refused for it (A10). */
  readonly warnings: readonly string[];
  /** Only with the setting `journalBodies`: it holds personal data. */
  readonly body?: string;
}

const MOST_ENTRIES = 20_000;

/** The latest requests, for tests; in memory only, because with bodies it holds personal data. */
export class RequestJournal {
  #entries: JournalEntry[] = [];
  #seq = 0;

  add(entry: Omit<JournalEntry, 'seq'>): void {
    this.#seq += 1;
    this.#entries.push({ seq: this.#seq, ...entry });
    if (this.#entries.length > 2 * MOST_ENTRIES) this.#entries = this.#entries.slice(-MOST_ENTRIES);
  }

  /** Entries after `seq`, oldest first. */
  since(seq: number): JournalEntry[] {
    return this.#entries.filter((entry) => entry.seq > seq);
  }

  clear(): void {
    this.#entries = [];
  }
}
