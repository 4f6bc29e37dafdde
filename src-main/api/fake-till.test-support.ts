import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract';
import { contract } from '../../src-shared/contract/contract.ts';
import type { StaffView, StatusView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { Caller, PosClient } from './caller.ts';
import type { Procedures, TillApi } from './procedures.ts';

export const STATUS: StatusView = {
  folder: 'training',
  programName: 'Invented Program',
  connection: { state: 'connected', sinceMs: 0, why: null, pausedUntilMs: null },
  waiting: { count: 0, oldestAtMs: null },
  needsPerson: 0,
  banners: [],
  clockOffsetMs: 0,
  networkUp: true,
};

const PEOPLE: Readonly<Record<string, StaffView>> = {
  '1111': { id: 's1', name: 'Invented Cashier', role: 'cashier' },
  '9999': { id: 's9', name: 'Invented Manager', role: 'manager' },
};

export interface FakeCall {
  readonly procedure: string;
  readonly input: unknown;
  readonly caller: Caller;
}

type Answer = (input: never, caller: Caller, signal: AbortSignal) => unknown;

export interface FakeTill {
  readonly api: TillApi;
  readonly calls: FakeCall[];
  readonly ended: string[];
  /** Puts a use case in place of the one that answers `not-offered-by-program`. */
  answer(procedure: string, useCase: (input: never, caller: Caller, signal: AbortSignal) => unknown): void;
  /** A token of a paired POS. */
  readonly posTokens: Map<string, PosClient>;
  grant: string | null;
}

/** A till that signs people in and records what reaches its use cases; everything else is put in by the test. */
export function createFakeTill(): FakeTill {
  const staff = new Map<string, StaffView>();
  const calls: FakeCall[] = [];
  const ended: string[] = [];
  const posTokens = new Map<string, PosClient>();
  const answers = new Map<string, Answer>([
    ['cashier.status.get', () => done(STATUS)],
    [
      'cashier.session.signIn',
      ({ pin }: { pin: string }, caller: Caller): Result<StaffView> => {
        const person = PEOPLE[pin];
        if (person === undefined) return problem('pin-wrong');
        staff.set(caller.connectionId, person);
        return done(person);
      },
    ],
    ['plugin.status', () => done(STATUS)],
  ]);
  const fake: FakeTill = {
    calls,
    ended,
    posTokens,
    grant: null,
    answer: (procedure, useCase) => answers.set(procedure, useCase),
    api: {
      procedures: tree(contract, []) as Procedures,
      sessions: {
        staffOf: (connectionId) => staff.get(connectionId) ?? null,
        end: (connectionId) => {
          staff.delete(connectionId);
          ended.push(connectionId);
        },
      },
      pairing: { clientOfToken: (token) => posTokens.get(token) ?? null },
      approvals: {
        take: (approvalId) => {
          const good = approvalId !== undefined && approvalId === fake.grant;
          if (good) fake.grant = null;
          return good;
        },
      },
    },
  };

  type Node = AnyContractProcedure | { readonly [name: string]: Node };
  function tree(node: Node, path: readonly string[]): unknown {
    if (!isContractProcedure(node)) {
      return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, tree(child, [...path, name])]));
    }
    const procedure = path.join('.');
    return (input: never, caller: Caller, signal: AbortSignal) => {
      calls.push({ procedure, input, caller });
      return answers.get(procedure)?.(input, caller, signal) ?? problem('not-offered-by-program');
    };
  }
  return fake;
}
