import type { ProcedureMeta } from '../../src-shared/contract/procedure.ts';
import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import type { Caller } from './caller.ts';

/** The three parts of the contract; a door serves only its own. */
export type ContractPart = 'cashier' | 'manager' | 'plugin';

/**
 * Whether this caller may call at all, before his input is looked at (design.md 4): staff screens never reach a POS's part,
 * a POS never reaches theirs and never counts as staff, a manager may do what a cashier may.
 *
 * @returns null where he may.
 */
export function refusalOf(part: ContractPart, meta: ProcedureMeta, caller: Caller): ErrorCode | null {
  if ((part === 'plugin') !== (caller.door === 'pos')) return 'not-allowed';
  switch (meta.role) {
    case 'anyone':
      return null;
    case 'pos':
      if (caller.door !== 'pos') return 'not-allowed';
      return caller.posClient === null ? 'token-unknown' : null;
    case 'cashier':
    case 'manager':
      if (caller.door === 'pos') return 'not-allowed';
      if (caller.staff === null) return 'not-signed-in';
      return meta.role === 'manager' && caller.staff.role !== 'manager' ? 'not-allowed' : null;
  }
}

/** Whether this call still needs a manager's grant, once it is otherwise allowed. */
export function needsApproval(meta: ProcedureMeta, caller: Caller): boolean {
  return meta.approval === true && caller.staff?.role !== 'manager';
}
