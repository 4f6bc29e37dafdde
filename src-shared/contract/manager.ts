import { z } from 'zod';
import { ID_METHODS } from '../member/member.ts';
import { OPERATION_STATES } from '../queue/operation.ts';
import { commandId, procedure } from './procedure.ts';
import { attemptView, auditRow, queueRow, statusView } from './views.ts';

const cashier = procedure({ role: 'cashier' });
const manager = procedure({ role: 'manager' });

/** What a store manager does. Cashiers may read the queue, nothing more. */
export const managerContract = {
  queue: {
    list: cashier
      .input(
        z.object({
          show: z.enum(['unfinished', 'needs-a-person', 'all']),
          states: z.array(z.enum(OPERATION_STATES)).optional(),
          afterSeq: z.number().int().optional(),
          limit: z.number().int().min(1).max(200),
        }),
      )
      .output(z.object({ rows: z.array(queueRow), nextAfterSeq: z.number().int().nullable() })),
    get: cashier
      .input(z.object({ id: z.string() }))
      .output(z.object({ row: queueRow, attempts: z.array(attemptView), evidence: z.string().nullable() })),
    retry: manager.input(z.object({ commandId, id: z.string(), reason: z.string().trim().min(3) })).output(queueRow),
    close: manager
      .input(
        z.object({
          commandId,
          id: z.string(),
          /** Whether it took effect at the program. */
          happened: z.boolean(),
          /** The program's reference, where a waiting reversal needs one. */
          reference: z.string().trim().optional(),
          reason: z.string().trim().min(3),
        }),
      )
      .output(queueRow),
    /** Ends a refused operation in another way that its program knows (`queueRow.waysOut`). */
    takeWayOut: manager
      .input(z.object({ commandId, id: z.string(), wayOut: z.string(), reason: z.string().trim().min(3) }))
      .output(queueRow),
    /** Ends a pause: asks the program again now. */
    tryAgain: manager.output(statusView),
  },
  audit: {
    list: manager
      .input(z.object({ beforeSeq: z.number().int().optional(), limit: z.number().int().min(1).max(200) }))
      .output(z.object({ rows: z.array(auditRow), chainIntact: z.boolean() })),
  },
  staff: {
    list: manager.output(
      z.array(
        z.object({ id: z.string(), name: z.string(), role: z.enum(['cashier', 'manager']), hasOwnCard: z.boolean() }),
      ),
    ),
    /** Registers the loyalty card of somebody who works here, so that no sale is claimed to it by himself; null: none. */
    setOwnCard: manager
      .input(
        z.object({
          commandId,
          staffId: z.string(),
          method: z.enum(ID_METHODS),
          value: z.string().trim().min(1).nullable(),
          /** As in `member.identify`. */
          details: z.record(z.string(), z.string().trim().min(1)).optional(),
        }),
      )
      .output(z.null()),
  },
  pairing: {
    /** Shows a code for two minutes and five tries. */
    start: manager
      .input(z.object({ name: z.string().trim().min(1).max(60) }))
      .output(z.object({ code: z.string(), untilMs: z.number().int() })),
    list: manager.output(
      z.array(z.object({ id: z.string(), name: z.string(), pairedAtMs: z.number().int(), revoked: z.boolean() })),
    ),
    revoke: manager.input(z.object({ commandId, id: z.string() })).output(z.null()),
  },
};
