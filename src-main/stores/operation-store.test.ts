import { beforeEach, describe, expect, test } from 'vitest';
import type { Happened, OperationDraft, OperationState } from '../../src-shared/queue/operation.ts';
import {
  AFTER_CRASH,
  AFTER_DROP,
  afterClose,
  afterDelivery,
  afterResolution,
  afterRetry,
  type Move,
} from '../../src-shared/queue/operation-state.ts';
import type { Delivery } from '../../src-shared/queue/outcome.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { atomically } from '../database/atomically.ts';
import { type StoresOnFile, storesOnFile } from '../database/stores-on-file.test-support.ts';
import { aDraft, aPayWithCancel } from './operation-draft.test-support.ts';
import type { Account, OperationFacts, OperationStore } from './operation-store.ts';

const clock = new ManualClock();
const NOW = clock.nowMs();
const REQUEST = { method: 'POST', path: '/x', headers: {}, body: '{}' } as const;

let file: StoresOnFile;
let operations: OperationStore;
let account: Account;

beforeEach(() => {
  file = storesOnFile(clock);
  operations = file.stores.operations;
  account = operations.account('invented', 'here');
  operations.showOnlyAccount(account, NOW);
});

const append = (...drafts: OperationDraft[]): void => operations.append(drafts, account, NOW);
const state = (id: string) => operations.factsById(id)?.state;
const nextAt = (id: string) => operations.factsById(id)?.nextAtMs;
const dueIds = (nowMs = NOW) => operations.due(nowMs, 100).map((row) => row.id);

const FACTS = { status: 200, vendorRequestId: null, serverOffsetMs: null } as const;
const DONE: Delivery = { kind: 'done', answer: { confirmationCode: 'c-1' }, ...FACTS };
const REFUSED: Delivery = { kind: 'refused', code: '42', text: 'No', onRepeat: 'proves-nothing', ...FACTS };
const NOT_FINAL: Delivery = {
  kind: 'not-final',
  code: 'pending',
  askAgainMs: 0,
  answer: { confirmationCode: 'c-1' },
  ...FACTS,
};
const LOST: Delivery = { kind: 'maybe', why: 'no-answer', retryAfterMs: null, code: 'X', text: '', ...FACTS };

function rowOf(id: string): OperationFacts {
  const facts = operations.factsById(id);
  if (facts === null) throw new Error('no such row');
  return facts;
}

/** One claim and its answer. */
function send(id: string, delivery: Delivery, nowMs = NOW): Move {
  const facts = rowOf(id);
  operations.claim(facts, operations.sealRequest(id, REQUEST), nowMs);
  const move = afterDelivery(facts, delivery);
  const answer = 'answer' in delivery ? { answer: delivery.answer } : {};
  operations.settle(id, 'sending', move, { nowMs, nextAtMs: nowMs + 1_000, lastAttemptAtMs: nowMs, ...answer });
  return move;
}

