import { z } from 'zod';
import type { SimulatedMember, SimulatedProgram, SimulatedProgramParts } from '../simulated-program.ts';
import type { Guest } from './guest-store.ts';
import { memberOrder } from './member-order.ts';
import { RbiApi } from './rbi-api.ts';
import { createRbiContext, type RbiContext } from './rbi-context.ts';
import type { RbiSettings } from './rbi-options.ts';
import { applyRbiSettings, RBI_DEFAULTS } from './rbi-settings.ts';

const memberOrders = z.array(memberOrder);
/** `preselected`: chosen for this code alone; absent: what is chosen in the app. */
const codeOrder = z.strictObject({ issueFor: z.guid(), preselected: z.array(z.string()).optional() });

/** The RBI simulator over the common ledger. */
export function createRbiProgram({ database, ledger, nowMs }: SimulatedProgramParts): SimulatedProgram {
  let settings: RbiSettings = RBI_DEFAULTS;
  const context = createRbiContext(database, ledger, () => settings, nowMs);
  return {
    program: 'rbi',
    basePath: '/',
    api: new RbiApi(context),
    applySettings: (patch) => {
      settings = applyRbiSettings(settings, patch);
    },
    openMembers: (orders) => openMembers(context, memberOrders.parse(orders)),
    members: () => context.guests.all().map(toSimulatedMember),
    controls: new Map<string, (body: unknown) => unknown>([
      ['issue-code', (body) => issueCode(context, codeOrder.parse(body))],
      ['transactions', () => context.transactions.all()],
    ]),
  };
}

/** One commit; who is known already stays as he is, balance included. */
function openMembers(context: RbiContext, orders: readonly z.output<typeof memberOrder>[]) {
  return context.inOneCommit(() => {
    let added = 0;
    for (const { openingPoints = 0, joinedAt, email, card, phone, birthday, ...guest } of orders) {
      if (context.guests.byId(guest.loyaltyId) !== null) continue;
      context.guests.add({
        ...guest,
        joinedAt: Date.parse(joinedAt),
        email: email ?? null,
        card: card ?? null,
        phone: phone ?? null,
        birthday: birthday ?? null,
      });
      if (openingPoints !== 0)
        context.ledger.post({
          program: 'rbi',
          kind: 'opening',
          memberId: guest.loyaltyId.toLowerCase(),
          reference: 'opening',
          transactionId: null,
          points: openingPoints,
          amountMinor: 0,
        });
      added += 1;
    }
    return { added, known: orders.length - added };
  });
}

/** The app side: a code on the guest's phone, with what he chose before. */
function issueCode(context: RbiContext, { issueFor, preselected }: z.output<typeof codeOrder>) {
  const guest = context.guests.byId(issueFor);
  if (guest === null) throw new Error('nobody has this Loyalty ID');
  const chosen = preselected ?? guest.preselected;
  return context.inOneCommit(() =>
    context.guests.issueCode(guest.loyaltyId, chosen, context.nowMs(), context.settings().codeLifeMs),
  );
}

function toSimulatedMember({ loyaltyId, email, card, phone }: Guest): SimulatedMember {
  const others = Object.entries({ email, card, phone }).filter((one): one is [string, string] => one[1] !== null);
  return { memberId: loyaltyId, identifiers: { loyaltyId, ...Object.fromEntries(others) } };
}
