import type { CovalentContext } from './covalent-context.ts';
import type { CovalentPartner } from './covalent-options.ts';
import { invalid } from './endpoint-result.ts';
import { requiredObject, requiredText } from './field-checks.ts';
import { asText, type JsonObject } from './json-value.ts';
import type { CovalentMember } from './member-store.ts';

/** The program that `loyalty_currency` names. */
export function partnerOf({ settings }: CovalentContext, body: JsonObject, name = 'loyalty_currency'): CovalentPartner {
  const partner = settings().partners[requiredText(body, name)];
  if (partner === undefined) throw invalid(name, 'invalid_choice', 'No such loyalty currency.');
  return partner;
}

/**
 * The member that these identifiers name; null: nobody. Every field that the program demands has to be there and to fit.
 *
 * @param place where the identifiers stand in the request.
 */
export function findMember(
  { members }: CovalentContext,
  partner: CovalentPartner,
  identifiers: JsonObject,
  place: string,
): CovalentMember | null {
  for (const { id } of partner.requiredFields) {
    const given = identifiers[id];
    if (given === undefined || given === null) throw invalid(`${place}.${id}`, 'required', 'This field is required.');
    if (asText(given)?.trim() === undefined) throw invalid(`${place}.${id}`, 'invalid', 'Not a valid string.');
  }
  const [main] = partner.requiredFields;
  const member = members.byMainId(partner.currencyId, String(identifiers[main?.id ?? 'id']));
  if (member === null) return null;
  const fits = partner.requiredFields.every(({ id }) => folded(identifiers[id]) === folded(member.identifiers[id]));
  return fits ? member : null;
}

const folded = (value: unknown): string => String(value).trim().toLowerCase();

/** M of section 6, which has to be somebody. */
export function neededMember(context: CovalentContext, partner: CovalentPartner, body: JsonObject): CovalentMember {
  const member = findMember(context, partner, requiredObject(body, 'member'), 'member');
  if (member === null) throw invalid('member', 'not_found', 'No member has these identifiers.');
  return member;
}

/** M where a request may leave it out. */
export function optionalMember(
  context: CovalentContext,
  partner: CovalentPartner,
  body: JsonObject,
): CovalentMember | null {
  return body['member'] === undefined ? null : neededMember(context, partner, body);
}
