import { randomInt } from 'node:crypto';
import { accepted, CODE, type EndpointResult, invalid, refused } from './endpoint-result.ts';
import { asObject, asText, type JsonObject } from './json-object.ts';
import { findMember } from './member-identifiers.ts';
import type { RekonectContext } from './rekonect-context.ts';

/** A8 */
const SHORT_CODE_LIVES_MS = 5 * 60 * 1_000;

/**
 * `POST /member/shortCode` (4.4, A8). `send` makes a new code, `get` shows the live one or makes one, `verify` uses it up.
 * The member is needed for all three: nothing public says whose code a `get` without member would be.
 */
export function memberShortCode(context: RekonectContext, body: JsonObject): EndpointResult {
  const action = body['action'];
  if (action !== 'send' && action !== 'get' && action !== 'verify')
    return invalid('body.action', 'The action is send, get or verify');
  const named = asObject(body['member']);
  if (named === null) return invalid('body.member', 'A member is required');
  const [name, ...others] = Object.keys(named);
  if (others.length > 0 || (name !== 'phoneNumber' && name !== 'email'))
    return invalid('body.member', 'Exactly one of phoneNumber and email is required');
  const found = findMember(context, body);
  if (!found.accepted) return found;

  const { memberId } = found.member;
  const nowMs = context.nowMs();
  const kept = context.shortCodes.ofMember(memberId);
  const live = kept !== null && kept.expiresAt > nowMs ? kept : null;
  if (action === 'verify') {
    const shortCode = asText(body['shortCode']);
    if (shortCode === null) return invalid('body.shortCode', 'The code is required');
    if (live === null || live.code !== shortCode)
      return refused(CODE.shortCode, 'The code is wrong, used or expired', 'body.shortCode');
    context.shortCodes.remove(memberId);
    return accepted({});
  }
  if (action === 'get' && live !== null) return accepted({ shortCode: live.code });
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  context.shortCodes.put({ memberId, code, expiresAt: nowMs + SHORT_CODE_LIVES_MS });
  return accepted(action === 'get' ? { shortCode: code } : {});
}
