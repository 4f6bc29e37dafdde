import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const isRelease = process.env['NODE_ENV'] !== 'development';

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      // What is in package.json's dependencies stays in node_modules: better-sqlite3 looks for its binary beside itself.
      externalizeDeps: true,
      rolldownOptions: {
        input: { main: 'src-main/desktop/main.ts' },
        output: { format: 'es', entryFileNames: '[name].js' },
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
      rolldownOptions: { input: { index: 'src-renderer/index.html' } },
    },
  },
});
