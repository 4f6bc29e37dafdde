import './require-node24.cjs';
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { proveGuards } from './checks/prove.ts';
import { runAllChecks } from './checks/run-all-checks.ts';
import { findChromium, NO_CHROMIUM } from './find-chromium.ts';
import { runNode } from './run-command.ts';
import { add, one, type Tally, tallyLine } from './tally.ts';
import { runBrowserTests, runVitest } from './test-runners.ts';
import { toolScript } from './tool-script.ts';

// `npm test`: everything, each step with its time, whatever the one before it said. It never changes the system.
const root = process.cwd();
const outputFolder = resolve(root, '.test-output');
const logFolder = resolve(outputFolder, 'logs');

interface Step {
  readonly name: string;
  run(): Promise<Tally>;
}

async function node(...args: readonly string[]): Promise<Tally> {
  return one((await runNode(args, { cwd: root, output: 'show' })).code === 0);
}

const STEPS: readonly Step[] = [
  { name: 'static checks', run: () => runAllChecks(root) },
  { name: 'the checks find what is planted', run: () => proveGuards(root) },
  { name: 'unit tests', run: () => runVitest(root, outputFolder, ['unit', 'alone']) },
  { name: 'back-end contract', run: () => runVitest(root, outputFolder, ['contract']) },
  { name: 'desktop door', run: () => runVitest(root, outputFolder, ['door']) },
  { name: 'build', run: () => node(toolScript('electron-vite'), 'build', '--logLevel', 'warn') },
  { name: 'browser and process tests', run: () => runBrowserTests(root, outputFolder) },
  { name: 'no secret or personal word in the logs', run: () => node('e2e/log-check/log-check.ts') },
];

rmSync(outputFolder, { recursive: true, force: true });
mkdirSync(logFolder, { recursive: true });
process.env['TILLBOX_LOG_DIR'] = logFolder;
// Codes and keys that tests made; beside the logs, so that the search does not find its own list.
process.env['TILLBOX_NEEDLES_FILE'] = resolve(outputFolder, 'needles');
if (findChromium() === null) console.log(`The browser tests will fail: ${NO_CHROMIUM}`);

const results: { readonly name: string; readonly tally: Tally; readonly seconds: string }[] = [];
for (const { name, run } of STEPS) {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const tally = await run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`── ${name}: ${tallyLine(tally)} (${seconds} s)`);
  results.push({ name, tally, seconds });
}

console.log('');
for (const { name, tally, seconds } of results) {
  console.log(`${tally.failed === 0 ? 'ok  ' : 'FAIL'} ${seconds.padStart(6)} s  ${name}: ${tallyLine(tally)}`);
}
const total = add(...results.map(({ tally }) => tally));
console.log(tallyLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
