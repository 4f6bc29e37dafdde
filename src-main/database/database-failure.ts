/** Why a database file was not opened: an expected outcome, told to a person with what to do. */
export type DatabaseFailure =
  /** Not a database, or another program's. It is left as it is. */
  | {
      readonly kind: 'wrong-format';
      readonly file: string;
      readonly reason: string;
      /** Not even the first bytes are those of a database. */
      readonly notADatabase: boolean;
    }
  | { readonly kind: 'unreadable'; readonly file: string }
  | { readonly kind: 'newer-version'; readonly file: string; readonly found: number; readonly known: number }
  /** One of ours, with pages that cannot be read. */
  | { readonly kind: 'damaged'; readonly file: string; readonly findings: readonly string[] }
  | { readonly kind: 'no-space'; readonly file: string }
  | { readonly kind: 'read-only'; readonly file: string }
  /** Another process holds the file in the middle of a write for longer than the busy time-out. */
  | { readonly kind: 'busy'; readonly file: string }
  | { readonly kind: 'io'; readonly file: string; readonly reason: string };
