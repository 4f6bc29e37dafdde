import type { Support } from '../../src-shared/backend/capabilities.ts';
import type { OperationKind } from '../../src-shared/queue/operation.ts';
import type { TillParts } from '../till/till-parts.ts';

const FORBIDDEN = 'The program does not allow it with this key.';

/**
 * What the program offers, less what it forbids to this till's credential (a 403, design 7.13), until that kind succeeds
 * or somebody tries again.
 */
export const offeredNow = (
  support: Support,
  kind: OperationKind,
  { connectivity }: Pick<TillParts, 'connectivity'>,
): Support =>
  support.offered && connectivity.facts().forbidden.includes(kind) ? { offered: false, because: FORBIDDEN } : support;
