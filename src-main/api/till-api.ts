import { problem } from '../../src-shared/errors/error-codes.ts';
import { storageTroubleOf } from '../database/storage-error.ts';
import { createPairing } from '../plugin/pairing.ts';
import type { NetworkSwitch } from '../review/status.ts';
import { StaffSessions } from '../staff/sessions.ts';
import type { TillParts } from '../till/till-parts.ts';
import { CLAIM_SCOPE } from './after-sale-procedures.ts';
import { cashierProcedures, type DemoHints } from './cashier-procedures.ts';
import { managerProcedures } from './manager-procedures.ts';
import { Once } from './once.ts';
import { pluginProcedures } from './plugin-procedures.ts';
import type { Procedures, TillApi } from './procedures.ts';

/** Everything the doors offer, over one open till. `network` and `demo` exist in training only. */
export function createTillApi(parts: TillParts, network: NetworkSwitch | null, demo: DemoHints | null): TillApi {
  const once = new Once(parts);
  const sessions = new StaffSessions(parts);
  const pairing = createPairing(parts.clock, parts.stores.posClients, parts.randomBytes);
  const procedures: Procedures = {
    cashier: cashierProcedures({ parts, once, sessions, network, demo }),
    manager: managerProcedures(parts, once, pairing, network),
    plugin: pluginProcedures(parts, once, pairing),
  };
  return {
    procedures: guardStorage(procedures, parts) as Procedures,
    sessions: {
      staffOf: (connectionId) => sessions.staffOf(connectionId),
      end: (connectionId) => sessions.end(connectionId),
    },
    pairing: { clientOfToken: (token) => pairing.clientOfToken(token) },
    approvals: {
      take: (approvalId, procedure, input, caller) => {
        if (caller.staff?.role === 'manager') return true;
        if (procedure === 'cashier.claim.confirm' && parts.config.policy.claimBy === 'cashier') return true;
        // A repeated command gets its first answer and does nothing: its grant was used up by the first.
        if (isRepeatedClaim(procedure, input, parts)) return true;
        return (
          approvalId !== undefined && sessions.takeGrant(caller.connectionId, approvalId, procedure, input) !== null
        );
      },
    },
  };
}

function isRepeatedClaim(procedure: string, input: unknown, { stores }: TillParts): boolean {
  if (procedure !== 'cashier.claim.confirm' || typeof input !== 'object' || input === null) return false;
  const commandId = 'commandId' in input ? input.commandId : null;
  return typeof commandId === 'string' && stores.commands.find(CLAIM_SCOPE, commandId, input).kind === 'repeated';
}

/** A full or read-only disk is an expected "no" of every call: nothing of it was recorded. */
function guardStorage(tree: object, parts: TillParts): object {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [
      name,
      typeof value === 'function'
        ? guarded(value as (...args: unknown[]) => unknown, parts)
        : guardStorage(value as object, parts),
    ]),
  );
}

const guarded =
  (run: (...args: unknown[]) => unknown, parts: TillParts) =>
  async (...args: unknown[]): Promise<unknown> => {
    try {
      return await run(...args);
    } catch (error) {
      const trouble = storageTroubleOf(error);
      if (trouble === 'no-space') {
        parts.noSpace();
        return problem('no-space');
      }
      if (trouble === 'read-only') return problem('storage-read-only');
      throw error;
    }
  };
