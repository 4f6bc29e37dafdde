import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PROGRAMS } from './posting.ts';
import { addRekonectMembers } from './rekonect/rekonect-controls.ts';
import { DEMO_MEMBERS } from './rekonect/rekonect-training.ts';
import { GOOD_HEADERS, sale } from './rekonect/simulator-fixture.ts';
import { findSimulator, type RunningSimulator, startSimulator } from './start-simulator.ts';

const ENTRY = fileURLToPath(new URL('./simulator-main.ts', import.meta.url));

let folder: string;
let open: RunningSimulator[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbox-simulator-'));
  open = [];
});
afterEach(async () => {
  await (await findSimulator(folder))?.stop();
  for (const one of open) await one.release();
  rmSync(folder, { recursive: true });
});

const started = async (options: Partial<Parameters<typeof startSimulator>[0]> = {}): Promise<RunningSimulator> => {
  const simulator = await startSimulator({ folder, exitWhenIdleMs: 60_000, ...options });
  open.push(simulator);
  return simulator;
};

const submit = async (url: string, transactionId: string): Promise<number> => {
  const body = JSON.stringify({ transaction: sale(transactionId) });
  const answer = await request(`${url}transaction`, { method: 'POST', headers: { ...GOOD_HEADERS }, body });
  await answer.body.dump();
  return answer.statusCode;
};

it('runs in its own process, is found by its folder, and keeps ledger and ports over SIGKILL and restart', async () => {
  const first = await started({ detached: true });
  expect(await addRekonectMembers(first.control, DEMO_MEMBERS)).toEqual({ added: 7, known: 0 });
  expect([first.started, first.pid === process.pid]).toEqual([true, false]);
  expect(await submit(first.url('rekonect'), 'T1')).toBe(200);
  expect(statSync(join(folder, 'simulator.json')).mode & 0o777).toBe(0o600);

  const [again, alsoAgain] = await Promise.all([started(), started()]);
  expect([again.pid, again.started, alsoAgain.pid]).toEqual([first.pid, false, first.pid]);
  expect(await again.control.postingsOf('INV-T1')).toHaveLength(1);

  // As the version wrote it that served one program: the ports are kept, and what still runs is replaced.
  const file = join(folder, 'simulator.json');
  const { urls: _urls, ports, ...identity } = JSON.parse(readFileSync(file, 'utf8'));
  const { control, rekonect } = ports;
  writeFileSync(file, JSON.stringify({ ...identity, ports: { control, rekonect } }));
  const second = await started({ detached: true });
  expect([second.started, second.url('rekonect')]).toEqual([true, first.url('rekonect')]);

  process.kill(second.pid, 'SIGKILL');
  await expect.poll(async () => await findSimulator(folder)).toBeNull();
  const third = await started({ detached: true });
  expect([third.started, third.url('rekonect')]).toEqual([true, first.url('rekonect')]);
  expect(await third.control.postingsOf('INV-T1')).toHaveLength(1);
  expect(await addRekonectMembers(third.control, DEMO_MEMBERS)).toEqual({ added: 0, known: 7 });
  await third.stop();
  expect(await findSimulator(folder)).toBeNull();
  expect(readFileSync(join(folder, 'simulator.log'), 'utf8')).toBe('');
});

it('two that start at once share one simulator', async () => {
  const both = await Promise.all([started({ detached: true }), started({ detached: true })]);
  expect(both[0].pid).toBe(both[1].pid);
  expect(both.filter((one) => one.started)).toHaveLength(1);
});

it('ends with SIGTERM, with its parent, and by itself when idle', async () => {
  const byTerm = await started({ detached: true });
  process.kill(byTerm.pid, 'SIGTERM');
  await expect.poll(async () => await findSimulator(folder)).toBeNull();

  // A parent whose standard input is at its end at once.
  const withParent = spawnSync(process.execPath, [ENTRY, '--data', folder, '--with-parent'], {
    input: '',
    timeout: 10_000,
  });
  expect([withParent.status, withParent.signal]).toEqual([0, null]);

  const idle = spawnSync(process.execPath, [ENTRY, '--data', folder, '--exit-when-idle', '100'], { timeout: 10_000 });
  expect([idle.status, idle.signal]).toEqual([0, null]);
  expect(JSON.parse(idle.stdout.toString())).toEqual({
    ready: true,
    ports: Object.fromEntries(['control', ...PROGRAMS].map((name) => [name, expect.any(Number)])),
  });
});

it('names what is wrong and ends with the code for it', async () => {
  const run = (...argv: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [ENTRY, ...argv], { timeout: 10_000 });
    return [status, stderr.toString()];
  };
  expect(run()).toEqual([2, expect.stringContaining('--data')]);
  expect(run('--data', folder, '--settings', join(folder, 'none.json'))).toEqual([
    4,
    expect.stringContaining('none.json'),
  ]);
  const simulator = await started();
  expect(run('--data', folder)).toEqual([5, expect.stringContaining(folder)]);
  const port = new URL(simulator.url('rekonect')).port;
  expect(run('--data', join(folder, 'other'), '--port', port)).toEqual([10, expect.stringContaining(port)]);
});
