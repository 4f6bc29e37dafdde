import { randomUUID } from 'node:crypto';
import { RPCHandler } from '@orpc/server/message-port';
import { type IpcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import { createRouter } from '../api/router.ts';
import type { StartedTill } from '../api/started-till.ts';
import { PORT_CHANNEL, REQUEST_CHANNEL } from './channels.ts';
import { isFromPage } from './guards.ts';

/**
 * Gives each page that asks a port of its own. One port is one connection and so one staff session, which ends with the
 * port: a page that is loaded anew signs in anew.
 *
 * @returns closes every port and gives no more: for the end, while the till can still note who signed out.
 */
export function bridgePorts(ipcMain: IpcMain, till: StartedTill, refused: (what: string) => void): () => void {
  const { cashier, manager } = createRouter(till.api, till);
  const handler = new RPCHandler({ cashier, manager });
  const open = new Map<string, MessagePortMain>();
  const end = (connectionId: string): void => {
    if (open.delete(connectionId)) till.api.sessions.end(connectionId);
  };

  ipcMain.on(REQUEST_CHANNEL, (event) => {
    if (!isFromPage(event)) {
      refused('sender');
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    const connectionId = `window-${randomUUID()}`;
    handler.upgrade(port1, { context: { connectionId, door: 'desktop', posClient: null } });
    open.set(connectionId, port1);
    port1.on('close', () => end(connectionId));
    port1.start();
    event.senderFrame?.postMessage(PORT_CHANNEL, null, [port2]);
  });

  return () => {
    ipcMain.removeAllListeners(REQUEST_CHANNEL);
    for (const [connectionId, port] of open) {
      end(connectionId);
      port.close();
    }
  };
}
