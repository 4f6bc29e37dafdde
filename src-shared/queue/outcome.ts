import type { Evidence, OperationAnswer } from './operation.ts';

/** Why a request provably did not arrive (design: only these prove it). */
export type NotArrivedWhy = 'no-connection' | 'not-signed-in' | 'forbidden' | 'throttled';

/** Why nothing is proved either way. */
export type MaybeWhy =
  | 'no-answer'
  | 'connection-lost'
  | 'server-error'
  | 'conflict'
  /** Not the program's: a captive portal's page, half an answer. */
  | 'unreadable'
  /** The program's own success, but without the fields that say what it did: asking again brings the same. */
  | 'other-form'
  | 'aborted';

interface AnswerFacts {
  /** HTTP status, where there was one. */
  readonly status: number | null;
  /** The vendor's own request id, where it names one. */
  readonly vendorRequestId: string | null;
  /** How far the server's clock is ahead of ours, from its Date header. */
  readonly serverOffsetMs: number | null;
}

/** What one attempt to send an operation came to. A back end never throws for an expected answer. */
export type Delivery = AnswerFacts &
  (
    | { readonly kind: 'done'; readonly answer: OperationAnswer }
    | {
        readonly kind: 'refused';
        readonly code: string;
        readonly text: string;
        /** What this refusal says when it answers a repeat (the back end's code table). */
        readonly onRepeat: 'means-done' | 'means-absent' | 'proves-nothing';
      }
    | {
        readonly kind: 'not-arrived';
        readonly why: NotArrivedWhy;
        readonly retryAfterMs: number | null;
        readonly code: string;
        readonly text: string;
      }
    /** Accepted, but the program itself may still refuse it: it is asked about, never sent again. */
    | {
        readonly kind: 'not-final';
        readonly code: string;
        readonly askAgainMs: number;
        readonly answer: OperationAnswer;
      }
    | {
        readonly kind: 'maybe';
        readonly why: MaybeWhy;
        readonly retryAfterMs: number | null;
        readonly code: string;
        readonly text: string;
      }
  );

/** What a look-up came to. */
export type Resolution =
  | { readonly kind: 'done'; readonly answer: OperationAnswer; readonly evidence: Evidence }
  | { readonly kind: 'absent'; readonly evidence: Evidence }
  /** The program had accepted it and then decided against it: it did not happen, and the same content is not sent by itself. */
  | { readonly kind: 'refused'; readonly code: string; readonly text: string; readonly evidence: Evidence }
  | { readonly kind: 'cannot-tell'; readonly code: string; readonly text: string; readonly evidence: Evidence }
  | {
      readonly kind: 'ask-again';
      readonly afterMs: number;
      /** Why the program could not be asked; null: it answered, or it is too early to ask. */
      readonly why: NotArrivedWhy | MaybeWhy | null;
      readonly code: string;
      readonly text: string;
      /** What this look-up saw, where the next one needs it; absent: what is stored stays. */
      readonly evidence?: Evidence;
    };

/** What a direct call (identify, preview, reserve) came to. */
export type DirectAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string; readonly notFound: boolean }
  | {
      readonly kind: 'unavailable';
      readonly why: NotArrivedWhy | MaybeWhy;
      readonly retryAfterMs: number | null;
      readonly code: string;
      readonly text: string;
    };
