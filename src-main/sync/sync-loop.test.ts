import { describe, expect, test } from 'vitest';
import { SECOND } from '../../src-shared/time/clock.ts';
import { aDraft, aPayWithCancel } from '../stores/operation-draft.test-support.ts';
import { DONE, held, maybe, notArrived, notFinal, refused } from './fake-back-end.test-support.ts';
import { syncWorld } from './sync-world.test-support.ts';

const submits = (count: number, prefix = 's') =>
  Array.from({ length: count }, (_, n) => aDraft('submit', { id: `${prefix}${n}` }));
const MINUTE = 60 * SECOND;

describe('claiming and sending', () => {
  test('in order, one connection', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(...submits(150));
    await world.run();
    expect(world.backEnd.sentIds).toEqual(submits(150).map((draft) => draft.id));
    expect(world.backEnd.mostAtOnce).toBe(1);
    expect(world.operations.countByState()).toEqual({ delivered: 150 });
  });

  test('bytes and first send are committed before anything leaves', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }), aDraft('enrol', { id: 'b' }));
    const seen: unknown[] = [];
    world.backEnd.answer = ({ id }) => {
      seen.push(
        ...world.file.look(
          `SELECT id, state, first_sent_at, sealed_request IS NOT NULL AS frozen
           FROM operation LEFT JOIN frozen_request ON operation_seq = seq WHERE id = ?`,
          id,
        ),
      );
      return DONE;
    };
    await world.run();
    const now = world.clock.nowMs();
    expect(seen).toEqual([
      { id: 'a', state: 'sending', first_sent_at: now, frozen: 1 },
      { id: 'b', state: 'sending', first_sent_at: now, frozen: 1 },
    ]);
  });

  test('what may not be repeated is claimed no further than it is sent', async () => {
    const world = syncWorld({ connections: 2 });
    world.add(...Array.from({ length: 5 }, (_, n) => aDraft('enrol', { id: `e${n}` })));
    const first = held();
    world.backEnd.answer = first.answer;
    await world.run();
    expect(world.operations.countByState()).toEqual({ queued: 3, sending: 2 });
    expect(world.backEnd.mostAtOnce).toBe(2);
    first.settle(DONE);
    await world.run();
    expect(world.operations.countByState()).toEqual({ delivered: 5 });
  });

  test('what is safe for ever is claimed 64 ahead, and no more', async () => {
    const world = syncWorld({ connections: 2 });
    world.add(...submits(200));
    world.backEnd.answer = held().answer;
    await world.run();
    expect(world.backEnd.sent).toHaveLength(2);
    expect(world.operations.countByState()).toEqual({ queued: 136, sending: 64 });
  });

  test('a group ends before something that may not be claimed ahead', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(...submits(3), aDraft('enrol', { id: 'enrol' }), ...submits(3, 't'));
    world.backEnd.answer = held().answer;
    await world.run();
    expect(world.operations.countByState()).toEqual({ queued: 4, sending: 3 });
  });

  test('what cannot be made from what is stored steps aside, the others go', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }), aDraft('submit', { id: 'broken' }), aDraft('submit', { id: 'c' }));
    world.file.db.exec("UPDATE operation SET sealed_detail = x'00', transaction_id = NULL WHERE id = 'broken'");
    await world.run();
    expect(world.states('a', 'c')).toEqual(['delivered', 'delivered']);
    expect(world.operations.listedById('broken')).toMatchObject({
      state: 'parked',
      happened: 0,
      firstSentAtMs: null,
      errorCode: 'stored-data',
    });
    expect(world.backEnd.sentIds).toEqual(['a', 'c']);
  });

  test('an unreadable row that may have been sent is parked in doubt', async () => {
    const world = syncWorld();
    world.add(aDraft('enrol', { id: 'broken' }));
    world.backEnd.next(maybe());
    await world.run();
    world.file.db.exec("UPDATE operation SET sealed_detail = x'00', transaction_id = NULL");
    await world.later(SECOND);
    expect(world.operations.listedById('broken')).toMatchObject({
      state: 'parked',
      happened: null,
      errorCode: 'stored-data',
    });
  });

  test('pace: so many a second', async () => {
    const world = syncWorld({ pacePerSecond: 10 });
    world.add(...submits(20));
    await world.run();
    await world.later(950);
    expect(world.backEnd.sent).toHaveLength(10);
    await world.later(SECOND);
    expect(world.backEnd.sent).toHaveLength(20);
  });

  test('pace holds through a clock set back', async () => {
    const world = syncWorld({ pacePerSecond: 1 });
    world.add(...submits(3));
    await world.run();
    world.clock.set(world.clock.nowMs() - 60 * MINUTE);
    await world.later(2_100);
    expect(world.backEnd.sent).toHaveLength(3);
  });

  test('woken often, it sends once and sleeps until something is due', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }), aDraft('enrol', { id: 'e' }));
    const answer = held();
    world.backEnd.next(maybe());
    world.backEnd.next(maybe(), maybe());
    await world.run();
    world.backEnd.answerLookUp = () =>
      answer.answer({ id: 'e', kind: 'enrol', key: '', body: '', signal: new AbortController().signal }) as never;
    await world.later(SECOND);
    for (let n = 0; n < 20; n++) world.loop.wake();
    await world.run();
    expect(world.backEnd.asked).toEqual(['e']);
    // A look-up on its way is due all the time; it must not keep the loop from sleeping.
    expect(world.clock.pending).toBeLessThanOrEqual(1);
  });

  test('a lent row waits for whoever has it', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }), aDraft('submit', { id: 'b' }));
    world.loop.lend('a');
    await world.run();
    await world.later(MINUTE);
    expect(world.backEnd.sentIds).toEqual(['b']);
    expect(world.clock.pending).toBe(0);
    world.loop.takeBack('a');
    await world.run();
    expect(world.backEnd.sentIds).toEqual(['b', 'a']);
  });
});

