import type { Database } from 'better-sqlite3';

/** The tables in which a completed sale has rows, and how its rows are found there. */
const PLACES = {
  sale: 'sale_id = ?',
  sale_line: 'sale_seq = (SELECT seq FROM sale WHERE sale_id = ?)',
  tender: 'sale_seq = (SELECT seq FROM sale WHERE sale_id = ?)',
  operation: 'sale_id = ?',
} as const;

/** The bytes of all values of a sale's rows, without what the database itself adds. */
export function bytesOfSale(db: Database, saleId: string): number {
  let bytes = 0;
  for (const [table, where] of Object.entries(PLACES)) {
    // Only what is stored: what is computed from other columns is not among these.
    const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table).join(', ');
    const rows = db
      .prepare<[string], Record<string, unknown>>(`SELECT ${columns} FROM ${table} WHERE ${where}`)
      .all(saleId);
    for (const row of rows) for (const value of Object.values(row)) bytes += bytesOf(value);
  }
  return bytes;
}

/** Numbers as SQLite stores them: as many bytes as they need, up to eight. */
function bytesOf(value: unknown): number {
  if (value === null || value === 0 || value === 1) return 0;
  if (typeof value === 'number') return Math.min(8, Math.ceil(Math.log2(Math.abs(value) + 1) / 8 + 1 / 8));
  if (Buffer.isBuffer(value)) return value.length;
  return Buffer.byteLength(String(value));
}
