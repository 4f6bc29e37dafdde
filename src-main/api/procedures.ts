import type { ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';
import type { Contract } from '../../src-shared/contract/contract.ts';
import type { StaffView } from '../../src-shared/contract/views.ts';
import type { Result } from '../../src-shared/errors/error-codes.ts';
import type { Caller, PosClient } from './caller.ts';

/** An event stream may be any async iterable; the router ends it when the caller leaves. */
type Answer<Output> = Output extends AsyncIterator<infer Event> ? AsyncIterable<Event> : Output;

/**
 * One procedure of the contract as a use case answers it: the input is already parsed and the role checked. `signal` ends
 * when the caller leaves. An expected "no" is a value; what is thrown counts as a bug and is answered as `internal`.
 */
export type ProcedureOf<Input, Output> = (
  input: Input,
  caller: Caller,
  signal: AbortSignal,
) => Promise<Result<Answer<Output>>> | Result<Answer<Output>>;

type ProceduresOf<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends ContractProcedure<
    infer Input,
    infer Output,
    infer _Errors,
    infer _Meta
  >
    ? ProcedureOf<InferSchemaOutput<Input>, InferSchemaInput<Output>>
    : ProceduresOf<Tree[Name]>;
};

/** Every procedure of the contract. A call added to the contract does not compile until it stands here. */
export type Procedures = ProceduresOf<Contract>;

/** What the doors need of a till. */
export interface TillApi {
  readonly procedures: Procedures;
  readonly sessions: {
    /** Who is signed in on this connection. */
    staffOf(connectionId: string): StaffView | null;
    /** Ends the session of a connection that is gone; nothing happens where there is none. */
    end(connectionId: string): void;
  };
  readonly pairing: {
    /** The paired and not revoked client of a token, or null. */
    clientOfToken(token: string): PosClient | null;
  };
  readonly approvals: {
    /**
     * Uses up a manager's grant. True only for an unused, unexpired grant for this procedure and exactly this input, or
     * where policy needs none from this caller.
     * @param procedure its path in the contract with dots, as `cashier.claim.confirm`.
     * @param input as parsed, without `approvalId`.
     */
    take(approvalId: string | undefined, procedure: string, input: unknown, caller: Caller): boolean;
  };
}
