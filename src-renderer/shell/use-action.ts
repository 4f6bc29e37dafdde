import { useCallback, useRef, useState } from 'react';
import type { Answer, ScreenProblem } from '../app-api.ts';

export interface Action {
  /** A call runs; its buttons are disabled. */
  readonly running: boolean;
  /** What went wrong last; null after a success or when dismissed. */
  readonly problem: ScreenProblem | null;
  run<T>(call: () => Promise<Answer<T>>): Promise<Answer<T>>;
  dismiss(): void;
}

/** Runs the calls behind the buttons of a screen or dialog and keeps their last problem. */
export function useAction(): Action {
  const [running, setRunning] = useState(0);
  const [problem, setProblem] = useState<ScreenProblem | null>(null);
  const latest = useRef(0);
  const run = useCallback(async <T>(call: () => Promise<Answer<T>>): Promise<Answer<T>> => {
    const mine = ++latest.current;
    setRunning((count) => count + 1);
    const answer = await call();
    setRunning((count) => count - 1);
    // An older call that comes back late does not hide what the newer one has said.
    if (mine === latest.current || !answer.ok) setProblem(answer.ok ? null : answer.problem);
    return answer;
  }, []);
  const dismiss = useCallback(() => setProblem(null), []);
  return { running: running > 0, problem, run, dismiss };
}
