import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Written out one by one, so that the search for dead code sees each use.
const MANIFESTS = {
  'electron-vite': import.meta.resolve('electron-vite/package.json'),
  playwright: import.meta.resolve('@playwright/test/package.json'),
  vitest: import.meta.resolve('vitest/package.json'),
} as const;

/** The script behind a command of one of our tools, to be run by the Node that runs us. */
export function toolScript(command: keyof typeof MANIFESTS): string {
  const manifestPath = fileURLToPath(MANIFESTS[command]);
  const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8')) as { bin: Record<string, string> };
  const script = bin[command];
  if (script === undefined) throw new Error(`${manifestPath} offers no command ${command}`);
  return join(dirname(manifestPath), script);
}
