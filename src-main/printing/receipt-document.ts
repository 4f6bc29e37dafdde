import type { ReceiptData } from './receipt-data.ts';
import type { ReceiptPart } from './receipt-part.ts';
import { receiptParts } from './receipt-parts.ts';
import { columnsOf, encodingOf, escaped, printable, type ReceiptEncoding, wordWrapped } from './receiptline-text.ts';

interface Paper {
  readonly encoding: ReceiptEncoding;
  readonly columns: number;
}

type PairPart = Extract<ReceiptPart, { kind: 'pair' }>;

/** The receipt in receiptline's language; `receiptSvg` draws it and `receiptEscPos` prints it. */
export function receiptText(data: ReceiptData): string {
  const parts = receiptParts(data);
  const encoding = encodingOf(parts.flatMap(wordsOf).join(' '));
  return parts.flatMap((part) => linesOf(part, { encoding, columns: data.columns })).join('\n');
}

/** The same receipt in lines that a screen reader reads well: no columns, no drawing, nothing but the words. */
export function receiptPlainText(data: ReceiptData): string {
  return receiptParts(data)
    .flatMap((part) => {
      // A web address is worth reading aloud; anything else of the kind is for machines.
      if (part.kind === 'qr') return /^https?:/.test(part.text) ? [printable(part.text)] : [];
      if (part.kind === 'code') return [`${part.label}: ${part.code}`];
      if (part.kind === 'pair') return [`${printable(part.left)}: ${printable(part.right)}`];
      return wordsOf(part).map(printable);
    })
    .filter((line) => line !== '')
    .join('\n');
}

function wordsOf(part: ReceiptPart): string[] {
  switch (part.kind) {
    case 'rule':
    case 'gap':
    case 'qr':
      return [];
    case 'pair':
      return [part.left, part.right];
    case 'code':
      return [part.code];
    default:
      return [part.text];
  }
}

function linesOf(part: ReceiptPart, paper: Paper): string[] {
  switch (part.kind) {
    case 'rule':
      return ['---'];
    case 'gap':
      return [''];
    case 'shop-name':
      return wrapped(part.text, Math.trunc(paper.columns / 2), paper).map((line) => `^^^${line}`);
    case 'centred':
      return wrapped(part.text, paper.columns, paper);
    case 'title':
      return wrapped(part.text, paper.columns, paper).map((line) => `"${line}`);
    case 'notice':
      return wrapped(part.text, paper.columns - 4, paper).map((line) => `\`~~${line}~~`);
    case 'detail':
      return wrapped(part.text, paper.columns - 2, paper).map((line) => `|~~${line} |`);
    case 'pair':
      return pairLines(part, paper);
    case 'qr':
      // Longer than a claim code, so its cells are smaller to stand on narrow paper.
      return ['', '{option: qrcode 4 m}', `{code: ${escaped(printable(part.text))}}`, ''];
    case 'code':
      return [
        // Level M survives a crumpled corner; 6 dots a cell are 0.75 mm on paper.
        '{option: qrcode 6 m}',
        `{code: ${part.code.replaceAll(/[^0-9A-Za-z-]/g, '')}}`,
        '',
        `^^^${escaped(printable(part.code))}`,
      ];
  }
}

function wrapped(text: string, columns: number, { encoding }: Paper): string[] {
  return wordWrapped(printable(text), columns, encoding).map(escaped);
}

/** A long left side goes on in the next lines, and the amount stands beside the first; neither ever runs into the other. */
function pairLines(part: PairPart, { encoding, columns }: Paper): string[] {
  const indent = part.left.startsWith(' ') ? '~~' : '';
  const left = printable(part.left);
  const right = printable(part.right);
  const wanted = columnsOf(left, encoding) + 1 + columnsOf(right, encoding);
  // Twice as wide where both sides fit in that size; an amount is never broken to look grand.
  const isLarge = part.weight === 'total' && wanted * 2 <= columns;
  const scale = isLarge ? 2 : 1;
  const marks = { plain: '', strong: '"', total: isLarge ? '^^^' : '^^"' }[part.weight];
  const rightColumns = Math.min(columnsOf(right, encoding) * scale, Math.trunc((columns * 2) / 3));
  const leftColumns = columns - rightColumns - 1;
  const leftCell = cell(left, Math.floor((leftColumns - indent.length) / scale), encoding);
  const rightCell = cell(right, Math.floor(rightColumns / scale), encoding);
  return [`{width: * ${rightColumns}}`, `|${indent}${marks}${leftCell} | ${marks}${rightCell}|`, '{width: auto}'];
}

/** Text that fits stays one line; longer text stays one column short, as a full line would be followed by an empty one. */
function cell(text: string, columns: number, encoding: ReceiptEncoding): string {
  if (columnsOf(text, encoding) <= columns) return escaped(text);
  return wordWrapped(text, columns - 1, encoding)
    .map(escaped)
    .join(String.raw`\n`);
}
