import type BetterSqlite3 from 'better-sqlite3';

export interface Article {
  readonly articleCode: string;
  /** What a scanner reads: 13 digits, or the first seven of a scale's label; null where nothing is printed. */
  readonly scanCode: string | null;
  readonly name: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  /** For one piece, or one kilogram of a weighed article. */
  readonly unitPriceMinor: number;
  readonly weighed: boolean;
  readonly taxRateBp: number;
}

interface ArticleRow {
  article_code: string;
  scan_code: string | null;
  name: string;
  department_code: string;
  department_name: string;
  unit_price_minor: number;
  weighed: number;
  tax_rate_bp: number;
}

const read = (row: ArticleRow): Article => ({
  articleCode: row.article_code,
  scanCode: row.scan_code,
  name: row.name,
  departmentCode: row.department_code,
  departmentName: row.department_name,
  unitPriceMinor: row.unit_price_minor,
  weighed: row.weighed === 1,
  taxRateBp: row.tax_rate_bp,
});

const searchable = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();

export class CatalogueStore {
  readonly #upsertStmt;
  readonly #byCodeStmt;
  readonly #byScanStmt;
  readonly #searchStmt;

  constructor(db: BetterSqlite3.Database) {
    this.#upsertStmt = db.prepare<unknown[]>(
      `INSERT INTO catalogue_item (article_code, scan_code, name, search_text, department_code, department_name, unit_price_minor, weighed, tax_rate_bp)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (article_code) DO UPDATE SET scan_code = excluded.scan_code, name = excluded.name, search_text = excluded.search_text,
         department_code = excluded.department_code, department_name = excluded.department_name,
         unit_price_minor = excluded.unit_price_minor, weighed = excluded.weighed, tax_rate_bp = excluded.tax_rate_bp`,
    );
    this.#byCodeStmt = db.prepare<[string], ArticleRow>('SELECT * FROM catalogue_item WHERE article_code = ?');
    this.#byScanStmt = db.prepare<[string], ArticleRow>('SELECT * FROM catalogue_item WHERE scan_code = ?');
    this.#searchStmt = db.prepare<[string, string, number], ArticleRow>(
      'SELECT * FROM catalogue_item WHERE search_text LIKE ? OR article_code LIKE ? ORDER BY name LIMIT ?',
    );
  }

  save(article: Article): void {
    this.#upsertStmt.run(
      article.articleCode,
      article.scanCode,
      article.name,
      searchable(`${article.name} ${article.departmentName}`),
      article.departmentCode,
      article.departmentName,
      article.unitPriceMinor,
      article.weighed ? 1 : 0,
      article.taxRateBp,
    );
  }

  byCode(articleCode: string): Article | null {
    const row = this.#byCodeStmt.get(articleCode);
    return row === undefined ? null : read(row);
  }

  byScanCode(scanCode: string): Article | null {
    const row = this.#byScanStmt.get(scanCode);
    return row === undefined ? null : read(row);
  }

  /** Articles whose name, department or code contains the text; case and accents do not matter. */
  search(text: string, limit: number): Article[] {
    const wanted = searchable(text).replaceAll(/[%_]/g, '');
    return this.#searchStmt.all(`%${wanted}%`, `${wanted}%`, limit).map(read);
  }
}
