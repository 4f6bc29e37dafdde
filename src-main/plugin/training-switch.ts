import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { TrainingChoice } from '../api/cashier-procedures.ts';
import type { Procedures, TillApi } from '../api/procedures.ts';
import type { StartedTill, TillStart } from '../api/started-till.ts';
import type { Program } from '../training/posting.ts';
import type { StartPlan, TrainingPlaces } from './plan-start.ts';

type OpenTraining = (plan: StartPlan, choice: TrainingChoice) => Promise<TillStart>;
type UseCase = (input: unknown, caller: unknown, signal: AbortSignal) => unknown;
type ProcedureNode = UseCase | { readonly [name: string]: ProcedureNode };

interface Current {
  readonly till: StartedTill;
  /** Aborted when another till took its place: its event streams end, and the pages ask anew. */
  readonly replaced: AbortController;
}

/**
 * A training till whose program can be changed on the sign-in screen. The till of the other program is opened on that
 * program's own folder and takes this one's place behind the same door; only then is this one closed.
 */
export async function startTrainingSwitch(
  plan: StartPlan,
  places: TrainingPlaces,
  open: OpenTraining,
): Promise<TillStart> {
  const training = new TrainingSwitch(places, open);
  return await training.start(plan);
}

class TrainingSwitch {
  readonly #places: TrainingPlaces;
  readonly #open: OpenTraining;
  #current: Current | null = null;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(places: TrainingPlaces, open: OpenTraining) {
    this.#places = places;
    this.#open = open;
  }

  async start(plan: StartPlan): Promise<TillStart> {
    const opened = await this.#open(plan, this.#choiceIn(plan));
    if (!opened.ok) return opened;
    const { till } = opened;
    this.#current = { till, replaced: new AbortController() };
    return { ok: true, till: this.#asOneTill(till) };
  }

  #choiceIn({ folder }: StartPlan): TrainingChoice {
    return {
      programs: this.#places.programs,
      chosen: folder.program ?? '',
      choose: (name) => this.#oneAtATime(() => this.#choose(name)),
    };
  }

  #oneAtATime<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#busy.then(run);
    this.#busy = result.catch(() => undefined);
    return result;
  }

  async #choose(name: string): Promise<Result<null>> {
    const program = this.#places.programs.find((one) => one.name === name)?.name;
    if (program === undefined) return problem('input-malformed', { path: 'program', why: 'no such program' });
    const planned = this.#places.planFor(program);
    if (!planned.ok) return problem('training-not-opened', { why: planned.failure.kind });
    if (planned.plan.folder.path === this.#now().till.folder.path) return done(null);
    const opened = await this.#open(planned.plan, this.#choiceIn(planned.plan));
    if (!opened.ok) return problem('training-not-opened', { why: opened.failure.kind });
    for (const notice of opened.till.notices) process.stdout.write(`${notice}\n`);
    const former = this.#now();
    this.#current = { till: opened.till, replaced: new AbortController() };
    this.#remember(program, opened.till);
    // After this answer: whoever asked hears it from the till he asked.
    void this.#oneAtATime(async () => {
      former.replaced.abort();
      await former.till.stop();
    }).catch((error: unknown) => opened.till.log.error({ err: error }, 'the former training till did not stop'));
    return done(null);
  }

  /** What was chosen is open: a note that cannot be written costs no more than choosing again. */
  #remember(program: Program, { log }: StartedTill): void {
    try {
      this.#places.remember(program);
    } catch (error) {
      log.error({ err: error }, 'the chosen program could not be noted');
    }
  }

  #now(): Current {
    if (this.#current === null) throw new Error('no training till is open yet');
    return this.#current;
  }

  /** The till as a door holds it: each call reaches the one that is open now. */
  #asOneTill(first: StartedTill): StartedTill {
    const now = (): StartedTill => this.#now().till;
    const api: TillApi = {
      procedures: this.#procedures(first.api.procedures as unknown as ProcedureNode, []) as unknown as Procedures,
      sessions: {
        staffOf: (connectionId) => now().api.sessions.staffOf(connectionId),
        end: (connectionId) => now().api.sessions.end(connectionId),
      },
      pairing: { clientOfToken: (token) => now().api.pairing.clientOfToken(token) },
      approvals: { take: (...args) => now().api.approvals.take(...args) },
    };
    return {
      get folder() {
        return now().folder;
      },
      api,
      log: { error: (...args) => now().log.error(...args) },
      messageOf: first.messageOf,
      notices: first.notices,
      wake: () => now().wake(),
      stop: () => this.#oneAtATime(() => now().stop()),
    };
  }

  #procedures(node: ProcedureNode, path: readonly string[]): ProcedureNode {
    if (typeof node !== 'function')
      return Object.fromEntries(
        Object.entries(node).map(([name, child]) => [name, this.#procedures(child, [...path, name])]),
      );
    return (input, caller, signal) => {
      const { till, replaced } = this.#now();
      const useCase = useCaseAt(till.api.procedures as unknown as ProcedureNode, path);
      return useCase(input, caller, AbortSignal.any([signal, replaced.signal]));
    };
  }
}

function useCaseAt(root: ProcedureNode, path: readonly string[]): UseCase {
  let node: ProcedureNode | undefined = root;
  for (const name of path) node = typeof node === 'object' ? node[name] : undefined;
  if (typeof node !== 'function') throw new Error(`no use case for ${path.join('.')}`);
  return node;
}