describe('settling', () => {
  test('safe for ever: one commit for a group of 64, together with the next claim', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(...submits(128));
    await world.run();
    const groups = world.moved.map((ids) => ids.length);
    expect(groups).toEqual([64, 64]);
  });

  test('a slow group is committed after 50 ms', async () => {
    const world = syncWorld({ connections: 2 });
    world.add(...submits(3));
    const slow = held();
    world.backEnd.next(DONE, DONE);
    await world.run();
    world.moved.length = 0;
    world.add(...submits(2, 't'));
    world.backEnd.next(slow.answer, DONE);
    await world.run();
    expect(world.states('t0', 't1')).toEqual(['sending', 'sending']);
    await world.later(49);
    expect(world.moved).toEqual([]);
    await world.later(1);
    expect(world.moved).toEqual([['t1']]);
    slow.settle(DONE);
    await world.run();
    expect(world.states('t0')).toEqual(['delivered']);
  });

  test.each(['cancel-payment', 'adjust', 'enrol'] as const)('%s settles alone and at once', async (kind) => {
    const world = syncWorld({ connections: 3 });
    world.add(aDraft('submit', { id: 'slow' }), aDraft('submit', { id: 'fast' }), aDraft(kind, { id: 'alone' }));
    const slow = held();
    world.backEnd.answer = (sent) => (sent.id === 'slow' ? slow.answer(sent) : DONE);
    await world.run();
    expect(world.moved).toEqual([['alone']]);
    expect(world.states('alone', 'fast')).toEqual(['delivered', 'sending']);
    slow.settle(DONE);
    await world.run();
    expect(world.states('slow', 'fast')).toEqual(['delivered', 'delivered']);
  });

  test('what a settle makes due goes out by itself', async () => {
    const world = syncWorld();
    world.add(
      aDraft('submit', { id: 'sale' }),
      aDraft('cancel-sale', { id: 'cancel', undoesId: 'sale', afterId: 'sale' }),
    );
    await world.run();
    expect(world.backEnd.sentIds).toEqual(['sale', 'cancel']);
  });

  test('a full disk: answers wait in memory, nothing is claimed, nothing is sent twice', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(aDraft('enrol', { id: 'first' }), ...submits(30), aDraft('enrol', { id: 'last' }));
    const { db } = world.file;
    world.backEnd.answer = ({ id }) => {
      if (id === 'first') db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
      return { ...DONE, answer: { confirmationCode: 'x'.repeat(20_000) } };
    };
    await world.run();
    await world.later(3 * SECOND);
    expect(world.backEnd.sentIds).toEqual(['first']);
    expect(world.states('first')).toEqual(['sending']);
    expect(world.settling.isBlocked).toBe(true);
    expect(world.noSpace.length).toBeGreaterThan(0);
    db.pragma('max_page_count = 1000000');
    world.backEnd.answer = () => DONE;
    await world.later(SECOND);
    await world.run();
    expect(new Set(world.backEnd.sentIds).size).toBe(world.backEnd.sentIds.length);
    expect(world.operations.countByState()).toEqual({ delivered: 32 });
    expect(world.get('first').answer?.confirmationCode).toHaveLength(20_000);
  });
});

