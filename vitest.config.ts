import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const TESTS = ['src-*/**/*.test.{ts,tsx}', 'build/**/*.test.ts', 'e2e/**/*.test.ts'];
/** Files that put a module in another's place; the others change nothing that anybody else sees. */
const ALONE = globSync(TESTS).filter((file) => /\bvi\.(mock|doMock)\(/.test(readFileSync(file, 'utf8')));

const shared = {
  environment: 'node' as const,
  // Two cores are the machine we promise; more workers only fight for them.
  maxWorkers: 2,
  // Only a hang ends a test: how long something takes is measured in the bench.
  testTimeout: 30_000,
  hookTimeout: 30_000,
  restoreMocks: true,
  unstubEnvs: true,
  unstubGlobals: true,
  allowOnly: false,
};

export default defineConfig({
  test: {
    projects: [
      // A worker for each file would cost more than its tests.
      { test: { ...shared, name: 'together', include: TESTS, exclude: ALONE, pool: 'threads', isolate: false } },
      { test: { ...shared, name: 'alone', include: ALONE } },
    ],
  },
});
