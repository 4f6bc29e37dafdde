import { atomically } from '../database/atomically.ts';
import { hashPin } from '../staff/pin.ts';
import type { TillParts } from '../till/till-parts.ts';
import type { DemoArticle } from './demo-article.ts';
import { DEMO_ARTICLES } from './demo-articles.ts';
import { DEMO_STAFF } from './demo-shop.ts';

/** A PIN everybody can read needs no slow hash; the real cost guards real PINs. */
const DEMO_PIN_COST = 2 ** 10;

/** Puts the demo shop's articles and staff into a training till; they are the same each time. */
export async function fillDemoTill({ stores, db, dataKey }: TillParts): Promise<void> {
  const known = new Set(stores.staff.active().map((one) => one.id));
  const staff = await Promise.all(
    DEMO_STAFF.filter(({ staffId }) => !known.has(staffId)).map(async ({ staffId, name, role, demoPin }) => ({
      id: staffId,
      name,
      role,
      pinHash: await hashPin(demoPin, dataKey, DEMO_PIN_COST),
    })),
  );
  atomically(db, () => {
    for (const record of staff) stores.staff.save(record);
    for (const article of DEMO_ARTICLES) stores.catalogue.save(catalogueArticle(article));
  });
}

const catalogueArticle = (article: DemoArticle) => ({
  articleCode: article.code,
  scanCode: article.unit === 'kg' ? article.ean.slice(0, 7) : article.ean,
  name: article.name,
  departmentCode: article.departmentCode,
  departmentName: article.departmentName,
  unitPriceMinor: article.priceMinor,
  weighed: article.unit === 'kg',
  taxRateBp: article.taxRateBp,
});
