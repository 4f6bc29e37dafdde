import type { TillParts } from '../till/till-parts.ts';

/**
 * Asks the program which fields name a member; without an answer, or with none of them, the form stays as it is. Not asked
 * while it is known that nothing can be reached. A program may answer from what it knows, so an answer proves no connection.
 */
export async function readIdentifyForm(parts: TillParts, signal: AbortSignal): Promise<void> {
  const { connectivity, clock, backEnd, identifyForm } = parts;
  if (connectivity.admission(clock.nowMs()).kind === 'none') return;
  const answer = await backEnd.identifyForm(signal);
  if (answer.kind === 'unavailable') connectivity.seenDirect(answer);
  if (answer.kind === 'ok' && answer.value.length > 0) identifyForm.ways = answer.value;
}
