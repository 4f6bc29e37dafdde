import { randomInt } from 'node:crypto';
import { hashPin } from '../staff/pin.ts';
import type { TillParts } from '../till/till-parts.ts';

/**
 * A live or test folder that has no staff yet gets its first manager, whose PIN is shown once: without one, nobody could
 * sign in or pair a POS.
 *
 * @returns what a person should read once.
 */
export async function addFirstManager({ stores, dataKey }: Pick<TillParts, 'stores' | 'dataKey'>): Promise<string[]> {
  if (stores.staff.active().length > 0) return [];
  const pin = String(randomInt(10 ** 8)).padStart(8, '0');
  stores.staff.save({ id: 'manager-1', name: 'Manager', role: 'manager', pinHash: await hashPin(pin, dataKey) });
  return [`First manager of this till: PIN ${pin}, shown only now.`];
}