describe('what did not arrive, and what may have', () => {
  test('no connection: as it was before, no attempt counted, and one probe at a time', async () => {
    const world = syncWorld();
    world.add(...submits(10));
    const before = world.file.look(
      'SELECT id, key, state, happened, first_sent_at, attempts FROM operation ORDER BY seq',
    );
    world.backEnd.answer = () => notArrived('no-connection');
    await world.run();
    await world.later(MINUTE);
    expect(
      world.file.look('SELECT id, key, state, happened, first_sent_at, attempts FROM operation ORDER BY seq'),
    ).toEqual(before);
    expect(world.connectivity.facts().state).toBe('not-connected');
    // Four were on their way when the connection was lost; then 1 s, 5 s, 30 s … apart.
    expect(world.backEnd.sent.length).toBeLessThan(10);
    expect(world.backEnd.mostAtOnce).toBe(4);
  });

  test('first contact after an outage makes everything due, in its old order', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(...submits(70));
    world.backEnd.answer = () => notArrived('no-connection');
    await world.run();
    await world.later(10 * MINUTE);
    world.backEnd.answer = () => DONE;
    world.backEnd.sent.length = 0;
    world.connectivity.tryNow();
    await world.run();
    expect(world.operations.countByState()).toEqual({ delivered: 70 });
    const ids = submits(70).map((draft) => draft.id);
    expect(world.backEnd.sentIds.slice(1)).toEqual(ids.filter((id) => id !== world.backEnd.sentIds[0]));
  });

  test('silence: unknown, then the same bytes at 1 s, 5 s, 30 s, and the count rises', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }));
    world.backEnd.answer = () => maybe();
    await world.run();
    expect(world.get('a')).toMatchObject({
      state: 'unknown',
      happened: null,
      attempts: 1,
      firstSentAtMs: world.clock.nowMs(),
    });
    const times: number[] = [];
    const start = world.clock.nowMs();
    world.backEnd.answer = () => {
      times.push(world.clock.nowMs() - start);
      return maybe();
    };
    await world.later(2 * MINUTE);
    expect(times).toEqual([1_000, 6_000, 36_000, 96_000]);
    expect(new Set(world.backEnd.sent.map((sent) => `${sent.key} ${sent.body}`)).size).toBe(1);
  });

  test('a repeat that did not arrive stays unknown', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }));
    world.backEnd.next(maybe(), notArrived('no-connection'));
    await world.run();
    const first = world.get('a').firstSentAtMs;
    await world.later(SECOND);
    expect(world.get('a')).toMatchObject({ state: 'unknown', happened: null, firstSentAtMs: first, attempts: 1 });
  });

  test('Retry-After wins, up to 15 min', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }), aDraft('submit', { id: 'b' }));
    const now = world.clock.nowMs();
    world.backEnd.next(maybe('server-error', 90 * SECOND), maybe('server-error', 24 * 60 * MINUTE));
    await world.run();
    expect(world.get('a').nextAtMs).toBe(now + 90 * SECOND);
    expect(world.get('b').nextAtMs).toBe(now + 15 * MINUTE);
  });

  test('refused: the first try parks, a repeat goes by the table', async () => {
    const world = syncWorld();
    world.add(...['first', 'doubt', 'done', 'absent'].map((id) => aDraft('submit', { id })));
    world.backEnd.next(refused(), maybe(), maybe(), maybe());
    await world.run();
    world.backEnd.next(refused('proves-nothing'), refused('means-done'), refused('means-absent'));
    await world.later(SECOND);
    const facts = ['first', 'doubt', 'done', 'absent'].map((id) => [world.get(id).state, world.get(id).happened]);
    expect(facts).toEqual([
      ['parked', 0],
      ['parked', null],
      ['delivered', 1],
      ['parked', 0],
    ]);
    expect(world.get('first').errorCode).toBe('42');
    await world.later(60 * MINUTE);
    expect(world.backEnd.sent).toHaveLength(7);
  });

  test('accepted but not final: asked about, never repeated, even where repeats are safe', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }));
    world.backEnd.next(notFinal(30 * SECOND));
    world.backEnd.answerLookUp = () => ({ kind: 'ask-again', afterMs: MINUTE, why: null, code: 'pending', text: '' });
    await world.run();
    expect(world.get('a')).toMatchObject({ state: 'unknown', attempts: 0 });
    await world.later(30 * SECOND);
    const again = world.crash();
    await again.run();
    await again.later(MINUTE);
    expect(again.backEnd.sent).toHaveLength(1);
    again.backEnd.answerLookUp = () => ({ kind: 'done', answer: {}, evidence: {} });
    await again.later(MINUTE);
    expect(again.states('a')).toEqual(['delivered']);
    expect(again.backEnd.sent).toHaveLength(1);
  });

  test('look up first: never repeated blindly; proved absent it goes with a new key', async () => {
    const world = syncWorld();
    world.add(aDraft('enrol', { id: 'e' }));
    world.backEnd.next(maybe());
    world.backEnd.answerLookUp = () => ({ kind: 'ask-again', afterMs: 2 * SECOND, why: null, code: 'early', text: '' });
    await world.run();
    await world.later(10 * SECOND);
    expect(world.backEnd.sent).toHaveLength(1);
    expect(world.backEnd.asked.length).toBeGreaterThanOrEqual(4);
    world.backEnd.answerLookUp = () => ({ kind: 'absent', evidence: { finding: 'not there' } });
    await world.later(2 * SECOND);
    expect(world.states('e')).toEqual(['delivered']);
    expect(world.backEnd.sent.map((sent) => sent.key)[1]).not.toBe(world.backEnd.sent[0]?.key);
    expect(world.get('e').evidence).toEqual({ finding: 'not there' });
  });

  test('a window: repeated inside, looked up beyond', async () => {
    const world = syncWorld();
    world.add(aDraft('adjust', { id: 'a' }));
    world.backEnd.answer = () => maybe();
    world.backEnd.answerLookUp = () => ({ kind: 'cannot-tell', code: 'X', text: 'Nobody knows', evidence: {} });
    await world.run();
    await world.later(59 * MINUTE);
    expect(world.backEnd.asked).toEqual([]);
    const repeats = world.backEnd.sent.length;
    expect(repeats).toBeGreaterThan(5);
    await world.later(16 * MINUTE);
    expect(world.backEnd.asked).toEqual(['a']);
    expect(world.backEnd.sent).toHaveLength(repeats);
    expect(world.get('a')).toMatchObject({ state: 'parked', happened: null });
  });

  test('a back end that throws: it may have happened', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }), aDraft('enrol', { id: 'e' }));
    world.backEnd.next(() => {
      throw new Error('a mistake');
    }, maybe());
    world.backEnd.answerLookUp = () => {
      throw new Error('another');
    };
    await world.run();
    expect(world.states('a', 'e')).toEqual(['unknown', 'unknown']);
    await world.later(SECOND);
    expect(world.states('a', 'e')).toEqual(['delivered', 'unknown']);
  });
});

