import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { DEMO_STAFF } from '../../src-main/training/demo-shop.ts';
import { DEMO_PEOPLE } from '../../src-main/training/rekonect/demo-people.ts';
import { TRAINING_PROGRAMS } from '../../src-main/training/training-programs.ts';

// Files alone: what the page is made of, and what was built from it.

const root = resolve(import.meta.dirname, '..', '..');
const BUILT = join(root, 'out', 'renderer');
const SOURCES = join(root, 'src-renderer');

const NETWORK = /\b(?:XMLHttpRequest|WebSocket|EventSource|sendBeacon|WebTransport|RTCPeerConnection|importScripts)\b/;
const OWN_FETCH = /(?<![\w$.])fetch\s*\(/g;
const BUILT_INS = /\bfrom\s*["'`](?:node:|electron\b)|\bimport\s*\(?\s*["'`](?:node:|electron\b)|\brequire\s*\(/;
/** A secret of the back end, or its header. */
const KEYS = /x-api-key|-----BEGIN|api[_-]?key\s*[:=]\s*["'`]\w/i;

interface Text {
  readonly name: string;
  readonly content: string;
}

function textsOf(folder: string, kind: RegExp): Text[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path), content: readFileSync(path, 'utf8') }));
}

const withMatch = (texts: readonly Text[], pattern: RegExp): string[] =>
  texts.filter(({ content }) => content.search(pattern) !== -1).map(({ name }) => name);

test.describe('the built page', () => {
  const built = textsOf(BUILT, /\.(?:js|css|html|map)$/);

  test('is there', () => {
    expect(built.length, 'run npm run build').toBeGreaterThan(5);
    expect(built.map(({ name }) => name)).toContain('index.html');
  });

  test('holds no key, no PIN and nobody', () => {
    const people = DEMO_PEOPLE.flatMap(({ externalId, phoneNumber, email }) => [externalId, phoneNumber, email]);
    const keys = Object.values(TRAINING_PROGRAMS).map(({ apiKey }) => apiKey);
    const secrets = [...keys, ...DEMO_STAFF.map(({ demoPin }) => demoPin), ...people].filter(
      (one) => one !== undefined,
    );
    expect(secrets.length).toBeGreaterThan(15);
    for (const secret of secrets) {
      expect(built.filter(({ content }) => content.includes(secret)).map(({ name }) => name)).toEqual([]);
    }
    expect(withMatch(built, KEYS)).toEqual([]);
  });

  test('needs nothing of Node or Electron', () => {
    expect(withMatch(built, BUILT_INS)).toEqual([]);
  });

  test('calls nobody but its door: the swap of the code, and the client of the contract', () => {
    expect(withMatch(built, NETWORK)).toEqual([]);
    const code = built.map(({ content }) => content).join('\n');
    const calls = [...code.matchAll(OWN_FETCH)].map(({ index }) => code.slice(index, index + 20));
    expect(calls).toEqual([expect.stringMatching(/^fetch\(["'`]\/session/)]);
    expect(code.match(/globalThis\.fetch/g)).toHaveLength(1);
    expect(code).not.toMatch(/\b(?:window|self)\.fetch\b/);
  });
});

test.describe('the sources of the page', () => {
  const sources = textsOf(SOURCES, /\.tsx?$/).filter(({ name }) => !/\.test\.tsx?$/.test(name));

  test('speak to the network in app-api.ts alone', () => {
    expect(sources.length).toBeGreaterThan(50);
    const speaking = sources.filter(
      ({ content }) => content.search(OWN_FETCH) !== -1 || NETWORK.test(content) || content.includes('.fetch'),
    );
    expect(speaking.map(({ name }) => name)).toEqual(['app-api.ts']);
  });

  test('import nothing of Node, Electron or the main process', () => {
    expect(withMatch(sources, BUILT_INS)).toEqual([]);
    expect(withMatch(sources, /from '[^']*src-main\//)).toEqual([]);
  });
});

test('each pattern finds what it is there for', () => {
  const planted = ['new XMLHttpRequest()', 'const socket = new WebSocket(address)', 'navigator.sendBeacon(address)'];
  for (const line of planted) expect(line).toMatch(NETWORK);
  for (const line of ['await fetch(`/x`)', 'void fetch ("/x")']) expect(line.match(OWN_FETCH)).toHaveLength(1);
  expect('this.fetch(x)'.match(OWN_FETCH)).toBeNull();
  for (const line of ['from "node:fs"', "import('electron')", 'require("x")']) expect(line).toMatch(BUILT_INS);
  for (const line of ['"x-api-key": key', 'apiKey: "abc"', 'api_key="abc"']) expect(line).toMatch(KEYS);
});
