import { useCallback, useEffect, useState } from 'react';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import type { ScreenProblem } from '../../app-api.ts';
import { previewBenefits, refreshSale, useSale } from '../../state/sale-store.ts';
import { useReachable, useStatus } from '../../state/status-store.ts';

export interface FreshBenefits {
  readonly isReading: boolean;
  readonly problem: ScreenProblem | null;
  read(): void;
  /** Resolves when the benefits belong to the basket, or cannot be had soon: paying never waits longer for the program. */
  freshen(): Promise<void>;
}

/** Long enough to wait for the next scan of a quick cashier. */
const QUIET_MS = 350;

/** How long paying waits for the benefits of a basket that has just changed. */
const PAY_WAIT_MS = 2_000;

/** Whether the benefits on screen do not belong to the basket on screen. */
function needsPreview(sale: SaleView | null): boolean {
  if (sale === null || sale.member?.confirmed !== true || sale.lines.length === 0) return false;
  return sale.preview === null || sale.preview.stale;
}

/** Reads the benefits of the basket by itself shortly after it changed, as long as the program answers. */
export function useFreshBenefits(): FreshBenefits {
  const sale = useSale((store) => store.sale);
  const kind = useStatus((store) => store.capabilities?.preview);
  const [isReading, setReading] = useState(false);
  const [problem, setProblem] = useState<ScreenProblem | null>(null);

  const read = useCallback(async () => {
    setReading(true);
    const answer = await previewBenefits();
    // What was read stands in the sale also where reserving it failed.
    if (!answer.ok) await refreshSale();
    setReading(false);
    setProblem(answer.ok ? null : answer.problem);
  }, []);

  const isReachable = useReachable();
  const isDue = needsPreview(sale) && isReachable && kind !== 'none';
  // `sale` starts the quiet time anew with each change of the basket; a failed read waits for the next change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(() => void read(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [isDue, read, sale?.lines, sale?.member?.identifierHint]);

  const freshen = useCallback(async () => {
    if (!isReachable || kind === 'none' || !needsPreview(useSale.getState().sale)) return;
    await Promise.race([read(), new Promise<void>((resolve) => setTimeout(resolve, PAY_WAIT_MS))]);
  }, [isReachable, kind, read]);

  return { isReading, problem, read: () => void read(), freshen };
}
