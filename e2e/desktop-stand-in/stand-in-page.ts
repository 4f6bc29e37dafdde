import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { MessagePort } from 'node:worker_threads';
import { bridged } from './context-bridge.ts';

interface PageMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
  readonly ports: readonly MessagePort[];
}

/** The page's own world: what the preload exposed stands on it, and nothing of Electron or Node. */
export interface PageWindow {
  readonly [exposed: string]: unknown;
}

export interface IpcOut {
  /** Arguments as they arrive in the main process. */
  send(channel: string, args: readonly unknown[]): void;
}

/** One loaded document: the built preload in a world of its own beside the page's. */
export class StandInPage {
  readonly window: PageWindow = {};
  readonly #messages = new EventEmitter();
  readonly #ipc = new EventEmitter();
  readonly #ports = new Set<MessagePort>();
  readonly #origin: string;

  constructor(url: string, preload: string, out: IpcOut) {
    const parsed = new URL(url);
    this.#origin = `${parsed.protocol}//${parsed.host}`;
    const electron = Object.freeze({
      contextBridge: Object.freeze({ exposeInMainWorld: (key: string, api: unknown) => this.#expose(key, api) }),
      ipcRenderer: Object.freeze({
        send: (channel: string, ...args: readonly unknown[]) => out.send(channel, structuredClone(args)),
        on: (channel: string, listener: (...args: readonly unknown[]) => void) => void this.#ipc.on(channel, listener),
      }),
    });
    const requireOfSandbox = (name: string): unknown => {
      if (name === 'electron') return electron;
      throw new Error(`module not found: ${name}`);
    };
    const window = {
      postMessage: (data: unknown, targetOrigin: string, transfer: readonly MessagePort[] = []) =>
        this.#postMessage(data, targetOrigin, transfer),
    };
    const module = { exports: {} };
    vm.runInNewContext(readFileSync(preload, 'utf8'), {
      window,
      require: requireOfSandbox,
      module,
      exports: module.exports,
    });
  }

  /** A message of the main process for the preload. */
  receive(channel: string, message: unknown, ports: readonly MessagePort[]): void {
    for (const port of ports) this.#ports.add(port);
    this.#ipc.emit(channel, { ports: [...ports] }, structuredClone(message));
  }

  /** The next message that reaches the page's world. */
  nextMessage(): Promise<PageMessage> {
    return new Promise((resolve) => this.#messages.once('message', resolve));
  }

  /** The document goes: its ports close. */
  unload(): void {
    for (const port of this.#ports) port.close();
    this.#ipc.removeAllListeners();
  }

  #expose(key: string, api: unknown): void {
    if (Object.hasOwn(this.window, key)) throw new Error(`${key} is exposed already`);
    Object.defineProperty(this.window, key, { value: bridged(api), enumerable: true });
  }

  #postMessage(data: unknown, targetOrigin: string, transfer: readonly MessagePort[]): void {
    if (targetOrigin !== '/' && targetOrigin !== '*' && targetOrigin !== this.#origin) return;
    const message: PageMessage = {
      data: structuredClone(data),
      origin: this.#origin,
      source: this.window,
      ports: transfer,
    };
    queueMicrotask(() => this.#messages.emit('message', message));
  }
}
