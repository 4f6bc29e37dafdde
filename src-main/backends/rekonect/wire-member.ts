import type { IdMethod, MemberIdentifier } from '../../../src-shared/member/member.ts';
import type { MemberProfile } from '../../../src-shared/queue/operation.ts';
import { parseUtc } from '../../../src-shared/time/iso-time.ts';
import type { JsonObject } from './drop-empty.ts';
import type { RekonectSettings } from './rekonect-settings.ts';

type WireName = 'phoneNumber' | 'email' | 'membershipKey' | 'externalId';

/** Digits; no country has shorter numbers for persons. */
const SHORTEST_PHONE = 4;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A scanned code is the program's own key where it looks like one, else a barcode or app id (section 5.1). */
function wireName(identifier: MemberIdentifier): WireName | null {
  const names: Record<Exclude<IdMethod, 'code' | 'detail'>, WireName> = {
    card: 'externalId',
    phone: 'phoneNumber',
    email: 'email',
    'membership-key': 'membershipKey',
  };
  if (identifier.method === 'code') return UUID.test(identifier.value) ? 'membershipKey' : 'externalId';
  return identifier.method === 'detail' ? null : names[identifier.method];
}

/**
 * A phone number in the one fixed format (section 1): digits, no country code, no leading zero unless the business wants it.
 */
export function wirePhone(text: string, settings: RekonectSettings): string {
  const international = /^\s*(\+|00)/.test(text);
  let digits = text.replace(/\D/g, '');
  if (international) {
    digits = digits.replace(/^00/, '');
    if (settings.phoneCountryCode !== '' && digits.startsWith(settings.phoneCountryCode))
      digits = digits.slice(settings.phoneCountryCode.length);
  }
  return settings.keepPhoneLeadingZero ? digits : digits.replace(/^0+(?=\d)/, '');
}

/** Member identifiers of section 5.1; the first of a kind wins. Empty where there are none. */
export function wireMember(identifiers: readonly MemberIdentifier[], settings: RekonectSettings): JsonObject {
  const member: Partial<Record<WireName, string>> = {};
  for (const identifier of identifiers) {
    const name = wireName(identifier);
    const value = identifier.value.trim();
    if (name !== null && value !== '') member[name] ??= name === 'phoneNumber' ? wirePhone(value, settings) : value;
  }
  return member;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The first field of a profile that its form says cannot be right (section 6 rule 12); null where all can. */
export function malformedField(
  profile: MemberProfile,
  settings: RekonectSettings,
): 'phoneNumber' | 'email' | 'birthday' | null {
  const { phoneNumber, email, birthday } = profile;
  if (phoneNumber !== undefined && wirePhone(phoneNumber, settings).length < SHORTEST_PHONE) return 'phoneNumber';
  if (email !== undefined && !EMAIL.test(email)) return 'email';
  if (birthday !== undefined && parseUtc(`${birthday}T00:00:00Z`) === null) return 'birthday';
  return null;
}

/** NewMemberData of section 5.2. */
export function wireProfile(profile: MemberProfile, settings: RekonectSettings): JsonObject {
  const { allowedSms, phoneNumber, ...same } = profile;
  return {
    ...same,
    phoneNumber: phoneNumber === undefined ? undefined : wirePhone(phoneNumber, settings),
    allowedSMS: allowedSms,
  };
}
