import { CODE, invalid, type Refused, refused } from './endpoint-result.ts';
import { asObject, type JsonObject } from './json-object.ts';
import { IDENTIFIERS, type Member } from './member-store.ts';
import type { RekonectContext } from './rekonect-context.ts';

export type FoundMember = { readonly accepted: true; readonly member: Member } | Refused;

/**
 * Finds the one member that `body.member` names (5.1). Any identifier that fits will do; when two fit different members
 * the request is `1001`. Order of trust: key, external id, phone, e-mail.
 */
export function findMember(context: RekonectContext, body: JsonObject): FoundMember {
  const named = asObject(body['member']);
  if (named === null) return invalid('body.member', 'A member is required');
  const given = IDENTIFIERS.filter((name) => named[name] !== undefined);
  if (given.length === 0) return invalid('body.member', 'At least one identifier is required');
  if (context.settings().strictExternalId && given.length === 1 && given[0] === 'externalId')
    return invalid('body.member.externalId', 'externalId is not accepted alone');

  let member: Member | null = null;
  for (const name of given) {
    const value = named[name];
    if (typeof value !== 'string') return invalid(`body.member.${name}`, 'An identifier is a string');
    const found = context.members.findBy(name, value);
    if (found === null) continue;
    if (member !== null && member.memberId !== found.memberId)
      return invalid('body.member', 'The identifiers belong to different members');
    member ??= found;
  }
  return member === null
    ? refused(CODE.memberNotFound, 'No member matches the identifier', 'body.member')
    : { accepted: true, member };
}
