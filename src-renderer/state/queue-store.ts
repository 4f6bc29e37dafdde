import { create } from 'zustand';
import type { QueueRow } from '../../src-shared/contract/views.ts';
import { type Answer, callTill } from '../app-api.ts';
import { keepSame } from './keep-same.ts';

export const QUEUE_FILTERS = ['unfinished', 'needs-a-person', 'all'] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

interface QueueState {
  readonly show: QueueFilter;
  readonly rows: readonly QueueRow[];
  readonly nextAfterSeq: number | null;
  readonly loaded: boolean;
}

const PAGE = 100;

/** The entries of the sync queue on screen, in the order they were recorded. */
export const useQueue = create<QueueState>(() => ({ show: 'unfinished', rows: [], nextAfterSeq: null, loaded: false }));

/** Reads the first page anew. */
export async function loadQueue(show: QueueFilter): Promise<Answer<unknown>> {
  if (useQueue.getState().show !== show) useQueue.setState({ show, rows: [], nextAfterSeq: null, loaded: false });
  const answer = await callTill((till) => till.manager.queue.list({ show, limit: PAGE }));
  const state = useQueue.getState();
  if (answer.ok && state.show === show) {
    const { rows, nextAfterSeq } = answer.value;
    useQueue.setState({ rows: keepSame(state.rows, rows, 'id'), nextAfterSeq, loaded: true });
  }
  return answer;
}

/** After a report of the till. Whoever has scrolled on keeps what he looks at; a press on "Refresh" starts from the top. */
export async function refreshQueue(): Promise<void> {
  const { show, rows } = useQueue.getState();
  if (rows.length <= PAGE) await loadQueue(show);
}

let isLoadingMore = false;

export async function loadMoreOfQueue(): Promise<void> {
  const { show, rows, nextAfterSeq } = useQueue.getState();
  if (nextAfterSeq === null || isLoadingMore) return;
  isLoadingMore = true;
  const answer = await callTill((till) => till.manager.queue.list({ show, afterSeq: nextAfterSeq, limit: PAGE }));
  isLoadingMore = false;
  const now = useQueue.getState();
  if (!answer.ok || now.show !== show || now.nextAfterSeq !== nextAfterSeq) return;
  useQueue.setState({ rows: [...rows, ...answer.value.rows], nextAfterSeq: answer.value.nextAfterSeq });
}

/** One entry as a change has left it. */
export function showQueueRow(row: QueueRow): void {
  const { rows } = useQueue.getState();
  useQueue.setState({ rows: rows.map((known) => (known.id === row.id ? row : known)) });
}
