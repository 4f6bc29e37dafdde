import type { ORPCError } from '@orpc/client';
import { isContractProcedure } from '@orpc/contract';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pluginContract } from '../../src-shared/contract/plugin.ts';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/errors/error-codes.ts';
import type { PosClient } from '../api/caller.ts';
import type { MessageOf } from '../api/problem-error.ts';
import type { TillApi } from '../api/procedures.ts';
import type { TillRouter } from '../api/router.ts';
import { openApiDocument } from './openapi-document.ts';
import { PROBLEM_TYPE, type ProblemDetails, problemDetails, refusalDetails } from './problem-details.ts';

/** Where the integrator API stands. */
export const POS_PREFIX = '/api/v1';

interface PosRoutesOptions {
  readonly api: TillApi;
  readonly router: TillRouter;
  readonly messageOf: MessageOf;
  readonly version: string;
}

/** The integrator API: the plugin part of the contract as OpenAPI, called with the token of a paired POS. */
export function addPosRoutes(server: FastifyInstance, { api, router, messageOf, version }: PosRoutesOptions): void {
  const handler = new OpenAPIHandler({ plugin: router.plugin }, { customErrorResponseBodyEncoder: bodyOf });
  const document = openApiDocument(version);

  server.get(`${POS_PREFIX}/openapi.json`, async () => await document);
  refuseOtherMethods(server, `${POS_PREFIX}/openapi.json`, ['GET']);

  for (const [path, methods] of routesOfContract()) {
    const url = `${POS_PREFIX}${path.replaceAll(/\{([^}]+)\}/g, ':$1')}`;
    server.route({
      method: [...methods.keys()],
      url,
      // Before the body is read: a stranger may not make the till parse anything.
      onRequest: async (request, reply) => {
        if (methods.get(request.method) === 'anyone' || clientOf(request) !== null) return;
        await sendProblem(reply, problemDetails('token-unknown', messageOf({ code: 'token-unknown', detail: {} }), {}));
      },
      handler: async (request, reply) => {
        const posClient = clientOf(request);
        const connectionId = `pos-${posClient?.id ?? 'unpaired'}`;
        const context = { connectionId, door: 'pos', posClient } as const;
        const { matched } = await handler.handle(request, reply, { prefix: POS_PREFIX, context });
        if (!matched)
          await sendProblem(reply, refusalDetails('no-such-path', `There is nothing at ${request.method} ${path}.`));
        return reply;
      },
    });
    refuseOtherMethods(server, url, [...methods.keys()]);
  }

  function clientOf(request: FastifyRequest): PosClient | null {
    const token = /^Bearer ([\w-]{20,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    return token === undefined ? null : api.pairing.clientOfToken(token);
  }
}

/** Each path of the contract's plugin part with its methods and who may call them. */
function routesOfContract(): Map<string, Map<string, string>> {
  const paths = new Map<string, Map<string, string>>();
  for (const procedure of Object.values(pluginContract)) {
    if (!isContractProcedure(procedure)) continue;
    const { route, meta } = procedure['~orpc'];
    if (route.path === undefined) continue;
    const methods = paths.get(route.path) ?? new Map<string, string>();
    paths.set(route.path, methods.set(route.method ?? 'POST', meta.role));
  }
  return paths;
}

function bodyOf(error: ORPCError<string, unknown>): ProblemDetails {
  if (!isErrorCode(error.code)) return refusalDetails('body-malformed', 'The body cannot be read.');
  const data = error.data as { detail?: Record<string, unknown> } | undefined;
  return problemDetails(error.code, error.message, data?.detail ?? {});
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

function refuseOtherMethods(server: FastifyInstance, url: string, allowed: readonly string[]): void {
  server.route({
    method: server.supportedMethods.filter((method) => !allowed.includes(method)),
    url,
    // Here already, or a body that cannot be read would be told first.
    onRequest: async (request, reply) => {
      reply.header('allow', allowed.join(', '));
      const detail = `${request.method} is not possible here; ${allowed.join(' and ')} is.`;
      await sendProblem(reply, refusalDetails('method-not-allowed', detail));
    },
    handler: (_request, reply) => reply.callNotFound(),
  });
}

/** Answers with problem details. */
export function sendProblem(reply: FastifyReply, details: ProblemDetails): FastifyReply {
  if (details.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(details.status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(details));
}
