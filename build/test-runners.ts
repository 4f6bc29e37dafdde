import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './run-command.ts';
import type { Tally } from './tally.ts';
import { toolScript } from './tool-script.ts';

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** Vitest over these projects of its configuration; its report lands in `outputFolder`. */
export async function runVitest(root: string, outputFolder: string, projects: readonly string[]): Promise<Tally> {
  const reportPath = join(outputFolder, `${projects.join('-')}.json`);
  const { code } = await runNode(
    [
      toolScript('vitest'),
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${reportPath}`,
    ],
    { cwd: root, output: 'show' },
  );
  const report = readReport<VitestReport>(reportPath);
  return tallyOf(code, report?.numPassedTests ?? 0, report?.numFailedTests ?? 0);
}

/** Playwright over e2e/; its report lands in `outputFolder`. A test that only passed at a second try has failed. */
export async function runBrowserTests(root: string, outputFolder: string): Promise<Tally> {
  const reportPath = join(outputFolder, 'e2e.json');
  const { code } = await runNode(
    [toolScript('playwright'), 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
    { cwd: root, output: 'show', env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportPath } },
  );
  const stats = readReport<PlaywrightReport>(reportPath)?.stats;
  return tallyOf(code, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0));
}

/** A runner that failed without a failed test (a file that did not load, no test at all) has failed as one. */
function tallyOf(code: number, passed: number, failed: number): Tally {
  const hasFailedAsAWhole = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: hasFailedAsAWhole ? 1 : failed };
}

function readReport<T>(path: string): T | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}
