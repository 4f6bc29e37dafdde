import type { MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { CovalentSettings } from './covalent-settings.ts';

/**
 * M of contract section 6: the card's number under the program's main id, everything else under its own name. Empty where
 * nothing names the main id.
 */
export function wireMember(
  identifiers: readonly MemberIdentifier[],
  { memberFields }: CovalentSettings,
): Readonly<Record<string, string>> {
  const mainField = memberFields[0]?.id ?? 'id';
  const member: Record<string, string> = {};
  for (const { method, value, field } of identifiers) {
    const name = method === 'detail' ? field : method === 'phone' || method === 'email' ? undefined : mainField;
    const trimmed = value.trim();
    if (name !== undefined && trimmed !== '') member[name] ??= trimmed;
  }
  return member[mainField] === undefined ? {} : member;
}
