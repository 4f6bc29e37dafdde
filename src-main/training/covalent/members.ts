import type { CovalentContext } from './covalent-context.ts';
import { type EndpointResult, invalid, notFound, RefusedRequest, success } from './endpoint-result.ts';
import { optionalText, requiredObject } from './field-checks.ts';
import { asObject, asText, type JsonObject } from './json-value.ts';
import type { CovalentMember } from './member-store.ts';
import { findMember, partnerOf } from './programs-and-members.ts';
import { wireMember } from './wire-forms.ts';

/** 6.1; 404 for nobody. */
export function lookUpMember(context: CovalentContext, body: JsonObject): EndpointResult {
  const partner = partnerOf(context, body);
  if (!partner.lookupAvailable)
    throw new RefusedRequest(403, 'permission_denied', null, 'Member look-up is not available for this program.');
  const identifiers = requiredObject(body, 'loyalty_program_identifiers');
  const member = findMember(context, partner, identifiers, 'loyalty_program_identifiers');
  if (member === null) throw notFound();
  return success(wireMember(context, member));
}

/** The texts of 6.1 that are kept. */
const PROFILE_TEXTS = ['birth_date', 'email', 'phone_number', 'city', 'postal_code', 'country'] as const;

function profileOf(body: JsonObject): Record<string, string> {
  const profile: Record<string, string> = {};
  for (const name of PROFILE_TEXTS) {
    const value = optionalText(body, name);
    if (value !== null) profile[name] = value;
  }
  return profile;
}

/** The body names no program: a currency owner's key has just one, here the first. */
function ownerPartner({ settings }: CovalentContext) {
  const [partner] = Object.values(settings().partners);
  if (partner === undefined)
    throw new RefusedRequest(403, 'permission_denied', null, 'No program belongs to this key.');
  return partner;
}

function mainIdOf(context: CovalentContext, body: JsonObject): { identifiers: Record<string, string>; mainId: string } {
  const given = requiredObject(body, 'loyalty_program_identifiers');
  const identifiers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const text = asText(value);
    if (text === null) throw invalid(`loyalty_program_identifiers.${name}`, 'invalid', 'Not a valid string.');
    identifiers[name] = text;
  }
  const mainId = identifiers[ownerPartner(context).requiredFields[0]?.id ?? 'id'];
  if (mainId === undefined)
    throw invalid('loyalty_program_identifiers', 'required', 'The main identifier is required.');
  return { identifiers, mainId };
}

/** 201; 200 with the record where the identifiers exist already. */
export function createMember(context: CovalentContext, body: JsonObject): EndpointResult {
  const { currencyId } = ownerPartner(context);
  const { identifiers, mainId } = mainIdOf(context, body);
  const before = context.members.byMainId(currencyId, mainId);
  if (before !== null) return success(wireMember(context, before));
  const member = context.members.add(mainId, {
    currencyId,
    identifiers,
    firstName: optionalText(body, 'first_name'),
    lastName: optionalText(body, 'last_name'),
    tier: optionalText(body, 'tier'),
    status: 'active',
    profile: profileOf(body),
  });
  return success(wireMember(context, member), 201);
}

export function changeMember(context: CovalentContext, body: JsonObject): EndpointResult {
  const { currencyId } = ownerPartner(context);
  const { mainId } = mainIdOf(context, body);
  const before = context.members.byMainId(currencyId, mainId);
  if (before === null) throw invalid('loyalty_program_identifiers', 'not_found', 'No member has these identifiers.');
  const changed: CovalentMember = {
    ...before,
    firstName: optionalText(body, 'first_name') ?? before.firstName,
    lastName: optionalText(body, 'last_name') ?? before.lastName,
    tier: optionalText(body, 'tier') ?? before.tier,
    profile: { ...asObject(before.profile), ...profileOf(body) },
  };
  context.members.save(mainId, changed);
  return success(wireMember(context, changed));
}
