import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { aDraft, aPayWithCancel } from '../stores/operation-draft.test-support.ts';
import { DONE, held, maybe, notArrived, refused } from './fake-back-end.test-support.ts';
import { type SyncWorld, syncWorld } from './sync-world.test-support.ts';

const signal = new AbortController().signal;
const ABSENT = { kind: 'absent', evidence: { finding: 'unchanged' } } as const;
const CANNOT_TELL = { kind: 'cannot-tell', code: 'X', text: 'Nobody knows', evidence: {} } as const;

function worldWithPay(): SyncWorld {
  const world = syncWorld({ connections: 1 });
  world.add(...aPayWithCancel('pay', 'cancel'));
  return world;
}

/** As a use case does it: another tender was taken. */
function abandon(world: SyncWorld): void {
  const nowMs = world.clock.nowMs();
  world.operations.makeDue('cancel', nowMs);
  world.operations.scheduleUnknown('pay', nowMs);
  world.loop.wake();
}

describe('a pay is sent while the cashier waits', () => {
  test('settled in the file before the screen hears of it', async () => {
    const world = worldWithPay();
    await world.run();
    const pay = await world.fastLane.send('pay', signal);
    expect(pay).toMatchObject({ state: 'delivered', answer: { confirmationCode: 'code-1' } });
    expect(world.file.look("SELECT state FROM operation WHERE id = 'pay'")).toEqual([{ state: 'delivered' }]);
    expect(world.states('cancel')).toEqual(['owed']);
  });

  test('first, on a connection of its own, while the queue is busy', async () => {
    const world = worldWithPay();
    world.add(aDraft('submit', { id: 'slow' }), aDraft('submit', { id: 'next' }));
    const slow = held();
    world.backEnd.answer = (sent) => (sent.id === 'slow' ? slow.answer(sent) : DONE);
    await world.run();
    expect(await world.fastLane.send('pay', signal)).toMatchObject({ state: 'delivered' });
    expect(world.backEnd.sentIds).toEqual(['slow', 'pay']);
    slow.settle(DONE);
    await world.run();
    expect(world.backEnd.sentIds).toEqual(['slow', 'pay', 'next']);
  });

  test('refused: closed at once, its cancel with it', async () => {
    const world = worldWithPay();
    world.backEnd.next(refused());
    expect(await world.fastLane.send('pay', signal)).toMatchObject({ state: 'closed', happened: 0, errorCode: '42' });
    expect(world.states('cancel')).toEqual(['dropped']);
  });

  test('it did not arrive: dropped, never sent later', async () => {
    const world = worldWithPay();
    world.backEnd.next(notArrived('no-connection'));
    expect(await world.fastLane.send('pay', signal)).toMatchObject({
      state: 'dropped',
      happened: 0,
      firstSentAtMs: null,
    });
    expect(world.states('cancel')).toEqual(['dropped']);
    await world.run();
    await world.later(60 * MINUTE);
    expect(world.backEnd.sent).toHaveLength(1);
  });

  test('paused or without a connection: refused before anything is stored', async () => {
    const world = worldWithPay();
    world.backEnd.next(notArrived('throttled', 30 * SECOND));
    await world.fastLane.send('pay', signal);
    expect(world.connectivity.mayPay()).toBe(false);
  });

  test('what the cashier gave up says nothing about the connection', async () => {
    const world = worldWithPay();
    const given = new AbortController();
    world.backEnd.answer = (sent) => {
      given.abort();
      return sent.signal.aborted ? notArrived('no-connection') : DONE;
    };
    expect(await world.fastLane.send('pay', given.signal)).toMatchObject({ state: 'dropped' });
    expect(world.connectivity.facts().state).toBe('not-known');
  });

  test('stored data that cannot be read: not sent, and over', async () => {
    const world = worldWithPay();
    world.file.db.exec("UPDATE operation SET sealed_evidence = x'00' WHERE id = 'pay'");
    await expect(world.fastLane.send('pay', signal)).rejects.toThrow(/operation.evidence pay/);
    expect(world.operations.listedById('pay')).toMatchObject({
      state: 'closed',
      happened: 0,
      errorCode: 'stored-data',
    });
    expect(world.backEnd.sent).toEqual([]);
  });
});

