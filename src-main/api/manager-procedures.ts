import { done, problem } from '../../src-shared/errors/error-codes.ts';
import { atomically } from '../database/atomically.ts';
import type { Pairing } from '../plugin/pairing.ts';
import { closeOperation, queueRow, retryOperation, takeWayOut } from '../review/review-queue.ts';
import { type NetworkSwitch, statusOf } from '../review/status.ts';
import { OwnCards } from '../staff/own-cards.ts';
import { setOwnCard } from '../staff/set-own-card.ts';
import type { TillParts } from '../till/till-parts.ts';
import { auditRow } from './audit-view.ts';
import { enteredIdentifiers } from './entered-identifiers.ts';
import type { Once } from './once.ts';
import type { Procedures } from './procedures.ts';

/** The contract's manager part over the use cases. */
export function managerProcedures(
  parts: TillParts,
  once: Once,
  pairing: Pairing,
  network: NetworkSwitch | null,
): Procedures['manager'] {
  const { stores } = parts;
  const ownCards = new OwnCards(stores.settings, parts.dataKey);
  const audit = (staffId: string, action: string, subject: string): void =>
    stores.audit.add({ atMs: parts.clock.nowMs(), staffId, action, subject, reason: null });
  const rowOf = (id: string) => {
    const operation = stores.operations.byId(id);
    return operation === null ? problem('operation-not-found') : done(queueRow(operation, parts));
  };
  return {
    queue: {
      list: ({ show, states, afterSeq, limit }) => {
        const found = stores.operations.page(show, afterSeq ?? null, limit + 1);
        const page = found.slice(0, limit);
        const rows = page
          .filter((one) => states === undefined || states.includes(one.state))
          .map((one) => queueRow(one, parts));
        return done({ rows, nextAfterSeq: found.length > limit ? (page.at(-1)?.seq ?? null) : null });
      },
      get: ({ id }) => {
        const operation = stores.operations.byId(id);
        if (operation === null) return problem('operation-not-found');
        return done({
          row: queueRow(operation, parts),
          attempts: stores.attempts
            .ofOperation(operation.seq)
            .map(({ what, atMs, tookMs, outcome, status, code, vendorRequestId }) => ({
              what,
              atMs,
              tookMs,
              outcome,
              status,
              code,
              vendorRequestId,
            })),
          evidence: operation.evidence?.finding ?? null,
        });
      },
      retry: (input, caller) =>
        once.stored(
          'queue',
          input.commandId,
          input,
          (record) =>
            retryOperation(input.id, { staffId: caller.staff?.id ?? '', reason: input.reason }, parts, () =>
              record(input.id),
            ),
          rowOf,
        ),
      takeWayOut: (input, caller) =>
        once.stored(
          'queue',
          input.commandId,
          input,
          (record) =>
            takeWayOut(input.id, input.wayOut, { staffId: caller.staff?.id ?? '', reason: input.reason }, parts, () =>
              record(input.id),
            ),
          rowOf,
        ),
      close: (input, caller) =>
        once.stored(
          'queue',
          input.commandId,
          input,
          (record) =>
            closeOperation(
              input.id,
              {
                happened: input.happened,
                reference: input.reference === undefined || input.reference === '' ? null : input.reference,
              },
              { staffId: caller.staff?.id ?? '', reason: input.reason },
              parts,
              () => record(input.id),
            ),
          rowOf,
        ),
      tryAgain: () => {
        parts.connectivity.tryNow();
        parts.loop.wake();
        return done(statusOf(parts, network));
      },
    },
    audit: {
      list: ({ beforeSeq, limit }) =>
        done({
          rows: stores.audit.page(beforeSeq ?? null, limit).map((row) => auditRow(row, stores)),
          chainIntact: stores.audit.isIntact(),
        }),
    },
    staff: {
      list: () =>
        done(stores.staff.active().map(({ id, name, role }) => ({ id, name, role, hasOwnCard: ownCards.isKnown(id) }))),
      setOwnCard: (input, caller, signal) =>
        once.stored(
          'staff',
          input.commandId,
          input,
          async (record) => {
            const { staffId, method, value, details } = input;
            const card = value === null ? null : enteredIdentifiers({ method, value, details });
            const set = await setOwnCard(staffId, card, caller.staff?.id ?? '', parts, signal, () => record(staffId));
            return set.ok ? done(null) : set;
          },
          () => done(null),
        ),
    },
    pairing: {
      start: ({ name }, caller) => {
        const managerId = caller.staff?.id ?? '';
        atomically(parts.db, () => audit(managerId, 'pairing code shown', name));
        return done(pairing.start(name, managerId));
      },
      list: () => done(pairing.list()),
      revoke: (input, caller) =>
        once.stored(
          'pairing',
          input.commandId,
          input,
          (record) =>
            atomically(parts.db, () => {
              if (!pairing.revoke(input.id)) return problem('token-unknown');
              audit(caller.staff?.id ?? '', 'pairing revoked', input.id);
              record(input.id);
              return done(null);
            }),
          () => done(null),
        ),
    },
  };
}
