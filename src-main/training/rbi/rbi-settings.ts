import { RBI_TRAINING_KEY, type RbiSettings, rbiSettings, rbiSettingsPatch } from './rbi-options.ts';

/**
 * 5 points for each currency unit, so that small sales show points; PLUs of the department CHARGES are the demo shop's
 * deposits and bags.
 */
export const RBI_DEFAULTS: RbiSettings = {
  apiKey: RBI_TRAINING_KEY,
  pointsPerUnit: 5,
  depositProducts: '^CHARGES-',
  earnMinimumMinor: 0,
  stores: null,
  incentives: [],
  promoCodes: {},
  presentation: {
    claimed: {
      header: 'Harbour Rewards',
      pointsEarned: 'Earned: {earned}',
      pointsRedeemed: 'Redeemed: {redeemed}',
      totalPoints: 'Balance: {points}',
      footer: 'Terms: example.test/t',
    },
    unclaimed: {
      header: 'Harbour Rewards',
      marketing: 'You could have earned points today.\nAsk for the app.',
      identifier: 'Ref {transaction}',
      footer: 'Terms: example.test/t',
    },
  },
  codeSpelling: 'pascal',
  productTypeCase: 'upper',
  numericStrings: false,
  identifiers: [],
  codeLifeMs: 300_000,
  staleAfterMs: 30 * 60_000,
};

/** Lays a patch over settings; what it does not name stays. @throws ZodError */
export function applyRbiSettings(settings: RbiSettings, patch: unknown): RbiSettings {
  const named = Object.fromEntries(
    Object.entries(rbiSettingsPatch.parse(patch)).filter(([, value]) => value !== undefined),
  );
  return rbiSettings.parse({ ...settings, ...named });
}
