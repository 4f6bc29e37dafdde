import type { Capabilities, IdentifyWay, Support } from '../../src-shared/backend/capabilities.ts';
import type { Member, MemberGift, MemberIdentifier } from '../../src-shared/member/member.ts';
import type {
  Evidence,
  FrozenRequest,
  MemberProfile,
  Operation,
  OperationDraft,
} from '../../src-shared/queue/operation.ts';
import type { Delivery, DirectAnswer, Resolution } from '../../src-shared/queue/outcome.ts';
import type { AppliedDeal, Sale } from '../../src-shared/sale/sale.ts';

/** What opened at the back end by identifying, and must be given back if the sale dies. */
export interface Opened {
  /** The program's own id of it. */
  readonly transactionId: string;
  /** The program's own id of the member, by which a second scan is told from another guest's. */
  readonly memberId: string;
}

export interface Identified {
  readonly member: Member;
  /** Null: this program only read. Else it is committed with the sale before the member is shown (design.md 7.9). */
  readonly opens: Opened | null;
}

/** An open sale as a direct call sees it. */
export interface DraftSale {
  readonly sale: Sale;
  readonly member: readonly MemberIdentifier[];
  /** Operations of the sale, in order of recording: what it opened is among them. */
  readonly known: readonly Operation[];
}

/** What reserving the chosen benefits came to. */
export interface Reserved {
  /** The balance less what is reserved; null: not said. */
  readonly balancePoints: number | null;
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

/** A sale of which lines are taken back. */
export interface ReturnedSale {
  readonly sale: Sale;
  readonly operations: readonly Operation[];
  /** Operations of earlier returns of it. */
  readonly returned: readonly Operation[];
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
  /**
   * An identify of an open sale opened something. `keep` true: the sale goes on with it, and what it opened before becomes
   * due to be released; false: it belongs to another guest, so it is released at once and the sale stays as it was.
   */
  | { readonly kind: 'opened'; readonly sale: Sale; readonly opened: Opened; readonly keep: boolean }
  /** The member was taken off an open sale. */
  | { readonly kind: 'member-removed'; readonly sale: Sale }
  /**
   * `original`: the sale whose lines this return takes back, with its operations and those of earlier returns of it; null: it
   * is no return, or one without a sale.
   */
  | {
      readonly kind: 'complete';
      readonly sale: Sale;
      readonly original: ReturnedSale | null;
    }
  /** A completed sale is voided, or an open one is cleared (`sale.state` is `abandoned`). */
  | { readonly kind: 'void'; readonly sale: Sale }
  /** A person chose one of `waysOut` for a refused operation, which is closed in the same commit. */
  | { readonly kind: 'way-out'; readonly sale: Sale; readonly refused: Operation; readonly wayOut: string }
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

/** Another way to bring a refused operation to an end than the same bytes again. */
export interface WayOut {
  readonly id: string;
  /** What a manager reads on the button. */
  readonly label: string;
  /** What is lost or changed by it, in a sentence. */
  readonly consequence: string;
}

/** How an operation came out, for `follow`. */
export type OutcomeOf = 'delivered' | 'refused' | 'absent';

/** What an outcome makes necessary. */
export interface FollowUp extends Plan {
  /** A refusal needs no person: what follows takes its place, and the row is closed. */
  readonly close: boolean;
}

/** Everything an operation's bytes are made from. `member` holds the opened identifiers. */
export interface MaterialiseContext {
  readonly sale: Sale | null;
  readonly member: readonly MemberIdentifier[];
  /** All operations of the same sale, the operation itself included, in order of recording. */
  readonly known: readonly Operation[];
  /** Now, for what is fixed when the bytes are made. */
  readonly nowMs: number;
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

  /** Which ways name a member here, as the program itself says; `capabilities.idMethods` until it has been asked. */
  identifyForm(signal: AbortSignal): Promise<DirectAnswer<readonly IdentifyWay[]>>;
  /**
   * Finds the member. Where `capabilities.identify` is `opens` this is no read: it is asked once, and once more only if the
   * first answer was lost.
   *
   * @param sale the open sale it is for; null: a read beside any sale.
   */
  identify(
    identifiers: readonly MemberIdentifier[],
    sale: Sale | null,
    signal: AbortSignal,
  ): Promise<DirectAnswer<Identified>>;
  sendCode(identifier: MemberIdentifier, signal: AbortSignal): Promise<DirectAnswer<null>>;
  verifyCode(identifier: MemberIdentifier, code: string, signal: AbortSignal): Promise<DirectAnswer<null>>;
  /** No effect at the back end. */
  preview(draft: DraftSale, signal: AbortSignal): Promise<DirectAnswer<Preview>>;
  /** Reserves exactly the chosen benefits of this draft; the last one wins, and it is never repeated by itself. */
  reserve(draft: DraftSale, signal: AbortSignal): Promise<DirectAnswer<Reserved>>;
  /** What a promo code that the guest has unlocks for this sale. Direct, and never repeated by itself. */
  redeemCode(code: string, draft: DraftSale, signal: AbortSignal): Promise<DirectAnswer<MemberGift>>;

  /** Pure. `known`: all operations of the event's sale or member, in order of recording. */
  plan(event: PlanEvent, known: readonly Operation[], newId: () => string): Plan;
  /** Pure. What an outcome makes necessary; asked only for kinds of `capabilities.follows`, in the commit that settles. */
  follow(operation: Operation, outcome: OutcomeOf, context: MaterialiseContext, newId: () => string): FollowUp;
  /** Pure. For a row that the program refused. */
  waysOut(refused: Operation, context: MaterialiseContext): readonly WayOut[];
  /** Pure. Whether what a delivered operation did can be taken back at this time. */
  canUndo(operation: Operation, known: readonly Operation[], nowMs: number): Support;
  /** Pure. The exact request, frozen once; throws only where the stored data contradict each other (the row is parked). */
  materialise(operation: Operation, context: MaterialiseContext): FrozenRequest;
  deliver(request: FrozenRequest, operation: Operation, signal: AbortSignal): Promise<Delivery>;
  /** Looks up whether an unclear operation happened; never changes anything at the back end. */
  resolve(operation: Operation, context: ResolveContext, signal: AbortSignal): Promise<Resolution>;
  /** Ends keep-alive connections. */
  close(): Promise<void>;
}