describe('the table itself refuses what cannot be', () => {
  interface Columns {
    state: OperationState;
    happened: Happened;
    first: number | null;
    ended: number | null;
    next: number | null;
  }
  const insert = ({ state: inState, happened, first, ended, next }: Columns): void => {
    file.db
      .prepare(
        `INSERT INTO operation (id, key, kind, account_number, state, happened, sealed_detail, recorded_at, first_sent_at, ended_at, next_at)
         VALUES ('x', 'k', 'submit', ?, ?, ?, x'00', 1, ?, ?, ?)`,
      )
      .run(account.number, inState, happened, first, ended, next);
  };
  const good: Record<OperationState, Columns> = {
    owed: { state: 'owed', happened: 0, first: null, ended: null, next: null },
    queued: { state: 'queued', happened: 0, first: null, ended: null, next: 5 },
    sending: { state: 'sending', happened: null, first: 5, ended: null, next: null },
    unknown: { state: 'unknown', happened: null, first: 5, ended: null, next: 5 },
    parked: { state: 'parked', happened: null, first: 5, ended: null, next: null },
    delivered: { state: 'delivered', happened: 1, first: 5, ended: 5, next: null },
    dropped: { state: 'dropped', happened: 0, first: null, ended: 5, next: null },
    closed: { state: 'closed', happened: 0, first: 5, ended: 5, next: null },
  };

  // One file for all: a row is taken away again.
  const insertAlone = (columns: Columns): void => {
    insert(columns);
    file.db.exec('DELETE FROM operation');
  };
  const wrong: readonly [OperationState, Partial<Columns>, string][] = [
    ['owed', { first: 5 }, 'was sent'],
    ['owed', { happened: null }, 'may have happened'],
    ['owed', { happened: 1 }, 'happened'],
    ['owed', { next: 5 }, 'is due'],
    ['queued', { first: 5 }, 'was sent'],
    ['queued', { happened: null }, 'may have happened'],
    ['queued', { happened: 1 }, 'happened'],
    ['queued', { ended: 5 }, 'is finished'],
    ['sending', { first: null }, 'was never sent'],
    ['sending', { happened: 0 }, 'did not happen'],
    ['sending', { happened: 1 }, 'happened'],
    ['sending', { next: 5 }, 'is due'],
    ['unknown', { first: null }, 'was never sent'],
    ['unknown', { happened: 0 }, 'did not happen'],
    ['unknown', { ended: 5 }, 'is finished'],
    ['parked', { happened: 1 }, 'happened'],
    ['parked', { first: null }, 'in doubt and never sent'],
    ['parked', { next: 5 }, 'is due'],
    ['parked', { ended: 5 }, 'is finished'],
    ['delivered', { happened: 0 }, 'did not happen'],
    ['delivered', { happened: null }, 'may have happened'],
    ['delivered', { first: null }, 'was never sent'],
    ['delivered', { ended: null }, 'is not finished'],
    ['delivered', { next: 5 }, 'is due'],
    ['dropped', { first: 5 }, 'was sent'],
    ['dropped', { happened: null }, 'may have happened'],
    ['dropped', { happened: 1 }, 'happened'],
    ['dropped', { ended: null }, 'is not finished'],
    ['closed', { happened: null }, 'without a finding'],
    ['closed', { happened: 1, first: null }, 'happened and was never sent'],
    ['closed', { ended: null }, 'is not finished'],
  ];

  test('every state as it should be', () => {
    for (const columns of Object.values(good)) expect(() => insertAlone(columns)).not.toThrow();
  });

  test('each state with one thing wrong', () => {
    for (const [one, difference, why] of wrong)
      expect(() => insertAlone({ ...good[one], ...difference }), `${one} that ${why}`).toThrow(
        /CHECK constraint failed/,
      );
  });

  test('an unknown state, and an unknown limit of repeats', () => {
    expect(() => insert({ ...good.queued, state: 'lost' as OperationState })).toThrow(/CHECK/);
    insert(good.queued);
    expect(() => file.db.exec("UPDATE operation SET repeat_limit = 'sometimes'")).toThrow(/CHECK/);
  });
});

