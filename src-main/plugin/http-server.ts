import { type FastifyError, type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { type Clock, SECOND } from '../../src-shared/time/clock.ts';
import type { ErrorLog } from '../api/error-log.ts';
import { errorThatLeaves, type MessageOf } from '../api/problem-error.ts';
import type { TillApi } from '../api/procedures.ts';
import { createRouter } from '../api/router.ts';
import { DATA_HEADERS } from '../page/page-headers.ts';
import { createPageConnections } from './page-connections.ts';
import { addPageRoutes } from './page-routes.ts';
import { addPosRoutes, POS_PREFIX, sendProblem } from './pos-routes.ts';
import { type HttpRefusal, type ProblemDetails, problemDetails, refusalDetails } from './problem-details.ts';
import { foreignHeader } from './request-guard.ts';

/** A body larger than this is refused: 2,000 lines are about 400 KB. */
const BODY_LIMIT_BYTES = 1_048_576;

export interface HttpServerOptions {
  readonly api: TillApi;
  readonly clock: Clock;
  readonly log: ErrorLog;
  readonly messageOf: MessageOf;
  readonly version: string;
  /** Where the bundler wrote index.html. */
  readonly pageFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A page came with a code that is used or too old; whoever started this door may be given a fresh address. */
  readonly onCodeRefused?: (freshAddress: string) => void;
}

export interface HttpServer {
  readonly port: number;
  /** A fresh address for a person's browser: its code can be swapped once, for two minutes. */
  newAddress(): string;
  /** Ends open event streams and connections; resolves when the port is free. */
  close(): Promise<void>;
}

export type StartedServer =
  | { readonly ok: true; readonly server: HttpServer }
  | { readonly ok: false; readonly error: 'port-taken' | 'port-not-allowed' };

/** The plugin door: 127.0.0.1 only, one page for people and one API for a POS (design.md 4). */
export async function startHttpServer(options: HttpServerOptions): Promise<StartedServer> {
  const { api, clock, log, messageOf } = options;
  const connections = createPageConnections(clock, (connectionId) => api.sessions.end(connectionId));
  const server = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    // A client that sends its request slower than this holds a socket for nothing.
    requestTimeout: 30 * SECOND,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 400 },
  });
  server.removeContentTypeParser('text/plain');
  let port = options.port;

  server.addHook('onRequest', async (request, reply) => {
    reply.headers(DATA_HEADERS);
    const foreign = foreignHeader(request.headers, port);
    if (foreign === null) return;
    const code = 'door-refused';
    await sendProblem(
      reply,
      problemDetails(code, messageOf({ code, detail: { header: foreign } }), { header: foreign }),
    );
  });
  server.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode >= 400 && request.url.startsWith(`${POS_PREFIX}/`))
      reply.header('content-type', 'application/problem+json');
    return payload;
  });

  const newAddress = (): string => `http://127.0.0.1:${port}/#code=${connections.newCode()}`;
  const router = createRouter(api, { log, messageOf });
  addPosRoutes(server, { api, router, messageOf, version: options.version });
  addPageRoutes(server, {
    router,
    connections,
    messageOf,
    pageFolder: options.pageFolder,
    onCodeRefused: () => options.onCodeRefused?.(newAddress()),
  });

  server.setNotFoundHandler((request, reply) =>
    sendProblem(reply, refusalDetails('no-such-path', `There is nothing at ${pathOf(request)}.`)),
  );
  server.setErrorHandler<FastifyError>((error, request, reply) => sendProblem(reply, detailsOf(error, request)));

  function detailsOf(error: FastifyError, request: FastifyRequest): ProblemDetails {
    const refusal = REFUSAL_OF_STATUS[error.statusCode ?? 500];
    if (refusal !== undefined) return refusalDetails(refusal, error.message);
    const leaves = errorThatLeaves(error, `${request.method} ${pathOf(request)}`, log, messageOf);
    return problemDetails('internal', leaves.message, (leaves.data as { detail: Record<string, unknown> }).detail);
  }

  const started = await listen(server, options.port);
  if (started.ok) port = started.port;
  else return started;

  return {
    ok: true,
    server: {
      port,
      newAddress,
      close: async () => {
        await server.close();
        connections.endAll();
      },
    },
  };
}

const REFUSAL_OF_STATUS: Readonly<Record<number, HttpRefusal>> = {
  400: 'body-malformed',
  404: 'no-such-path',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'media-type-not-supported',
};

const pathOf = (request: FastifyRequest): string => new URL(request.url, 'http://door').pathname;

type Listening = { ok: true; port: number } | { ok: false; error: 'port-taken' | 'port-not-allowed' };

async function listen(server: FastifyInstance, port: number): Promise<Listening> {
  try {
    // biome-ignore lint/nursery/useAwaitThenable: it returns a promise; the rule reads the overload with a callback.
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    await server.close();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') return { ok: false, error: 'port-taken' };
    if (code === 'EACCES') return { ok: false, error: 'port-not-allowed' };
    throw error;
  }
  const [address] = server.addresses();
  return { ok: true, port: typeof address === 'object' ? address.port : port };
}
