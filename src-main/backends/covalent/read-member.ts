import type { Member, MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { CovalentSettings } from './covalent-settings.ts';
import type { MemberAnswer } from './wire-schemas.ts';

/**
 * The member of a look-up.
 *
 * @param asked what he was looked up by; it is among the identifiers as it was scanned or typed.
 * @param spendableMinor what his points pay for; null: the program did not say.
 */
export function readMember(
  wire: MemberAnswer,
  asked: readonly MemberIdentifier[],
  settings: CovalentSettings,
  spendableMinor: number | null,
): Member {
  return {
    ...UNKNOWN,
    identifiers: identifiersOf(wire, asked, settings),
    firstName: wire.first_name ?? null,
    lastName: wire.last_name ?? null,
    balancePoints: wire.balance ?? null,
    spendableMinor,
  };
}

/** Where the program offers no look-up, what was typed is all that is known until the transaction (section 7.2). */
export const uncheckedMember = (asked: readonly MemberIdentifier[], spendableMinor: number | null): Member => ({
  ...UNKNOWN,
  identifiers: asked,
  status: 'not checked',
  spendableMinor,
});

/** The API has no status of a member: who may not redeem is refused when he does. */
const UNKNOWN: Member = {
  identifiers: [],
  status: 'active',
  active: true,
  firstName: null,
  lastName: null,
  balancePoints: null,
  balanceCredit: null,
  spendableMinor: null,
  gifts: [],
  marketingConsent: null,
};

/** The card first; only fields by which the program wants a member named, since all of them are sent from then on. */
function identifiersOf(
  { loyalty_program_identifiers: named }: MemberAnswer,
  asked: readonly MemberIdentifier[],
  { memberFields }: CovalentSettings,
): readonly MemberIdentifier[] {
  const all: MemberIdentifier[] = [...asked];
  for (const [index, { id }] of memberFields.entries()) {
    const value = named[id];
    if (typeof value !== 'string' || value.trim() === '') continue;
    const isKnown = index === 0 ? all.some(isCard) : all.some(({ field }) => field === id);
    if (!isKnown) all.push(index === 0 ? { method: 'card', value } : { method: 'detail', field: id, value });
  }
  return all.sort((a, b) => Number(isCard(b)) - Number(isCard(a)));
}

const isCard = ({ method }: MemberIdentifier): boolean => method !== 'detail';
