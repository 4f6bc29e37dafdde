import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';

const HOST = '127.0.0.1';
/** Below the ports that systems give to outgoing connections: while a switch has it closed, nobody else gets this port. */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const TRIES = 50;
/** A system that gives such ports to outgoing connections all the same lets go of most of them within this. */
const REOPEN_WITHIN_MS = 15_000;
const REOPEN_PAUSE_MS = 50;

/** Room for the ports of one process of simulators, and for a good many of one thread of tests. */
const PORTS_A_PROCESS = 8;
const PORTS_A_THREAD = 3_000;
let given = 0;

/**
 * Every process begins at a place of its own and never comes back: a port that a switch has closed for a while looks free,
 * and chance would give it to a simulator that starts meanwhile.
 */
function nextPort(): number {
  const place = process.pid * PORTS_A_PROCESS + threadId * PORTS_A_THREAD + given;
  given += 1;
  return LOWEST_PORT + (place % (HIGHEST_PORT - LOWEST_PORT));
}

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
        await this.#listen(wanted === 0 ? nextPort() : wanted);
        return;
      } catch (error) {
        if (wanted !== 0 || left === 0 || !isAddressInUse(error)) throw error;
      }
    }
  }

  /** Open again on the port of before, waiting for whoever got it meanwhile. Rejects where it is kept for too long. */
  async reopen(): Promise<void> {
    if (this.isOpen) return;
    for (let waitedMs = 0; ; waitedMs += REOPEN_PAUSE_MS) {
      try {
        await this.#listen(this.#port);
        return;
      } catch (error) {
        if (waitedMs >= REOPEN_WITHIN_MS || !isAddressInUse(error)) throw error;
      }
      await sleep(REOPEN_PAUSE_MS);
    }
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
