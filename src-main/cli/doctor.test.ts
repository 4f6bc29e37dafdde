import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { lockFolder } from '../database/lock.ts';
import { openTillDatabase } from '../database/open-till-database.ts';
import { temporaryFolder } from '../database/temporary-folder.test-support.ts';
import { createDataKey } from '../secrets/data-key.ts';
import { resolveDataFolder } from '../till/data-folder.ts';

const clock = new ManualClock();
let root: string;
let folder: string;
let code: string;

beforeEach(async () => {
  root = temporaryFolder();
  folder = join(root, 'till');
  resolveDataFolder({ dataDir: folder, configKind: null, training: true, root, clock });
  const key = await createDataKey(folder, [{ kind: 'key-file', path: join(root, 'key') }], 1_024);
  code = key.ok ? key.recoveryCode : '';
  const till = openTillDatabase({ folder, clock, log: () => undefined });
  if (!till.ok) throw new Error('The till should open');
  till.db.exec("INSERT INTO member_key VALUES ('m', '600555019', x'00', 0, NULL)");
  till.close();
});

const ENTRY = join(import.meta.dirname, 'doctor.ts');
const run = (
  args: readonly string[],
  input = '',
): { readonly status: number | null; readonly out: string; readonly err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ENTRY, ...args], { encoding: 'utf8', input });
  return { status, out: stdout, err: stderr };
};

test('a sound folder: 0, and a report without anything of a member', () => {
  const { status, out } = run(['--data', folder]);
  expect(out).toContain('Database: sound');
  expect(out).toContain('letter A; last close clean');
  expect(out).toContain('key-file, recovery-code');
  expect(status).toBe(0);
  const report = readFileSync(join(folder, 'support-report.json'), 'utf8');
  expect(JSON.parse(report)).toMatchObject({ database: { readable: true, damage: [], rows: { member_key: 1 } } });
  expect(report).not.toContain('600555019');
  expect(report).not.toContain(code);
});

test('the recovery code opens the data key, another does not', () => {
  expect(run(['--data', folder, '--recovery-code'], `${code}\n`)).toMatchObject({
    status: 0,
    out: expect.stringContaining('it opens the data key'),
  });
  const wrong = run(['--data', folder, '--recovery-code'], 'ABCD-ABCD\n');
  expect(wrong).toMatchObject({ status: 1, out: expect.stringContaining('does not open') });
  expect(wrong.out + wrong.err).not.toContain(code);
});

test('a folder in use, no folder, wrong usage and help', async () => {
  const held = lockFolder(folder, 'desktop', clock);
  const child = spawn(process.execPath, [ENTRY, '--data', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  expect([status, said]).toEqual([5, expect.stringContaining(`by process ${process.pid} (desktop)`)]);
  if (held.ok) held.lock.release();
  expect(run(['--data', join(root, 'nowhere')]).status).toBe(3);
  expect(run(['--dada', folder]).status).toBe(2);
  expect(run([])).toMatchObject({ status: 2, err: expect.stringContaining('--data DIR') });
  expect(run(['--help'])).toMatchObject({ status: 0, out: expect.stringContaining('11  Node is too old') });
});

test('a damaged database is named and left as it is', () => {
  const file = join(folder, 'till.db');
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 4_096, 3 * 4_096);
  writeFileSync(file, bytes);
  const { status, out } = run(['--data', folder]);
  expect([status, out]).toEqual([7, expect.stringContaining('is damaged')]);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  writeFileSync(file, 'no database at all');
  expect(run(['--data', folder])).toMatchObject({ status: 7, out: expect.stringContaining('first page') });
});