describe('the answer is lost', () => {
  const lost = async (): Promise<SyncWorld> => {
    const world = worldWithPay();
    world.backEnd.next(maybe());
    expect(await world.fastLane.send('pay', signal)).toMatchObject({
      state: 'unknown',
      happened: null,
      nextAtMs: null,
    });
    return world;
  };

  test('nobody asks or repeats by himself while it is wanted', async () => {
    const world = await lost();
    await world.run();
    await world.later(14 * MINUTE);
    expect(world.backEnd.sent).toHaveLength(1);
    expect(world.backEnd.asked).toEqual([]);
  });

  test('forgotten for a quarter of an hour: given up, asked about and given back, also after a new start', async () => {
    const world = await lost();
    await world.run();
    await world.later(14 * MINUTE);
    const again = world.crash();
    await again.run();
    await again.later(14 * MINUTE);
    expect(again.states('pay', 'cancel')).toEqual(['unknown', 'owed']);
    await again.later(MINUTE);
    expect(again.backEnd.asked).toEqual(['pay']);
    expect(again.states('pay', 'cancel')).toEqual(['delivered', 'delivered']);
  });

  test('asked again and found: it counts', async () => {
    const world = await lost();
    world.backEnd.answerLookUp = () => ({ kind: 'done', answer: { confirmationCode: 'c' }, evidence: {} });
    expect(await world.fastLane.askAgain('pay', signal)).toMatchObject({ state: 'delivered', happened: 1 });
    expect(world.states('cancel')).toEqual(['owed']);
  });

  test('asked again where a repeat returns the first answer: the same key, and no look-up', async () => {
    const world = await lost();
    const { capabilities } = world.backEnd;
    world.backEnd.capabilities = {
      ...capabilities,
      payReplayReturnsFirstAnswer: true,
      replay: { ...capabilities.replay, pay: { kind: 'safe-for', ms: 60 * MINUTE } },
    };
    expect(await world.fastLane.askAgain('pay', signal)).toMatchObject({ state: 'delivered', happened: 1 });
    expect(new Set(world.backEnd.sent.map(({ key }) => key)).size).toBe(1);
    expect(world.backEnd.asked).toEqual([]);
  });

  test('proved absent while wanted: one repeat, with a new key', async () => {
    const world = await lost();
    world.backEnd.answerLookUp = () => ABSENT;
    expect(await world.fastLane.askAgain('pay', signal)).toMatchObject({ state: 'delivered' });
    expect(world.backEnd.sent).toHaveLength(2);
    expect(world.backEnd.sent[0]?.key).not.toBe(world.backEnd.sent[1]?.key);
    expect(world.backEnd.sent[0]?.body).toBe(world.backEnd.sent[1]?.body);
  });

  test('proved absent a second time: it is over', async () => {
    const world = await lost();
    world.backEnd.answerLookUp = () => ABSENT;
    world.backEnd.next(maybe());
    expect(await world.fastLane.askAgain('pay', signal)).toMatchObject({ state: 'unknown' });
    expect(await world.fastLane.askAgain('pay', signal)).toMatchObject({ state: 'dropped', happened: 0 });
    expect(world.backEnd.sent).toHaveLength(2);
    expect(world.states('cancel')).toEqual(['dropped']);
  });

  test('too early to say: it stays unclear, and still nobody else asks', async () => {
    const world = await lost();
    world.backEnd.answerLookUp = () => ({ kind: 'ask-again', afterMs: SECOND, why: null, code: 'early', text: '' });
    expect(await world.fastLane.askAgain('pay', signal)).toMatchObject({ state: 'unknown', nextAtMs: null });
  });

  test('in doubt: parked', async () => {
    const world = await lost();
    world.backEnd.answerLookUp = () => CANNOT_TELL;
    expect(await world.fastLane.askAgain('pay', signal)).toMatchObject({ state: 'parked', happened: null });
    expect(world.states('cancel')).toEqual(['owed']);
  });

  test('another tender, proved absent: both dropped, nothing sent', async () => {
    const world = await lost();
    world.backEnd.answerLookUp = () => ABSENT;
    await world.run();
    abandon(world);
    await world.run();
    expect(world.states('pay', 'cancel')).toEqual(['dropped', 'dropped']);
    expect(world.backEnd.sent).toHaveLength(1);
  });

  test('another tender, it happened: given back, once', async () => {
    const world = await lost();
    await world.run();
    abandon(world);
    await world.later(MINUTE);
    expect(world.states('pay', 'cancel')).toEqual(['delivered', 'delivered']);
    expect(world.backEnd.sentIds).toEqual(['pay', 'cancel']);
  });

  test('another tender, nobody can tell: parked, and the cancel waits for a finding', async () => {
    const world = await lost();
    world.backEnd.answerLookUp = () => CANNOT_TELL;
    await world.run();
    abandon(world);
    await world.later(60 * MINUTE);
    expect(world.states('pay', 'cancel')).toEqual(['parked', 'queued']);
    expect(world.backEnd.sentIds).toEqual(['pay']);
  });

  test('given up while it is being asked about: the queue goes on asking', async () => {
    const world = await lost();
    let tell: () => void = () => undefined;
    world.backEnd.answerLookUp = () =>
      new Promise((resolve) => {
        tell = () => resolve({ kind: 'ask-again', afterMs: SECOND, why: null, code: 'early', text: '' });
      });
    await world.run();
    const asking = world.fastLane.askAgain('pay', signal);
    await world.run();
    abandon(world);
    tell();
    await asking;
    world.backEnd.answerLookUp = () => ABSENT;
    await world.later(2 * SECOND);
    expect(world.states('pay', 'cancel')).toEqual(['dropped', 'dropped']);
  });

  test('given up while it is being sent: its outcome decides', async () => {
    for (const [answer, states] of [
      [DONE, ['delivered', 'delivered']],
      [refused(), ['closed', 'dropped']],
      [notArrived('no-connection'), ['dropped', 'dropped']],
      [maybe(), ['delivered', 'delivered']],
    ] as const) {
      const world = worldWithPay();
      const slow = held();
      world.backEnd.next(slow.answer);
      await world.run();
      const sending = world.fastLane.send('pay', signal);
      await world.run();
      abandon(world);
      slow.settle(answer);
      await sending;
      await world.later(MINUTE);
      expect(world.states('pay', 'cancel')).toEqual(states);
    }
  });

  test('and the process dies: the next start gives back or lists it, and sends no pay', async () => {
    const world = worldWithPay();
    world.backEnd.answer = held().answer;
    void world.fastLane.send('pay', signal);
    await world.run();
    const again = world.crash();
    again.backEnd.answer = () => DONE;
    await again.run();
    expect(again.get('pay')).toMatchObject({ state: 'unknown', nextAtMs: null });
    abandon(again);
    await again.later(MINUTE);
    expect(again.states('pay', 'cancel')).toEqual(['delivered', 'delivered']);
    expect(again.backEnd.sentIds).toEqual(['pay', 'cancel']);
  });

  test('a repeat, in order to be cancelled, only where it returns the first answer', async () => {
    for (const returnsFirst of [true, false]) {
      const world = worldWithPay();
      const { capabilities } = world.backEnd;
      world.backEnd.capabilities = {
        ...capabilities,
        replay: { ...capabilities.replay, pay: { kind: 'safe-for', ms: 60 * MINUTE } },
        payReplayReturnsFirstAnswer: returnsFirst,
      };
      world.backEnd.next(maybe());
      await world.fastLane.send('pay', signal);
      await world.run();
      abandon(world);
      await world.later(MINUTE);
      expect(world.backEnd.sentIds).toEqual(returnsFirst ? ['pay', 'pay', 'cancel'] : ['pay', 'cancel']);
      expect(world.backEnd.asked).toEqual(returnsFirst ? [] : ['pay']);
    }
  });
});

