import type { OperationKind } from '../../../src-shared/queue/operation.ts';

/** What a refusal says when it answers a repeat of the same bytes. */
export type OnRepeat = 'means-done' | 'means-absent' | 'proves-nothing';

interface CodeFacts {
  readonly text: string;
  readonly notFound: boolean;
  /** The code does not say whether anything was done (a server error in a business envelope). */
  readonly unclear: boolean;
  readonly onRepeat: Readonly<Partial<Record<OperationKind, OnRepeat>>>;
}

const NOT_FOUND: CodeFacts = {
  text: 'The loyalty program knows no member by this.',
  notFound: true,
  unclear: false,
  onRepeat: {},
};
const MALFORMED: CodeFacts = {
  text: 'The loyalty program did not accept what was sent.',
  notFound: false,
  unclear: false,
  onRepeat: {},
};

/**
 * The public codes (contract section 2). The set is open: what is not here is a generic refusal, and a refusal of a repeat
 * proves nothing unless this table says so. Codes that only a simulator knows never belong here (A2).
 */
const CODES: ReadonlyMap<string, CodeFacts> = new Map([
  ['203', NOT_FOUND],
  ['4001012', NOT_FOUND],
  ['MEMBER_NOT_FOUND', NOT_FOUND],
  [
    '204',
    {
      text: 'A member with this phone number exists already.',
      notFound: false,
      unclear: false,
      // Section 4.2: right after a lost answer it means that the first try worked.
      onRepeat: { enrol: 'means-done' },
    },
  ],
  [
    '407',
    {
      text: 'The balance is too low for this payment.',
      notFound: false,
      unclear: false,
      // The first try may have taken the points, which is why they are missing now.
      onRepeat: { pay: 'proves-nothing' },
    },
  ],
  ['1001', MALFORMED],
  ['BAD_REQUEST', MALFORMED],
  ['500', { text: 'The loyalty program had an internal error.', notFound: false, unclear: true, onRepeat: {} }],
]);

export interface RefusalMeaning {
  /** Ours, free of personal data; names an unknown code so that support can ask about it. */
  readonly text: string;
  readonly notFound: boolean;
  readonly unclear: boolean;
}

export function meaningOf(code: string): RefusalMeaning {
  return (
    CODES.get(code) ?? { text: `The loyalty program refused this (code ${code}).`, notFound: false, unclear: false }
  );
}

export function onRepeatOf(code: string, kind: OperationKind): OnRepeat {
  return CODES.get(code)?.onRepeat[kind] ?? 'proves-nothing';
}
