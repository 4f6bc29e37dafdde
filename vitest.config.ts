import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src-*/**/*.test.{ts,tsx}', 'build/**/*.test.ts', 'e2e/**/*.test.ts'],
    environment: 'node',
    // Two cores are the machine we promise; more workers only fight for them.
    maxWorkers: 2,
    // No test file changes what another one sees; a worker for each of them costs more than the tests.
    pool: 'threads',
    isolate: false,
    // Only a hang ends a test: how long something takes is measured in the bench.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    allowOnly: false,
  },
});
