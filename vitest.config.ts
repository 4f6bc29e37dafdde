import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const TESTS = ['src-*/**/*.test.{ts,tsx}', 'build/**/*.test.ts', 'e2e/**/*.test.ts'];
/** The back ends and the simulators, over HTTP. */
const CONTRACT = [
  'src-main/backends/*/{contract-suite,vendor-cases,promo-code,covalent,covalent-till}.test.ts',
  'src-main/training/**/*.test.ts',
  'e2e/integrator/*.test.ts',
];
const DOOR = ['e2e/desktop-stand-in/*.test.ts'];
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

/** A worker for each file would cost more than its tests. */
const together = (name: string, include: string[], exclude: string[]) => ({
  test: { ...shared, name, include, exclude: [...exclude, ...ALONE], pool: 'threads' as const, isolate: false },
});

export default defineConfig({
  test: {
    projects: [
      together('unit', TESTS, [...CONTRACT, ...DOOR]),
      { test: { ...shared, name: 'alone', include: ALONE, exclude: DOOR } },
      together('contract', CONTRACT, []),
      { test: { ...shared, name: 'door', include: DOOR } },
    ],
  },
});
