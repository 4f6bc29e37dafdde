import { invalid, type Refused } from './endpoint-result.ts';
import type { JsonObject } from './json-object.ts';

export interface ProfileBody {
  readonly phoneNumber?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly birthday?: string;
  readonly allowedSMS?: boolean;
  readonly allowedEmail?: boolean;
  readonly termsOfUse?: boolean;
  readonly gdpr?: boolean;
}

export const PROFILE_TEXTS = ['phoneNumber', 'email', 'firstName', 'lastName', 'birthday'] as const;
export const PROFILE_CONSENTS = ['allowedSMS', 'allowedEmail', 'termsOfUse', 'gdpr'] as const;

const FORMS: Readonly<Partial<Record<(typeof PROFILE_TEXTS)[number], RegExp>>> = {
  phoneNumber: /^\d{6,15}$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
};

/** Reads NewMemberData (5.2); only what is there. Unknown fields are ignored. */
export function readProfile(data: JsonObject, path: string): { accepted: true; profile: ProfileBody } | Refused {
  const profile: Record<string, string | boolean> = {};
  for (const name of PROFILE_TEXTS) {
    const value = data[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') return invalid(`${path}.${name}`, 'A string is required');
    if (FORMS[name]?.test(value) === false) return invalid(`${path}.${name}`, 'The format is not valid');
    if (name === 'birthday' && !isPlainDate(value)) return invalid(`${path}.${name}`, 'A date is yyyy-MM-dd');
    profile[name] = value;
  }
  for (const name of PROFILE_CONSENTS) {
    const value = data[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') return invalid(`${path}.${name}`, 'true or false is required');
    profile[name] = value;
  }
  return { accepted: true, profile };
}

function isPlainDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
