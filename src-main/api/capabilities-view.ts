import type { z } from 'zod';
import type { Capabilities, Support } from '../../src-shared/backend/capabilities.ts';
import type { capabilitiesView as schema } from '../../src-shared/contract/views.ts';
import { READ_ONCE } from '../selling/identify-member.ts';
import { identifyWays } from '../selling/identify-ways.ts';
import { offeredNow } from '../selling/offered-now.ts';
import type { TillParts } from '../till/till-parts.ts';

const OFFERED: Support = { offered: true };
const notOffered = (because: string): Support => ({ offered: false, because });

const support = (one: Support): { offered: boolean; because: string | null } =>
  one.offered ? { offered: true, because: null } : { offered: false, because: one.because };

const CLAIMING: Readonly<Record<Capabilities['claim'], Support>> = {
  're-submit': OFFERED,
  held: OFFERED,
  'by-program': notOffered('Customers claim such a sale with the program itself, by what its receipt says.'),
  none: notOffered('A sale without a member stays without one.'),
};

/** What the program can and cannot do at present, as screens read it; which ids may spend is the shop's policy. */
export function capabilitiesView(
  parts: Pick<TillParts, 'backEnd' | 'config' | 'connectivity' | 'identifyForm'>,
): z.infer<typeof schema> {
  const { config } = parts;
  const { capabilities } = parts.backEnd;
  return {
    programName: capabilities.programName,
    idFields: identifyWays(parts).map(({ method, label, pattern, oneTime, details }) => ({
      method,
      label,
      pattern,
      oneTime,
      details: details.map((detail) => ({ ...detail })),
      mayRedeem: config.policy.maySpend.includes(method),
    })),
    identify: capabilities.identify,
    preview: capabilities.preview,
    reserve: support(capabilities.reserve),
    payWithPoints: support(offeredNow(capabilities.payWithPoints, 'pay', parts)),
    gifts: support(capabilities.gifts),
    promoCodes: support(capabilities.promoCodes),
    oneTimeCode: support(capabilities.oneTimeCode),
    enrol: support(offeredNow(capabilities.enrol, 'enrol', parts)),
    updateMember: support(
      capabilities.replay['update-member'] === null
        ? notOffered('Members change their consents with the program itself.')
        : offeredNow(OFFERED, 'update-member', parts),
    ),
    readMemberAgain: support(capabilities.identify === 'opens' ? notOffered(READ_ONCE) : OFFERED),
    voidSale: support(capabilities.voidSale),
    partialReturn: support(capabilities.partialReturn),
    claim: support(CLAIMING[capabilities.claim]),
  };
}