describe('what is due', () => {
  test('through the partial index, and links through theirs', () => {
    const plan = (sql: string): string =>
      JSON.stringify(
        file.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(
          ...sql
            .replace(/[^?]/g, '')
            .split('')
            .map(() => 1),
        ),
      );
    const due = plan(
      'SELECT id FROM operation WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, seq LIMIT ?',
    );
    expect(due).toContain('operation_due');
    expect(due).not.toContain('TEMP B-TREE');
    expect(plan("SELECT count(*) FROM operation WHERE state = 'sending'")).toContain('operation_sending');
    expect(plan('SELECT id FROM operation WHERE after_id = ? AND ended_at IS NULL')).toContain('operation_after');
    expect(plan("SELECT id FROM operation WHERE undoes_id = ? AND state <> 'dropped'")).toContain('operation_undoes');
  });

  test('in the order of recording, by their time', () => {
    append(aDraft('submit', { id: 'a' }), aDraft('submit', { id: 'b' }));
    operations.append([aDraft('submit', { id: 'c' })], account, NOW - 1);
    expect(dueIds()).toEqual(['c', 'a', 'b']);
    expect(dueIds(NOW - 1)).toEqual(['c']);
  });

  test('never what waits for another, is owed, belongs to the fast lane, or is parked', () => {
    append(
      aDraft('submit', { id: 'first' }),
      aDraft('submit', { id: 'waits', afterId: 'first' }),
      aDraft('cancel-sale', { id: 'undoes', undoesId: 'first' }),
      ...aPayWithCancel('pay', 'owed'),
      aDraft('submit', { id: 'refused' }),
    );
    send('refused', REFUSED);
    expect(dueIds(NOW + 10 ** 9)).toEqual(['first']);
    for (const id of ['waits', 'undoes', 'pay', 'owed', 'refused']) expect(nextAt(id)).toBeNull();
  });

  test('a thousand blocked rows are not in the index', () => {
    atomically(file.db, () => {
      append(aDraft('enrol', { id: 'enrol' }));
      for (let n = 0; n < 1_000; n++) append(aDraft('submit', { id: `blocked-${n}`, afterId: 'enrol' }));
      append(aDraft('submit', { id: 'free' }));
    });
    expect(dueIds()).toEqual(['enrol', 'free']);
    expect(file.db.prepare('SELECT count(*) FROM operation WHERE next_at IS NOT NULL').pluck().get()).toBe(2);
  });

  test('the soonest that nobody has in hand', () => {
    append(aDraft('submit', { id: 'a' }), aDraft('submit', { id: 'b' }));
    send('b', LOST);
    expect(operations.soonestNextAtMs()).toBe(NOW);
    expect(operations.soonestNextAtMs(new Set(['a']))).toBe(NOW + 1_000);
    expect(operations.soonestNextAtMs(new Set(['a', 'b']))).toBeNull();
  });

  test('after an outage each delayed row stands in its old place', () => {
    operations.append([aDraft('submit', { id: 'old' })], account, NOW - 500);
    append(aDraft('submit', { id: 'new' }));
    send('old', LOST);
    expect(dueIds()).toEqual(['new']);
    operations.makeDelayedDue(NOW);
    expect(dueIds()).toEqual(['old', 'new']);
  });
});

describe('a settle', () => {
  test('changes exactly one row, or says that somebody else did', () => {
    append(aDraft('submit', { id: 'a' }));
    const move = send('a', DONE);
    expect(state('a')).toBe('delivered');
    expect(() => operations.settle('a', 'sending', move, { nowMs: NOW, nextAtMs: null })).toThrow(
      /not sending any more/,
    );
    expect(() => operations.settle('none', 'sending', move, { nowMs: NOW, nextAtMs: null })).toThrow();
    expect(() => operations.claim(rowOf('a'), operations.sealRequest('a', REQUEST), NOW)).toThrow(
      /could not be claimed/,
    );
  });

  test('keeps the first bytes and the first time through every repeat', () => {
    append(aDraft('submit', { id: 'a' }));
    send('a', LOST, NOW);
    operations.claim(rowOf('a'), operations.sealRequest('a', { ...REQUEST, body: 'others' }), NOW + 50);
    expect(operations.byId('a')).toMatchObject({
      firstSentAtMs: NOW,
      request: REQUEST,
      lastAttemptAtMs: NOW,
      attempts: 1,
    });
  });

  test('forgets the bytes of what is finished, and keeps the answer', () => {
    append(aDraft('submit', { id: 'a' }));
    send('a', DONE);
    expect(operations.byId('a')).toMatchObject({ request: null, answer: { confirmationCode: 'c-1' }, endedAtMs: NOW });
  });

  test('proved absent: a new key, and as if it had never been sent', () => {
    append(aDraft('submit', { id: 'a' }));
    const key = operations.byId('a')?.key;
    send('a', NOT_FINAL);
    expect(operations.byId('a')?.answer).toEqual({ confirmationCode: 'c-1' });
    const facts = operations.factsById('a');
    if (facts === null) throw new Error('no row');
    operations.settle('a', 'unknown', afterResolution(facts, { kind: 'absent', evidence: { balanceSeen: 3 } }, false), {
      nowMs: NOW,
      nextAtMs: NOW,
      evidence: { balanceSeen: 3 },
    });
    const row = operations.byId('a');
    expect(row).toMatchObject({
      state: 'queued',
      happened: 0,
      firstSentAtMs: null,
      request: null,
      answer: null,
      evidence: { balanceSeen: 3 },
    });
    expect(row?.key).not.toBe(key);
  });

  test('leaves the error as it was unless it says one', () => {
    append(aDraft('submit', { id: 'a' }));
    send('a', LOST);
    operations.claim(rowOf('a'), null, NOW);
    operations.settle('a', 'sending', AFTER_CRASH, { nowMs: NOW, nextAtMs: NOW, errorCode: 'E', errorText: 'words' });
    operations.claim(rowOf('a'), null, NOW);
    operations.settle('a', 'sending', AFTER_CRASH, { nowMs: NOW, nextAtMs: NOW });
    expect(operations.byId('a')).toMatchObject({ errorCode: 'E', errorText: 'words' });
  });
});

