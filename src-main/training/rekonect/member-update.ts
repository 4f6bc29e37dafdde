import { CODE, type EndpointResult, invalid, refused } from './endpoint-result.ts';
import { asObject, type JsonObject } from './json-object.ts';
import { findMember } from './member-identifiers.ts';
import { readProfile } from './member-profile-body.ts';
import type { RekonectContext } from './rekonect-context.ts';

/** `POST /member/update` (4.3): sets absolute values, so a repeat is harmless. */
export function memberUpdate(context: RekonectContext, body: JsonObject): EndpointResult {
  const found = findMember(context, body);
  if (!found.accepted) return found;
  const data = asObject(body['newMemberData']);
  if (data === null || Object.keys(data).length === 0)
    return invalid('body.newMemberData', 'The changed fields are required');
  const read = readProfile(data, 'body.newMemberData');
  if (!read.accepted) return read;
  for (const name of ['phoneNumber', 'email'] as const) {
    const value = read.profile[name];
    const other = value === undefined ? null : context.members.findBy(name, value);
    if (other !== null && other.memberId !== found.member.memberId)
      return refused(CODE.alreadyKnown, 'Another member has this identifier', `body.newMemberData.${name}`);
  }
  context.members.save({ ...found.member, ...read.profile });
  return { accepted: true, fields: { memberId: found.member.memberId }, message: 'Member updated', warnings: [] };
}
