import { parseArgs } from 'node:util';
import type { StartOptions } from '../plugin/plan-start.ts';

/** Ours among the arguments of the app; Electron's and Chromium's own switches stand between them and are not ours to judge. */
export function parseDesktopArguments(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      config: { type: 'string' },
      training: { type: 'boolean' },
      backend: { type: 'string' },
    },
    strict: false,
  });
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    dataDir: text(values.data),
    configPath: text(values.config),
    training: values.training === true,
    // One without a name is wrong too, and is told like a wrong name.
    backEnd: values.backend === undefined ? null : (text(values.backend) ?? ''),
  };
}
