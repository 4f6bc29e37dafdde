/**
 * What the copying thread is asked, and answers. Both cross a thread, so they are plain values. `purge` empties in the
 * copy `target` what is empty in `source`; `fold` folds the log of `source` into it, so that old pages leave the log.
 */
export interface CopyTask {
  readonly kind: 'copy' | 'purge' | 'fold';
  readonly source: string;
  readonly target: string;
}

export type CopyAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: 'no-space' | 'read-only' | 'damaged' | 'failed'; readonly reason: string };
