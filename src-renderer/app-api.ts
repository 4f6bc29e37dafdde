import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink as HttpLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../src-shared/contract/contract.ts';
import type { StatusView } from '../src-shared/contract/views.ts';
import { ERROR_CODES, type ErrorCode, type TillProblem } from '../src-shared/errors/error-codes.ts';

/**
 * The only file that knows which door the screens talk through (design.md 4): in the desktop app a MessagePort that the
 * preload hands over, in a browser HTTP on the address the page came from.
 */
type Client = Pick<ContractRouterClient<Contract>, 'cashier' | 'manager'>;

/** What the preload of the desktop app exposes: it answers with a window message `tillbox-port` that carries the port. */
interface TillboxBridge {
  requestPort(): void;
}

declare global {
  interface Window {
    readonly tillbox?: TillboxBridge;
  }
}

/** `door-unreachable`: no answer came, so the call may or may not have happened; its command id has to be reused. */
export type ScreenProblem = TillProblem | { readonly code: 'door-unreachable'; readonly detail: TillProblem['detail'] };

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ScreenProblem };

/** `no-entry`: the page was opened without a valid one-time code, or its token is no longer known. */
export type DoorState = 'connecting' | 'open' | 'unreachable' | 'no-entry';

const TOKEN_KEY = 'tillbox-token';
const PORT_WAIT_MS = 5_000;
const RECONNECT_MS = [300, 1_000, 2_000, 5_000] as const;

let client: Client | null = null;
let tellDoorState: (state: DoorState) => void = () => undefined;

/**
 * Makes one call through the door. What is expected to go wrong comes back as a value; a call that got no answer is
 * `door-unreachable`.
 */
export async function callTill<T>(run: (client: Client) => Promise<T>): Promise<Answer<T>> {
  if (client === null) return unreachable();
  try {
    return { ok: true, value: await run(client) };
  } catch (thrown) {
    return problemOf(thrown);
  }
}

/**
 * Opens the door and follows the till's status for as long as the page lives; opens it anew whenever it breaks.
 *
 * @param onDoor every change of the door's state.
 * @param onStatus the status at once and after each change (contract `status.watch`).
 */
export async function followTill(
  onDoor: (state: DoorState) => void,
  onStatus: (status: StatusView) => void,
): Promise<never> {
  tellDoorState = onDoor;
  onDoor('connecting');
  for (let failures = 0; ; ) {
    const opened = await openDoor();
    if (opened === 'open' && client !== null) {
      try {
        for await (const status of await client.cashier.status.watch()) {
          if (failures >= 0) onDoor('open');
          failures = -1;
          onStatus(status);
        }
      } catch (thrown) {
        // The reason decides only what the person is told; the loop goes on in any case.
        if (isEntryRefused(thrown)) forgetToken();
      }
    }
    failures = Math.max(0, failures) + 1;
    client = null;
    onDoor(opened === 'no-entry' || (!isDesktop() && readToken() === null) ? 'no-entry' : 'unreachable');
    await pause(RECONNECT_MS[Math.min(failures, RECONNECT_MS.length) - 1] ?? 5_000);
  }
}

const isDesktop = (): boolean => window.tillbox !== undefined;

async function openDoor(): Promise<DoorState> {
  if (window.tillbox !== undefined) {
    const port = await portFrom(window.tillbox);
    if (port === null) return 'unreachable';
    client = createORPCClient<Client>(new PortLink({ port }));
    return 'open';
  }
  const code = takeCodeFromAddress();
  if (code !== null) {
    const swapped = await swapCode(code);
    if (swapped !== 'open') return swapped;
  }
  const token = readToken();
  if (token === null) return 'no-entry';
  client = createORPCClient<Client>(
    new HttpLink({ url: `${location.origin}/rpc`, headers: () => ({ 'x-tillbox-token': readToken() ?? '' }) }),
  );
  return 'open';
}

function portFrom(bridge: TillboxBridge): Promise<MessagePort | null> {
  return new Promise((resolve) => {
    const give = (port: MessagePort | null) => {
      window.removeEventListener('message', onMessage);
      clearTimeout(timer);
      resolve(port);
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      const data = event.data;
      if (event.source !== window || typeof data !== 'object' || data === null) return;
      if (!('type' in data) || data.type !== 'tillbox-port') return;
      const port = event.ports[0] ?? null;
      port?.start();
      give(port);
    };
    const timer = setTimeout(() => give(null), PORT_WAIT_MS);
    window.addEventListener('message', onMessage);
    bridge.requestPort();
  });
}

let heldCode: string | null = null;

/** The one-time code leaves the address at once, so that neither history nor a bookmark keeps it. */
function takeCodeFromAddress(): string | null {
  const match = /^#code=([^&]+)/.exec(location.hash);
  if (match?.[1] !== undefined) {
    heldCode = decodeURIComponent(match[1]);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return heldCode;
}

async function swapCode(code: string): Promise<DoorState> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    heldCode = null; // it works once, whatever the answer was
    if (!response.ok) return readToken() === null ? 'no-entry' : 'open';
    const body: unknown = await response.json();
    if (typeof body !== 'object' || body === null || !('token' in body) || typeof body.token !== 'string')
      return 'no-entry';
    sessionStorage.setItem(TOKEN_KEY, body.token);
    return 'open';
  } catch {
    return 'unreachable';
  }
}

const readToken = (): string | null => sessionStorage.getItem(TOKEN_KEY);

function forgetToken(): void {
  sessionStorage.removeItem(TOKEN_KEY);
}

const unreachable = (): Answer<never> => ({ ok: false, problem: { code: 'door-unreachable', detail: {} } });

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

function isEntryRefused(thrown: unknown): boolean {
  return thrown instanceof ORPCError && (thrown.code === 'token-unknown' || thrown.code === 'UNAUTHORIZED');
}

function problemOf(thrown: unknown): Answer<never> {
  if (thrown instanceof ORPCError) {
    if (isEntryRefused(thrown)) {
      forgetToken();
      tellDoorState('no-entry');
      return { ok: false, problem: { code: 'token-unknown', detail: {} } };
    }
    if (isErrorCode(thrown.code)) return { ok: false, problem: { code: thrown.code, detail: detailOf(thrown.data) } };
    if (thrown.status < 500 && thrown.status !== 408 && thrown.status !== 499) {
      return { ok: false, problem: { code: 'internal', detail: {} } };
    }
  }
  return unreachable();
}

function detailOf(data: unknown): TillProblem['detail'] {
  if (typeof data !== 'object' || data === null || !('detail' in data)) return {};
  const { detail } = data;
  return typeof detail === 'object' && detail !== null ? (detail as TillProblem['detail']) : {};
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
