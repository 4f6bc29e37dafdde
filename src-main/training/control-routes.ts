import { type BalanceAnswer, faultOrder, membersOrder, tamperOrder, timeOrder } from './control-messages.ts';
import type { ControlParts, ControlRoute } from './control-parts.ts';
import { openMembers } from './member-opening.ts';
import type { Posting } from './posting.ts';
import { simulatorSettings } from './simulator-settings.ts';

/** Method and path → what answers it. */
export function controlRoutes(parts: ControlParts): ReadonlyMap<string, ControlRoute> {
  const { clock, ledger, faults, faultLog, journal, rekonect } = parts;
  const faultsNow = (): unknown => ({
    standing: faults.standing,
    drawn: faults.drawn,
    offline: parts.programListeners.every((listener) => !listener.isOpen),
    counts: faultLog.countsByKind(),
  });

  return new Map<string, ControlRoute>([
    [
      'GET /health',
      () => ({
        instanceId: parts.instanceId,
        pid: process.pid,
        ports: parts.ports(),
        startedAt: parts.startedAt,
        nowMs: clock.nowMs(),
      }),
    ],
    ['GET /faults', faultsNow],
    ['GET /faults/fired', () => faultLog.fired()],
    [
      'POST /faults',
      async (body) => {
        const order = faultOrder.parse(body);
        if (order.clear === true) faults.clear();
        faults.add(order.add ?? []);
        if (order.drawn !== undefined) faults.draw(order.drawn);
        for (const listener of parts.programListeners) {
          if (order.offline === true) await listener.close();
          if (order.offline === false) await listener.reopen();
        }
        return faultsNow();
      },
    ],
    [
      'POST /settings',
      (body) => {
        parts.applySettings(simulatorSettings.parse(body));
        return { applied: true };
      },
    ],
    ['POST /members', (body) => openMembers(rekonect, membersOrder.parse(body).members)],
    ['GET /balances', () => balances(parts)],
    [
      'GET /postings',
      (_body, query) => {
        const reference = query.get('reference');
        const postings = reference === null ? ledger.postings() : ledger.postingsOf(reference);
        return query.get('group') === 'reference' ? byReference(postings) : postings;
      },
    ],
    ['GET /journal', (_body, query) => journal.since(Number(query.get('since') ?? 0))],
    ['POST /journal/clear', () => journal.clear()],
    ['GET /events', () => rekonect.events.all()],
    ['GET /short-codes', () => rekonect.shortCodes.all()],
    ['POST /tamper', (body) => ({ was: parts.tampering.apply(tamperOrder.parse(body)) })],
    [
      'POST /time',
      (body) => {
        clock.setOffset(timeOrder.parse(body).offsetMs);
        return { nowMs: clock.nowMs() };
      },
    ],
  ]);
}

/** Everybody a program knows, also who has no posting yet, and who has postings but is no longer known. */
function balances({ ledger, rekonect }: ControlParts): BalanceAnswer[] {
  const members = new Map(rekonect.members.all().map((member) => [member.memberId, member]));
  const answers: BalanceAnswer[] = ledger.balances().map((balance) => {
    const member = members.get(balance.memberId);
    members.delete(balance.memberId);
    return {
      ...balance,
      membershipKey: member?.membershipKey ?? null,
      externalId: member?.externalId ?? null,
      phoneNumber: member?.phoneNumber ?? null,
      email: member?.email ?? null,
    };
  });
  for (const { memberId, membershipKey, externalId, phoneNumber, email } of members.values())
    answers.push({
      program: 'rekonect',
      memberId,
      membershipKey,
      externalId,
      phoneNumber,
      email,
      points: 0,
      salesMinor: 0,
      visits: 0,
    });
  return answers;
}

function byReference(postings: readonly Posting[]): Record<string, Posting[]> {
  const groups = Object.create(null) as Record<string, Posting[]>;
  for (const posting of postings) {
    groups[posting.reference] ??= [];
    groups[posting.reference]?.push(posting);
  }
  return groups;
}
