import { type Deal, type RekonectEndpoint, type RekonectSettingsPatch, TRAINING_API_KEY } from './rekonect-options.ts';

export interface RekonectSettings {
  readonly apiKey: string;
  readonly envelope: Readonly<Record<RekonectEndpoint, 'data' | 'root'>>;
  readonly successWord: Readonly<Record<RekonectEndpoint, 'success' | 'ok'>>;
  readonly detailsBalance: 'pair' | 'number';
  readonly newBalance: 'pair' | 'number';
  readonly businessErrorsOn200: boolean;
  readonly asset: 'points' | 'credit';
  readonly loyaltyPaymentIs: 'tender' | 'discount';
  readonly pointUnitsPerMinor: number;
  readonly earnBasisPoints: number;
  readonly nonEarningDepartments: readonly string[];
  readonly answersEarned: boolean;
  readonly detailsShowConsents: boolean;
  readonly strictRegister: boolean;
  readonly strictExternalId: boolean;
  readonly strictTransaction: boolean;
  readonly deals: readonly Deal[];
}

export const REKONECT_DEFAULTS: RekonectSettings = {
  apiKey: TRAINING_API_KEY,
  envelope: {
    '/member/details': 'root',
    '/member/register': 'root',
    '/member/update': 'data',
    '/member/shortCode': 'data',
    '/payment': 'data',
    '/transaction': 'root',
    '/event': 'data',
  },
  successWord: sameForAll('success'),
  detailsBalance: 'pair',
  newBalance: 'number',
  businessErrorsOn200: false,
  asset: 'points',
  loyaltyPaymentIs: 'tender',
  pointUnitsPerMinor: 1,
  earnBasisPoints: 500,
  nonEarningDepartments: ['CHARGES'],
  answersEarned: false,
  detailsShowConsents: false,
  strictRegister: false,
  strictExternalId: false,
  strictTransaction: false,
  deals: [],
};

/** Lays a patch over settings; what it does not name stays. */
export function applyRekonectSettings(settings: RekonectSettings, patch: RekonectSettingsPatch): RekonectSettings {
  const { envelope, successWord, ...plain } = patch;
  const named = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  return {
    ...settings,
    ...(named as Partial<RekonectSettings>),
    envelope: applyPerEndpoint(settings.envelope, envelope),
    successWord: applyPerEndpoint(settings.successWord, successWord),
  };
}

function applyPerEndpoint<T extends string>(
  before: Readonly<Record<RekonectEndpoint, T>>,
  patch: T | Partial<Record<RekonectEndpoint, T>> | undefined,
): Readonly<Record<RekonectEndpoint, T>> {
  if (patch === undefined) return before;
  return typeof patch === 'string' ? sameForAll(patch) : { ...before, ...patch };
}

function sameForAll<T extends string>(value: T): Record<RekonectEndpoint, T> {
  return {
    '/member/details': value,
    '/member/register': value,
    '/member/update': value,
    '/member/shortCode': value,
    '/payment': value,
    '/transaction': value,
    '/event': value,
  };
}
