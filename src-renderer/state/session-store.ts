import { create } from 'zustand';
import type { StaffView } from '../../src-shared/contract/views.ts';
import { type Answer, callTill } from '../app-api.ts';
import type { Welcome } from '../contract-types.ts';

interface SessionState {
  readonly welcome: Welcome | null;
  readonly staff: StaffView | null;
}

/** The shop this till stands in, and who is signed in. */
export const useSession = create<SessionState>(() => ({ welcome: null, staff: null }));

/** Asked whenever the door opens: a session belongs to one connection, a new connection may have none. */
export async function loadWelcome(): Promise<void> {
  const answer = await callTill((till) => till.cashier.session.welcome());
  if (answer.ok) useSession.setState({ welcome: answer.value, staff: answer.value.signedIn });
}

export async function signIn(pin: string): Promise<Answer<StaffView>> {
  const answer = await callTill((till) => till.cashier.session.signIn({ pin }));
  if (answer.ok) {
    useSession.setState({ staff: answer.value });
    await loadWelcome(); // demo members are told to staff only
  }
  return answer;
}

/** Opens the training till of another program. The page starts anew: nothing of the former till may stay on it. */
export async function chooseProgram(name: string): Promise<Answer<null>> {
  const answer = await callTill((till) => till.cashier.training.chooseProgram({ name }));
  if (answer.ok) location.reload();
  return answer;
}

/** The one-time code that a demo member would read on a phone; null where none could be made. Training only. */
export async function issueDemoCode(label: string): Promise<string | null> {
  const answer = await callTill((till) => till.cashier.training.issueCode({ label }));
  return answer.ok ? answer.value.code : null;
}

export async function signOut(): Promise<void> {
  const answer = await callTill((till) => till.cashier.session.signOut());
  if (answer.ok) useSession.setState({ staff: null });
}
