import type { SimulatedMember, SimulatedProgram, SimulatedProgramParts } from '../simulated-program.ts';
import { openMembers } from './member-opening.ts';
import { memberOrder } from './member-order.ts';
import { IDENTIFIERS, type Member } from './member-store.ts';
import { RekonectApi } from './rekonect-api.ts';
import { createRekonectContext } from './rekonect-context.ts';
import { rekonectSettingsPatch } from './rekonect-options.ts';
import { applyRekonectSettings, REKONECT_DEFAULTS, type RekonectSettings } from './rekonect-settings.ts';

const memberOrders = memberOrder.array();

/** The Rekonect simulator over the common ledger. */
export function createRekonectProgram({ database, ledger, nowMs }: SimulatedProgramParts): SimulatedProgram {
  let settings: RekonectSettings = REKONECT_DEFAULTS;
  const context = createRekonectContext(database, ledger, () => settings, nowMs);
  return {
    program: 'rekonect',
    basePath: '/v1/',
    api: new RekonectApi(context),
    applySettings: (patch) => {
      settings = applyRekonectSettings(settings, rekonectSettingsPatch.parse(patch));
    },
    openMembers: (orders) => openMembers(context, memberOrders.parse(orders)),
    members: () => context.members.all().map(toSimulatedMember),
    controls: new Map<string, (body: unknown) => unknown>([
      ['short-codes', () => context.shortCodes.all()],
      ['events', () => context.events.all()],
    ]),
  };
}

function toSimulatedMember(member: Member): SimulatedMember {
  const identifiers: Record<string, string> = {};
  for (const name of IDENTIFIERS) {
    const value = member[name];
    if (value !== null) identifiers[name] = value;
  }
  return { memberId: member.memberId, identifiers };
}
