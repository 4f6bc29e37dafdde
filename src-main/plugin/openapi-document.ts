import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { pluginContract } from '../../src-shared/contract/plugin.ts';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { describeFields } from './describe-fields.ts';
import { HTTP_REFUSALS, PROBLEM_SCHEMA, PROBLEM_TYPE } from './problem-details.ts';

const DESCRIPTION = [
  "Loyalty for another vendor's POS: identify a member, see what the program gives for a basket, pay with points, record the sale, void it.",
  '',
  'Pair once: a manager shows a code on the till; swap it at `/pair` for a token and send that as `Authorization: Bearer`.',
  'A sale: `member` (optional) → `preview` → `pay` (optional) → take the other tenders → `complete`; or `abandon`. Afterwards `void`.',
  "Sale ids are the POS's own. Each call that changes something carries a `commandId` made by the POS: repeated with the same content it gets the first answer, with other content it is refused (409).",
  'Where an answer got lost, call again with the same command id: nothing happens twice, also after the till was killed.',
  '`confirmed`: the points are taken. `refused`: they are not. `undecided`: they may have been taken; take another tender for the whole total and call `complete`, or `abandon`. The till then finds out and gives back what was taken, or shows it to a manager.',
  'Without a connection `complete` and `void` work as ever, `identify` keeps the identifier, `preview` and `pay` answer 503; the sale goes on without them.',
  'Errors are problem details (RFC 9457): compare `code`, show `detail` to the cashier, and do what `whatToDo` says.',
  'Money is in minor units, quantity in thousandths, times are milliseconds since 1970 UTC. Fields that are not named here are ignored.',
].join('\n');

/** Codes that only the till's own people and screens can meet. */
const NOT_FOR_A_POS: ReadonlySet<string> = new Set<ErrorCode>([
  'another-sale-open',
  'line-not-found',
  'article-not-found',
  'sale-has-tenders',
  'consent-needed',
  'code-wrong',
  'return-too-many',
  'effects-changed',
  'claim-code-malformed',
  'claim-not-found',
  'claim-expired',
  'already-claimed',
  'claim-own-card',
  'operation-not-parked',
  'retry-not-allowed',
  'reference-needed',
  'not-signed-in',
  'pin-wrong',
  'pin-locked',
  'training-only',
]);

/** HTTP status → the codes a POS can meet under it. */
function codesByStatus(): Map<number, string[]> {
  const all = new Map<number, string[]>();
  for (const [code, { status }] of [...Object.entries(ERROR_CODES), ...Object.entries(HTTP_REFUSALS)])
    if (!NOT_FOR_A_POS.has(code)) all.set(status, [...(all.get(status) ?? []), code]);
  return all;
}

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
  const codes = codesByStatus();
  const content = { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of [path?.get, path?.post]) {
      if (operation === undefined) continue;
      const answers = Object.entries(operation.responses ?? {}).filter(([status]) => Number(status) < 400);
      const problems = [...codes].map(([status, names]) => [
        String(status),
        { description: `A problem (RFC 9457); \`code\` is one of ${names.join(', ')}.`, content },
      ]);
      operation.responses = Object.fromEntries([...answers, ...problems]);
    }
  }
  describeFields(document.paths);
  const pair = document.paths?.['/pair']?.post;
  if (pair !== undefined) pair.security = [];
  return document;
}
