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
  /** The used benefit that puts this line into the basket; absent: it is sold. */
  readonly benefitKey?: string | null;
}

/** @throws RangeError when the amount is no safe integer. */
function makeLine(draft: LineDraft, lineId: string): SaleLine {
  const amount = lineAmount(thousandths(draft.quantityThousandths), minor(draft.unitPriceMinor));
  const signed = draft.action === 'return' ? 0 - amount : amount;
  return { ...draft, benefitKey: draft.benefitKey ?? null, lineId, grossMinor: signed, netMinor: signed };
}

/** The next line id: rises through the whole sale, so that a removed line's id is never given again. */
export const nextLineId = (sale: Sale, highest: number): string =>
  String(Math.max(highest, ...sale.lines.map((line) => Number(line.lineId))) + 1);

/** The line that a draft joins: the same article at the same price, unless it is weighed; each weighing stands alone. */
export const twinOf = (sale: Sale, draft: LineDraft): SaleLine | undefined =>
  draft.weighed || (draft.benefitKey ?? null) !== null
    ? undefined
    : sale.lines.find(
        (line) =>
          line.articleCode === draft.articleCode &&
          line.unitPriceMinor === draft.unitPriceMinor &&
          line.action === draft.action &&
          line.benefitKey === null,
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

/** A changed basket makes what the program granted stale: it is taken off until the next preview grants it again. */
export const basketChanged = (sale: Sale): Sale => ({
  ...sale,
  deals: [],
  usedGifts: sale.usedGifts.some((gift) => gift.confirmed)
    ? sale.usedGifts.map((gift) => ({ ...gift, confirmed: false }))
    : sale.usedGifts,
});

/** A whole basket in place of what was sold, numbered afresh; lines of benefits stay behind it. */
export function withLines(sale: Sale, drafts: readonly LineDraft[]): Sale {
  const benefits = sale.lines.filter(({ benefitKey }) => benefitKey !== null);
  return basketChanged({
    ...sale,
    lines: [...drafts, ...benefits].map((draft, at) => makeLine(draft, String(at + 1))),
  });
}

/** Whether these drafts are what the basket holds already, line by line. */
export function holdsExactly(sale: Sale, drafts: readonly LineDraft[]): boolean {
  const sold = sale.lines.filter(({ benefitKey }) => benefitKey === null);
  return (
    sold.length === drafts.length &&
    drafts.every((draft, at) => {
      const line = sold[at];
      return line !== undefined && DRAFT_FIELDS.every((field) => line[field] === draft[field]);
    })
  );
}

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
