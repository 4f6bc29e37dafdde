import type { FaultRule } from '../training/fault-rule.ts';
import type { Breakage } from './contract-world.test-support.ts';

/** How the simulators break one call. */
export const FAULTS: Readonly<Record<Breakage, Omit<FaultRule, 'operation'>>> = {
  'lost-before-commit': { kind: 'drop-before-commit' },
  'lost-after-commit': { kind: 'drop-after-commit' },
  'error-before-commit': { kind: '500-before-commit' },
  'error-after-commit': { kind: '500-after-commit' },
  'bad-gateway': { kind: 'bad-gateway' },
  conflict: { kind: '409' },
  'too-early': { kind: '425' },
  garbage: { kind: 'garbage' },
  slow: { kind: 'delay', delayMs: 2_500 },
  'half-open': { kind: 'half-open' },
  'not-signed-in': { kind: '401' },
  forbidden: { kind: '403' },
  throttled: { kind: '429', retryAfterSeconds: 3 },
  refused: { kind: 'unknown-code' },
};