describe('links, in the same commit', () => {
  test('what comes after becomes due when the first is delivered, dropped or closed, not before', () => {
    for (const [n, finish] of [DONE, 'drop', 'close'].entries()) {
      const [first, second] = [`first-${n}`, `second-${n}`];
      append(aDraft('submit', { id: first }), aDraft('submit', { id: second, afterId: first }));
      if (finish === 'drop') operations.drop(first, NOW);
      else if (finish === 'close') {
        send(first, REFUSED);
        expect(nextAt(second)).toBeNull();
        const facts = operations.factsById(first);
        const move = facts === null ? null : afterClose(facts, 0);
        if (move !== null) operations.settle(first, 'parked', move, { nowMs: NOW, nextAtMs: null });
      } else {
        send(first, LOST);
        expect(nextAt(second)).toBeNull();
        send(first, DONE);
      }
      expect(nextAt(second)).toBe(NOW);
    }
  });

  test('a reversal is due once its original happened', () => {
    append(aDraft('submit', { id: 'sale' }));
    send('sale', LOST);
    append(aDraft('cancel-sale', { id: 'cancel', afterId: 'sale', undoesId: 'sale' }));
    expect(nextAt('cancel')).toBeNull();
    send('sale', DONE);
    expect(nextAt('cancel')).toBe(NOW);
  });

  test('a reversal whose original was refused ends with it, and what waited for the reversal goes on', () => {
    append(aDraft('submit', { id: 'sale' }), ...aPayWithCancel('pay', 'owed'));
    send('pay', DONE);
    operations.drop('owed', NOW);
    append(
      aDraft('cancel-sale', { id: 'cancel', afterId: 'sale', undoesId: 'sale' }),
      aDraft('cancel-payment', { id: 'give-back', afterId: 'cancel', undoesId: 'pay' }),
    );
    send('sale', REFUSED);
    expect(operations.factsById('sale')).toMatchObject({ state: 'closed', happened: 0 });
    expect(state('cancel')).toBe('dropped');
    expect(nextAt('give-back')).toBe(NOW);
  });

  test('a reversal that may have been sent already has changed nothing', () => {
    append(aDraft('submit', { id: 'sale' }), aDraft('cancel-sale', { id: 'cancel', undoesId: 'sale' }));
    // A restored file knows both as unknown.
    file.db.exec("UPDATE operation SET state = 'unknown', happened = NULL, first_sent_at = 1, next_at = NULL");
    const sale = operations.factsById('sale');
    if (sale === null) throw new Error('no row');
    operations.settle(
      'sale',
      'unknown',
      afterResolution(sale, { kind: 'cannot-tell', code: 'X', text: '', evidence: {} }, false),
      {
        nowMs: NOW,
        nextAtMs: null,
      },
    );
    const parked = operations.factsById('sale');
    const move = parked === null ? null : afterClose(parked, 0);
    if (move !== null) operations.settle('sale', 'parked', move, { nowMs: NOW, nextAtMs: null });
    expect(operations.byId('cancel')).toMatchObject({ state: 'closed', happened: 0, errorCode: 'nothing-to-undo' });
  });

  test('a pay that never left takes its owed cancel with it', () => {
    append(...aPayWithCancel('pay', 'owed'));
    operations.settle('pay', 'queued', AFTER_DROP, { nowMs: NOW, nextAtMs: null });
    expect(state('owed')).toBe('dropped');
  });

  test('an unclear pay is asked about by itself only once its cancel is due', () => {
    append(...aPayWithCancel('pay', 'owed'));
    operations.claim(rowOf('pay'), operations.sealRequest('pay', REQUEST), NOW);
    operations.settle('pay', 'sending', AFTER_CRASH, { nowMs: NOW, nextAtMs: null });
    expect(operations.isWanted('pay')).toBe(true);
    operations.makeDue('owed', NOW);
    operations.scheduleUnknown('pay', NOW);
    expect(operations.isWanted('pay')).toBe(false);
    expect(state('owed')).toBe('queued');
    expect(nextAt('owed')).toBeNull();
    expect(dueIds()).toEqual(['pay']);
  });

  test('one reversal for each operation; a dropped one makes room for another', () => {
    append(aDraft('submit', { id: 'sale' }), aDraft('cancel-sale', { id: 'one', undoesId: 'sale' }));
    expect(() => append(aDraft('cancel-sale', { undoesId: 'sale' }))).toThrow(/UNIQUE/);
    operations.drop('one', NOW);
    expect(() => append(aDraft('cancel-sale', { undoesId: 'sale' }))).not.toThrow();
  });

  test('only what did not happen may be replaced', () => {
    append(aDraft('submit', { id: 'refused' }), aDraft('submit', { id: 'lost' }), aDraft('submit', { id: 'done' }));
    send('refused', REFUSED);
    send('lost', LOST);
    send('done', DONE);
    expect(() => append(aDraft('submit', { replacesId: 'refused' }))).not.toThrow();
    expect(() => append(aDraft('submit', { replacesId: 'lost' }))).toThrow(/may have happened/);
    expect(() => append(aDraft('submit', { replacesId: 'done' }))).toThrow(/may have happened/);
    expect(() => append(aDraft('submit', { replacesId: 'nothing' }))).toThrow(/may have happened/);
  });
});

