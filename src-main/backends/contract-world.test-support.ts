import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { OperationKind } from '../../src-shared/queue/operation.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import type { ManualClock } from '../../src-shared/time/manual-clock.ts';
import type { ControlClient } from '../training/control-client.ts';
import type { BackEnd } from './backend.ts';

/** What can go wrong with one call; each is to be had from a simulator by a switch. */
export type Breakage =
  | 'lost-before-commit'
  | 'lost-after-commit'
  | 'error-before-commit'
  | 'error-after-commit'
  | 'bad-gateway'
  | 'conflict'
  | 'too-early'
  | 'garbage'
  | 'slow'
  | 'half-open'
  | 'not-signed-in'
  | 'forbidden'
  /** With Retry-After: 3. */
  | 'throttled'
  /** By a code that no document knows. */
  | 'refused';

export type ContractStep = OperationKind | 'identify' | 'preview';

/** One fresh program, with one member of 5,000 units that are worth 50.00, and a till that talks to it. */
export interface ContractWorld {
  readonly backEnd: BackEnd;
  /** The same till with a key that the program does not know. */
  readonly stranger: BackEnd;
  readonly clock: ManualClock;
  readonly control: ControlClient;
  readonly member: readonly MemberIdentifier[];
  readonly unknownMember: MemberIdentifier;
  /** Must be found nowhere but in the header. */
  readonly secret: string;
  /** An open sale of one line at this price for the member, or for nobody. */
  openSale(priceMinor: number, memberKeyId: string | null): Sale;
  breakNext(step: ContractStep, breakage: Breakage): Promise<void>;
  setOffline(offline: boolean): Promise<void>;
  /** The member's units by the program's own ledger. */
  balance(): Promise<number>;
  /** Sales of this reference that stand by the program's own ledger. */
  standingSales(reference: string): Promise<number>;
  stop(): Promise<void>;
}
