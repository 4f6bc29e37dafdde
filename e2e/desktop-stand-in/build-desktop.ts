import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build, mergeConfig } from 'vite';

/** Builds the preload as it is shipped, into `<folder>/out/preload`, and puts an invented page beside it. */
export async function buildDesktop(root: string, folder: string): Promise<void> {
  process.env['NODE_ENV_ELECTRON_VITE'] = 'production';
  const configFile = join(root, 'electron.vite.config.ts');
  const { config } = await resolveConfig({ root, configFile, logLevel: 'error' }, 'build', 'production');
  if (config?.preload === undefined) throw new Error('electron.vite.config.ts builds no preload');
  await build(
    mergeConfig(config.preload, { root, logLevel: 'error', build: { outDir: join(folder, 'out', 'preload') } }),
  );
  const page = join(folder, 'out', 'renderer');
  mkdirSync(page, { recursive: true });
  writeFileSync(
    join(page, 'index.html'),
    '<!doctype html><html><head><meta property="csp-nonce" content="x" /></head></html>',
  );
  writeFileSync(join(page, 'app.js'), 'export {};');
}
