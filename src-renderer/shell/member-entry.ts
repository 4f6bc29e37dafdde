import type { IdMethod } from '../../src-shared/member/member.ts';

/** A member as he was entered at the till. */
export interface MemberEntry {
  readonly method: IdMethod;
  readonly value: string;
  /** What the program asks for beside it: field → what was entered. */
  readonly details: Readonly<Record<string, string>>;
}
