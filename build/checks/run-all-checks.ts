import { add, one, type Tally } from '../tally.ts';
import { architecture } from './architecture.ts';
import { type Check, toolFailed } from './check.ts';
import { deadCode } from './dead-code.ts';
import { formatAndLint } from './format-and-lint.ts';
import { lockfile } from './lockfile.ts';
import { texts } from './texts.ts';
import { types } from './types.ts';

const SHOWN_FINDINGS = 100;

/** Every static check, the quick ones first. */
export const ALL_CHECKS: readonly Check[] = [lockfile, texts, formatAndLint, architecture, deadCode, types];

/** Runs all of them and prints each with its time and what it found. */
export async function runAllChecks(root: string): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const check of ALL_CHECKS) tallies.push(one(await runCheck(check, root)));
  return add(...tallies);
}

async function runCheck(check: Check, root: string): Promise<boolean> {
  const startedAt = performance.now();
  const findings = await check.run(root).catch((error: unknown) => [toolFailed(check.name, String(error))]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)`);
  for (const { place, rule, message } of findings.slice(0, SHOWN_FINDINGS)) {
    console.log(`       ${place}  ${rule}  ${message}`);
  }
  if (findings.length > SHOWN_FINDINGS) console.log(`       … and ${findings.length - SHOWN_FINDINGS} more`);
  return findings.length === 0;
}
