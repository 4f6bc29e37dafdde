import type { ORPCError } from '@orpc/client';
import { RPCHandler } from '@orpc/server/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type MessageOf, problemError } from '../api/problem-error.ts';
import type { TillRouter } from '../api/router.ts';
import { NOT_BUILT_PAGE, readPage, readPageFile } from '../page/built-page.ts';
import { newNonce, pageHeaders } from '../page/page-headers.ts';
import type { PageConnections } from './page-connections.ts';

/** The page's token travels in this header, never as a cookie, which other services on this machine would receive too. */
const TOKEN_HEADER = 'x-tillbox-token';

interface PageRoutesOptions {
  readonly router: TillRouter;
  readonly connections: PageConnections;
  readonly messageOf: MessageOf;
  /** Where the bundler wrote index.html. */
  readonly pageFolder: string;
  onCodeRefused(): void;
}

const sessionBody = z.object({ code: z.string().min(1).max(200) });

/** The page, the swap of its code for a token, and its calls. */
export function addPageRoutes(server: FastifyInstance, options: PageRoutesOptions): void {
  const { router, connections, messageOf, pageFolder } = options;
  // The plugin part is not even mounted here.
  const handler = new RPCHandler({ cashier: router.cashier, manager: router.manager });

  server.get('/', async (_request, reply) => {
    const nonce = newNonce();
    const page = await readPage(pageFolder, nonce);
    return reply
      .headers(pageHeaders(nonce))
      .code(page === null ? 503 : 200)
      .type('text/html; charset=utf-8')
      .send(page ?? NOT_BUILT_PAGE);
  });

  server.get('/*', async (request, reply) => {
    const file = await readPageFile(pageFolder, new URL(request.url, 'http://page').pathname);
    if (file === null) return reply.callNotFound();
    return reply.type(file.type).send(file.bytes);
  });

  server.post('/session', async (request, reply) => {
    const body = sessionBody.safeParse(request.body);
    const token = body.success ? connections.swap(body.data.code) : null;
    if (token !== null) return { token };
    options.onCodeRefused();
    return reply.code(401).send({ code: 'token-unknown' });
  });

  server.all('/rpc/*', {
    onRequest: async (request, reply) => {
      if (tokenOf(request) === null) await sendUnknownToken(reply);
    },
    handler: async (request, reply) => {
      const token = tokenOf(request);
      const connectionId = token === null ? null : connections.connectionOf(token);
      if (token === null || connectionId === null) return await sendUnknownToken(reply);
      const ended = connections.streamBegan(token);
      try {
        const context = { connectionId, door: 'plugin', posClient: null } as const;
        const { matched } = await handler.handle(request, reply, { prefix: '/rpc', context });
        return matched ? reply : reply.callNotFound();
      } finally {
        ended();
      }
    },
  });

  function tokenOf(request: FastifyRequest): string | null {
    const token = request.headers[TOKEN_HEADER];
    return typeof token === 'string' && connections.connectionOf(token) !== null ? token : null;
  }

  /** In the form in which the page's client reads errors. */
  function sendUnknownToken(reply: FastifyReply): FastifyReply {
    const error: ORPCError<string, unknown> = problemError({ code: 'token-unknown', detail: {} }, messageOf);
    return reply.code(401).send({ json: error.toJSON() });
  }
}