test('a full disk: the code of a pay is kept until it can be written, and only then is the cashier told', async () => {
  const world = worldWithPay();
  const { db } = world.file;
  world.backEnd.next(() => {
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    return { ...DONE, answer: { confirmationCode: 'x'.repeat(20_000) } };
  });
  let told = false;
  const sending = world.fastLane.send('pay', signal).then((pay) => {
    told = true;
    return pay;
  });
  await world.later(3 * SECOND);
  expect(told).toBe(false);
  db.pragma('max_page_count = 1000000');
  await world.later(SECOND);
  expect(await sending).toMatchObject({ state: 'delivered' });
  expect(world.get('pay').answer?.confirmationCode).toHaveLength(20_000);
});

test('a full disk before it is claimed: it is dropped as soon as the file takes it', async () => {
  const world = worldWithPay();
  const { db } = world.file;
  const materialise = world.backEnd.materialise.bind(world.backEnd);
  world.backEnd.materialise = (operation) => ({ ...materialise(operation), body: 'x'.repeat(50_000) });
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
  await expect(world.fastLane.send('pay', signal)).rejects.toMatchObject({ trouble: 'no-space' });
  db.pragma('max_page_count = 1000000');
  await world.later(2 * SECOND);
  expect(world.states('pay', 'cancel')).toEqual(['dropped', 'dropped']);
  expect(world.backEnd.sent).toEqual([]);
});

test('a stop waits for a pay on its way, then gives it up and writes what is known', async () => {
  const world = worldWithPay();
  await world.run();
  world.backEnd.answer = held().answer;
  const sending = world.fastLane.send('pay', signal);
  await world.run();
  let stopped = false;
  const stopping = world.loop.stop().then(() => {
    stopped = true;
  });
  await world.later(4_900);
  expect(stopped).toBe(false);
  await world.later(100);
  await stopping;
  expect(await sending).toMatchObject({ state: 'unknown' });
});
