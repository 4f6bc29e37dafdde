import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseClaimCode } from '../../src-shared/receipt/claim-code.ts';

/** A secret that nobody noted but whose form gives it away. `line` counts from 1. */
export interface ShapeHit {
  readonly file: string;
  readonly line: number;
  readonly shape: 'claim code' | 'recovery code' | 'credential';
}

const CLAIM = /(?<![0-9A-Za-z-])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}(?![0-9A-Za-z-])/g;
const RECOVERY = /(?<![0-9A-Za-z-])(?:[0-9A-Z]{4}-){7}[0-9A-Z]{4}(?![0-9A-Za-z-])/;
const CREDENTIAL = /\b(?:Bearer|Basic) +(?!\*)[^\s"',;]{6,}/;

/** Looks for generated codes by their form: a claim code by its check character, so that no list of them is needed. */
export function scanForShapes(folder: string): readonly ShapeHit[] {
  const hits: ShapeHit[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
      const found = (shape: ShapeHit['shape']): number => hits.push({ file, line: index + 1, shape });
      if (RECOVERY.test(text)) found('recovery code');
      else if ([...text.matchAll(CLAIM)].some(([code]) => parseClaimCode(code).ok)) found('claim code');
      if (CREDENTIAL.test(text)) found('credential');
    }
  }
  return hits;
}
