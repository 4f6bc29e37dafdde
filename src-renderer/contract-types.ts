import type { InferContractRouterOutputs } from '@orpc/contract';
import type { Contract } from '../src-shared/contract/contract.ts';

/** Names for parts of the contract that the screens pass around. */
type Outputs = InferContractRouterOutputs<Contract>;

export type Welcome = Outputs['cashier']['session']['welcome'];
export type CapabilitiesView = Outputs['cashier']['status']['capabilities'];
export type IdField = CapabilitiesView['idFields'][number];
export type SupportView = CapabilitiesView['claim'];
export type ClaimableSale = Outputs['cashier']['claim']['find'];
export type LineView = Outputs['cashier']['sale']['get']['lines'][number];
export type GiftView = NonNullable<Outputs['cashier']['sale']['get']['member']>['gifts'][number];
export type UsedBenefitView = Outputs['cashier']['sale']['get']['benefits'][number];
export type EffectView = Outputs['cashier']['history']['effectsOfVoid']['effects'][number];
export type QueueDetails = Outputs['manager']['queue']['get'];
export type AttemptView = QueueDetails['attempts'][number];
export type AuditRow = Outputs['manager']['audit']['list']['rows'][number];
export type StaffWithCard = Outputs['manager']['staff']['list'][number];
export type PairedClient = Outputs['manager']['pairing']['list'][number];