describe('pauses', () => {
  test('429 pauses everything for as long as asked, whatever else succeeds meanwhile', async () => {
    const world = syncWorld({ connections: 2 });
    world.add(...submits(10));
    const late = held();
    world.backEnd.next(late.answer, notArrived('throttled', 20 * SECOND));
    await world.run();
    expect(world.connectivity.facts()).toMatchObject({ state: 'paused', why: 'throttled' });
    expect(world.connectivity.mayPay()).toBe(false);
    late.settle(DONE);
    await world.later(19 * SECOND);
    expect(world.backEnd.sent).toHaveLength(2);
    expect(world.operations.countByState()).toEqual({ delivered: 1, queued: 9 });
    await world.later(SECOND);
    expect(world.operations.countByState()).toEqual({ delivered: 10 });
    expect(world.connectivity.mayPay()).toBe(true);
  });

  test('401: blames no row, one probe a minute, ends by itself and by "try again"', async () => {
    const world = syncWorld();
    world.add(...submits(6));
    world.backEnd.answer = () => notArrived('not-signed-in');
    await world.run();
    expect(world.connectivity.facts()).toMatchObject({ state: 'paused', why: 'not-signed-in' });
    const burst = world.backEnd.sent.length;
    await world.later(10 * MINUTE);
    expect(world.backEnd.sent.length - burst).toBe(10);
    for (const row of world.operations.page('all', null, 10))
      expect(row).toMatchObject({ state: 'queued', attempts: 0, errorCode: null });
    world.backEnd.answer = () => DONE;
    world.connectivity.tryNow();
    await world.run();
    expect(world.operations.countByState()).toEqual({ delivered: 6 });
    expect(world.connectivity.facts().state).toBe('connected');
  });

  test('403 parks that row and marks its kind, until it works again', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(aDraft('submit', { id: 'a' }), aDraft('release', { id: 'b' }));
    world.backEnd.next(notArrived('forbidden'));
    await world.run();
    expect(world.get('a')).toMatchObject({ state: 'parked', happened: 0 });
    expect(world.states('b')).toEqual(['delivered']);
    expect(world.connectivity.facts()).toMatchObject({ state: 'connected', forbidden: ['submit'] });
    world.add(aDraft('submit', { id: 'c' }));
    await world.run();
    expect(world.connectivity.facts().forbidden).toEqual([]);
  });

  test('rows claimed ahead go back as they were when the connection is lost', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(...submits(40));
    world.backEnd.answer = ({ id }) => (id === 's5' ? notArrived('no-connection') : DONE);
    await world.run();
    const rows = world.operations.page('all', null, 50);
    expect(world.operations.countByState()).toEqual({ delivered: 5, queued: 35 });
    for (const row of rows.filter((one) => one.state === 'queued' && one.id !== 's5'))
      expect(row).toMatchObject({
        firstSentAtMs: null,
        lastAttemptAtMs: null,
        attempts: 0,
        nextAtMs: row.recordedAtMs,
      });
  });

  test('a probe that gets no answer backs off as well', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(...submits(50));
    world.backEnd.next(notArrived('no-connection'));
    world.backEnd.answer = ({ id }) => (id === 's0' ? notArrived('no-connection') : maybe());
    await world.run();
    await world.later(10 * SECOND);
    expect(world.backEnd.sent.length).toBeLessThan(6);
  });

  test('a pause that ends without a connection is no reason to ask without end', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(...submits(3));
    world.backEnd.answer = ({ id }) =>
      id === 's0' && world.backEnd.sent.length === 1
        ? notArrived('throttled', 10 * SECOND)
        : notArrived('no-connection');
    await world.run();
    await world.later(20 * SECOND);
    expect(world.backEnd.sent.length).toBeLessThan(6);
  });

  test('another account’s rows wait', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'here' }));
    const elsewhere = world.operations.account('invented', 'elsewhere');
    world.operations.append([aDraft('submit', { id: 'there' })], elsewhere, world.clock.nowMs());
    await world.run();
    await world.later(60 * MINUTE);
    expect(world.backEnd.sentIds).toEqual(['here']);
    expect(world.operations.countOfOtherAccounts(world.account)).toBe(1);
  });
});

