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
export function makeLine(draft: LineDraft, lineId: string): SaleLine {
  const amount = lineAmount(thousandths(draft.quantityThousandths), minor(draft.unitPriceMinor));
  const signed = draft.action === 'return' ? 0 - amount : amount;
  return { ...draft, lineId, grossMinor: signed, netMinor: signed };
}

/** The next line id: rises through the whole sale, so that a removed line's id is never given again. */
export const nextLineId = (sale: Sale, highest: number): string =>
  String(Math.max(highest, ...sale.lines.map((line) => Number(line.lineId))) + 1);

/** The same article at the same price joins its line, unless it is weighed: each weighing stands alone. */
export function addToBasket(sale: Sale, draft: LineDraft, lineId: string): Sale {
  const twin = draft.weighed
    ? undefined
    : sale.lines.find(
        (line) =>
          line.articleCode === draft.articleCode &&
          line.unitPriceMinor === draft.unitPriceMinor &&
          line.action === draft.action,
      );
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
