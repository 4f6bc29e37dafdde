import receiptline from 'receiptline';

/** The part of receiptline's encodings that decides how wide a character is and which code page a printer is told. */
export type ReceiptEncoding = 'multilingual' | 'shiftjis' | 'ksc5601' | 'gb18030' | 'tis620';

/** By the scripts that occur: in the East Asian ones a character takes two columns. */
export function encodingOf(text: string): ReceiptEncoding {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'shiftjis';
  if (/\p{Script=Hangul}/u.test(text)) return 'ksc5601';
  if (/\p{Script=Han}/u.test(text)) return 'gb18030';
  if (/\p{Script=Thai}/u.test(text)) return 'tis620';
  return 'multilingual';
}

/**
 * Makes text what a receipt can hold: one line, no control characters (a printer obeys them), nothing that XML forbids, and
 * the spaces, minus signs and dashes that Intl likes as every printer knows them.
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .normalize()
    .replaceAll(/[\s\u00a0\u2007\u202f]+/g, ' ')
    .replaceAll(/[\u2010-\u2012\u2212]/g, '-')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\ufffe\uffff]/gu, '')
    .trim();
}

/** Writes text so that receiptline takes no character of it for one of its marks (README of receiptline, *Grammar*). */
export function escaped(text: string): string {
  return text.replaceAll(
    /[\\|{}~_"`^=-]/g,
    (mark) => String.raw`\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** How many columns the text takes. */
export function columnsOf(text: string, encoding: ReceiptEncoding): number {
  return receiptline.commands.base.measureText(text, encoding);
}

/** Breaks text at spaces; a word longer than a line is broken wherever it must be. At least one line comes back. */
export function wordWrapped(text: string, columns: number, encoding: ReceiptEncoding): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columnsOf(longer, encoding) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (columnsOf(line, encoding) > columns) {
      const fits = longestFit(line, columns, encoding);
      lines.push(fits);
      line = line.slice(fits.length);
    }
  }
  return [...lines, line];
}

function longestFit(text: string, columns: number, encoding: ReceiptEncoding): string {
  let fits = '';
  for (const character of text) {
    if (fits !== '' && columnsOf(fits + character, encoding) > columns) return fits;
    fits += character;
  }
  return fits;
}
