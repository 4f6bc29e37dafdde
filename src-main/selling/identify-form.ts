import type { IdentifyWay } from '../../src-shared/backend/capabilities.ts';
import type { TillParts } from '../till/till-parts.ts';
import { askDirectly } from './identify-member.ts';

/** The ways to name a member: as the program itself said last on this till, else as they are known of it. */
export const identifyWays = ({
  backEnd,
  identifyForm,
}: Pick<TillParts, 'backEnd' | 'identifyForm'>): readonly IdentifyWay[] =>
  identifyForm.ways ?? backEnd.capabilities.idMethods;

/** What the program said of its identify form since this till was opened. */
export class IdentifyForm {
  ways: readonly IdentifyWay[] | null = null;
}

/** Asks the program which fields name a member; without an answer the form stays as it is. */
export async function readIdentifyForm(parts: TillParts, signal: AbortSignal): Promise<readonly IdentifyWay[]> {
  const answer = await askDirectly(parts, () => parts.backEnd.identifyForm(signal));
  if (answer.kind === 'ok') parts.identifyForm.ways = answer.value;
  return identifyWays(parts);
}
