import type { ControlClient } from '../control-client.ts';
import type { EventAnswer } from './event-store.ts';
import type { MemberOrder } from './member-order.ts';
import type { ShortCodeAnswer } from './short-code-store.ts';

/** Members the Rekonect simulator shall know. */
export async function addRekonectMembers(
  control: ControlClient,
  members: readonly MemberOrder[],
): Promise<{ added: number; known: number }> {
  return await control.addMembers('rekonect', members);
}

/** The live one-time codes: a test reads here what a guest reads on a phone. */
export async function shortCodesOf(control: ControlClient): Promise<readonly ShortCodeAnswer[]> {
  return (await control.callProgram('rekonect', 'short-codes')) as readonly ShortCodeAnswer[];
}

export async function eventsOf(control: ControlClient): Promise<readonly EventAnswer[]> {
  return (await control.callProgram('rekonect', 'events')) as readonly EventAnswer[];
}
