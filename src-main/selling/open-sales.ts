import type { Database } from 'better-sqlite3';
import type { Member, MemberIdentifier } from '../../src-shared/member/member.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { Clock, Scheduled } from '../../src-shared/time/clock.ts';
import type { Preview } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import type { SaleStore, StoredSale } from '../stores/sale-store.ts';

/** Basket changes are written together, at the latest after so long. */
export const BASKET_BATCH_MS = 250;

export interface MemberReading {
  /** The scanned identifier first. */
  readonly identifiers: readonly MemberIdentifier[];
  /** Null: taken without a connection; nothing else is claimed about the member. */
  readonly member: Member | null;
  readonly readAtMs: number | null;
  /** Proved by a one-time code in this sale. */
  readonly codeProved: boolean;
}

export interface PreviewReading {
  readonly preview: Preview;
  readonly readAtMs: number;
  /** The basket it was made for. */
  readonly forLines: Sale['lines'];
  readonly forGifts: Sale['usedGifts'];
}

/** No joined keys: the next preview reserves afresh. */
export const NOT_KNOWN_RESERVED = '?';

/** An open sale as the till works on it; the database follows within BASKET_BATCH_MS. */
export interface OpenSale {
  readonly seq: number;
  sale: Sale;
  saved: Sale | null;
  member: MemberReading | null;
  preview: PreviewReading | null;
  /** Keys of the benefits that are reserved at the program, joined; '' reserves none, NOT_KNOWN_RESERVED what nobody knows. */
  reserved: string;
  /** When that was reserved: a program gives back what it hears nothing of. */
  reservedAtMs: number;
  highestLine: number;
  highestTender: number;
  /** Command ids of basket changes with the hash of their content; significant commands are stored. */
  readonly commands: Map<string, string>;
}

/** Nothing was put in, nobody identified: whoever comes next may go on with it. */
export const isUntouched = ({ sale }: OpenSale): boolean =>
  sale.lines.length === 0 && sale.memberKeyId === null && sale.tenders.length === 0;

/** The sales that are open now: in memory for speed, in the database so that a crash loses at most the last 250 ms. */
export class OpenSales {
  readonly #db: Database;
  readonly #sales: SaleStore;
  readonly #clock: Clock;
  readonly #onTrouble: (error: unknown) => void;
  readonly #open = new Map<string, OpenSale>();
  readonly #dirty = new Set<OpenSale>();
  #timer: Scheduled | null = null;

  constructor(db: Database, sales: SaleStore, clock: Clock, onTrouble: (error: unknown) => void) {
    this.#db = db;
    this.#sales = sales;
    this.#clock = clock;
    this.#onTrouble = onTrouble;
    for (const stored of sales.open()) this.#open.set(stored.saleId, this.#restored(stored));
  }

  #restored(stored: StoredSale): OpenSale {
    return {
      seq: stored.seq,
      sale: stored,
      saved: stored,
      member: null,
      preview: null,
      reserved: '',
      reservedAtMs: 0,
      highestLine: Math.max(0, ...stored.lines.map((line) => Number(line.lineId))),
      highestTender: Math.max(0, ...stored.tenders.map((tender) => Number(tender.tenderId))),
      commands: new Map(),
    };
  }

  /** Stores the sale's own row at once: its number was shown and is never given again. `makeSale` runs in that commit. */
  add(makeSale: () => Sale): OpenSale {
    const { sale, seq } = atomically(this.#db, () => {
      const made = makeSale();
      return { sale: made, seq: this.#sales.insertOpen(made) };
    });
    const open: OpenSale = {
      seq,
      sale,
      saved: { ...sale, lines: [], tenders: [] },
      member: null,
      preview: null,
      reserved: '',
      reservedAtMs: 0,
      highestLine: 0,
      highestTender: 0,
      commands: new Map(),
    };
    this.#open.set(sale.saleId, open);
    return open;
  }

  get(saleId: string): OpenSale | null {
    return this.#open.get(saleId) ?? null;
  }

  all(): OpenSale[] {
    return [...this.#open.values()];
  }

  ofSource(source: string): OpenSale | null {
    return this.all().find((open) => open.sale.source === source) ?? null;
  }

  /** Changes the working copy; the database follows with the next batch. */
  change(open: OpenSale, sale: Sale): void {
    open.sale = sale;
    // A sale that ended while its caller waited for the program is frozen.
    if (this.#open.get(sale.saleId) !== open) return;
    this.#dirty.add(open);
    this.#writeSoon();
  }

  #writeSoon(): void {
    this.#timer ??= this.#clock.schedule(BASKET_BATCH_MS, () => {
      this.#timer = null;
      try {
        this.flush();
      } catch (error) {
        this.#onTrouble(error);
        this.#writeSoon();
      }
    });
  }

  /**
   * Writes all pending basket changes in a commit of their own.
   *
   * @throws Error inside another commit: if that one failed, this would believe to be written what is not.
   */
  flush(): void {
    if (this.#dirty.size === 0) return;
    if (this.#db.inTransaction) throw new Error('pending basket changes need a commit of their own');
    const dirty = [...this.#dirty];
    atomically(this.#db, () => {
      for (const open of dirty) this.#sales.saveOpen(open.sale, open.seq, open.saved);
    });
    for (const open of dirty) open.saved = open.sale;
    this.#dirty.clear();
  }

  /**
   * Writes a changed sale inside the commit that is running, its pending basket changes with it.
   *
   * @returns what the caller runs after that commit, and only then: the working copy follows the file.
   */
  changeWithin(open: OpenSale, sale: Sale): () => void {
    this.#sales.saveOpen(sale, open.seq, open.saved);
    return () => {
      open.sale = sale;
      open.saved = sale;
      this.#dirty.delete(open);
    };
  }

  /** The sale is completed or abandoned, after its commit. */
  remove(open: OpenSale): void {
    this.#dirty.delete(open);
    this.#open.delete(open.sale.saleId);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    try {
      this.flush();
    } catch (error) {
      // A full disk loses the last basket change and must not keep the till from closing.
      this.#onTrouble(error);
    }
  }
}
