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

/** @throws UnreadableStoredValue */
export function readOperation(row: OperationRow, account: Account | undefined, sealer: Sealer): Operation {
  return {
    ...openColumns(row, account),
    detail: sealer.open(`operation.detail ${row.id}`, row.sealed_detail, operationDetail),
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
