import { defineConfig } from '@playwright/test';
import { findChromium, NO_CHROMIUM } from '../build/find-chromium.ts';

// Playwright colours its workers' output; Node warns on standard error where both are asked for, and a till says nothing there.
delete process.env['NO_COLOR'];

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../.test-output/e2e',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  reporter: [['list']],
  use: {
    trace: 'retain-on-failure',
    launchOptions: {
      // Playwright prints the path it could not start, so the tests that need a browser fail with the way out.
      executablePath: findChromium() ?? NO_CHROMIUM,
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-default-apps',
        '--disable-domain-reliability',
        '--disable-sync',
        '--no-default-browser-check',
        '--no-first-run',
        '--no-pings',
        '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater',
      ],
    },
  },
});
