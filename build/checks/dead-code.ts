import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from '../run-command.ts';
import { type Check, type Finding, toolFailed } from './check.ts';

const KNIP = join(dirname(fileURLToPath(import.meta.resolve('knip'))), '../bin/knip.js');

/** Knip's report: per file the names found under each kind of issue (`exports`, `dependencies`, `unlisted` …). */
interface KnipReport {
  readonly issues: readonly ({ readonly file: string } & Record<string, unknown>)[];
}

interface NamedIssue {
  readonly name: string;
  readonly line?: number;
}

/** Unused files, exports and dependencies, and used ones that package.json does not name. There is no ignore list. */
export const deadCode: Check = {
  name: 'dead code',
  async run(root) {
    const result = await runNode([KNIP, '--reporter', 'json', '--no-progress'], { cwd: root, output: 'collect' });
    const report = parseReport(result.stdout);
    if (report === null) return [toolFailed('knip', result.stderr || result.stdout)];
    const findings = report.issues.flatMap(({ file, ...kinds }) =>
      Object.entries(kinds).flatMap(([kind, issues]) => toFindings(file, kind, issues)),
    );
    if (findings.length === 0 && result.code !== 0) return [toolFailed('knip', result.stderr || result.stdout)];
    return findings;
  },
};

function toFindings(file: string, kind: string, issues: unknown): readonly Finding[] {
  if (!Array.isArray(issues)) return [];
  return (issues.flat() as readonly NamedIssue[]).map((issue) => ({
    rule: `unused-or-unlisted/${kind}`,
    place: issue.line === undefined ? file : `${file}:${issue.line}`,
    message: issue.name,
  }));
}

function parseReport(text: string): KnipReport | null {
  try {
    return JSON.parse(text) as KnipReport;
  } catch {
    return null;
  }
}
