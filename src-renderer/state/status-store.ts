import { create } from 'zustand';
import type { StatusView } from '../../src-shared/contract/views.ts';
import { callTill } from '../app-api.ts';
import type { CapabilitiesView } from '../contract-types.ts';

interface StatusState {
  /** Null until the till has told it for the first time. */
  readonly status: StatusView | null;
  readonly capabilities: CapabilitiesView | null;
}

/** The till's connection and queue, as last told by it; and what its loyalty program can do. */
export const useStatus = create<StatusState>(() => ({ status: null, capabilities: null }));

/** Whether the program can be asked something, as far as is known. */
export const useReachable = (): boolean =>
  useStatus(({ status }) => status?.connection.state === 'connected' || status?.connection.state === 'not-known');

export async function loadCapabilities(): Promise<void> {
  const answer = await callTill((till) => till.cashier.status.capabilities());
  if (answer.ok) useStatus.setState({ capabilities: answer.value });
}

/** Asks the program how it names its members; the screens go on with what is known until it has answered. */
export async function readCapabilities(): Promise<void> {
  const answer = await callTill((till) => till.cashier.status.readCapabilities());
  if (answer.ok) useStatus.setState({ capabilities: answer.value });
}

/** Training only: pulls or plugs the network between the till and the simulators. */
export async function setTrainingNetwork(up: boolean): Promise<void> {
  const answer = await callTill((till) => till.cashier.training.setNetwork({ up }));
  if (answer.ok) useStatus.setState({ status: answer.value });
}
