import { isEan13, parseWeighedCode } from '../../src-shared/sale/ean13.ts';
import type { Article } from '../stores/catalogue-store.ts';
import type { TillParts } from '../till/till-parts.ts';

export interface FoundArticle {
  readonly article: Article;
  /** From a scale's label; null where the code says nothing about quantity. */
  readonly quantityThousandths: number | null;
}

/** Finds what was scanned or typed: an article code, an EAN-13, a scale's label, or the exact name. */
export function findArticle(text: string, { stores }: TillParts): FoundArticle | null {
  const wanted = text.trim();
  const byCode = stores.catalogue.byCode(wanted);
  if (byCode !== null) return { article: byCode, quantityThousandths: null };
  if (isEan13(wanted)) {
    const byScan = stores.catalogue.byScanCode(wanted);
    if (byScan !== null) return { article: byScan, quantityThousandths: null };
    const label = parseWeighedCode(wanted);
    const weighed = label === null ? null : stores.catalogue.byScanCode(wanted.slice(0, 7));
    if (weighed !== null && label !== null)
      return { article: weighed, quantityThousandths: label.weight === 0 ? null : label.weight };
  }
  const named = stores.catalogue
    .search(wanted, 2)
    .filter((article) => article.name.toLowerCase() === wanted.toLowerCase());
  const only = named[0];
  return only !== undefined && named.length === 1 ? { article: only, quantityThousandths: null } : null;
}
