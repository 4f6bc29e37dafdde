import {
  evidence,
  frozenRequest,
  type Operation,
  type OperationDetail,
  operationAnswer,
  operationDetail,
} from '../../src-shared/queue/operation.ts';
import type { RepeatLimit } from '../../src-shared/queue/operation-state.ts';
import type { FactsRow, OperationRow } from './operation-statements.ts';
import { type Sealer, UnreadableStoredValue } from './sealer.ts';

/** What is needed to place a row in the state table without opening its sealed columns. */
export interface OperationFacts
  extends Pick<
    Operation,
    | 'seq'
    | 'id'
    | 'kind'
    | 'state'
    | 'happened'
    | 'saleId'
    | 'afterId'
    | 'undoesId'
    | 'firstSentAtMs'
    | 'nextAtMs'
    | 'attempts'
  > {
  readonly accountNumber: number;
  readonly repeatLimit: RepeatLimit;
}

/** A row as a person may see it: where its sealed columns cannot be read, it is listed all the same, without them. */
export type ListedOperation = Omit<Operation, 'detail'> & { readonly detail: OperationDetail | null };

export interface Account {
  readonly number: number;
  readonly backEnd: string;
  readonly account: string;
}

export const factsOf = (row: FactsRow): OperationFacts => ({
  seq: row.seq,
  id: row.id,
  kind: row.kind,
  accountNumber: row.account_number,
  state: row.state,
  happened: row.happened,
  saleId: row.sale_id,
  afterId: row.after_id,
  undoesId: row.undoes_id,
  firstSentAtMs: row.first_sent_at,
  nextAtMs: row.next_at,
  attempts: row.attempts,
  repeatLimit: row.repeat_limit,
});

const openColumns = (row: OperationRow, account: Account | undefined) => ({
  seq: row.seq,
  id: row.id,
  key: row.key,
  saleId: row.sale_id,
  memberKeyId: row.member_key_id,
  kind: row.kind,
  backEnd: account?.backEnd ?? '',
  account: account?.account ?? '',
  state: row.state,
  happened: row.happened,
  afterId: row.after_id,
  undoesId: row.undoes_id,
  replacesId: row.replaces_id,
  recordedAtMs: row.recorded_at,
  firstSentAtMs: row.first_sent_at,
  lastAttemptAtMs: row.last_attempt_at,
  nextAtMs: row.next_at,
  endedAtMs: row.ended_at,
  attempts: row.attempts,
  errorCode: row.error_code,
  errorText: row.error_text,
});

const detailPlace = (id: string): string => `operation.detail ${id}`;

/** How a detail is stored: one that only names its transaction holds nothing to seal. */
export function storedDetail(
  id: string,
  detail: OperationDetail,
  sealer: Sealer,
): { readonly sealed: Buffer | null; readonly transactionId: string | null } {
  switch (detail.kind) {
    case 'submit':
    case 'submit-unclaimed':
    case 'cancel-sale':
      if (detail.facts === undefined) return { sealed: null, transactionId: detail.transactionId };
  }
  return { sealed: sealer.seal(detailPlace(id), detail), transactionId: null };
}

function readDetail(row: OperationRow, sealer: Sealer): OperationDetail {
  const { id, kind, sealed_detail: sealed, transaction_id: transactionId } = row;
  if (sealed !== null) return sealer.open(detailPlace(id), sealed, operationDetail);
  if (transactionId !== null && (kind === 'submit' || kind === 'submit-unclaimed' || kind === 'cancel-sale'))
    return { kind, transactionId };
  throw new UnreadableStoredValue(detailPlace(id), 'it has none');
}

/** @throws UnreadableStoredValue */
export function readOperation(row: OperationRow, account: Account | undefined, sealer: Sealer): Operation {
  return {
    ...openColumns(row, account),
    detail: readDetail(row, sealer),
    request: sealer.openOrNull(`operation.request ${row.id}`, row.sealed_request, frozenRequest),
    evidence: sealer.openOrNull(`operation.evidence ${row.id}`, row.sealed_evidence, evidence),
    answer: sealer.openOrNull(`operation.answer ${row.id}`, row.sealed_answer, operationAnswer),
  };
}

export function listOperation(row: OperationRow, account: Account | undefined, sealer: Sealer): ListedOperation {
  try {
    return readOperation(row, account, sealer);
  } catch (error) {
    if (!(error instanceof UnreadableStoredValue)) throw error;
    return { ...openColumns(row, account), detail: null, request: null, evidence: null, answer: null };
  }
}
