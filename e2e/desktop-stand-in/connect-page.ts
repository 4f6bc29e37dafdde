import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-shared/contract/contract.ts';
import type { StandInWindow } from './stand-in-window.ts';

/** As the renderer does it: ask, wait for the window message, talk over the port that it carries. */
export async function connectPage(
  window: StandInWindow,
): Promise<ContractRouterClient<Pick<Contract, 'cashier' | 'manager'>>> {
  const { page } = window;
  if (page === null) throw new Error('no page was loaded');
  const message = page.nextMessage();
  (page.window['tillbox'] as { requestPort(): void }).requestPort();
  const { data, source, ports } = await message;
  const isOurs = typeof data === 'object' && data !== null && 'type' in data && data.type === 'tillbox-port';
  const [port] = ports;
  if (!isOurs || source !== page.window || port === undefined)
    throw new Error('the message is not what the renderer takes');
  port.start();
  return createORPCClient(new RPCLink({ port }));
}
