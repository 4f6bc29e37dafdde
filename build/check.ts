import './require-node24.cjs';
import { repairFormat } from './checks/format-and-lint.ts';
import { repairLockfile } from './checks/lockfile.ts';
import { runAllChecks } from './checks/run-all-checks.ts';
import { tallyLine } from './tally.ts';

// `npm run check`: every static check. With `-- --fix` it first formats and repairs what can be repaired safely.
const root = process.cwd();
if (process.argv.includes('--fix')) {
  repairLockfile(root);
  await repairFormat(root);
}
const tally = await runAllChecks(root);
console.log(tallyLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
