/** Why the till could not start, as the desktop door puts it into the address of this page. */
export interface StartupFailure {
  /** The exit code (src-shared/errors). */
  readonly exitCode: number;
  /** In words: what is wrong and where. */
  readonly message: string;
}

/** Reads `#/startup-failure/<URI-encoded JSON of StartupFailure>`; null for every other address. */
export function startupFailureOf(hash: string): StartupFailure | null {
  const text = /^#\/startup-failure\/(.+)$/.exec(hash)?.[1];
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(decodeURIComponent(text));
    if (typeof value !== 'object' || value === null) return { exitCode: 1, message: '' };
    const exitCode = 'exitCode' in value && typeof value.exitCode === 'number' ? value.exitCode : 1;
    const message = 'message' in value && typeof value.message === 'string' ? value.message : '';
    return { exitCode, message };
  } catch {
    return { exitCode: 1, message: '' }; // the page is still the right one; only its reason is unreadable
  }
}
