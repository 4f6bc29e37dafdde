import { expect, test } from 'vitest';
import { done } from '../../src-shared/errors/error-codes.ts';
import type { Caller } from '../api/caller.ts';
import type { TrainingChoice } from '../api/cashier-procedures.ts';
import { createFakeTill, type FakeTill, STATUS } from '../api/fake-till.test-support.ts';
import type { StartedTill, TillStart } from '../api/started-till.ts';
import type { StartPlan, TrainingPlaces } from './plan-start.ts';
import { startTrainingSwitch } from './training-switch.ts';

const caller: Caller = { connectionId: 'page-1', door: 'plugin', staff: null, posClient: null };
const never = new AbortController().signal;

interface World {
  readonly till: StartedTill;
  readonly fakes: Map<string, FakeTill>;
  readonly events: string[];
  readonly choose: (name: string) => ReturnType<TrainingChoice['choose']>;
}

/** Tills whose folders are named by their programs; `broken` ones do not open. */
async function world(broken: readonly string[] = []): Promise<World> {
  const fakes = new Map<string, FakeTill>();
  const events: string[] = [];
  let choice: TrainingChoice | null = null;
  const places: TrainingPlaces = {
    programs: (['rekonect', 'rbi'] as const).map((name) => ({ name, title: name })),
    planFor: (program) => ({ ok: true, plan: planOf(program) }),
    remember: (program) => events.push(`remember ${program}`),
  };
  const planOf = (program: string): StartPlan => ({
    folder: { path: program, kind: 'training', id: program, createdAtMs: 0, program },
    config: null,
    places,
  });
  const open = async ({ folder }: StartPlan, given: TrainingChoice): Promise<TillStart> => {
    const program = folder.program ?? '';
    if (broken.includes(program)) return { ok: false, failure: { kind: 'in-use', folder: program, holder: null } };
    const fake = createFakeTill();
    fakes.set(program, fake);
    choice = given;
    const till: StartedTill = {
      folder,
      api: fake.api,
      log: { error: (_fields, message) => events.push(message) },
      messageOf: ({ code }) => code,
      notices: [],
      wake: () => events.push(`wake ${program}`),
      stop: async () => void events.push(`stop ${program}`),
    };
    return { ok: true, till };
  };
  const started = await startTrainingSwitch(planOf('rekonect'), places, open);
  if (!started.ok) throw new Error('not started');
  return { till: started.till, fakes, events, choose: async (name) => await (choice as TrainingChoice).choose(name) };
}

test('calls reach the till that is open now, the former one is closed, and its streams end', async () => {
  const { till, fakes, events, choose } = await world();
  const watching: AbortSignal[] = [];
  fakes.get('rekonect')?.answer('cashier.status.watch', (_input, _caller, signal) => {
    watching.push(signal);
    return done([STATUS]);
  });
  await till.api.procedures.cashier.status.watch(undefined, caller, never);

  expect(await choose('rbi')).toEqual(done(null));
  await till.api.procedures.cashier.sale.current(undefined, caller, never);
  expect(fakes.get('rbi')?.calls.map(({ procedure }) => procedure)).toEqual(['cashier.sale.current']);
  expect(till.folder.program).toBe('rbi');
  till.wake();
  await till.stop();
  expect(watching.map(({ aborted }) => aborted)).toEqual([true]);
  expect(events).toEqual(['remember rbi', 'stop rekonect', 'wake rbi', 'stop rbi']);
});

test('where the other till does not open, this one stays', async () => {
  const { till, fakes, events, choose } = await world(['rbi']);
  expect(await choose('rbi')).toMatchObject({ ok: false, problem: { code: 'training-not-opened' } });
  expect(await choose('other')).toMatchObject({ ok: false, problem: { code: 'input-malformed' } });
  expect(await choose('rekonect')).toEqual(done(null));
  await till.api.procedures.cashier.sale.current(undefined, caller, never);
  expect(fakes.get('rekonect')?.calls).toHaveLength(1);
  expect(events).toEqual([]);
});
