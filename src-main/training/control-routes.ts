import { type BalanceAnswer, faultOrder, membersOrder, tamperOrder, timeOrder } from './control-messages.ts';
import type { ControlParts, ControlRoute } from './control-parts.ts';
import type { MemberBalance } from './ledger.ts';
import type { Posting, Program } from './posting.ts';
import type { SimulatedProgram } from './simulated-program.ts';
import { simulatorSettings } from './simulator-settings.ts';

/** Method and path → what answers it. */
export function controlRoutes(parts: ControlParts): ReadonlyMap<string, ControlRoute> {
  const { clock, ledger, faults, faultLog, journal, programs } = parts;
  const faultsNow = (): unknown => ({
    standing: faults.standing,
    drawn: faults.drawn,
    offline: parts.programListeners.every((listener) => !listener.isOpen),
    counts: faultLog.countsByKind(),
  });

  return new Map<string, ControlRoute>([
    ...programControls(programs),
    [
      'GET /health',
      () => ({
        instanceId: parts.instanceId,
        pid: process.pid,
        ports: parts.ports(),
        startedAt: parts.startedAt,
        nowMs: clock.nowMs(),
      }),
    ],
    ['GET /faults', faultsNow],
    ['GET /faults/fired', () => faultLog.fired()],
    [
      'POST /faults',
      async (body) => {
        const order = faultOrder.parse(body);
        if (order.clear === true) faults.clear();
        faults.add(order.add ?? []);
        if (order.drawn !== undefined) faults.draw(order.drawn);
        for (const listener of parts.programListeners) {
          if (order.offline === true) await listener.close();
          if (order.offline === false) await listener.reopen();
        }
        return faultsNow();
      },
    ],
    [
      'POST /settings',
      (body) => {
        parts.applySettings(simulatorSettings.parse(body));
        return { applied: true };
      },
    ],
    [
      'POST /members',
      (body) => {
        const { program, members } = membersOrder.parse(body);
        return served(programs, program).openMembers(members);
      },
    ],
    ['GET /balances', () => balances(parts)],
    [
      'GET /postings',
      (_body, query) => {
        const reference = query.get('reference');
        const postings = reference === null ? ledger.postings() : ledger.postingsOf(reference);
        return query.get('group') === 'reference' ? byReference(postings) : postings;
      },
    ],
    ['GET /journal', (_body, query) => journal.since(Number(query.get('since') ?? 0))],
    ['POST /journal/clear', () => journal.clear()],
    ['POST /tamper', (body) => ({ was: parts.tampering.apply(tamperOrder.parse(body)) })],
    [
      'POST /time',
      (body) => {
        clock.setOffset(timeOrder.parse(body).offsetMs);
        return { nowMs: clock.nowMs() };
      },
    ],
  ]);
}

function served(programs: ControlParts['programs'], name: Program): SimulatedProgram {
  const program = programs.get(name);
  if (program === undefined) throw new Error(`this simulator does not serve ${name}`);
  return program;
}

/** What each program lets a test read or do beside its wire protocol. */
function programControls(programs: ControlParts['programs']): [string, ControlRoute][] {
  return [...programs.values()].flatMap(({ program, controls }) =>
    [...controls].map(([name, control]): [string, ControlRoute] => [
      `POST /programs/${program}/${name}`,
      (body) => control(body),
    ]),
  );
}

/** Everybody a program knows, also who has no posting yet, and who has postings but is no longer known. */
function balances({ ledger, programs }: ControlParts): BalanceAnswer[] {
  const sums = Map.groupBy(ledger.balances(), ({ program }) => program);
  return [...programs.values()].flatMap((program) => balancesOf(program, sums.get(program.program) ?? []));
}

function balancesOf({ program, members }: SimulatedProgram, sums: readonly MemberBalance[]): BalanceAnswer[] {
  const known = new Map(members().map(({ memberId, identifiers }) => [memberId, identifiers]));
  const answers: BalanceAnswer[] = sums.map((balance) => {
    const identifiers = known.get(balance.memberId) ?? {};
    known.delete(balance.memberId);
    return { ...balance, identifiers };
  });
  for (const [memberId, identifiers] of known)
    answers.push({ program, memberId, identifiers, points: 0, salesMinor: 0, visits: 0 });
  return answers;
}

function byReference(postings: readonly Posting[]): Record<string, Posting[]> {
  const groups = Object.create(null) as Record<string, Posting[]>;
  for (const posting of postings) {
    groups[posting.reference] ??= [];
    groups[posting.reference]?.push(posting);
  }
  return groups;
}