describe('retry and close', () => {
  const retry = (id: string): void => {
    const facts = operations.factsById(id);
    const move = facts === null ? null : afterRetry(facts, false);
    if (move === null) throw new Error('not allowed');
    operations.settle(id, 'parked', move, { nowMs: NOW, nextAtMs: NOW });
  };

  test('a refused row is due again, with bytes made afresh under its key', () => {
    append(aDraft('submit', { id: 'a' }));
    const key = operations.byId('a')?.key;
    send('a', REFUSED);
    retry('a');
    expect(operations.byId('a')).toMatchObject({
      state: 'queued',
      key,
      request: null,
      nextAtMs: NOW,
      firstSentAtMs: null,
    });
  });

  test('a doubtful row that waits for another goes on waiting', () => {
    append(
      aDraft('submit', { id: 'sale' }),
      aDraft('cancel-sale', { id: 'cancel', afterId: 'sale', undoesId: 'sale' }),
    );
    file.db.exec(
      "UPDATE operation SET state = 'parked', happened = NULL, first_sent_at = 1, next_at = NULL WHERE id = 'cancel'",
    );
    retry('cancel');
    expect(operations.factsById('cancel')).toMatchObject({ state: 'unknown', nextAtMs: null });
    send('sale', DONE);
    expect(nextAt('cancel')).toBe(NOW);
  });

  test('closed as happened: its reversal is due', () => {
    append(aDraft('submit', { id: 'sale' }));
    send('sale', LOST);
    send('sale', REFUSED);
    expect(operations.factsById('sale')).toMatchObject({ state: 'parked', happened: null });
    append(aDraft('cancel-sale', { id: 'cancel', undoesId: 'sale' }));
    const facts = operations.factsById('sale');
    const move = facts === null ? null : afterClose(facts, 1);
    if (move !== null)
      operations.settle('sale', 'parked', move, { nowMs: NOW, nextAtMs: null, answer: { confirmationCode: 'ref' } });
    expect(operations.byId('sale')).toMatchObject({
      state: 'closed',
      happened: 1,
      answer: { confirmationCode: 'ref' },
    });
    expect(nextAt('cancel')).toBe(NOW);
  });
});

