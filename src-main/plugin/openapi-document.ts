import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { pluginContract } from '../../src-shared/contract/plugin.ts';
import { PROBLEM_SCHEMA, PROBLEM_TYPE } from './problem-details.ts';

const DESCRIPTION = [
  "Loyalty for another vendor's POS: identify a member, see what the program gives for a basket, pay with points, record the sale, void it.",
  '',
  'Pair once: a manager shows a code on the till; swap it at `/pair` for a token and send that as `Authorization: Bearer`.',
  "Sale ids are the POS's own. Each call that changes something carries a `commandId` made by the POS: repeated with the same content it gets the first answer, with other content it is refused (409).",
  '`undecided` means that the payment may have happened: take another tender and call `complete`, or `abandon`; the till settles the rest by itself.',
  'Money is in minor units, quantity in thousandths, times are milliseconds since 1970 UTC.',
].join('\n');

/** The integrator API as an OpenAPI 3.1 document, made from the contract itself. */
export async function openApiDocument(version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(pluginContract, {
    info: { title: 'Tillbox POS plugin', version, description: DESCRIPTION },
    servers: [{ url: '/api/v1' }],
    components: {
      securitySchemes: { pairedPos: { type: 'http', scheme: 'bearer', description: 'The token that /pair gave.' } },
      schemas: { Problem: PROBLEM_SCHEMA as OpenAPI.SchemaObject },
    },
    security: [{ pairedPos: [] }],
    customErrorResponseBodySchema: () => ({ $ref: '#/components/schemas/Problem' }),
  });
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of [path?.get, path?.post]) {
      for (const [status, response] of Object.entries(operation?.responses ?? {})) {
        if (Number(status) < 400 || !('content' in response)) continue;
        response.description = 'A problem (RFC 9457); `code` says which.';
        const json = response.content?.['application/json'];
        if (json !== undefined) response.content = { [PROBLEM_TYPE]: json };
      }
    }
  }
  const pair = document.paths?.['/pair']?.post;
  if (pair !== undefined) pair.security = [];
  return document;
}
