import { contextBridge, ipcRenderer } from 'electron';
import { PORT_CHANNEL, REQUEST_CHANNEL } from './channels.ts';

// One CommonJS file once built: a sandboxed preload can neither be a module nor require anything but `electron`.

declare const window: { postMessage(message: unknown, targetOrigin: string, transfer: unknown[]): void };

// Verbs only: the page can ask for its port, and name no channel.
contextBridge.exposeInMainWorld('tillbox', {
  requestPort: (): void => ipcRenderer.send(REQUEST_CHANNEL),
});

// A port cannot pass the bridge; it reaches the page's own world as a message of its own origin.
ipcRenderer.on(PORT_CHANNEL, (event) => window.postMessage({ type: 'tillbox-port' }, '/', [...event.ports]));
