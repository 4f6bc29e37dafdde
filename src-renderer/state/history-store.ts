import { create } from 'zustand';
import type { SaleSummary } from '../../src-shared/contract/views.ts';
import { type Answer, callTill } from '../app-api.ts';

interface HistoryState {
  readonly text: string;
  readonly sales: readonly SaleSummary[];
  /** Where the next page starts; null at the end. */
  readonly nextBefore: number | null;
  readonly loaded: boolean;
}

const PAGE = 50;

/** The completed sales on screen, newest first. */
export const useHistory = create<HistoryState>(() => ({ text: '', sales: [], nextBefore: null, loaded: false }));

/** @param text part of a sale number or reference; empty for all. */
export async function searchHistory(text: string): Promise<Answer<unknown>> {
  useHistory.setState({ text });
  const answer = await list(text, null);
  // A slower answer to an earlier text must not replace this one.
  if (answer.ok && useHistory.getState().text === text) useHistory.setState({ ...answer.value, loaded: true });
  return answer;
}

export async function loadOlderSales(): Promise<Answer<unknown>> {
  const { text, nextBefore, sales } = useHistory.getState();
  if (nextBefore === null) return { ok: true, value: null };
  const answer = await list(text, nextBefore);
  if (answer.ok && useHistory.getState().text === text) {
    const known = new Set(sales.map(({ saleId }) => saleId));
    const older = answer.value.sales.filter(({ saleId }) => !known.has(saleId));
    useHistory.setState({ sales: [...sales, ...older], nextBefore: answer.value.nextBefore });
  }
  return answer;
}

function list(text: string, before: number | null) {
  return callTill((till) =>
    till.cashier.history.list({
      limit: PAGE,
      ...(text.trim() === '' ? {} : { text: text.trim() }),
      ...(before === null ? {} : { before }),
    }),
  );
}
