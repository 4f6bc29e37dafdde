import type { z } from 'zod';
import type { Support } from '../../src-shared/backend/capabilities.ts';
import type { capabilitiesView as schema } from '../../src-shared/contract/views.ts';
import { offeredNow } from '../selling/offered-now.ts';
import type { TillParts } from '../till/till-parts.ts';

const support = (one: Support): { offered: boolean; because: string | null } =>
  one.offered ? { offered: true, because: null } : { offered: false, because: one.because };

/** What the program can and cannot do at present, as screens read it; which ids may spend is the shop's policy. */
export function capabilitiesView(
  parts: Pick<TillParts, 'backEnd' | 'config' | 'connectivity'>,
): z.infer<typeof schema> {
  const { config } = parts;
  const { capabilities } = parts.backEnd;
  return {
    programName: capabilities.programName,
    idFields: capabilities.idMethods.map(({ method, label }) => ({
      method,
      label,
      mayRedeem: config.policy.maySpend.includes(method),
    })),
    preview: capabilities.preview,
    payWithPoints: support(offeredNow(capabilities.payWithPoints, 'pay', parts)),
    gifts: support(capabilities.gifts),
    oneTimeCode: support(capabilities.oneTimeCode),
    enrol: support(offeredNow(capabilities.enrol, 'enrol', parts)),
    partialReturn: support(capabilities.partialReturn),
  };
}
