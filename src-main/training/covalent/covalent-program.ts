import { z } from 'zod';
import type { CreateSimulatedProgram } from '../simulated-program.ts';
import { CovalentApi } from './covalent-api.ts';
import { COVALENT_BASE_PATH } from './covalent-call.ts';
import { createCovalentContext, spendablePoints } from './covalent-context.ts';
import { covalentMemberOrder } from './covalent-options.ts';
import { applyCovalentSettings, COVALENT_DEFAULTS, type CovalentSettings } from './covalent-settings.ts';
import { approvalOrder, decideApproval } from './external-approval.ts';
import { openMembers } from './member-opening.ts';

const memberOrders = covalentMemberOrder.array();
const spendableOrder = z.strictObject({ memberId: z.string() });

/** The Covalent simulator over the common ledger. */
export const createCovalentProgram: CreateSimulatedProgram = ({ database, ledger, nowMs }) => {
  let settings: CovalentSettings = COVALENT_DEFAULTS;
  const context = createCovalentContext(database, ledger, () => settings, nowMs);
  return {
    program: 'covalent',
    basePath: COVALENT_BASE_PATH,
    api: new CovalentApi(context),
    applySettings: (patch) => {
      settings = applyCovalentSettings(settings, patch);
    },
    openMembers: (orders) => openMembers(context, memberOrders.parse(orders)),
    members: () => context.members.all().map(({ memberId, identifiers }) => ({ memberId, identifiers })),
    controls: new Map<string, (body: unknown) => unknown>([
      // Approves or rejects what waits for somebody outside.
      ['approve', (body) => decideApproval(context, approvalOrder.parse(body))],
      ['transactions', () => context.transactions.list(null)],
      // Every key with how often it was repeated, and how often with another body.
      ['keys', () => context.keys.all().map(({ body: _body, ...log }) => log)],
      ['spendable', (body) => ({ points: spendablePoints(context, spendableOrder.parse(body).memberId) })],
    ]),
  };
};