describe('another account', () => {
  const elsewhere = () => operations.account('invented', 'elsewhere');

  test('its rows leave the due index, are out of their window, and come back by their links', () => {
    append(
      aDraft('submit', { id: 'queued' }),
      aDraft('submit', { id: 'unknown' }),
      aDraft('submit', { id: 'waits', afterId: 'queued' }),
    );
    send('unknown', LOST);
    operations.showOnlyAccount(elsewhere(), NOW);
    expect(dueIds(NOW + 10 ** 9)).toEqual([]);
    expect(operations.countOfOtherAccounts(elsewhere())).toBe(3);
    operations.showOnlyAccount(account, NOW);
    expect(dueIds()).toEqual(['queued', 'unknown']);
    expect(operations.factsById('unknown')?.repeatLimit).toBe('window-over');
    expect(operations.factsById('queued')?.repeatLimit).toBe('by-kind');
  });

  test('what a crash left on its way does not become due here', () => {
    append(aDraft('submit', { id: 'sent' }));
    operations.claim(rowOf('sent'), operations.sealRequest('sent', REQUEST), NOW);
    operations.showOnlyAccount(elsewhere(), NOW);
    operations.settle('sent', 'sending', AFTER_CRASH, { nowMs: NOW, nextAtMs: NOW });
    expect(operations.factsById('sent')).toMatchObject({
      state: 'unknown',
      nextAtMs: null,
      repeatLimit: 'window-over',
    });
  });

  test('a reversal goes where its original went', () => {
    append(aDraft('submit', { id: 'sale' }));
    send('sale', DONE);
    operations.showOnlyAccount(elsewhere(), NOW);
    operations.append([aDraft('cancel-sale', { id: 'cancel', undoesId: 'sale' })], elsewhere(), NOW);
    expect(operations.byId('cancel')).toMatchObject({ account: 'here', nextAtMs: null });
    operations.showOnlyAccount(account, NOW);
    expect(dueIds()).toEqual(['cancel']);
  });
});

test('a clock set back: windows over, delays due, quiet counted from now', () => {
  append(aDraft('adjust', { id: 'a' }), aDraft('submit', { id: 'b' }));
  send('a', LOST);
  operations.clockWentBack(NOW - 3_600_000);
  expect(operations.byId('a')).toMatchObject({ lastAttemptAtMs: NOW - 3_600_000, nextAtMs: NOW - 3_600_000 });
  expect(operations.factsById('a')?.repeatLimit).toBe('window-over');
  expect(dueIds(NOW - 3_600_000)).toEqual(['a', 'b']);
});

describe('a row whose stored data cannot be read', () => {
  beforeEach(() => {
    append(aDraft('enrol', { id: 'a' }), aDraft('submit', { id: 'broken' }), aDraft('enrol', { id: 'c' }));
    file.db.exec("UPDATE operation SET sealed_detail = x'0102', transaction_id = NULL WHERE id = 'broken'");
  });

  test('is on its page with the others', () => {
    for (const show of ['unfinished', 'all'] as const) {
      const page = operations.page(show, null, 10);
      expect(page.map((row) => row.id).sort()).toEqual(['a', 'broken', 'c']);
      expect(page.find((row) => row.id === 'broken')).toMatchObject({ detail: null, kind: 'submit', state: 'queued' });
      expect(page.find((row) => row.id === 'a')?.detail).not.toBeNull();
    }
    expect(operations.listedById('broken')).toMatchObject({ id: 'broken', detail: null });
  });

  test('also where a value was moved from another row', () => {
    file.db.exec(
      "UPDATE operation SET sealed_detail = (SELECT sealed_detail FROM operation WHERE id = 'a') WHERE id = 'c'",
    );
    expect(operations.listedById('c')).toMatchObject({ detail: null });
    expect(() => operations.byId('c')).toThrow(/operation.detail c/);
  });
});
