import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { findElectron } from '../build/electron-binary.ts';

// The desktop app in the real Electron. It runs wherever its binary, a screen and an ordinary user are; the stand-in tests
// beside it (desktop-stand-in/) run everywhere.

const root = resolve(import.meta.dirname, '..');
const program = findElectron(root);

function whyNotHere(): string | null {
  if (program === null) return "Electron's binary was never fetched on this machine (npm start does)";
  if (process.platform !== 'linux') return null;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'this machine has no screen';
  return process.getuid?.() === 0 ? "root would have to give up Electron's sandbox" : null;
}

const reason = whyNotHere();
if (reason === null) {
  test('the desktop app opens its window, sandboxed, on the sign-in screen', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillbox-desktop-'));
    const app = await _electron.launch({ executablePath: program ?? '', args: [root, '--training', '--data', folder] });
    try {
      const page = await app.firstWindow();
      expect(page.url()).toBe('tillbox://app/');
      await expect(page.getByRole('heading').first()).toBeVisible();
      expect(await page.evaluate(() => Object.keys((window as unknown as { tillbox: object }).tillbox))).toEqual([
        'requestPort',
      ]);
      expect(await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window))).toEqual([]);
      await page.evaluate(() => void window.open('https://shop.example/'));
      expect(app.windows()).toHaveLength(1);
    } finally {
      await app.close();
      rmSync(folder, { recursive: true });
    }
  });
} else {
  process.stdout.write(`The desktop app was not tested in the real Electron: ${reason}.\n`);
}
