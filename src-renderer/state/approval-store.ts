import { create } from 'zustand';
import { type Answer, callTill, type ScreenProblem } from '../app-api.ts';
import { withCommandId } from './command-ids.ts';
import { useSession } from './session-store.ts';

type Command<Input> = Input & { readonly commandId: string; readonly approvalId?: string };
type Grant = Answer<{ readonly approvalId: string }>;
type AskForGrant = (managerPin: string, procedure: string, input: unknown) => Promise<Grant>;

interface Asked {
  /** Why the till wants a manager. */
  readonly because: ScreenProblem;
  /** Tries this PIN; an answer that is no grant leaves the question open. */
  readonly approve: (managerPin: string) => Promise<Grant>;
  readonly giveUp: () => void;
}

/** The one call that waits for a manager's PIN, or null. */
export const useApproval = create<{ readonly asked: Asked | null }>(() => ({ asked: null }));

// Nobody is left to be asked.
useSession.subscribe(({ staff }) => {
  if (staff === null) useApproval.getState().asked?.giveUp();
});

/** Refusals that a manager standing by can lift (contract `approvalId`). */
const FOR_A_MANAGER: ReadonlySet<string> = new Set(['approval-needed', 'offline-limit-reached']);

const askTheTill: AskForGrant = (managerPin, procedure, input) =>
  callTill((till) => till.cashier.session.approve({ managerPin, procedure, input }));

/**
 * Makes a call with a command id for which a manager approves exactly these arguments, the command id among them.
 *
 * @param name the cashier's procedure, as `history.void`.
 * @returns the grant where there is none, else the answer of the call.
 */
export async function withGrant<Input extends object, T>(
  name: string,
  input: Input,
  managerPin: string,
  call: (command: Command<Input>) => Promise<Answer<T>>,
  ask: AskForGrant = askTheTill,
): Promise<{ readonly grant: Grant; readonly answer: Answer<T> }> {
  let grant: Grant = { ok: false, problem: { code: 'approval-needed', detail: {} } };
  const answer = await withCommandId(name, input, async (command): Promise<Answer<T>> => {
    grant = await ask(managerPin, `cashier.${name}`, command);
    return grant.ok ? await call({ ...command, approvalId: grant.value.approvalId }) : grant;
  });
  return { grant, answer };
}

/** Makes a call with a command id; where the till wants a manager, asks for his PIN and makes it again with his grant. */
export async function withManager<Input extends object, T>(
  name: string,
  input: Input,
  call: (command: Command<Input>) => Promise<Answer<T>>,
  ask: AskForGrant = askTheTill,
): Promise<Answer<T>> {
  const refused = await withCommandId(name, input, call);
  if (refused.ok || !FOR_A_MANAGER.has(refused.problem.code)) return refused;
  useApproval.getState().asked?.giveUp();
  return await new Promise((resolve) => {
    const end = (answer: Answer<T>): void => {
      useApproval.setState({ asked: null });
      resolve(answer);
    };
    const approve = async (managerPin: string): Promise<Grant> => {
      const { grant, answer } = await withGrant(name, input, managerPin, call, ask);
      if (grant.ok) end(answer);
      return grant;
    };
    useApproval.setState({ asked: { because: refused.problem, approve, giveUp: () => end(refused) } });
  });
}
