/** What the copying thread is asked, and answers. Both cross a thread, so they are plain values. */
export interface CopyTask {
  readonly kind: 'copy' | 'purge';
  readonly source: string;
  readonly target: string;
}

export type CopyAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: 'no-space' | 'read-only' | 'damaged' | 'failed'; readonly reason: string };
