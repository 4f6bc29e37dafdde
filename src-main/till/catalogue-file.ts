import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { currency } from '../../src-shared/money/money.ts';
import { parseMoney } from '../../src-shared/money/parse-money.ts';
import { isEan13 } from '../../src-shared/sale/ean13.ts';
import { atomically } from '../database/atomically.ts';
import type { Article } from '../stores/catalogue-store.ts';
import type { TillConfig } from './config.ts';
import type { ConfigIssue, StartFailure } from './start-failure.ts';
import type { TillParts } from './till-parts.ts';

/** One line of the file; the header names the columns. */
const row = z.object({
  articleCode: z.string().min(1, 'a code'),
  scanCode: z.string().refine((text) => text === '' || isEan13(text), 'an EAN-13 with its check digit, or nothing'),
  name: z.string().min(1, 'a name'),
  departmentCode: z.string().min(1, 'a department code'),
  departmentName: z.string().min(1, 'a department name'),
  unitPrice: z.string().min(1, 'a price such as 1.80'),
  weighed: z.enum(['yes', 'no'], "'yes' for goods priced by the kilogram, else 'no'"),
  taxPercent: z.string().regex(/^\d{1,2}(\.\d{1,2})?$/, 'the tax inside the price in percent, such as 21 or 5.5'),
});

export type CatalogueRead =
  | { readonly ok: true; readonly articles: readonly Article[] }
  | { readonly ok: false; readonly failure: StartFailure };

/**
 * Reads the articles of a till: CSV in UTF-8 with the header
 * `articleCode,scanCode,name,departmentCode,departmentName,unitPrice,weighed,taxPercent`. Of weighed goods the scan code is
 * the scale's label with weight 0. Every wrong line is named.
 */
export function readCatalogueFile(config: TillConfig): CatalogueRead {
  const file = config.catalogueFile;
  if (file === null) return { ok: true, articles: [] };
  const refuse = (issues: readonly ConfigIssue[]): CatalogueRead => ({
    ok: false,
    failure: { kind: 'config', file, issues },
  });
  let records: unknown[];
  try {
    records = parse(readFileSync(file, 'utf8'), { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof CsvError) return refuse([{ key: '', allowed: `CSV with a header line (${error.message})` }]);
    if (error instanceof Error && 'code' in error)
      return refuse([{ key: '', allowed: `a readable file (${String(error.code)})` }]);
    throw error;
  }
  const articles: Article[] = [];
  const issues: ConfigIssue[] = [];
  for (const [at, record] of records.entries()) {
    const parsed = row.safeParse(record);
    const line = `line ${at + 2}`;
    if (!parsed.success) {
      issues.push(
        ...parsed.error.issues.map((issue) => ({ key: `${line} ${issue.path.join('.')}`, allowed: issue.message })),
      );
      continue;
    }
    const { scanCode, weighed, unitPrice, taxPercent, ...rest } = parsed.data;
    const price = parseMoney(unitPrice, currency(config.shop.currency), '.');
    if (!price.ok || price.minor < 0) {
      issues.push({ key: `${line} unitPrice`, allowed: `an amount in ${config.shop.currency} such as 1.80` });
      continue;
    }
    const [whole = '0', part = ''] = taxPercent.split('.');
    articles.push({
      ...rest,
      scanCode: scanCode === '' ? null : weighed === 'yes' ? scanCode.slice(0, 7) : scanCode,
      unitPriceMinor: price.minor,
      weighed: weighed === 'yes',
      taxRateBp: Number(whole) * 100 + Number(part.padEnd(2, '0')),
    });
  }
  return issues.length === 0 ? { ok: true, articles } : refuse(issues.slice(0, 20));
}

export function saveCatalogue(articles: readonly Article[], { db, stores }: Pick<TillParts, 'db' | 'stores'>): void {
  atomically(db, () => {
    for (const article of articles) stores.catalogue.save(article);
  });
}
