import type { Capabilities } from '../../src-shared/backend/capabilities.ts';
import type { IdMethod, Member, MemberIdentifier } from '../../src-shared/member/member.ts';
import type {
  Evidence,
  FrozenRequest,
  MemberProfile,
  Operation,
  OperationDraft,
} from '../../src-shared/queue/operation.ts';
import type { Delivery, DirectAnswer, Resolution } from '../../src-shared/queue/outcome.ts';
import type { AppliedDeal, Sale } from '../../src-shared/sale/sale.ts';

/** What opened at the back end by identifying or reserving, and must be given back if the sale dies. */
export interface OwedRelease {
  readonly transactionId: string;
}

export interface IdentifyField {
  readonly method: IdMethod;
  readonly label: string;
}

export interface Identified {
  readonly member: Member;
  readonly opens: OwedRelease | null;
}

/** A gift that does not apply to this basket, with the reason and whether the cashier can do something about it. */
export interface BenefitRefusal {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
  readonly cashierCanFix: boolean;
}

export interface Preview {
  readonly deals: readonly AppliedDeal[];
  readonly notApplied: readonly BenefitRefusal[];
  /** Points this basket would earn, where the program says so. */
  readonly pointsToEarn: number | null;
  readonly member: Member | null;
  readonly estimate: boolean;
}

/** What happened at the till, for which a back end plans operations. Ids are made by `newId`, so that plans stay pure. */
export type PlanEvent =
  | {
      readonly kind: 'enrol';
      readonly profile: MemberProfile;
      readonly consentedAtMs: number;
      readonly memberKeyId: string;
    }
  | { readonly kind: 'update-member'; readonly profile: MemberProfile; readonly memberKeyId: string }
  | { readonly kind: 'pay'; readonly sale: Sale; readonly amountMinor: number; readonly evidence: Evidence }
  | { readonly kind: 'complete'; readonly sale: Sale }
  | { readonly kind: 'void'; readonly sale: Sale }
  | { readonly kind: 'claim'; readonly sale: Sale; readonly memberKeyId: string }
  | {
      readonly kind: 'event';
      readonly memberKeyId: string | null;
      readonly type: string;
      readonly subType?: string;
      readonly atMs: number;
      readonly payload?: Record<string, unknown>;
      readonly tags?: readonly string[];
    };

/** What an event makes necessary: operations to append, and stored ones that must not be sent any more. */
export interface Plan {
  readonly append: readonly OperationDraft[];
  /** Ids of owed or queued operations to drop. */
  readonly drop: readonly string[];
  /** Ids of owed operations that become due. */
  readonly makeDue: readonly string[];
}

/** Everything an operation's bytes are made from. `member` holds the opened identifiers. */
export interface MaterialiseContext {
  readonly sale: Sale | null;
  readonly member: readonly MemberIdentifier[];
  /** All operations of the same sale, the operation itself included, in order of recording. */
  readonly known: readonly Operation[];
}

/** What a look-up may use beside the operation itself. */
export interface ResolveContext extends MaterialiseContext {
  /** Other operations of the same member that were sent or settled since the evidence was read. */
  readonly disturbedBy: readonly Operation[];
  /** The sales of those operations, by sale id. */
  readonly disturbingSales: ReadonlyMap<string, Sale>;
}

/**
 * One loyalty API. The pure members (`plan`, `materialise`) are tested as tables; `deliver` is thin. An expected answer
 * is a value, never an exception; an exception means a bug and is caught once, in the sync loop or at the router.
 */
export interface BackEnd {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Origin, credential id, branch and terminal; no secret. */
  readonly account: string;

  identifyForm(): readonly IdentifyField[];
  identify(identifiers: readonly MemberIdentifier[], signal: AbortSignal): Promise<DirectAnswer<Identified>>;
  sendCode(identifier: MemberIdentifier, signal: AbortSignal): Promise<DirectAnswer<null>>;
  verifyCode(identifier: MemberIdentifier, code: string, signal: AbortSignal): Promise<DirectAnswer<null>>;
  /** No effect at the back end. */
  preview(sale: Sale, member: readonly MemberIdentifier[], signal: AbortSignal): Promise<DirectAnswer<Preview>>;

  /** Pure. `known`: all operations of the event's sale or member, in order of recording. */
  plan(event: PlanEvent, known: readonly Operation[], newId: () => string): Plan;
  /** Pure. The exact request, frozen once; throws only where the stored data contradict each other (the row is parked). */
  materialise(operation: Operation, context: MaterialiseContext): FrozenRequest;
  deliver(request: FrozenRequest, operation: Operation, signal: AbortSignal): Promise<Delivery>;
  /** Looks up whether an unclear operation happened; never changes anything at the back end. */
  resolve(operation: Operation, context: ResolveContext, signal: AbortSignal): Promise<Resolution>;
  /** Ends keep-alive connections. */
  close(): Promise<void>;
}
