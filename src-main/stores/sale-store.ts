import type BetterSqlite3 from 'better-sqlite3';
import { z } from 'zod';
import type {
  AppliedDeal,
  Sale,
  SaleLine,
  SaleState,
  Tender,
  TenderType,
  UsedGift,
} from '../../src-shared/sale/sale.ts';
import type { Sealer } from './sealer.ts';

interface SaleRow {
  seq: number;
  sale_id: string;
  sale_number: string;
  reference: string;
  source: string;
  state: SaleState;
  currency: string;
  staff_id: string;
  opened_at: number;
  closed_at: number | null;
  recorded_at: number | null;
  voided_at: number | null;
  total_minor: number | null;
  member_key_id: string | null;
  return_of_sale_id: string | null;
  offline: number;
  extras: string | null;
}

interface LineRow {
  line_no: number;
  article_code: string;
  name: string;
  department_code: string;
  department_name: string;
  action: 'sale' | 'return';
  quantity_thousandths: number;
  weighed: number;
  unit_price_minor: number;
  gross_minor: number;
  net_minor: number;
  tax_rate_bp: number;
  benefit_key: string | null;
}

interface TenderRow {
  tender_no: number;
  type: TenderType;
  amount_minor: number;
  tendered_minor: number;
  pay_operation_id: string | null;
}

/** Deals and gifts, kept with the sale as it was sold. */
interface Extras {
  readonly deals?: readonly AppliedDeal[];
  readonly gifts?: readonly UsedGift[];
  /** Return sale: its line id → the line of the original it takes back. */
  readonly returns?: Readonly<Record<string, string>>;
}

/** Facts of a sale that only the till needs, beside what a back end sees. */
export interface StoredSale extends Sale {
  readonly seq: number;
  readonly offline: boolean;
  readonly returnedLineIds: Readonly<Record<string, string>>;
}

export interface SaleListRow {
  readonly seq: number;
  readonly saleId: string;
  readonly saleNumber: string;
  readonly reference: string;
  readonly state: 'completed' | 'voided';
  readonly closedAtMs: number;
  readonly totalMinor: number;
  readonly currency: string;
  readonly withMember: boolean;
  readonly isReturn: boolean;
}

const extrasText = (
  sale: Pick<Sale, 'deals' | 'usedGifts'>,
  returns: Readonly<Record<string, string>>,
): string | null => {
  const extras: Extras = {
    ...(sale.deals.length > 0 ? { deals: sale.deals } : {}),
    ...(sale.usedGifts.length > 0 ? { gifts: sale.usedGifts } : {}),
    ...(Object.keys(returns).length > 0 ? { returns } : {}),
  };
  return Object.keys(extras).length === 0 ? null : JSON.stringify(extras);
};

/** Lines and tenders are numbered within their sale, and stored under both numbers in one (migration 0030). */
const PLACES = 2 ** 20;

/** @throws RangeError where a basket has had more than a million lines: their places would be the next sale's. */
function placeOf(saleSeq: number, number: string): number {
  const within = Number(number);
  if (!(within >= 0 && within < PLACES)) throw new RangeError(`no place for line ${number}`);
  return saleSeq * PLACES + within;
}

/** What completing adds to the sale as it was sold. */
export interface CompletingFacts {
  readonly totalMinor: number;
  readonly closedAtMs: number;
  readonly recordedAtMs: number;
  readonly offline: boolean;
  readonly returns: Readonly<Record<string, string>>;
  /** Null: nobody can claim it. */
  readonly claim: { readonly code: string; readonly untilMs: number } | null;
}

/** Sales with their lines and tenders. A completed sale is frozen: only its state and its member may change afterwards. */
export class SaleStore {
  readonly #sealer: Sealer;
  readonly #insertStmt;
  readonly #updateOpenStmt;
  readonly #completeStmt;
  readonly #insertLineStmt;
  readonly #deleteLineStmt;
  readonly #insertTenderStmt;
  readonly #deleteTendersStmt;
  readonly #byIdStmt;
  readonly #byNumberStmt;
  readonly #byReferenceStmt;
  readonly #linesStmt;
  readonly #tendersStmt;
  readonly #openStmt;
  readonly #stateStmt;
  readonly #memberStmt;
  readonly #listStmt;
  readonly #searchStmt;
  readonly #returnsOfStmt;
  readonly #offlineStmt;
  readonly #presentationStmt;
  readonly #setPresentationStmt;
  readonly #openedAtStmt;

