import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listTypeScript } from '../list-files.ts';
import { runNode } from '../run-command.ts';
import { type Check, type Finding, toolFailed } from './check.ts';

const DEPCRUISE = join(
  dirname(fileURLToPath(import.meta.resolve('dependency-cruiser'))),
  '../../bin/dependency-cruiser.mjs',
);
const PLACES = ['src-shared', 'src-main', 'src-renderer', 'e2e', 'build'];

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
      readonly cycle?: readonly { readonly name: string }[];
      readonly via?: readonly { readonly name: string }[];
    }[];
  };
}

/** The arrows of `.dependency-cruiser.mjs`, and that every TypeScript file there is was really read: with a TypeScript it
 * does not know dependency-cruiser reads none and finds nothing wrong. */
export const architecture: Check = {
  name: 'architecture',
  async run(root) {
    const places = PLACES.filter((place) => existsSync(join(root, place)));
    const result = await runNode(
      [DEPCRUISE, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...places],
      { cwd: root, output: 'collect' },
    );
    const cruise = parseCruise(result.stdout);
    if (cruise === null) return [toolFailed('dependency-cruiser', result.stderr || result.stdout)];
    const read = new Set(cruise.modules.map((module) => module.source));
    const unread = listTypeScript(root)
      .filter((file) => PLACES.some((place) => file.startsWith(`${place}/`)) && !read.has(file))
      .map(
        (file): Finding => ({ rule: 'not-cruised', place: file, message: 'dependency-cruiser did not read this file' }),
      );
    return [...cruise.summary.violations.map(toFinding), ...unread];
  },
};

function toFinding(violation: Cruise['summary']['violations'][number]): Finding {
  const way = violation.cycle ?? violation.via ?? [{ name: violation.to }];
  return {
    rule: violation.rule.name,
    place: violation.from,
    message: `→ ${way.map((step) => step.name).join(' → ')}`,
  };
}

function parseCruise(text: string): Cruise | null {
  try {
    return JSON.parse(text) as Cruise;
  } catch {
    return null;
  }
}
