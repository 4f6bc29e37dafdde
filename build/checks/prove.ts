import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listFiles } from '../list-files.ts';
import type { Tally } from '../tally.ts';
import { breakManifests } from './broken-manifests.ts';
import { ALL_CHECKS } from './run-all-checks.ts';
import { VIOLATIONS } from './violations.ts';

/**
 * Plants one violation of every rule in a copy of the project, runs every check over it once and expects each to be found.
 * Passed are the rules that were found broken, failed those that were not. The copy is removed.
 */
export async function proveGuards(root: string): Promise<Tally> {
  const copy = mkdtempSync(join(tmpdir(), 'tillbox-guards-'));
  try {
    copyProject(root, copy);
    const expected = [...plantFiles(copy), ...plantManifests(copy)];
    const findings = (await Promise.all(ALL_CHECKS.map((check) => check.run(copy)))).flat();
    const found = new Set(findings.map(({ rule, place }) => `${rule} ${place.replace(/:\d+$/u, '')}`));
    const missed = expected.filter((expectation) => !found.has(expectation));
    for (const expectation of missed) console.log(`       planted and not found: ${expectation}`);
    return { passed: expected.length - missed.length, failed: missed.length };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyProject(root: string, copy: string): void {
  for (const file of listFiles(root)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
}

function plantFiles(copy: string): readonly string[] {
  return VIOLATIONS.flatMap(({ file, text, expects }) => {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
    return expects;
  });
}

function plantManifests(copy: string): readonly string[] {
  const manifestPath = join(copy, 'package.json');
  const lockPath = join(copy, 'package-lock.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, unknown>;
  const lock = JSON.parse(readFileSync(lockPath, 'utf8')) as Record<string, unknown>;
  const expected = breakManifests(manifest, lock);
  writeFileSync(manifestPath, JSON.stringify(manifest, null, 2));
  writeFileSync(lockPath, JSON.stringify(lock, null, 2));
  writeFileSync(join(copy, '.npmrc'), '');
  // Stands for whatever else keeps dependency-cruiser from reading a file.
  const arrows = join(copy, '.dependency-cruiser.mjs');
  writeFileSync(
    arrows,
    readFileSync(arrows, 'utf8').replace('options: {', "options: {\n    exclude: { path: 'not-cruised' },"),
  );
  return expected;
}
