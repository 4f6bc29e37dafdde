import { createHash } from 'node:crypto';
import type { FaultKind, FaultRule } from './fault-rule.ts';

/** The list of replay rule 10; `401` comes as one burst, not drawn per request. */
export const DRAWN_FAULT_KINDS = [
  'delay',
  'drop-before-commit',
  'drop-after-commit',
  '429',
  '500-before-commit',
  '500-after-commit',
  'garbage',
  'half-open',
] as const satisfies readonly FaultKind[];

export const MOST_DRAWN_FAULTS_PER_OPERATION = 3;
export const BURST_OF_401_MS = 2_000;
const ONE_IN = 5;

/**
 * The fault that strikes this try of an operation, or null (4 in 5). Pure: seed, reference, kind and try number decide.
 *
 * @param tryNumber from 1
 * @param delayMs longest delay drawn; the shortest is a tenth of it
 */
export function drawFault(
  seed: number,
  reference: string,
  operation: string,
  tryNumber: number,
  delayMs: number,
): FaultRule | null {
  const draw = createHash('sha256')
    .update(JSON.stringify([seed, reference, operation, tryNumber]))
    .digest();
  if (draw.readUInt32BE(0) % ONE_IN !== 0) return null;
  const kind = DRAWN_FAULT_KINDS[draw.readUInt32BE(4) % DRAWN_FAULT_KINDS.length] ?? 'delay';
  const afterCommit = draw.readUInt8(8) % 2 === 0;
  switch (kind) {
    case 'delay':
      return { kind, delayMs: Math.floor(delayMs / 10 + (draw.readUInt32BE(12) / 2 ** 32) * delayMs * 0.9) };
    case 'garbage':
    case 'half-open':
      return { kind, afterCommit };
    case '429':
      return { kind, retryAfterSeconds: 1 };
    default:
      return { kind };
  }
}

/** After how many requests the one burst of 401 begins: 10 to 29, by the seed. */
export function burstBeginsAfter(seed: number): number {
  return 10 + (createHash('sha256').update(`burst ${seed}`).digest().readUInt32BE(0) % 20);
}
