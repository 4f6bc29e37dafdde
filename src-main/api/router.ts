import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract';
import { type AnyMiddleware, type AnyRouter, Procedure, type Router } from '@orpc/server';
import { type Contract, contract } from '../../src-shared/contract/contract.ts';
import type { ProcedureMeta } from '../../src-shared/contract/procedure.ts';
import type { ErrorCode, Result } from '../../src-shared/errors/error-codes.ts';
import { type ContractPart, needsApproval, refusalOf } from './access.ts';
import type { CallContext, Caller } from './caller.ts';
import type { ErrorLog } from './error-log.ts';
import { untilGone, withErrors } from './event-stream.ts';
import { errorThatLeaves, type MessageOf, problemError } from './problem-error.ts';
import type { TillApi } from './procedures.ts';

export interface RouterOptions {
  readonly log: ErrorLog;
  readonly messageOf: MessageOf;
}

export type TillRouter = Router<Contract, CallContext>;

type UseCase = (input: unknown, caller: Caller, signal: AbortSignal) => unknown;
type ContractNode = AnyContractProcedure | { readonly [name: string]: ContractNode };
type ProcedureNode = UseCase | { readonly [name: string]: ProcedureNode };

const never = new AbortController().signal;

/**
 * The whole contract over the use cases. The role is checked here, once, before the input is parsed; then the input, then a
 * manager's grant where one is needed. Problems leave by their code; anything thrown is caught here, once, logged and
 * answered as `internal`.
 */
export function createRouter(api: TillApi, options: RouterOptions): TillRouter {
  const refuse = (code: ErrorCode) => problemError({ code, detail: {} }, options.messageOf);

  const callerOf = (context: CallContext): Caller => ({
    ...context,
    staff: context.door === 'pos' ? null : api.sessions.staffOf(context.connectionId),
  });

  function implement(node: AnyContractProcedure, useCase: UseCase, part: ContractPart, name: string) {
    const definition = node['~orpc'];
    const meta = definition.meta as ProcedureMeta;

    const guard: AnyMiddleware = async ({ context, next }) => {
      const errorOf = (thrown: unknown) => errorThatLeaves(thrown, name, options.log, options.messageOf);
      try {
        const refusal = refusalOf(part, meta, callerOf(context as CallContext));
        if (refusal !== null) throw refuse(refusal);
        const result = await next();
        return isEventStream(result.output) ? { ...result, output: withErrors(result.output, errorOf) } : result;
      } catch (thrown) {
        throw errorOf(thrown);
      }
    };

    return new Procedure({
      ...definition,
      middlewares: [guard],
      // Both validations happen inside the guard, so that it sees their errors and a stranger learns nothing from them.
      inputValidationIndex: 1,
      outputValidationIndex: 1,
      handler: async ({ context, input, signal = never }) => {
        const caller = callerOf(context as CallContext);
        if (needsApproval(meta, caller)) {
          const { approvalId, rest } = splitApproval(input);
          if (!api.approvals.take(approvalId, name, rest, caller)) throw refuse('approval-needed');
        }
        const result = (await useCase(input, caller, signal)) as Result<unknown>;
        if (!result.ok) throw problemError(result.problem, options.messageOf);
        return isEventStream(result.value) ? untilGone(result.value, signal) : result.value;
      },
    });
  }

  function branch(
    node: ContractNode,
    procedures: ProcedureNode,
    part: ContractPart,
    path: readonly string[],
  ): AnyRouter {
    if (isContractProcedure(node)) return implement(node, procedures as UseCase, part, path.join('.'));
    const children = procedures as { readonly [name: string]: ProcedureNode };
    return Object.fromEntries(
      Object.entries(node).map(([name, child]) => {
        const below = children[name];
        if (below === undefined) throw new Error(`no use case for ${[...path, name].join('.')}`);
        return [name, branch(child, below, part, [...path, name])];
      }),
    );
  }

  const parts = (['cashier', 'manager', 'plugin'] as const).map((part) => [
    part,
    branch(contract[part], api.procedures[part] as ProcedureNode, part, [part]),
  ]);
  return Object.fromEntries(parts) as TillRouter;
}

function isEventStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** The grant was given for the input as it is without the grant's own id. */
function splitApproval(input: unknown): { approvalId: string | undefined; rest: unknown } {
  if (typeof input !== 'object' || input === null || !('approvalId' in input))
    return { approvalId: undefined, rest: input };
  const { approvalId, ...rest } = input;
  return { approvalId: typeof approvalId === 'string' ? approvalId : undefined, rest };
}
