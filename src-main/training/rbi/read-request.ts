import type { z } from 'zod';
import { malformed, type Refused, refused } from './endpoint-result.ts';
import type { Guest } from './guest-store.ts';
import type { RbiContext } from './rbi-context.ts';
import { type TransactionRequest, transactionRequest } from './transaction-request.ts';
import type { LoyaltyTransaction } from './transaction-store.ts';

export interface GuestRequest {
  readonly request: TransactionRequest;
  readonly transaction: LoyaltyTransaction;
  readonly guest: Guest;
}

/** The request about a guest's transaction, or why not: 400 names the fields, unknown ids are 404 (section 8). */
export function readGuestRequest(context: RbiContext, id: string, body: unknown): GuestRequest | Refused {
  const parsed = transactionRequest.safeParse(body);
  if (!parsed.success) return malformed(fieldsOf(parsed.error));
  const request = parsed.data;
  const transaction = context.transactions.byId(id);
  if (transaction === null || transaction.loyaltyId === null) return TRANSACTION_NOT_FOUND;
  // A14: protects against mixing guests.
  if (request.transactionId !== transaction.id) return malformed(['transactionId']);
  if (request.loyaltyId !== transaction.loyaltyId) return malformed(['loyaltyId']);
  const guest = context.guests.byId(transaction.loyaltyId);
  return guest === null ? refused(404, 'UserNotFoundError', 'Guest not found') : { request, transaction, guest };
}

export const TRANSACTION_NOT_FOUND = refused(404, 'TransactionNotFoundError', 'Transaction not found');

export const fieldsOf = (error: z.ZodError): string[] => error.issues.map(({ path }) => path.join('.'));
