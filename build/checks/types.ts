import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listTypeScript } from '../list-files.ts';
import { runNode } from '../run-command.ts';
import { type Check, type Finding, toolFailed } from './check.ts';

const TSC = join(dirname(fileURLToPath(import.meta.resolve('typescript7/package.json'))), 'bin/tsc');
const PROJECTS = ['src-shared', 'src-main', 'src-renderer', 'e2e', 'build'];
const ERROR = /^(?<file>.+?)\((?<line>\d+),\d+\): error (?<code>TS\d+): (?<text>.*)$/u;
const GLOBAL_ERROR = /^error (?<code>TS\d+): (?<text>.*)$/u;

/** TypeScript 7 over each runtime's project, and no TypeScript file outside all of them. */
export const types: Check = {
  name: 'types',
  async run(root) {
    const results = await Promise.all(PROJECTS.map((project) => checkProject(root, project)));
    const read = new Set(results.flatMap((result) => result.files));
    const unread = listTypeScript(root)
      .filter((file) => !read.has(file))
      .map((file): Finding => ({ rule: 'in-no-project', place: file, message: 'no tsconfig.json reads this file' }));
    const found = new Map<string, Finding>();
    for (const finding of results.flatMap((result) => result.findings)) {
      found.set(`${finding.place} ${finding.rule} ${finding.message}`, finding);
    }
    return [...found.values(), ...unread];
  },
};

async function checkProject(
  root: string,
  project: string,
): Promise<{ readonly findings: readonly Finding[]; readonly files: readonly string[] }> {
  const result = await runNode([TSC, '-p', project, '--listFiles', '--pretty', 'false'], {
    cwd: root,
    output: 'collect',
  });
  const findings: Finding[] = [];
  const files: string[] = [];
  for (const line of result.stdout.split('\n')) {
    const error = ERROR.exec(line)?.groups ?? GLOBAL_ERROR.exec(line)?.groups;
    if (error !== undefined) {
      const place = error['file'] === undefined ? `${project}/tsconfig.json` : `${error['file']}:${error['line']}`;
      findings.push({ rule: error['code'] ?? '', place, message: error['text'] ?? '' });
    } else if (line.length > 0 && existsSync(line)) {
      files.push(relative(root, line).split(sep).join('/'));
    }
  }
  if (result.code !== 0 && findings.length === 0) findings.push(toolFailed(`tsc -p ${project}`, result.stderr));
  return { findings, files };
}
