import type { Clock } from '../../src-shared/time/clock.ts';
import type { BackEnd } from './backend.ts';
import { createCovalent } from './covalent/covalent.ts';
import { covalentConfig, covalentTrialConfig } from './covalent/covalent-config.ts';
import { createPomelo } from './pomelo/pomelo.ts';
import { pomeloConfig, pomeloTrialConfig } from './pomelo/pomelo-config.ts';
import { createRbi } from './rbi/rbi.ts';
import { rbiConfig } from './rbi/rbi-config.ts';
import { createRekonect } from './rekonect/rekonect.ts';
import { rekonectConfig, rekonectTrialConfig } from './rekonect/rekonect-config.ts';

/** Whether a folder's back end is the real one, the vendor's sandbox or a simulator (design 10). */
export type FolderMode = 'live' | 'test' | 'training';

/** The parts of a till's config that belong to back ends: a schema for each name and folder mode. */
export const BACK_END_CONFIGS = {
  covalent: { live: covalentConfig, test: covalentTrialConfig, training: covalentTrialConfig },
  pomelo: { live: pomeloConfig, test: pomeloTrialConfig, training: pomeloTrialConfig },
  rbi: { live: rbiConfig, test: rbiConfig, training: rbiConfig },
  rekonect: { live: rekonectConfig, test: rekonectTrialConfig, training: rekonectTrialConfig },
} as const;

export type BackEndName = keyof typeof BACK_END_CONFIGS;

/**
 * Opens the back end with this name; a new back end is a line here and a folder.
 *
 * @param config its part of the till's config, not yet parsed; holds the secret.
 * @throws ZodError that names the key and what is allowed, never the value of a secret.
 */
export function openBackEnd(name: BackEndName, config: unknown, mode: FolderMode, clock: Clock): BackEnd {
  switch (name) {
    case 'covalent':
      return createCovalent(BACK_END_CONFIGS.covalent[mode].parse(config), clock);
    case 'pomelo':
      return createPomelo(BACK_END_CONFIGS.pomelo[mode].parse(config), clock);
    case 'rbi':
      return createRbi(BACK_END_CONFIGS.rbi[mode].parse(config), clock);
    case 'rekonect':
      return createRekonect(BACK_END_CONFIGS.rekonect[mode].parse(config), clock);
  }
}
