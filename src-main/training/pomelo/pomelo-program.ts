import type { CreateSimulatedProgram, SimulatedMember } from '../simulated-program.ts';
import type { Card } from './card-store.ts';
import { openMembers } from './member-opening.ts';
import { PomeloApi } from './pomelo-api.ts';
import { createPomeloContext } from './pomelo-context.ts';
import { POMELO_DEFAULTS, type PomeloSettings, pomeloMemberOrder, pomeloSettingsPatch } from './pomelo-options.ts';

const memberOrders = pomeloMemberOrder.array();

/** The Pomelo simulator over the common ledger, which counts its points in hundredths. */
export const createPomeloProgram: CreateSimulatedProgram = (parts) => {
  let settings: PomeloSettings = POMELO_DEFAULTS;
  const context = createPomeloContext(parts, () => settings);
  return {
    program: 'pomelo',
    basePath: '/',
    api: new PomeloApi(context),
    applySettings: (patch) => {
      settings = withPatch(settings, pomeloSettingsPatch.parse(patch));
    },
    openMembers: (orders) => openMembers(context, memberOrders.parse(orders)),
    members: () => membersOf(context.cards.all()),
    controls: new Map(),
  };
};

function withPatch(settings: PomeloSettings, patch: object): PomeloSettings {
  const named = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...settings, ...(Object.fromEntries(named) as Partial<PomeloSettings>) };
}

/** A user by the card he was made known with. */
function membersOf(cards: readonly Card[]): SimulatedMember[] {
  const first = new Map<string, SimulatedMember>();
  for (const { userId, cardId } of cards)
    if (!first.has(userId)) first.set(userId, { memberId: userId, identifiers: { cardId, userId } });
  return [...first.values()];
}