describe('the clock', () => {
  test('set back: delays are due, windows are over, and it is said', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(aDraft('adjust', { id: 'windowed' }), aDraft('submit', { id: 'ever' }));
    world.backEnd.answer = () => maybe('server-error', 15 * MINUTE);
    world.backEnd.answerLookUp = () => ({ kind: 'ask-again', afterMs: 15 * MINUTE, why: null, code: 'X', text: '' });
    await world.run();
    expect(world.loop.isClockBack).toBe(false);
    world.backEnd.sent.length = 0;
    world.clock.set(world.clock.nowMs() - 3 * 60 * MINUTE);
    await world.run();
    expect(world.loop.isClockBack).toBe(true);
    expect(world.backEnd.asked).toEqual(['windowed']);
    expect(world.backEnd.sentIds).toEqual(['ever']);
    const longest = Math.max(...world.operations.page('all', null, 9).map((row) => row.nextAtMs ?? 0));
    expect(longest - world.clock.nowMs()).toBeLessThanOrEqual(15 * MINUTE);
    // Back in step: what was unclear then stays beyond its window.
    await world.later(4 * 60 * MINUTE);
    expect(world.loop.isClockBack).toBe(false);
    expect(world.backEnd.sentIds).not.toContain('windowed');
  });

  test('set back twice: no delay outlives 15 minutes', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }));
    world.backEnd.answer = () => maybe('server-error', 15 * MINUTE);
    for (let n = 0; n < 3; n++) {
      await world.run();
      world.clock.set(world.clock.nowMs() - 60 * MINUTE);
      await world.run();
    }
    expect(world.backEnd.sent).toHaveLength(4);
    expect((world.get('a').nextAtMs ?? 0) - world.clock.nowMs()).toBeLessThanOrEqual(15 * MINUTE);
  });

  test('set back during a pause: it is not stretched', async () => {
    const world = syncWorld();
    world.add(...submits(2));
    world.backEnd.next(notArrived('throttled', 10 * SECOND), notArrived('throttled', 10 * SECOND));
    await world.run();
    world.clock.set(world.clock.nowMs() - 60 * MINUTE);
    await world.later(10 * SECOND);
    expect(world.operations.countByState()).toEqual({ delivered: 2 });
  });

  test('the program’s clock is measured', async () => {
    const world = syncWorld();
    expect(world.connectivity.facts().serverOffsetMs).toBeNull();
    world.add(aDraft('submit', { id: 'a' }));
    world.backEnd.next({ ...DONE, serverOffsetMs: 90_000 });
    await world.run();
    expect(world.connectivity.facts().serverOffsetMs).toBe(90_000);
    expect(world.file.stores.attempts.ofOperation(world.get('a').seq)).toMatchObject([{ serverOffsetMs: 90_000 }]);
  });
});

