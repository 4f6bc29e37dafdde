import type { Migration } from '../migration.ts';
import { firstTables } from './0010-first-tables.ts';
import { benefitLines } from './0020-benefit-lines.ts';
import { fewerTrees } from './0030-fewer-trees.ts';
import { frozenRequests } from './0040-frozen-requests.ts';
import { plainChecks } from './0050-plain-checks.ts';

/** In order; a new one is appended, a shipped one is never changed. */
export const ALL_MIGRATIONS: readonly Migration[] = [
  firstTables,
  benefitLines,
  fewerTrees,
  frozenRequests,
  plainChecks,
];
