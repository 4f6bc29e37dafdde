import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { Identified } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { askDirectly, directProblem } from '../selling/identify-member.ts';
import type { TillParts } from '../till/till-parts.ts';
import { OwnCards } from './own-cards.ts';

/**
 * Registers the loyalty card of somebody who works here. The program is asked for its other identifiers, so that the same
 * member's phone number is known as his own too; without a connection nothing is registered. Audited.
 *
 * @param card null: forgets what was registered.
 */
export async function setOwnCard(
  staffId: string,
  card: MemberIdentifier | null,
  managerId: string,
  parts: TillParts,
  signal: AbortSignal,
  record: () => void,
): Promise<Result<null>> {
  const { stores, db, clock, backEnd, dataKey } = parts;
  if (stores.staff.byId(staffId) === null) return problem('input-malformed', { field: 'staffId' });
  let identifiers: readonly MemberIdentifier[] = [];
  if (card !== null) {
    const answer = await askDirectly<Identified>(parts, () => backEnd.identify([card], null, signal));
    if (answer.kind !== 'ok') return directProblem(answer);
    identifiers = [card, ...answer.value.member.identifiers];
  }
  atomically(db, () => {
    const nowMs = clock.nowMs();
    new OwnCards(stores.settings, dataKey).set(staffId, identifiers, nowMs);
    stores.audit.add({
      atMs: nowMs,
      staffId: managerId,
      action: card === null ? 'own card forgotten' : 'own card registered',
      subject: staffId,
      reason: null,
    });
    record();
  });
  return done(null);
}
