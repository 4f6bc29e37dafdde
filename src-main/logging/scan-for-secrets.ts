import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a needle was found; the line itself is not repeated, as this lands in yet another log. `line` counts from 1. */
export interface SecretHit {
  readonly file: string;
  readonly line: number;
  readonly needle: string;
}

/** `nothing-to-scan`: no file with a line in it. A check that read nothing has found nothing out. */
export type SecretScan =
  | { readonly ok: true; readonly files: number; readonly lines: number; readonly hits: readonly SecretHit[] }
  | { readonly ok: false; readonly error: 'nothing-to-scan' };

/**
 * Looks for secrets and personal data in all files below a folder (logs; database files too).
 *
 * How a needle is looked for depends on what it is. 7 digits and more: also with spaces, dashes, dots and brackets between
 * the digits. Fewer digits (a PIN): only as a whole quoted value or right after the word PIN, since times and amounts hold
 * such digits too. A word: as a whole word, in any case (ids hold letters between digits). Anything else: as it is, in any case.
 */
export function scanFolder(folder: string, needles: readonly string[]): SecretScan {
  const matchers = needles.map((needle) => ({ needle, matches: matcherOf(needle) }));
  const hits: SecretHit[] = [];
  let files = 0;
  let lines = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files += 1;
    for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
      if (text === '') continue;
      lines += 1;
      const line = { text, lower: text.toLowerCase(), joined: text.replaceAll(/(?<=\d)[ \u00a0().-]{1,2}(?=\d)/g, '') };
      for (const { needle, matches } of matchers) if (matches(line)) hits.push({ file, line: index + 1, needle });
    }
  }
  return lines === 0 ? { ok: false, error: 'nothing-to-scan' } : { ok: true, files, lines, hits };
}

interface Line {
  readonly text: string;
  readonly lower: string;
  readonly joined: string;
}

function matcherOf(needle: string): (line: Line) => boolean {
  const wanted = needle.trim().toLowerCase();
  if (wanted === '') throw new RangeError('an empty needle is in every line');
  const digits = wanted.replaceAll(/[ ().+-]/g, '');
  if (/^\d{7,}$/.test(digits)) return (line) => line.joined.includes(digits) || line.lower.includes(wanted);
  if (/^\d+$/.test(wanted)) {
    const short = new RegExp(String.raw`\\?["']${wanted}\\?["']|\bpin\w{0,10}\W{1,4}${wanted}(?!\d)`, 'i');
    return (line) => line.text.includes(wanted) && short.test(line.text);
  }
  if (/^\p{L}+$/u.test(wanted)) {
    const word = new RegExp(String.raw`(?<![\p{L}\p{N}])${wanted}(?![\p{L}\p{N}])`, 'u');
    return (line) => line.lower.includes(wanted) && word.test(line.lower);
  }
  return (line) => line.lower.includes(wanted);
}

/**
 * Proves that the scan can fail: plants each needle in a line of its own, in a folder that is removed afterwards.
 *
 * @returns the needles that were not found; the check is worth something only when there is none.
 */
export function needlesNotFoundWhenPlanted(needles: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tillbox-planted-'));
  try {
    const lines = needles.map((needle) => JSON.stringify({ level: 30, time: 0, planted: needle, msg: 'planted' }));
    writeFileSync(join(folder, 'planted.log'), lines.join('\n'));
    const scan = scanFolder(folder, needles);
    const found = new Set(scan.ok ? scan.hits.map((hit) => hit.needle) : []);
    return needles.filter((needle) => !found.has(needle));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
