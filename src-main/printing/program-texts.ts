import type { ProgramTexts } from './receipt-data.ts';
import type { ReceiptPart } from './receipt-part.ts';

/** More than this no scanner reads off narrow paper. */
const LONGEST_QR = 300;

/**
 * The program's own block: its texts unchanged and in its order, its code for support under it (contract: RBI section 10).
 * A text that is empty prints nothing; a line break in a text is one on paper.
 */
export function programTextParts(texts: ProgramTexts, receiptCode: string | null): ReceiptPart[] {
  const parts = texts.flatMap(({ field, text }): ReceiptPart[] => {
    if (field === 'qr') return isScannable(text) ? [{ kind: 'qr', text: text.trim() }] : [];
    const kind = field === 'title' ? 'title' : 'centred';
    return linesOf(text).map((line) => ({ kind, text: line }));
  });
  return receiptCode === null || receiptCode.trim() === '' ? parts : [...parts, { kind: 'centred', text: receiptCode }];
}

const linesOf = (text: string): string[] => text.split(/\r\n|[\r\n\u2028]/).filter((line) => line.trim() !== '');

/** A ready-made picture has no text that a code could be made of. */
const isScannable = (text: string): boolean => {
  const bare = text.trim();
  return bare !== '' && bare.length <= LONGEST_QR && !bare.startsWith('data:');
};
