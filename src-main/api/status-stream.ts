import type { StatusView } from '../../src-shared/contract/views.ts';
import type { TillParts } from '../till/till-parts.ts';

/** Changes come in bursts while the queue drains; a screen needs no more than ten a second. */
const QUIET_MS = 100;

/** The status now, then whenever it changed, until the caller leaves. */
export async function* statusStream(
  read: () => StatusView,
  { changes, clock }: Pick<TillParts, 'changes' | 'clock'>,
  signal: AbortSignal,
): AsyncGenerator<StatusView> {
  let changed = true;
  let tell: () => void = () => undefined;
  const stop = changes.onChange(() => {
    changed = true;
    tell();
  });
  const onAbort = (): void => tell();
  signal.addEventListener('abort', onAbort);
  let last = '';
  try {
    while (!signal.aborted) {
      if (changed) {
        changed = false;
        const status = read();
        const text = JSON.stringify(status);
        if (text !== last) {
          last = text;
          yield status;
          if (signal.aborted) return;
        }
        await new Promise<void>((resolve) => {
          const quiet = clock.schedule(QUIET_MS, resolve);
          tell = () => {
            if (!signal.aborted) return;
            quiet.cancel();
            resolve();
          };
        });
      }
      if (changed || signal.aborted) continue;
      await new Promise<void>((resolve) => {
        tell = resolve;
      });
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
