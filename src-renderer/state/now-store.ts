import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    nowMs = Date.now(); // nobody has counted while nobody watched
    timer = setInterval(() => {
      nowMs = Date.now();
      for (const tell of listeners) tell();
    }, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The wall clock, for what is shown as an age or a countdown only: a new value each second, ms since 1970. */
export const useNowMs = (): number => useSyncExternalStore(subscribe, () => nowMs);
