import type { TillParts } from '../till/till-parts.ts';
import { askDirectly } from './identify-member.ts';

/** Asks the program which fields name a member; without an answer, or with none of them, the form stays as it is. */
export async function readIdentifyForm(parts: TillParts, signal: AbortSignal): Promise<void> {
  const answer = await askDirectly(parts, () => parts.backEnd.identifyForm(signal));
  if (answer.kind === 'ok' && answer.value.length > 0) parts.identifyForm.ways = answer.value;
}
