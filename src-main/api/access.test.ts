import { describe, expect, it } from 'vitest';
import type { Role } from '../../src-shared/contract/procedure.ts';
import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { type ContractPart, needsApproval, refusalOf } from './access.ts';
import type { Caller } from './caller.ts';

const nobody: Caller = { connectionId: 'c', door: 'plugin', staff: null, posClient: null };
const cashier: Caller = { ...nobody, door: 'desktop', staff: { id: 's1', name: 'Invented', role: 'cashier' } };
const manager: Caller = { ...nobody, staff: { id: 's9', name: 'Invented', role: 'manager' } };
const stranger: Caller = { ...nobody, door: 'pos' };
const pos: Caller = { ...stranger, posClient: { id: 'p1', name: 'Invented POS' } };
// What a fault elsewhere could make of a POS must not open anything either.
const posWithStaff: Caller = { ...pos, staff: manager.staff };
const pageWithPos: Caller = { ...nobody, posClient: pos.posClient };

const callers = { nobody, cashier, manager, stranger, pos, posWithStaff, pageWithPos };
type Row = Record<keyof typeof callers, ErrorCode | null>;

const table: readonly [ContractPart, Role, Row][] = [
  ['cashier', 'anyone', row(null, null, null, 'not-allowed', 'not-allowed')],
  ['cashier', 'cashier', row('not-signed-in', null, null, 'not-allowed', 'not-allowed')],
  ['manager', 'cashier', row('not-signed-in', null, null, 'not-allowed', 'not-allowed')],
  ['manager', 'manager', row('not-signed-in', 'not-allowed', null, 'not-allowed', 'not-allowed')],
  ['plugin', 'anyone', row('not-allowed', 'not-allowed', 'not-allowed', null, null)],
  ['plugin', 'pos', row('not-allowed', 'not-allowed', 'not-allowed', 'token-unknown', null)],
  ['plugin', 'manager', row('not-allowed', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed')],
  ['cashier', 'pos', row('not-allowed', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed')],
];

function row(
  nobodyMay: ErrorCode | null,
  cashierMay: ErrorCode | null,
  managerMay: ErrorCode | null,
  strangerMay: ErrorCode | null,
  posMay: ErrorCode | null,
): Row {
  return {
    nobody: nobodyMay,
    cashier: cashierMay,
    manager: managerMay,
    stranger: strangerMay,
    pos: posMay,
    posWithStaff: posMay,
    pageWithPos: nobodyMay,
  };
}

describe('who may call what', () => {
  it.each(table)('%s part, role %s', (part, role, expected) => {
    const seen = Object.fromEntries(
      Object.entries(callers).map(([who, caller]) => [who, refusalOf(part, { role }, caller)]),
    );
    expect(seen).toEqual(expected);
  });

  it('asks a cashier for approval, never a manager', () => {
    expect(needsApproval({ role: 'cashier', approval: true }, cashier)).toBe(true);
    expect(needsApproval({ role: 'cashier', approval: true }, manager)).toBe(false);
    expect(needsApproval({ role: 'cashier' }, cashier)).toBe(false);
  });
});
