import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { temporaryFolder } from '../database/temporary-folder.test-support.ts';
import { type Planned, planStart, type StartOptions } from './plan-start.ts';

let home: string;
beforeEach(() => {
  home = temporaryFolder();
});

const plan = (options: Partial<StartOptions>): Planned =>
  planStart(
    { dataDir: null, configPath: null, training: true, backEnd: null, ...options },
    { platform: 'linux', home, env: {} },
    new ManualClock(),
  );
const root = (): string => join(home, '.local', 'share', 'tillbox');
const planned = (options: Partial<StartOptions>) => {
  const result = plan(options);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.plan;
};

test.each(['', 'other', 'Rekonect'])('--backend %j is wrong usage and names the four', (backEnd) => {
  const failure = { kind: 'usage', message: expect.stringContaining('rekonect, rbi, covalent, pomelo') };
  expect(plan({ backEnd })).toMatchObject({ ok: false, failure });
});

test('--backend beside --config is wrong usage', () => {
  expect(plan({ backEnd: 'rbi', configPath: 'till.json' })).toMatchObject({ ok: false, failure: { kind: 'usage' } });
});

test('what was chosen last is opened again; a named folder or program is not touched by it', () => {
  const first = planned({});
  expect(first.folder).toMatchObject({ path: join(root(), 'training'), program: 'rekonect' });
  expect(first.places?.planFor('rbi')).toMatchObject({ plan: { folder: { path: join(root(), 'training-rbi') } } });
  first.places?.remember('rbi');
  expect(planned({}).folder.program).toBe('rbi');

  expect(planned({ backEnd: 'pomelo' })).toMatchObject({ folder: { program: 'pomelo' }, places: null });
  const dataDir = join(home, 'mine');
  expect(planned({ dataDir })).toMatchObject({ folder: { path: dataDir, program: 'rekonect' }, places: null });
  expect(planned({}).folder.program).toBe('rbi');
});
