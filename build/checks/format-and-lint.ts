import { fileURLToPath } from 'node:url';
import { runNode } from '../run-command.ts';
import { type Check, type Finding, toolFailed } from './check.ts';

const BIOME = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));

interface BiomeReport {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly message: string;
    readonly location?: { readonly path: string | null; readonly start?: { readonly line: number } | null };
  }[];
}

/** Biome over everything. Whatever it says counts, however mild it finds it. */
export const formatAndLint: Check = {
  name: 'format and lint',
  async run(root) {
    const result = await runNode([BIOME, 'check', '--reporter=json', '--max-diagnostics=none', '--error-on-warnings'], {
      cwd: root,
      output: 'collect',
    });
    const report = parseReport(result.stdout);
    if (report === null) return [toolFailed('biome', result.stderr || result.stdout)];
    const findings = report.diagnostics.map(
      (diagnostic): Finding => ({
        rule: diagnostic.category,
        place: `${diagnostic.location?.path ?? 'biome.json'}:${diagnostic.location?.start?.line ?? 1}`,
        message: diagnostic.message,
      }),
    );
    if (findings.length === 0 && result.code !== 0) return [toolFailed('biome', result.stderr)];
    return findings;
  },
};

/** Formats and repairs what Biome can repair safely; the exit code says whether something is left. */
export async function repairFormat(root: string): Promise<number> {
  return (await runNode([BIOME, 'check', '--write', '--max-diagnostics=20'], { cwd: root, output: 'show' })).code;
}

function parseReport(text: string): BiomeReport | null {
  try {
    return JSON.parse(text) as BiomeReport;
  } catch {
    return null;
  }
}
