import { randomInt } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';
/** Below the ports that systems give to outgoing connections: while a switch has it closed, nobody else gets this port. */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const TRIES = 50;

/** An HTTP listener on 127.0.0.1 that can really go away and come back on the same port. */
export class LoopbackListener {
  readonly #server: Server;
  #port = 0;

  constructor(onRequest: RequestListener) {
    this.#server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0, noDelay: true }, onRequest);
  }

  get port(): number {
    return this.#port;
  }

  get isOpen(): boolean {
    return this.#server.listening;
  }

  /** @param wanted a port, or 0 for a free one. Rejects with the system's error when a wanted port is taken. */
  async open(wanted: number): Promise<void> {
    for (let left = TRIES; ; left -= 1) {
      try {
        await this.#listen(wanted === 0 ? randomInt(LOWEST_PORT, HIGHEST_PORT) : wanted);
        return;
      } catch (error) {
        if (wanted !== 0 || left === 0 || !isAddressInUse(error)) throw error;
      }
    }
  }

  /** Open again on the port of before. */
  async reopen(): Promise<void> {
    if (!this.isOpen) await this.open(this.#port);
  }

  /** Refuses new connections and destroys the open ones. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const onError = (error: Error): void => reject(error);
      this.#server.once('error', onError);
      this.#server.listen({ host: HOST, port, backlog: 1_024 }, () => {
        this.#server.off('error', onError);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
