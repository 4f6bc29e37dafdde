import './require-node24.cjs';
import { proveGuards } from './checks/prove.ts';
import { tallyLine } from './tally.ts';

const tally = await proveGuards(process.cwd());
console.log(tallyLine(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
