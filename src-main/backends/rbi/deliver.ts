import type { Operation, OperationAnswer } from '../../../src-shared/queue/operation.ts';
import type { Delivery } from '../../../src-shared/queue/outcome.ts';
import { lacking, unreadable } from '../http/read-status.ts';
import { type CodeFacts, meaningOf, refusalText } from './error-codes.ts';
import type { Reading } from './interpret-answer.ts';
import type { RbiSettings } from './rbi-settings.ts';
import { identifyFields, type TransactionFields, transactionFields } from './wire-schemas.ts';

/** Sections 3, 5, 6: what the answers to a change hold. */
const OWN_FIELDS = [
  'transactionId',
  'loyaltyId',
  'loyaltyUser',
  'points',
  'pointsEarned',
  'receiptCode',
  'presentation',
];

/** What an attempt came to, from what the call came to. */
export function deliveryOf(reading: Reading, operation: Operation, settings: RbiSettings): Delivery {
  switch (reading.kind) {
    case 'success': {
      const answer = answerOf(operation, reading.fields, settings);
      return answer === null
        ? withFacts(lacking(reading.facts, reading.fields, OWN_FIELDS, 'fields-missing'))
        : { kind: 'done', ...reading.facts, answer };
    }
    case 'refused': {
      const { code, fields, facts } = reading;
      // A wrong base URL is no fault of this row: it waits until the setting is right.
      if (IS_NO_SUCH_PATH.has(code)) return withFacts(unreadable(facts, code));
      const text = refusalText(code, fields);
      return { kind: 'refused', ...facts, code, text, onRepeat: onRepeat(operation, meaningOf(code).cause) };
    }
    case 'not-arrived':
    case 'maybe':
      return withFacts(reading);
  }
}

/** What the program itself does not find it names by a code (sections 5, 7). */
const IS_NO_SUCH_PATH: ReadonlySet<string> = new Set(['http-404', 'http-405']);

/**
 * A repeat of the same content gets the first answer (A6, A7, A9), so a refusal of one is something else: a person looks. But
 * what an identify without an answer opened lapses by itself (A8), and what is gone needs no release.
 */
function onRepeat({ kind }: Operation, cause: CodeFacts['cause']): 'means-absent' | 'proves-nothing' {
  return kind === 'identify' || (kind === 'release' && cause === 'gone') ? 'means-absent' : 'proves-nothing';
}

function withFacts(reading: Reading & { readonly kind: 'not-arrived' | 'maybe' }): Delivery {
  const { facts, ...rest } = reading;
  return { ...rest, ...facts };
}

/** Null: this is no answer to such a call, though it came with a success. */
function answerOf(operation: Operation, fields: unknown, settings: RbiSettings): OperationAnswer | null {
  switch (operation.kind) {
    case 'identify': {
      const read = identifyFields.safeParse(fields);
      if (!read.success) return null;
      const loyaltyId = read.data.loyaltyUser.id.toLowerCase();
      return { memberId: loyaltyId, facts: { transactionId: read.data.transactionId, loyaltyId } };
    }
    case 'submit':
    case 'submit-unclaimed': {
      const read = transactionFields.safeParse(fields);
      if (!read.success) return null;
      const { points, pointsEarned, transactionId } = read.data;
      // A field may vanish, but an answer with none of them is somebody else's page.
      if (points === undefined && pointsEarned === undefined && transactionId === undefined) return null;
      return { ...figuresOf(read.data), ...textsOf(read.data, settings) };
    }
    case 'cancel-sale':
    case 'release': {
      // Section 7: the body is not public, any 2xx is done.
      const read = transactionFields.safeParse(fields);
      return read.success && read.data.points !== undefined ? { balancePoints: read.data.points } : {};
    }
    default:
      return {};
  }
}

function figuresOf(read: TransactionFields): OperationAnswer {
  return present({
    balancePoints: read.points,
    pointsEarned: read.pointsEarned,
    pointsRedeemed: read.pointsRedeemed,
    memberId: read.loyaltyId,
    receiptCode: read.receiptCode,
    facts: read.transactionId === undefined ? undefined : { transactionId: read.transactionId },
  });
}

type Presentation = NonNullable<OperationAnswer['presentation']>;

/** Section 10: unchanged, in print order; an absent text prints nothing. */
function textsOf({ presentation }: TransactionFields, { printIdentifier }: RbiSettings): OperationAnswer {
  if (presentation === undefined) return {};
  const ordered: readonly (readonly [Presentation[number]['field'], string | undefined])[] = [
    ['title', presentation.header],
    ['text', presentation.marketing],
    ['earned', presentation.pointsEarned],
    ['redeemed', presentation.pointsRedeemed],
    ['balance', presentation.totalPoints],
    ['text', printIdentifier ? presentation.identifier : undefined],
    ['qr', presentation.qrCode],
    ['footer', presentation.footer],
  ];
  const texts = ordered.flatMap(([field, text]) => (text === undefined ? [] : [{ field, text }]));
  return texts.length === 0 ? {} : { presentation: texts };
}

type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

function present(answer: Maybe<OperationAnswer>): OperationAnswer {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
}
