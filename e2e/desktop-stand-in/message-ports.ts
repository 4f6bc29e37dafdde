import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** A port in the main process: silent until started, and gone once it was handed over. */
export class MessagePortMain extends EventEmitter {
  #raw: MessagePort | null;

  constructor(raw: MessagePort) {
    super();
    this.#raw = raw;
    raw.on('close', () => this.emit('close'));
  }

  start(): void {
    this.#standing().on('message', (data) => this.emit('message', { data, ports: [] }));
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#standing().postMessage(
      message,
      transfer.map((port) => handOver(port)),
    );
  }

  close(): void {
    this.#raw?.close();
  }

  /** The port as the page gets it. */
  release(): MessagePort {
    const raw = this.#standing();
    this.#raw = null;
    return raw;
  }

  #standing(): MessagePort {
    if (this.#raw === null) throw new Error('the port was handed over');
    return this.#raw;
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortMain(port1);
    this.port2 = new MessagePortMain(port2);
  }
}

/** Takes a port out of the main process; anything else cannot be transferred. */
export function handOver(port: unknown): MessagePort {
  if (!(port instanceof MessagePortMain)) throw new TypeError('only a MessagePortMain can be transferred');
  return port.release();
}
