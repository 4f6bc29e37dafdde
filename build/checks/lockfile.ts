import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Finding } from './check.ts';
import { MAJORS } from './majors.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

interface LockEntry {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  gypfile?: boolean;
}

interface Lock {
  readonly packages: Record<string, LockEntry & Manifest>;
}

const SQLITE = 'node_modules/better-sqlite3';
const EXACT = /^(?:npm:[a-z0-9@/-]+@)?\d+\.\d+\.\d+$/u;

/** What lets `npm ci` pass with nothing but node, npm, sh and coreutils, and always install the same. */
export const lockfile: Check = {
  name: 'lockfile',
  async run(root) {
    const manifest = readJson<Manifest>(root, 'package.json');
    const lock = readJson<Lock>(root, 'package-lock.json');
    return [
      ...checkManifest(manifest),
      ...checkEntries(lock, manifest),
      ...checkAgreement(lock, manifest),
      ...checkNpmrc(root),
    ];
  },
};

/** Writes back the line that each `npm i` removes. */
export function repairLockfile(root: string): void {
  const lock = readJson<Lock>(root, 'package-lock.json');
  const entry = lock.packages[SQLITE];
  if (entry === undefined || entry.gypfile === false) return;
  entry.gypfile = false;
  writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
}

function checkManifest(manifest: Manifest): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (rule: string, message: string): void => {
    findings.push({ rule, place: 'package.json', message });
  };
  const wanted = allDependencies(manifest);
  for (const [name, version] of Object.entries(wanted)) {
    if (!EXACT.test(version)) report('exact-version', `${name} is ${version}; name one version`);
    const major = MAJORS[name];
    if (major === undefined) report('major', `${name} has no line in build/checks/majors.ts`);
    else if (!version.startsWith(`${major}.`)) report('major', `${name} is ${version}; it stands on ${major}`);
  }
  for (const name of Object.keys(MAJORS)) {
    if (!(name in wanted)) report('major', `${name} stands in build/checks/majors.ts and is no dependency`);
  }
  const scripts = manifest.allowScripts ?? {};
  if (scripts['node'] !== true) report('allow-scripts', 'allowScripts must let `node` fetch its binary');
  if (scripts['better-sqlite3'] !== false)
    report('allow-scripts', 'allowScripts must keep `better-sqlite3` from compiling');
  return findings;
}

function checkEntries(lock: Lock, manifest: Manifest): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (rule: string, message: string): void => {
    findings.push({ rule, place: 'package-lock.json', message });
  };
  if (lock.packages[SQLITE]?.gypfile !== false) {
    report(
      'gypfile',
      `${SQLITE} needs "gypfile": false, or npm ci asks for a compiler: run \`npm run check -- --fix\``,
    );
  }
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '') continue;
    if (entry.resolved !== undefined) report('no-hosts', `${path} says where it was fetched from: ${entry.resolved}`);
    if (entry.integrity === undefined && entry.link !== true) report('integrity', `${path} has no checksum`);
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (entry.hasInstallScript === true && manifest.allowScripts?.[name] === undefined) {
      report('allow-scripts', `${path} has an install script that allowScripts neither allows nor forbids`);
    }
  }
  return findings;
}

function checkAgreement(lock: Lock, manifest: Manifest): readonly Finding[] {
  const locked = allDependencies(lock.packages[''] ?? {});
  const wanted = allDependencies(manifest);
  return [...new Set([...Object.keys(locked), ...Object.keys(wanted)])]
    .filter((name) => locked[name] !== wanted[name])
    .map((name) => ({
      rule: 'in-step',
      place: 'package-lock.json',
      message: `${name} is ${locked[name] ?? 'absent'} here and ${wanted[name] ?? 'absent'} in package.json`,
    }));
}

function checkNpmrc(root: string): readonly Finding[] {
  const path = join(root, '.npmrc');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return ['omit-lockfile-registry-resolved=true', 'save-exact=true']
    .filter((line) => !lines.includes(line))
    .map((line) => ({ rule: 'npmrc', place: '.npmrc', message: `the line ${line} is missing` }));
}

function allDependencies(manifest: Manifest): Readonly<Record<string, string>> {
  return { ...manifest.dependencies, ...manifest.devDependencies };
}

function readJson<T>(root: string, file: string): T {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
}
