import type { IdMethod, MemberIdentifier } from '../../src-shared/member/member.ts';

/** What was entered in the identify form: the identifier first, then what the program asks for beside it. */
export const enteredIdentifiers = (input: {
  readonly method: IdMethod;
  readonly value: string;
  readonly details?: Readonly<Record<string, string>> | undefined;
}): readonly [MemberIdentifier, ...MemberIdentifier[]] => [
  { method: input.method, value: input.value },
  ...Object.entries(input.details ?? {}).map(
    ([field, value]): MemberIdentifier => ({ method: 'detail', field, value }),
  ),
];