describe('crash and stop', () => {
  test('what was on its way at a crash is unknown at the start, and repeated where that is safe', async () => {
    const world = syncWorld({ connections: 1 });
    world.add(...submits(3), aDraft('enrol', { id: 'enrol' }));
    world.backEnd.answer = held().answer;
    await world.run();
    const again = world.crash();
    const seen: string[] = [];
    again.backEnd.answer = ({ id }) => {
      seen.push(id);
      return DONE;
    };
    again.backEnd.sent.length = 0;
    await again.run();
    expect(again.operations.countByState()).toEqual({ delivered: 4 });
    expect(seen.sort()).toEqual(['enrol', 's0', 's1', 's2']);
  });

  test('a row that somebody left as being sent is taken up at the next tick', async () => {
    const world = syncWorld();
    await world.run();
    world.add(aDraft('submit', { id: 'a' }), aDraft('submit', { id: 'b' }));
    const request = world.operations.sealRequest('a', world.backEnd.materialise(world.get('a')));
    world.operations.claim(world.get('a'), request, world.clock.nowMs());
    world.loop.lend('b');
    await world.run();
    expect(world.states('a', 'b')).toEqual(['delivered', 'queued']);
  });

  test('a queued pay is never sent from the queue', async () => {
    const world = syncWorld();
    world.add(...aPayWithCancel('pay', 'cancel'));
    const again = world.crash();
    await again.run();
    expect(again.states('pay', 'cancel')).toEqual(['dropped', 'dropped']);
    again.add(...aPayWithCancel('pay-2', 'cancel-2'));
    again.file.db.exec("UPDATE operation SET next_at = 1 WHERE id = 'pay-2'");
    await again.run();
    expect(again.states('pay-2', 'cancel-2')).toEqual(['dropped', 'dropped']);
    expect(again.backEnd.sent).toEqual([]);
  });

  test('stop: unsent rows back, five seconds for the rest, then aborted, unknown and written', async () => {
    const world = syncWorld({ connections: 2 });
    world.add(...submits(20));
    const quick = held();
    world.backEnd.next(quick.answer, held().answer);
    await world.run();
    let stopped = false;
    const stopping = world.loop.stop().then(() => {
      stopped = true;
    });
    expect(world.operations.countByState()).toEqual({ queued: 18, sending: 2 });
    quick.settle(DONE);
    await world.later(4_999);
    expect(stopped).toBe(false);
    await world.later(1);
    await stopping;
    expect(world.states('s0', 's1')).toEqual(['delivered', 'unknown']);
    expect(world.backEnd.sent).toHaveLength(2);
    world.loop.wake();
    await world.later(MINUTE);
    expect(world.backEnd.sent).toHaveLength(2);
    expect(world.clock.pending).toBe(0);
  });

  test('stop does not wait for ever, even for a request that cannot be aborted', async () => {
    const world = syncWorld();
    world.add(aDraft('submit', { id: 'a' }));
    let answer: (delivery: typeof DONE) => void = () => undefined;
    world.backEnd.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await world.run();
    const stopping = world.loop.stop();
    await world.later(6 * SECOND);
    await stopping;
    answer(DONE);
    await world.later(0);
    expect(world.states('a')).toEqual(['sending']);
  });
});
