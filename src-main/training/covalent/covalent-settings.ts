import type { PointsRate } from '../../../src-shared/money/points.ts';
import { HOUR } from '../../../src-shared/time/clock.ts';
import {
  type CovalentPartner,
  covalentSettingsPatch,
  type Forbiddable,
  type PurchaseRule,
  TRAINING_PUBLIC_KEY,
  TRAINING_SECRET,
} from './covalent-options.ts';

export interface CovalentSettings {
  readonly keys: Readonly<Record<string, string>>;
  /** By currency id; the first is what an order without one means. */
  readonly partners: Readonly<Record<string, CovalentPartner>>;
  readonly rules: readonly PurchaseRule[];
  readonly price: PointsRate;
  readonly tierPrices: Readonly<Record<string, number>>;
  readonly externalApproval: 'none' | 'redemptions' | 'accruals' | 'all';
  readonly timestamps: 'offset' | 'zulu' | 'mixed';
  readonly subTypeSpelling: 'sub-type' | 'sub_type';
  readonly totalFiatAmount: 'text' | 'number';
  readonly unknownMember: 'refused' | 'rejected';
  readonly transactionListHasNext: boolean;
  readonly listingLagMs: number;
  readonly keyRetentionMs: number;
  readonly forbidden: readonly Forbiddable[];
}

const OPEN = {
  lookupAvailable: true,
  balanceVisible: true,
  adjustmentAllowed: true,
  executionMode: 'multiple_transactions',
  batchProcess: false,
} as const;

const COMET: CovalentPartner = {
  ...OPEN,
  partnerId: 'part_comet',
  companyName: 'Comet Club',
  currencyId: 'COMET_POINTS',
  currencyName: 'Comet Points',
  requiredFields: [{ id: 'id', name: 'Card number' }],
};

/** Demands two fields of its members, so that the identify form has to follow. */
const ATLAS: CovalentPartner = {
  ...OPEN,
  partnerId: 'part_atlas',
  companyName: 'Atlas Travellers',
  currencyId: 'ATLAS_MILES',
  currencyName: 'Atlas Miles',
  requiredFields: [
    { id: 'id', name: 'Traveller number' },
    { id: 'last_name', name: 'Last name' },
  ],
};

export const COVALENT_DEFAULTS: CovalentSettings = {
  keys: { [TRAINING_PUBLIC_KEY]: TRAINING_SECRET },
  partners: { [COMET.currencyId]: COMET, [ATLAS.currencyId]: ATLAS },
  rules: [{ id: 'rule_base', name: 'Five points for a hundred', basisPoints: 500, tags: [] }],
  price: { points: 1, minor: 1 },
  tierPrices: {},
  externalApproval: 'none',
  timestamps: 'mixed',
  subTypeSpelling: 'sub-type',
  totalFiatAmount: 'number',
  unknownMember: 'refused',
  transactionListHasNext: false,
  listingLagMs: 0,
  keyRetentionMs: 8 * HOUR,
  forbidden: [],
};

/** Lays a patch over settings; what it does not name stays. @throws ZodError */
export function applyCovalentSettings(settings: CovalentSettings, patch: unknown): CovalentSettings {
  const { partners = {}, ...plain } = covalentSettingsPatch.parse(patch);
  const named = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  const patched = Object.entries(partners).map(([currencyId, partner]) => [
    currencyId,
    { ...(settings.partners[currencyId] ?? { ...COMET, currencyId }), ...partner },
  ]);
  return {
    ...settings,
    ...(named as Partial<CovalentSettings>),
    partners: { ...settings.partners, ...(Object.fromEntries(patched) as Record<string, CovalentPartner>) },
  };
}