  constructor(db: BetterSqlite3.Database, sealer: Sealer) {
    this.#sealer = sealer;
    this.#presentationStmt = db.prepare<[string], { sealed_presentation: Buffer | null }>(
      'SELECT sealed_presentation FROM sale WHERE sale_id = ?',
    );
    this.#setPresentationStmt = db.prepare<[Buffer, string]>(
      'UPDATE sale SET sealed_presentation = ? WHERE sale_id = ?',
    );
    this.#insertStmt = db.prepare<unknown[]>(
      `INSERT INTO sale (sale_id, sale_number, reference, source, state, currency, staff_id, opened_at, member_key_id, return_of_sale_id, extras)
       VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?)`,
    );
    this.#updateOpenStmt = db.prepare<[string | null, string | null, number]>(
      "UPDATE sale SET member_key_id = ?, extras = ? WHERE seq = ? AND state = 'open'",
    );
    this.#completeStmt = db.prepare<unknown[]>(
      `UPDATE sale SET state = 'completed', closed_at = ?, recorded_at = ?, total_minor = ?, member_key_id = ?, extras = ?,
         offline = ?, claim_code = ?, claim_until_at = ?
       WHERE seq = ? AND state = 'open'`,
    );
    this.#insertLineStmt = db.prepare<unknown[]>(
      `INSERT OR REPLACE INTO sale_line (place, article_code, name, department_code, department_name, action,
         quantity_thousandths, weighed, unit_price_minor, gross_minor, net_minor, tax_rate_bp, benefit_key)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#deleteLineStmt = db.prepare<[number]>('DELETE FROM sale_line WHERE place = ?');
    this.#insertTenderStmt = db.prepare<unknown[]>(
      'INSERT INTO tender (place, type, amount_minor, tendered_minor, pay_operation_id) VALUES (?, ?, ?, ?, ?)',
    );
    this.#deleteTendersStmt = db.prepare<[number, number]>('DELETE FROM tender WHERE place BETWEEN ? AND ?');
    this.#byIdStmt = db.prepare<[string], SaleRow>('SELECT * FROM sale WHERE sale_id = ?');
    this.#byNumberStmt = db.prepare<[string], SaleRow>('SELECT * FROM sale WHERE sale_number = ?');
    this.#byReferenceStmt = db.prepare<[string, string], SaleRow>(
      // Named again so that SQLite may use the index, which holds only these.
      "SELECT * FROM sale WHERE source = ? AND reference = ? AND source <> 'till'",
    );
    this.#linesStmt = db.prepare<[number, number], LineRow>(
      'SELECT * FROM sale_line WHERE place BETWEEN ? AND ? ORDER BY place',
    );
    this.#tendersStmt = db.prepare<[number, number], TenderRow>(
      'SELECT * FROM tender WHERE place BETWEEN ? AND ? ORDER BY place',
    );
    this.#openStmt = db.prepare<[], SaleRow>("SELECT * FROM sale WHERE state = 'open' ORDER BY seq");
    this.#stateStmt = db.prepare<[SaleState, number | null, string, SaleState]>(
      'UPDATE sale SET state = ?, voided_at = ? WHERE sale_id = ? AND state = ?',
    );
    this.#openedAtStmt = db.prepare<[number, string]>('UPDATE sale SET opened_at = ? WHERE sale_id = ?');
    this.#memberStmt = db.prepare<[string | null, string]>('UPDATE sale SET member_key_id = ? WHERE sale_id = ?');
    const listColumns = `seq, sale_id, sale_number, reference, state, closed_at, total_minor, currency, member_key_id, return_of_sale_id`;
    this.#listStmt = db.prepare<[number, number], SaleRow>(
      `SELECT ${listColumns} FROM sale WHERE seq < ? AND state IN ('completed', 'voided') ORDER BY seq DESC LIMIT ?`,
    );
    this.#searchStmt = db.prepare<[number, string, string, number], SaleRow>(
      `SELECT ${listColumns} FROM sale WHERE seq < ? AND state IN ('completed', 'voided') AND (sale_number LIKE ? OR reference LIKE ?)
       ORDER BY seq DESC LIMIT ?`,
    );
    this.#returnsOfStmt = db.prepare<[string], SaleRow>(
      "SELECT * FROM sale WHERE return_of_sale_id = ? AND state = 'completed' ORDER BY seq",
    );
    this.#offlineStmt = db.prepare<[], { n: number; sum: number | null }>(
      `SELECT count(*) AS n, sum(total_minor) AS sum FROM sale WHERE offline = 1 AND sale_id IN
         (SELECT sale_id FROM operation WHERE ended_at IS NULL AND sale_id IS NOT NULL)`,
    );
  }

  /** @returns the sale's row number. */
  insertOpen(sale: Sale): number {
    return Number(
      this.#insertStmt.run(
        sale.saleId,
        sale.saleNumber,
        sale.reference,
        sale.source,
        sale.currency,
        sale.staffId,
        sale.openedAtMs,
        sale.memberKeyId,
        sale.returnOfSaleId,
        extrasText(sale, {}),
      ).lastInsertRowid,
    );
  }

  /** Writes what of an open sale differs from `before` (null: nothing was written yet but the sale's own row). */
  saveOpen(sale: Sale, seq: number, before: Sale | null): void {
    this.#updateOpenStmt.run(sale.memberKeyId, extrasText(sale, {}), seq);
    this.#saveLines(sale.lines, seq, before?.lines ?? []);
    this.#saveTenders(sale.tenders, seq, before?.tenders ?? []);
  }

  #saveLines(lines: readonly SaleLine[], seq: number, before: readonly SaleLine[]): void {
    const old = new Map(before.map((line) => [line.lineId, line]));
    for (const line of lines) {
      if (old.get(line.lineId) !== line) this.#writeLine(line, seq);
      old.delete(line.lineId);
    }
    for (const gone of old.keys()) this.#deleteLineStmt.run(placeOf(seq, gone));
  }

  #writeLine(line: SaleLine, seq: number): void {
    this.#insertLineStmt.run(
      placeOf(seq, line.lineId),
      line.articleCode,
      line.name,
      line.departmentCode,
      line.departmentName,
      line.action,
      line.quantityThousandths,
      line.weighed ? 1 : 0,
      line.unitPriceMinor,
      line.grossMinor,
      line.netMinor,
      line.taxRateBp,
      line.benefitKey,
    );
  }

  #saveTenders(tenders: readonly Tender[], seq: number, before: readonly Tender[]): void {
    if (tenders === before) return;
    if (before.length > 0) this.#deleteTendersStmt.run(seq * PLACES, (seq + 1) * PLACES - 1);
    for (const tender of tenders) {
      this.#insertTenderStmt.run(
        placeOf(seq, tender.tenderId),
        tender.type,
        tender.amountMinor,
        tender.tenderedMinor,
        tender.payOperationId,
      );
    }
  }

  /** Freezes the sale as sold. `before` as in `saveOpen`. */
  complete(sale: Sale, seq: number, before: Sale | null, facts: CompletingFacts): void {
    this.#saveLines(sale.lines, seq, before?.lines ?? []);
    this.#saveTenders(sale.tenders, seq, before?.tenders ?? []);
    const changed = this.#completeStmt.run(
      facts.closedAtMs,
      facts.recordedAtMs,
      facts.totalMinor,
      sale.memberKeyId,
      extrasText(sale, facts.returns),
      facts.offline ? 1 : 0,
      facts.claim?.code ?? null,
      facts.claim?.untilMs ?? null,
      seq,
    ).changes;
    if (changed !== 1) throw new Error(`sale ${sale.saleId} was not open any more`);
  }

  #read(row: SaleRow): StoredSale {
    const extras: Extras = row.extras === null ? {} : (JSON.parse(row.extras) as Extras);
    const first = row.seq * PLACES;
    const last = first + PLACES - 1;
    return {
      seq: row.seq,
      saleId: row.sale_id,
      saleNumber: row.sale_number,
      reference: row.reference,
      source: row.source,
      state: row.state,
      currency: row.currency,
      staffId: row.staff_id,
      openedAtMs: row.opened_at,
      closedAtMs: row.closed_at,
      voidedAtMs: row.voided_at,
      memberKeyId: row.member_key_id,
      returnOfSaleId: row.return_of_sale_id,
      offline: row.offline === 1,
      deals: extras.deals ?? [],
      usedGifts: extras.gifts ?? [],
      returnedLineIds: extras.returns ?? {},
      lines: this.#linesStmt.all(first, last).map((line) => ({
        lineId: String(line.line_no),
        articleCode: line.article_code,
        name: line.name,
        departmentCode: line.department_code,
        departmentName: line.department_name,
        action: line.action,
        quantityThousandths: line.quantity_thousandths,
        weighed: line.weighed === 1,
        unitPriceMinor: line.unit_price_minor,
        grossMinor: line.gross_minor,
        netMinor: line.net_minor,
        taxRateBp: line.tax_rate_bp,
        benefitKey: line.benefit_key,
      })),
      tenders: this.#tendersStmt.all(first, last).map((tender) => ({
        tenderId: String(tender.tender_no),
        type: tender.type,
        amountMinor: tender.amount_minor,
        tenderedMinor: tender.tendered_minor,
        payOperationId: tender.pay_operation_id,
      })),
    };
  }

  byId(saleId: string): StoredSale | null {
    const row = this.#byIdStmt.get(saleId);
    return row === undefined ? null : this.#read(row);
  }

  byNumber(saleNumber: string): StoredSale | null {
    const row = this.#byNumberStmt.get(saleNumber);
    return row === undefined ? null : this.#read(row);
  }

  byReference(source: string, reference: string): StoredSale | null {
    const row = this.#byReferenceStmt.get(source, reference);
    return row === undefined ? null : this.#read(row);
  }

  /** Baskets that survived a crash or a restart. */
  open(): StoredSale[] {
    return this.#openStmt.all().map((row) => this.#read(row));
  }

  /** @throws when the sale is not in the state `from` any more. */
  changeState(saleId: string, from: SaleState, to: SaleState, voidedAtMs: number | null): void {
    if (this.#stateStmt.run(to, voidedAtMs, saleId, from).changes !== 1)
      throw new Error(`sale ${saleId} was not ${from}`);
  }

  /** Whoever sold says only at the end when the sale began. */
  setOpenedAt(saleId: string, openedAtMs: number): void {
    this.#openedAtStmt.run(openedAtMs, saleId);
  }

  /** A claimed sale gets its member afterwards. */
  setMember(saleId: string, memberKeyId: string | null): void {
    this.#memberStmt.run(memberKeyId, saleId);
  }

  list(beforeSeq: number | null, text: string | null, limit: number): SaleListRow[] {
    const before = beforeSeq ?? Number.MAX_SAFE_INTEGER;
    const pattern = `%${(text ?? '').replaceAll(/[%_]/g, '')}%`;
    const rows =
      text === null || text === ''
        ? this.#listStmt.all(before, limit)
        : this.#searchStmt.all(before, pattern, pattern, limit);
    return rows.map((row) => ({
      seq: row.seq,
      saleId: row.sale_id,
      saleNumber: row.sale_number,
      reference: row.reference,
      state: row.state === 'voided' ? 'voided' : 'completed',
      closedAtMs: row.closed_at ?? row.opened_at,
      totalMinor: row.total_minor ?? 0,
      currency: row.currency,
      withMember: row.member_key_id !== null,
      isReturn: (row.total_minor ?? 0) < 0 || row.return_of_sale_id !== null,
    }));
  }

  numberOf(saleId: string): string | null {
    return this.#byIdStmt.get(saleId)?.sale_number ?? null;
  }

  /** What the program said of the sale, for its receipt. */
  presentation(saleId: string): string | null {
    const sealed = this.#presentationStmt.get(saleId)?.sealed_presentation ?? null;
    return this.#sealer.openOrNull(`sale.presentation ${saleId}`, sealed, z.string());
  }

  setPresentation(saleId: string, text: string): void {
    this.#setPresentationStmt.run(this.#sealer.seal(`sale.presentation ${saleId}`, text), saleId);
  }

  /** Standing returns of a sale. */
  returnsOf(saleId: string): StoredSale[] {
    return this.#returnsOfStmt.all(saleId).map((row) => this.#read(row));
  }

  /** Sales sold without a connection whose operations still wait. */
  offlineWaiting(): { count: number; minor: number } {
    const row = this.#offlineStmt.get();
    return { count: row?.n ?? 0, minor: row?.sum ?? 0 };
  }
}
