import type { z } from 'zod';
import type { auditRow as schema } from '../../src-shared/contract/views.ts';
import { operationNameEn } from '../../src-shared/queue/reason-en.ts';
import type { AuditEntry } from '../stores/audit-store.ts';
import type { Stores } from '../stores/stores.ts';

/** What a manager approved, by the procedure the grant was for. */
const APPROVED: Readonly<Record<string, string>> = {
  'cashier.sale.open': 'a sale past the offline limit',
  'cashier.sale.complete': 'a sale past the offline limit',
  'cashier.history.void': 'a void without loyalty',
  'cashier.history.returnLines': 'a return without loyalty',
  'cashier.claim.confirm': 'a claim',
};

const ALLOWED_BY = 'allowed by ';

type Known = Pick<Stores, 'staff' | 'operations' | 'sales'>;

/** One row of the audit list as people read it: names in place of ids. What is stored, and chained, stays as it is. */
export function auditRow(entry: AuditEntry, stores: Known): z.infer<typeof schema> {
  return {
    seq: entry.seq,
    atMs: entry.atMs,
    staffId: entry.staffId,
    staffName: entry.staffId === null ? null : nameOf(entry.staffId, stores),
    action: actionOf(entry.action, stores),
    subject: entry.subject === null ? null : subjectOf(entry.subject, stores),
    reason: entry.reason,
  };
}

const nameOf = (staffId: string, { staff }: Known): string => staff.byId(staffId)?.name ?? staffId;

function actionOf(action: string, stores: Known): string {
  const at = action.indexOf(ALLOWED_BY);
  if (at < 0) return action;
  const by = at + ALLOWED_BY.length;
  return `${action.slice(0, by)}${nameOf(action.slice(by), stores)}`;
}

/** A staff member, an operation with its sale, or what was approved; anything else stands as it is. */
function subjectOf(subject: string, stores: Known): string {
  const approved = APPROVED[subject];
  if (approved !== undefined) return approved;
  const person = stores.staff.byId(subject);
  if (person !== null) return person.name;
  const operation = stores.operations.factsById(subject);
  if (operation === null) return subject;
  const saleNumber = operation.saleId === null ? null : stores.sales.numberOf(operation.saleId);
  return [operationNameEn(operation.kind), saleNumber].filter((part) => part !== null).join(' · ');
}
