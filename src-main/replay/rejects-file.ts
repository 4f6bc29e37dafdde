import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reject } from './trading-row.ts';

const REJECTS_FILE = 'rejects.csv';

/** Writes every rejected row with its reason, the file whole each time (replay.md rule 1). */
export function writeRejects(folder: string, rejects: readonly Reject[]): void {
  mkdirSync(folder, { recursive: true });
  const lines = rejects.map(({ line, invoiceNo, reason, row }) =>
    [String(line), invoiceNo, reason, row].map(quoted).join(),
  );
  const path = join(folder, REJECTS_FILE);
  writeFileSync(`${path}.new`, ['line,invoice,reason,row', ...lines, ''].join('\n'));
  renameSync(`${path}.new`, path);
}

const quoted = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
