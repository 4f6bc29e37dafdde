import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { MemberProfile, Operation } from '../../src-shared/queue/operation.ts';
import type { PlanEvent } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import type { TillParts } from '../till/till-parts.ts';
import { findChangeable } from './change-basket.ts';
import { setMember } from './identify-member.ts';
import { offeredNow } from './offered-now.ts';
import type { OpenSale } from './open-sales.ts';

/** Plans an event of a member and stores what it makes necessary. Inside the caller's commit. */
function planForMember(event: PlanEvent, known: readonly Operation[], parts: TillParts): void {
  const plan = parts.backEnd.plan(event, known, parts.newId);
  const nowMs = parts.clock.nowMs();
  parts.stores.operations.append(plan.append, parts.account, nowMs);
}

/**
 * Enrols a new member through the queue, so that it works without a connection; the sale's submit waits for it. Both legal
 * consents are needed as the customer gave them, and a phone number or an e-mail address.
 */
export function enrolMember(saleId: string, profile: MemberProfile, parts: TillParts): Result<OpenSale> {
  const found = findChangeable(saleId, parts);
  if (!found.ok) return found;
  const open = found.value;
  const { backEnd, clock, stores, loop } = parts;
  if (!parts.mayRecord()) return problem('no-space');
  const support = offeredNow(backEnd.capabilities.enrol, 'enrol', parts);
  if (!support.offered) return problem('not-offered-by-program', { because: support.because });
  if (open.sale.memberKeyId !== null) return problem('member-already-set');
  const identifier: MemberIdentifier | null =
    profile.phoneNumber !== undefined
      ? { method: 'phone', value: profile.phoneNumber }
      : profile.email !== undefined
        ? { method: 'email', value: profile.email }
        : null;
  if (identifier === null || profile.gdpr !== true || profile.termsOfUse !== true) return problem('consent-needed');
  setMember(open, [identifier], null, parts, (memberKeyId) =>
    planForMember(
      { kind: 'enrol', profile, consentedAtMs: clock.nowMs(), memberKeyId },
      stores.operations.openOfMember(memberKeyId),
      parts,
    ),
  );
  loop.wake();
  return done(open);
}

/** Changes the member's contact data or marketing consents, through the queue. */
export function updateMember(saleId: string, profile: MemberProfile, parts: TillParts): Result<OpenSale> {
  const open = parts.openSales.get(saleId);
  if (open === null) return problem('sale-not-open');
  const { memberKeyId } = open.sale;
  if (memberKeyId === null) return problem('member-required');
  atomically(parts.db, () => {
    planForMember(
      { kind: 'update-member', profile, memberKeyId },
      parts.stores.operations.openOfMember(memberKeyId),
      parts,
    );
  });
  parts.loop.wake();
  return done(open);
}
