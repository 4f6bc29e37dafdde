import type { IdentifyWay } from '../../src-shared/backend/capabilities.ts';
import type { TillParts } from '../till/till-parts.ts';
import { askDirectly } from './identify-member.ts';
import { identifyWays } from './identify-ways.ts';

/** Asks the program which fields name a member; without an answer the form stays as it is. */
export async function readIdentifyForm(parts: TillParts, signal: AbortSignal): Promise<readonly IdentifyWay[]> {
  const answer = await askDirectly(parts, () => parts.backEnd.identifyForm(signal));
  if (answer.kind === 'ok') parts.identifyForm.ways = answer.value;
  return identifyWays(parts);
}
