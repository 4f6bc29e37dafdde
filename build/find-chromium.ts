import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FIXED_PLACES = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** What a browser test without a browser says. */
export const NO_CHROMIUM = 'no Chromium on this machine: run `npm run browser`';

/**
 * The program of a Chromium that starts here: the one TILLBOX_CHROMIUM names (and then no other), Playwright's own,
 * Debian's, or Chrome; null without one.
 */
export function findChromium(): string | null {
  const named = process.env['TILLBOX_CHROMIUM'];
  if (named !== undefined && named !== '') return starts(named) ? named : null;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [chromium.executablePath(), ...FIXED_PLACES, ...onPath].find(starts) ?? null;
}

/** A browser whose system libraries are missing is there and does not start, so its version is asked for. */
function starts(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  // Chrome on Windows opens a window instead of answering.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
