import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import type { Identified } from '../backends/backend.ts';
import { atomically } from '../database/atomically.ts';
import { askDirectly, directProblem } from '../selling/identify-member.ts';
import { enteredWay } from '../selling/identify-ways.ts';
import type { TillParts } from '../till/till-parts.ts';
import { OwnCards } from './own-cards.ts';

/**
 * Registers the loyalty card of somebody who works here. The program is asked for its other identifiers, so that the same
 * member's phone number is known as his own too; without a connection nothing is registered. Audited.
 *
 * @param card as it was entered, with what the program asks for beside it; null: forgets what was registered.
 */
export async function setOwnCard(
  staffId: string,
  card: readonly [MemberIdentifier, ...MemberIdentifier[]] | null,
  managerId: string,
  parts: TillParts,
  signal: AbortSignal,
  record: () => void,
): Promise<Result<null>> {
  const { stores, db, clock, backEnd, dataKey } = parts;
  if (stores.staff.byId(staffId) === null) return problem('input-malformed', { field: 'staffId' });
  let identifiers: readonly MemberIdentifier[] = [];
  if (card !== null) {
    const way = enteredWay(card, parts);
    if (!way.ok) return way;
    // A code that works once names nobody tomorrow.
    if (way.value.oneTime) return problem('id-method-not-offered', { method: card[0].method });
    identifiers = card;
    // Where identifying opens something, nothing may be asked beside a sale.
    if (backEnd.capabilities.identify === 'read') {
      const answer = await askDirectly<Identified>(parts, () => backEnd.identify(card, null, signal));
      if (answer.kind !== 'ok') return directProblem(answer);
      identifiers = [...card, ...answer.value.member.identifiers];
    }
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
