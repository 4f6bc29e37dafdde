import type { MemberIdentifier } from '../../../src-shared/member/member.ts';

/** The card that a member was named by; opaque (contract section 2). */
export const cardOf = (member: readonly MemberIdentifier[]): string | null =>
  member.find(({ method }) => method === 'card')?.value.trim() || null;

/** Digits as they stand on a card, 12 to 19 of them: a card's number is never sent anywhere (section 8.1). */
export const looksLikeCardNumber = (text: string): boolean => /^(?:\d[ -]?){12,19}$/.test(text);
