import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors/error-codes.ts';

/** Who may call: `anyone` at the door, a signed-in cashier (or manager), a manager, or a paired POS. */
export type Role = 'anyone' | 'cashier' | 'manager' | 'pos';

export interface ProcedureMeta {
  readonly role: Role;
  /** A cashier needs a manager's single-use approval for exactly these arguments; a manager does not. */
  readonly approval?: boolean;
}

const detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Every error code, declared once for all procedures, so that clients can tell them apart by type. */
const errorMap = Object.fromEntries(
  Object.entries(ERROR_CODES).map(([code, facts]) => [code, { status: facts.status, data: z.object({ detail }) }]),
) as Record<ErrorCode, { status: number; data: z.ZodObject<{ detail: typeof detail }> }>;

export const procedure = (meta: ProcedureMeta) => oc.$meta<ProcedureMeta>(meta).errors(errorMap);

/** Made by the caller, one for each button press or API call that changes something; repeated with the same content it
 * gets the first answer, with other content it is refused. */
export const commandId = z.string().min(8).max(64);
