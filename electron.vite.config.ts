import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const isRelease = process.env['NODE_ENV'] !== 'development';

/** What the main process starts by its path: threads and processes of their own. */
const BESIDE_MAIN = {
  'copy-worker': 'src-main/database/copy-worker.ts',
  'simulator-main': 'src-main/training/simulator-main.ts',
};

/** Sources name those files with `.ts`; once built they end in `.js`. */
const namedByTheirBuiltNames = {
  name: 'named-by-their-built-names',
  renderChunk: (code: string): string =>
    code.replaceAll(new RegExp(`\\./(${Object.keys(BESIDE_MAIN).join('|')})\\.ts`, 'g'), './$1.js'),
};

export default defineConfig({
  main: {
    plugins: [namedByTheirBuiltNames],
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      // What is in package.json's dependencies stays in node_modules: better-sqlite3 looks for its binary beside itself.
      externalizeDeps: true,
      rolldownOptions: {
        input: { main: 'src-main/desktop/main.ts', ...BESIDE_MAIN },
        // All in one folder: a chunk names what runs beside it by its place beside itself.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      // A sandboxed preload can neither be a module nor require anything but `electron`: one CommonJS file holds it all.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'src-main/desktop/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: isRelease,
      // Every Chromium here knows module preloading; its stand-in would be a network call outside app-api.ts.
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: 'src-renderer/index.html' } },
    },
  },
});
