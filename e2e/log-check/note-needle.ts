import { appendFileSync } from 'node:fs';

/** Names the file that test processes write needles to. It must lie outside the log folder, or it would find itself. */
export const NEEDLES_FILE = 'TILLBOX_NEEDLES_FILE';

/**
 * Notes a secret that was made or seen during a test (a claim code, a one-time code, a pairing code, a token, a recovery
 * code), so that the log check at the end of the run looks for it. Outside a run that collects them it does nothing.
 */
export function noteNeedle(secret: string): void {
  const file = process.env[NEEDLES_FILE];
  if (file !== undefined && secret.trim() !== '') appendFileSync(file, `${JSON.stringify(secret.trim())}\n`);
}
