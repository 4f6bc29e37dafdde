import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { mask } from '../../src-main/logging/redact-text.ts';
import { needlesNotFoundWhenPlanted, scanFolder } from '../../src-main/logging/scan-for-secrets.ts';
import { makeClaimCode } from '../../src-shared/receipt/claim-code.ts';
import { knownNeedles, notedNeedles } from './known-needles.ts';
import { NEEDLES_FILE } from './note-needle.ts';
import { scanForShapes } from './scan-for-shapes.ts';

// The last step of `npm test`: what all processes of the run have logged holds no secret and nobody's data. First it
// proves on planted lines and on an empty folder that it can fail, since a search that finds nothing proves nothing.

const noted = notedNeedles(process.env[NEEDLES_FILE]);
const secrets = new Set(noted);
const needles = [...new Set([...knownNeedles(), ...noted])];
const problems = [...whatTheProofMissed(needles), ...whatTheLogsSay(process.env['TILLBOX_LOG_DIR'], needles)];
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Invented people may be named here; what the run made is not put into yet another log. */
function said(needle: string): string {
  return secrets.has(needle) ? mask(needle) : needle;
}

function whatTheProofMissed(wanted: readonly string[]): string[] {
  const missed = needlesNotFoundWhenPlanted(wanted).map((needle) => `planted, but not found: ${said(needle)}`);
  const folder = mkdtempSync(join(tmpdir(), 'tillbox-log-check-'));
  try {
    mkdirSync(join(folder, 'inside'));
    if (scanFolder(folder, wanted).ok) missed.push('an empty folder was not noticed');
    const group = 'AB7K';
    const planted = {
      'claim code': makeClaimCode((count) => randomBytes(count)),
      'recovery code': Array.from({ length: 8 }, () => group).join('-'),
      credential: 'Bearer not-a-real-token',
    };
    for (const [shape, text] of Object.entries(planted)) {
      writeFileSync(join(folder, 'inside', 'planted.log'), `${JSON.stringify({ level: 30, msg: `told ${text}` })}\n`);
      const shapes = scanForShapes(folder).map((hit) => hit.shape);
      if (shapes.length !== 1 || shapes[0] !== shape) missed.push(`planted, but not found: a ${shape}`);
    }
    return missed;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function whatTheLogsSay(folder: string | undefined, wanted: readonly string[]): string[] {
  if (folder === undefined) return ['TILLBOX_LOG_DIR is not set: which folder did the run log into?'];
  const scan = scanFolder(folder, wanted);
  if (!scan.ok) return [`${folder} holds no line: the run has logged nothing, so nothing was checked`];
  const where = (file: string, line: number): string => `${relative(folder, file)}:${line}`;
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  process.stdout.write(
    `${scan.lines} lines in ${scan.files} files (${names.map((entry) => entry.name).join(', ')}) searched for ${needles.length} words, ${noted.length} of them made during the run\n`,
  );
  return [
    ...scan.hits.map(({ file, line, needle }) => `${where(file, line)} holds ${said(needle)}`),
    ...scanForShapes(folder).map(({ file, line, shape }) => `${where(file, line)} holds a ${shape}`),
  ];
}
