import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SCHEDULE } from '../../src-shared/queue/retry-schedule.ts';
import { MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { Connectivity } from './connectivity.ts';
import { DONE, maybe, notArrived } from './fake-back-end.test-support.ts';

let clock: ManualClock;
let contacts: number;
let connectivity: Connectivity;
const now = () => connectivity.admission(clock.nowMs()).kind;
const seen = (delivery: typeof DONE, epoch = connectivity.epoch) =>
  connectivity.seenDelivery(delivery, 'submit', epoch);

beforeEach(() => {
  clock = new ManualClock();
  contacts = 0;
  connectivity = new Connectivity({
    nowMs: () => clock.nowMs(),
    random: () => 1 - Number.EPSILON,
    schedule: DEFAULT_SCHEDULE,
    signInProbeMs: MINUTE,
    onChange: () => undefined,
    onContact: () => {
      contacts += 1;
    },
  });
});

describe('admission', () => {
  test('nothing known: everything may go', () => {
    expect(now()).toBe('all');
    expect(connectivity.mayPay()).toBe(true);
  });

  test('no connection: probes 1 s, 5 s, 30 s apart, then everything after the first contact', () => {
    for (const waitMs of [1, 5, 30, 60].map((seconds) => seconds * SECOND)) {
      seen(notArrived('no-connection'));
      clock.advance(waitMs - 1);
      expect(now()).toBe('none');
      clock.advance(1);
      expect(now()).toBe('probe');
      expect(connectivity.mayPay()).toBe(false);
    }
    seen(DONE);
    expect([now(), contacts, connectivity.mayPay()]).toEqual(['all', 1, true]);
  });

  test('an answer of any kind is contact, also a refusal and a server error', () => {
    for (const answer of [maybe('server-error'), maybe('conflict'), notArrived('forbidden')]) {
      seen(notArrived('no-connection'));
      seen(answer);
      expect(connectivity.facts().state).toBe('connected');
    }
  });

  test('a bare 404 is another address, until the program answers in its own words; to a look-up it says neither', () => {
    const strange = () => connectivity.facts().strangeCode;
    const refused = (code: string, notFound = false) =>
      connectivity.seenDirect({ kind: 'refused', code, text: '', notFound });
    refused('http-404', true);
    expect(strange()).toBeNull();
    refused('http-404');
    expect(strange()).toBe('http-404');
    refused('http-404', true);
    expect(strange()).toBe('http-404');
    refused('not_found', true);
    expect(strange()).toBeNull();
    refused('http-404');
    connectivity.seenDirect({ kind: 'ok', value: null });
    expect(strange()).toBeNull();
  });

  test('silence and garbage say nothing while connected', () => {
    seen(DONE);
    for (const why of ['no-answer', 'connection-lost', 'unreadable', 'aborted'] as const) seen(maybe(why));
    expect([now(), connectivity.facts().state]).toEqual(['all', 'connected']);
  });

  test('an outage and a pause at once: the later one counts', () => {
    seen(notArrived('throttled', 20 * SECOND));
    seen(notArrived('no-connection'));
    clock.advance(19 * SECOND);
    expect(now()).toBe('none');
    clock.advance(SECOND);
    expect(now()).toBe('probe');
    seen(notArrived('no-connection'));
    expect(now()).toBe('none');
  });

  test('what was asked before a pause cannot end it', () => {
    const before = connectivity.epoch;
    seen(notArrived('throttled', 20 * SECOND));
    seen(DONE, before);
    connectivity.seenDirect({ kind: 'ok', value: null }, before);
    expect(now()).toBe('none');
    clock.advance(20 * SECOND);
    seen(DONE);
    expect(now()).toBe('all');
  });

  test('a refused key: one probe a minute, or when somebody asks for it', () => {
    seen(notArrived('not-signed-in'));
    expect(connectivity.facts()).toMatchObject({
      state: 'paused',
      why: 'not-signed-in',
      pausedUntilMs: clock.nowMs() + MINUTE,
    });
    connectivity.tryNow();
    expect(now()).toBe('probe');
    seen(notArrived('not-signed-in'));
    clock.advance(MINUTE - 1);
    expect(now()).toBe('none');
    clock.advance(1);
    expect(now()).toBe('probe');
  });

  test('a look-up without an answer tells as much as a delivery', () => {
    connectivity.seenResolution(
      { kind: 'ask-again', afterMs: 5, why: 'not-signed-in', code: '401', text: '' },
      connectivity.epoch,
    );
    expect(connectivity.facts().state).toBe('paused');
    connectivity.seenResolution({ kind: 'absent', evidence: {} }, connectivity.epoch);
    expect(connectivity.facts().state).toBe('connected');
    connectivity.seenResolution(
      { kind: 'ask-again', afterMs: 5, why: null, code: 'early', text: '' },
      connectivity.epoch,
    );
    expect(connectivity.facts().state).toBe('connected');
  });
});

test('a forbidden kind is marked until it works or somebody tries again', () => {
  connectivity.seenDelivery(notArrived('forbidden'), 'pay', connectivity.epoch);
  connectivity.seenDelivery(DONE, 'submit', connectivity.epoch);
  expect(connectivity.facts().forbidden).toEqual(['pay']);
  connectivity.tryNow();
  expect(connectivity.facts().forbidden).toEqual([]);
});
