import receiptline from 'receiptline';
import { encodingOf } from './receiptline-text.ts';

/** White around the print, in the SVG's pixels: the receipt stands on its own paper, on a dark screen too. */
const MARGIN = 36;

/** Fixed-pitch fonts of the three systems; nothing is fetched. */
const FONTS = "'Cascadia Mono', Consolas, Menlo, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/**
 * Draws a receipt. The picture refers to nothing outside itself and holds no script, style or random part, so that it stands
 * as an image under the strictest content policy, and the same text always gives the same bytes.
 *
 * @param text as `receiptText` makes it for so many columns.
 */
export function receiptSvg(text: string, columns: number): string {
  const drawn = receiptline.transform(text, {
    command: 'svg',
    cpl: columns,
    encoding: encodingOf(text),
    spacing: true,
  });
  const head = /^<svg width="(\d+)px" height="([\d.]+)px"[^>]*>/.exec(drawn);
  if (head === null) throw new Error('receiptline draws in another form than the one known here');
  const width = Number(head[1]) + 2 * MARGIN;
  const height = Number(head[2]) + 2 * MARGIN;
  const body = drawn
    .slice(head[0].length)
    // The import of a foreign font.
    .replaceAll(/<style[\s\S]*?<\/style>/g, '')
    // A new name in each drawing.
    .replaceAll(/receipt-[0-9a-f-]{36}/g, 'receipt-inverted')
    .replace(/<g font-family="[^"]*"/, `<g font-family="${FONTS}"`)
    .replaceAll(/<text([^>]*)>((?:<tspan x="-?[\d.]+">(?:&[#\w]+;|[^<&\ud800-\udfff])<\/tspan>)+)<\/text>/g, joined)
    .trimEnd();
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}">` +
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="#fff"/>${body}`
  );
}

/** One element a text instead of one a character: a 500-line receipt shrinks to a third. */
function joined(_all: string, attributes: string, spans: string): string {
  const places: string[] = [];
  let characters = '';
  for (const [, x = '', character = ''] of spans.matchAll(/<tspan x="([^"]*)">(.[^<]*)<\/tspan>/g)) {
    places.push(x);
    characters += character;
  }
  return `<text${attributes} x="${places.join(' ')}">${characters}</text>`;
}

/** The bytes for an ESC/POS printer, with the cut at the end. @param text as `receiptText` makes it for so many columns. */
export function receiptEscPos(text: string, columns: number): Uint8Array {
  const commands = receiptline.transform(text, {
    command: 'escpos',
    cpl: columns,
    encoding: encodingOf(text),
    cutting: true,
  });
  return Buffer.from(commands, 'latin1');
}
