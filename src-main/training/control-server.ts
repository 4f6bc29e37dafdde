import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { ControlParts, ControlRoute } from './control-parts.ts';
import { controlRoutes } from './control-routes.ts';
import { LoopbackListener } from './loopback-listener.ts';
import { readBody } from './request-body.ts';

const CONTROL_TOKEN_HEADER = 'x-control-token';
const MOST_BODY_BYTES = 64 * 1_024 * 1_024;

/** Sets and reads the simulator: JSON over HTTP on loopback, for whoever can read the token in the simulator's folder. */
export class ControlServer {
  readonly listener: LoopbackListener;
  readonly #parts: ControlParts;
  readonly #routes: ReadonlyMap<string, ControlRoute>;
  readonly #tokenDigest: Buffer;

  constructor(parts: ControlParts) {
    this.#parts = parts;
    this.#routes = controlRoutes(parts);
    this.#tokenDigest = digest(parts.token);
    this.listener = new LoopbackListener((request, response) => this.#receive(request, response));
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const token = request.headers[CONTROL_TOKEN_HEADER];
    if (typeof token !== 'string' || !timingSafeEqual(digest(token), this.#tokenDigest)) {
      send(response, 401, { error: 'the control token is missing or wrong' });
      return;
    }
    this.#parts.onActivity();
    readBody(request, MOST_BODY_BYTES, (body) => {
      if (body === null) request.socket.destroy();
      else void this.#serve(request, body.toString('utf8'), response);
    });
  }

  async #serve(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'POST' && pathname === '/stop') {
      response.once('finish', () => void this.#parts.stop());
      send(response, 200, { stopping: true });
      return;
    }
    const route = this.#routes.get(`${request.method} ${pathname}`);
    if (route === undefined) {
      send(response, 404, { error: `no such call: ${request.method} ${pathname}` });
      return;
    }
    try {
      send(response, 200, await Promise.resolve(route(body === '' ? {} : JSON.parse(body), searchParams)));
    } catch (error) {
      const wrongOrder = error instanceof SyntaxError || isZodError(error);
      send(response, wrongOrder ? 400 : 500, { error: error instanceof Error ? error.message : 'unknown' });
    }
  }
}

function isZodError(error: unknown): error is z.ZodError {
  return error instanceof Error && error.name === 'ZodError';
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function send(response: ServerResponse, status: number, content: unknown): void {
  const text = JSON.stringify(content ?? null);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
