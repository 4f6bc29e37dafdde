import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build, mergeConfig } from 'vite';

type Part = 'main' | 'preload';

/**
 * Builds parts of the app as they are shipped, with an invented page beside them, into a new folder inside the project, from
 * where the built files find their packages. Returns the folder, as Electron's `getAppPath` would.
 */
export async function buildDesktop(root: string, parts: readonly Part[]): Promise<string> {
  mkdirSync(join(root, '.test-output'), { recursive: true });
  const folder = mkdtempSync(join(root, '.test-output', 'desktop-'));
  process.env['NODE_ENV_ELECTRON_VITE'] = 'production';
  const configFile = join(root, 'electron.vite.config.ts');
  const { config } = await resolveConfig({ root, configFile, logLevel: 'error' }, 'build', 'production');
  for (const part of parts) {
    const own = config?.[part];
    if (own === undefined) throw new Error(`electron.vite.config.ts builds no ${part}`);
    await build(mergeConfig(own, { root, logLevel: 'error', build: { outDir: join(folder, 'out', part) } }));
  }
  const page = join(folder, 'out', 'renderer');
  mkdirSync(page, { recursive: true });
  writeFileSync(
    join(page, 'index.html'),
    '<!doctype html><html><head><meta property="csp-nonce" content="x" /></head></html>',
  );
  writeFileSync(join(page, 'app.js'), 'export {};');
  return folder;
}
