import { v4 } from 'uuid';
import type { Answer } from '../app-api.ts';

/**
 * The one place where command ids are made: a new one for each button press. A press that got no answer keeps its id, and the
 * same press repeated uses it again, so that what may already have happened cannot happen twice (design.md 4).
 */
const unanswered = new Map<string, string>();

/**
 * Makes a call with a command id.
 *
 * @param name the procedure.
 * @param input what the call is made with, without the id; the same name and input after a lost answer count as the same press.
 */
export async function withCommandId<Input extends object, T>(
  name: string,
  input: Input,
  call: (input: Input & { readonly commandId: string }) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const press = `${name} ${JSON.stringify(input)}`;
  const commandId = unanswered.get(press) ?? v4();
  unanswered.delete(press); // a second press while this one runs is another press
  const answer = await call({ ...input, commandId });
  if (!answer.ok && answer.problem.code === 'door-unreachable') unanswered.set(press, commandId);
  return answer;
}
