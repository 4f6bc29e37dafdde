import { accepted, CODE, type EndpointResult, invalid, refused } from './endpoint-result.ts';
import { asObject, type JsonObject } from './json-object.ts';
import { given } from './member-details.ts';
import { PROFILE_CONSENTS, PROFILE_TEXTS, readProfile } from './member-profile-body.ts';
import type { RekonectContext } from './rekonect-context.ts';

/**
 * `POST /member/register` (4.2). C3: wrapped or flat. A phone or e-mail that is known is `204`: the contract says so for
 * the phone only, but without it a repeat of an enrolment by e-mail would make a second member.
 */
export function memberRegister(context: RekonectContext, body: JsonObject): EndpointResult {
  const wrapped = body['newMemberData'] !== undefined;
  const path = wrapped ? 'body.newMemberData' : 'body';
  const data = wrapped ? asObject(body['newMemberData']) : body;
  if (data === null) return invalid(path, 'The new member is an object');
  const read = readProfile(data, path);
  if (!read.accepted) return read;
  const { profile } = read;
  const { phoneNumber, email } = profile;
  if (phoneNumber === undefined && email === undefined)
    return invalid(`${path}.phoneNumber`, 'A phone number or an e-mail is required');
  for (const consent of ['gdpr', 'termsOfUse'] as const)
    if (profile[consent] !== true) return invalid(`${path}.${consent}`, 'This consent is required');
  if (context.settings().strictRegister)
    for (const name of [...PROFILE_TEXTS, ...PROFILE_CONSENTS])
      if (profile[name] === undefined) return invalid(`${path}.${name}`, 'This field is required');

  if (phoneNumber !== undefined && context.members.findBy('phoneNumber', phoneNumber) !== null)
    return refused(CODE.alreadyKnown, 'A member with this phone number already exists', `${path}.phoneNumber`);
  if (email !== undefined && context.members.findBy('email', email) !== null)
    return refused(CODE.alreadyKnown, 'A member with this e-mail already exists', `${path}.email`);

  const {
    externalId: _cards,
    status: _status,
    ...stored
  } = context.members.add({
    externalId: null,
    phoneNumber: phoneNumber ?? null,
    email: email ?? null,
    firstName: profile.firstName ?? null,
    lastName: profile.lastName ?? null,
    birthday: profile.birthday ?? null,
    allowedSMS: profile.allowedSMS ?? null,
    allowedEmail: profile.allowedEmail ?? null,
    termsOfUse: true,
    gdpr: true,
    status: 'active',
  });
  // Whether the key comes back is unseen, so it does not: details gives it.
  const { memberId: _id, membershipKey: _key, ...echo } = stored;
  return accepted({ member: given(echo) });
}
