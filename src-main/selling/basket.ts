import { lineAmount } from '../../src-shared/money/line-amount.ts';
import { minor } from '../../src-shared/money/money.ts';
import { thousandths } from '../../src-shared/sale/quantity.ts';
import type { Sale, SaleLine } from '../../src-shared/sale/sale.ts';

/** What a line is made of, before it has an id and amounts. */
export interface LineDraft {
  readonly articleCode: string;
  readonly name: string;
  readonly departmentCode: string;
  readonly departmentName: string;
  readonly action: 'sale' | 'return';
  readonly quantityThousandths: number;
  readonly weighed: boolean;
  readonly unitPriceMinor: number;
  readonly taxRateBp: number;
}

/** @throws RangeError when the amount is no safe integer. */
function makeLine(draft: LineDraft, lineId: string): SaleLine {
  const amount = lineAmount(thousandths(draft.quantityThousandths), minor(draft.unitPriceMinor));
  const signed = draft.action === 'return' ? 0 - amount : amount;
  return { ...draft, lineId, grossMinor: signed, netMinor: signed };
}

/** The next line id: rises through the whole sale, so that a removed line's id is never given again. */
export const nextLineId = (sale: Sale, highest: number): string =>
  String(Math.max(highest, ...sale.lines.map((line) => Number(line.lineId))) + 1);

/** The line that a draft joins: the same article at the same price, unless it is weighed; each weighing stands alone. */
export const twinOf = (sale: Sale, draft: LineDraft): SaleLine | undefined =>
  draft.weighed
    ? undefined
    : sale.lines.find(
        (line) =>
          line.articleCode === draft.articleCode &&
          line.unitPriceMinor === draft.unitPriceMinor &&
          line.action === draft.action,
      );

export function addToBasket(sale: Sale, draft: LineDraft, lineId: string): Sale {
  const twin = twinOf(sale, draft);
  if (twin === undefined) return basketChanged({ ...sale, lines: [...sale.lines, makeLine(draft, lineId)] });
  return withQuantity(sale, twin.lineId, twin.quantityThousandths + draft.quantityThousandths);
}

export function withQuantity(sale: Sale, lineId: string, quantityThousandths: number): Sale {
  return basketChanged({
    ...sale,
    lines: sale.lines.map((line) =>
      line.lineId === lineId ? makeLine({ ...line, quantityThousandths }, lineId) : line,
    ),
  });
}

export function withoutLine(sale: Sale, lineId: string): Sale {
  return basketChanged({ ...sale, lines: sale.lines.filter((line) => line.lineId !== lineId) });
}

/** A changed basket makes the program's deals stale: they are taken off until the next preview grants them again. */
const basketChanged = (sale: Sale): Sale => ({ ...sale, deals: [] });

/** A whole basket in place of what stood, its lines numbered afresh. Deals are taken off as after any change. */
export const withLines = (sale: Sale, drafts: readonly LineDraft[]): Sale =>
  basketChanged({ ...sale, lines: drafts.map((draft, at) => makeLine(draft, String(at + 1))) });

/** Whether these drafts are what the basket holds already, line by line. */
export const holdsExactly = (sale: Sale, drafts: readonly LineDraft[]): boolean =>
  sale.lines.length === drafts.length &&
  drafts.every((draft, at) => {
    const line = sale.lines[at];
    return line !== undefined && DRAFT_FIELDS.every((field) => line[field] === draft[field]);
  });

const DRAFT_FIELDS = [
  'articleCode',
  'name',
  'departmentCode',
  'departmentName',
  'action',
  'quantityThousandths',
  'weighed',
  'unitPriceMinor',
  'taxRateBp',
] as const satisfies readonly (keyof LineDraft)[];
