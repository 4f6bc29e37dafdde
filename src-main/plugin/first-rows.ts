import { randomInt } from 'node:crypto';
import { atomically } from '../database/atomically.ts';
import { hashPin } from '../staff/pin.ts';
import type { Article } from '../stores/catalogue-store.ts';
import type { StaffRecord } from '../stores/staff-store.ts';
import type { TillParts } from '../till/till-parts.ts';
import type { DemoArticle } from '../training/demo-article.ts';
import { DEMO_ARTICLES } from '../training/demo-articles.ts';
import { DEMO_STAFF } from '../training/demo-shop.ts';

type Parts = Pick<TillParts, 'stores' | 'db' | 'dataKey' | 'config'>;

/**
 * Fills a folder that has no staff yet: training gets the demo shop; test gets its articles, to have something to sell; and
 * every folder but training gets a first manager, whose PIN is shown once.
 *
 * @returns what a person should read once.
 */
export async function addFirstRows(parts: Parts): Promise<string[]> {
  const { stores, db, config, dataKey } = parts;
  if (stores.staff.active().length > 0) return [];
  const pin = String(randomInt(10 ** 8)).padStart(8, '0');
  const people =
    config.kind === 'training'
      ? DEMO_STAFF.map(({ staffId, name, role, demoPin }) => ({ id: staffId, name, role, pin: demoPin }))
      : [{ id: 'manager-1', name: 'Manager', role: 'manager' as const, pin }];
  const staff: StaffRecord[] = [];
  for (const { id, name, role, pin: own } of people)
    staff.push({ id, name, role, pinHash: await hashPin(own, dataKey) });
  const articles = config.kind === 'live' ? [] : DEMO_ARTICLES.map(articleOf);
  atomically(db, () => {
    for (const record of staff) stores.staff.save(record);
    for (const article of articles) stores.catalogue.save(article);
  });
  return config.kind === 'training' ? [] : [`First manager of this till: PIN ${pin}, shown only now.`];
}

const articleOf = (demo: DemoArticle): Article => ({
  articleCode: demo.code,
  // Of a scale's label only the first seven digits name the article; the rest is its weight.
  scanCode: demo.unit === 'kg' ? demo.ean.slice(0, 7) : demo.ean,
  name: demo.name,
  departmentCode: demo.departmentCode,
  departmentName: demo.departmentName,
  unitPriceMinor: demo.priceMinor,
  weighed: demo.unit === 'kg',
  taxRateBp: demo.taxRateBp,
});
