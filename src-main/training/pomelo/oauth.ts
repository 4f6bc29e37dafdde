import type { JsonObject } from './json-object.ts';
import { accepted, invalid, type PomeloResult, refused } from './pomelo-answer.ts';
import type { PomeloContext } from './pomelo-context.ts';
import { CODE } from './pomelo-options.ts';

const FIELDS = ['client_id', 'client_secret', 'audience', 'grant_type'] as const;

/** Section 3: all four fields are required, for a token and for its revocation alike. */
function checkClient({ settings }: PomeloContext, body: JsonObject | null): PomeloResult | null {
  if (body === null) return invalid('The body is not a JSON object');
  const missing = FIELDS.find((name) => typeof body[name] !== 'string' || body[name] === '');
  if (missing !== undefined) return invalid(`${missing} is required`);
  if (body['grant_type'] !== 'client_credentials') return invalid('grant_type must be client_credentials');
  const { clientId, clientSecret, audience } = settings();
  if (body['client_id'] !== clientId || body['client_secret'] !== clientSecret)
    return refused(401, CODE.unauthorized, 'The client is not known');
  return body['audience'] === audience ? null : invalid('The audience is not known');
}

/** `expires_in` is what is left of a token that was issued before. */
export function issueToken(context: PomeloContext, body: JsonObject | null): PomeloResult {
  const problem = checkClient(context, body);
  if (problem !== null) return problem;
  const { clientId, tokenSeconds, hasLoyaltyScope } = context.settings();
  const nowMs = context.nowMs();
  const { token, expiresAt } = context.inOneCommit(() => context.tokens.issue(clientId, nowMs, tokenSeconds * 1_000));
  return accepted({
    access_token: token,
    expires_in: Math.ceil((expiresAt - nowMs) / 1_000),
    token_type: 'Bearer',
    scope: hasLoyaltyScope ? 'loyalty:read loyalty:adjust' : 'cards:read',
  });
}

/** The token ends at once, and the next one asked for is new. */
export function revokeToken(context: PomeloContext, body: JsonObject | null): PomeloResult {
  const problem = checkClient(context, body);
  if (problem !== null) return problem;
  context.inOneCommit(() => context.tokens.revoke(context.settings().clientId));
  return accepted({});
}

/** Section 9.2: 401 without a token that counts, 403 without the scope. Null: go on. */
export function checkBearer({ settings, tokens, nowMs }: PomeloContext, header: unknown): PomeloResult | null {
  const token = typeof header === 'string' ? /^Bearer (\S+)$/.exec(header)?.[1] : undefined;
  if (token === undefined || !tokens.isGood(token, nowMs()))
    return refused(401, CODE.unauthorized, 'The access token is missing, expired or revoked');
  return settings().hasLoyaltyScope ? null : refused(403, CODE.forbidden, 'The token does not cover this API');
}
