import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeTill, type FakeTill, STATUS } from '../../src-main/api/fake-till.test-support.ts';
import type { StartedTill, TillStart } from '../../src-main/api/started-till.ts';
import type { Contract } from '../../src-shared/contract/contract.ts';
import { done } from '../../src-shared/errors/error-codes.ts';
import { buildDesktop } from './build-desktop.ts';
import { connectPage } from './connect-page.ts';
import { ElectronStandIn } from './electron-stand-in.ts';
import { StandInPage } from './stand-in-page.ts';
import type { StandInWindow } from './stand-in-window.ts';

// The real main.ts and the built preload, joined through a stand-in for the `electron` module that refuses what Electron
// refuses. Only what lies behind the door, the till, is a fake here.

const root = join(import.meta.dirname, '..', '..');
let appPath: string;
const argv = process.argv;
let folder: string;
let apps: ElectronStandIn[];
let fake: FakeTill;
let logged: { fields: Readonly<Record<string, unknown>>; message: string }[];
let events: string[];
let start: TillStart;

beforeAll(async () => {
  appPath = await buildDesktop(root, ['preload']);
}, 20_000);
afterAll(() => rmSync(appPath, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbox-desktop-data-'));
  apps = [];
  fake = createFakeTill();
  logged = [];
  events = [];
  const till: StartedTill = {
    folder: { path: folder, kind: 'training', id: 'x', createdAtMs: 0, program: 'rekonect' },
    api: fake.api,
    log: { error: (fields, message) => logged.push({ fields, message }) },
    messageOf: ({ code }) => `message of ${code}`,
    notices: [],
    wake: () => events.push('woken'),
    stop: async () => {
      await Promise.resolve();
      events.push('stopped');
    },
  };
  start = { ok: true, till };
});

afterEach(() => {
  for (const app of apps) app.quit();
  process.argv = argv;
  vi.doUnmock('electron');
  vi.doUnmock('../../src-main/plugin/start-till.ts');
  rmSync(folder, { recursive: true });
});

/** Runs the real entry as one process of Electron would. */
async function launch(dataDir = folder, more: readonly string[] = []): Promise<ElectronStandIn> {
  const electron = new ElectronStandIn(appPath);
  apps.push(electron);
  vi.resetModules();
  vi.doMock('electron', () => electron.module);
  vi.doMock('../../src-main/plugin/start-till.ts', () => ({ startTill: () => Promise.resolve(start) }));
  process.argv = ['electron', '.', '--enable-logging', '--training', '--data', dataDir, ...more];
  await import('../../src-main/desktop/main.ts');
  electron.entryHasRun();
  await electron.settled;
  return electron;
}

async function launchWindow(): Promise<{ electron: ElectronStandIn; window: StandInWindow }> {
  const electron = await launch();
  const [window] = electron.windows;
  if (window === undefined) throw new Error('no window was opened');
  return { electron, window };
}

describe('the window', () => {
  it('shows the page of its own scheme under the strict policy', async () => {
    const { window, electron } = await launchWindow();
    expect([window.url, window.isShown]).toEqual(['tillbox://app/', true]);
    const policy = window.headers?.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    const page = await (await electron.fetch('tillbox://app/')).text();
    expect(page).toMatch(/<meta property="csp-nonce" nonce="[^"]+">/);
    expect((await electron.fetch('tillbox://app/app.js')).headers.get('content-type')).toMatch(/javascript/);
    for (const path of ['index.html', '..%2f..%2fpreload%2fpreload.cjs', 'none.js']) {
      expect((await electron.fetch(`tillbox://app/${path}`)).status, path).toBe(404);
    }
    expect((await electron.fetch('tillbox://elsewhere/app.js')).status).toBe(405);
    expect((await electron.fetch('tillbox://app/', 'POST')).status).toBe(405);
  });

  it('gives the page one verb, frozen, and no channel', async () => {
    const { window } = await launchWindow();
    expect(Object.keys(window.page?.window ?? {})).toEqual(['tillbox']);
    const tillbox = window.page?.window['tillbox'] as object;
    expect(Object.keys(tillbox)).toEqual(['requestPort']);
    expect(Object.isFrozen(tillbox)).toBe(true);
    const preload = readFileSync(join(appPath, 'out', 'preload', 'preload.cjs'), 'utf8');
    expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron']);
  });
});

describe('calls over the port', () => {
  it('sign in and work, in both directions', async () => {
    const { window } = await launchWindow();
    const client = await connectPage(window);
    await expect(client.cashier.sale.current()).rejects.toMatchObject({
      code: 'not-signed-in',
      message: 'message of not-signed-in',
    });
    expect(await client.cashier.session.signIn({ pin: '1111' })).toMatchObject({ role: 'cashier' });
    fake.answer('cashier.sale.current', () => done(null));
    expect(await client.cashier.sale.current()).toBeNull();
    expect(fake.calls.at(-1)).toMatchObject({
      procedure: 'cashier.sale.current',
      caller: { door: 'desktop', posClient: null },
    });
    await expect(client.manager.pairing.list()).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('bring events as they come', async () => {
    const { window } = await launchWindow();
    fake.answer('cashier.status.watch', () =>
      done(
        (async function* () {
          yield STATUS;
          yield { ...STATUS, needsPerson: 2 };
        })(),
      ),
    );
    const seen: number[] = [];
    for await (const { needsPerson } of await (await connectPage(window)).cashier.status.watch())
      seen.push(needsPerson);
    expect(seen).toEqual([0, 2]);
  });

  it('have nothing for a POS', async () => {
    const { window } = await launchWindow();
    const client = (await connectPage(window)) as unknown as ContractRouterClient<Contract>;
    await expect(client.plugin.status()).rejects.toThrow();
    expect(fake.calls).toEqual([]);
  });

  it('belong to one port: a second one, or a page loaded anew, is not signed in', async () => {
    const { window } = await launchWindow();
    const first = await connectPage(window);
    await first.cashier.session.signIn({ pin: '9999' });
    const second = await connectPage(window);
    await expect(second.cashier.sale.current()).rejects.toMatchObject({ code: 'not-signed-in' });
    const signedIn = fake.calls.find(({ procedure }) => procedure === 'cashier.session.signIn')?.caller.connectionId;
    await window.loadURL('tillbox://app/');
    await expect.poll(() => fake.ended).toContain(signedIn);
    await expect((await connectPage(window)).cashier.sale.current()).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});

describe('what is refused, and logged', () => {
  it.each([
    ['a frame inside the page', { url: 'tillbox://app/', isTop: false }],
    ['another site in the window', { url: 'https://shop.example/', isTop: true }],
    ['a file', { url: 'file:///tmp/page.html', isTop: true }],
    ['another document of the scheme', { url: 'tillbox://app/app.js', isTop: true }],
    ['another host of the scheme', { url: 'tillbox://elsewhere/', isTop: true }],
    ['a name that only begins alike', { url: 'tillbox://app.shop.example/', isTop: true }],
    ['a frame that is gone', null],
  ])('a port for %s', async (_who, frame) => {
    const { electron } = await launchWindow();
    expect(electron.sendFrom(frame, 'tillbox:request-port').answered).toBe(false);
    expect(logged).toMatchObject([{ fields: { what: 'sender' } }]);
    expect(electron.sendFrom({ url: 'tillbox://app/', isTop: true }, 'tillbox:request-port').answered).toBe(true);
  });

  it('leaving the page, embedding in it, opening beside it', async () => {
    const { window } = await launchWindow();
    const elsewhere = 'https://shop.example/';
    expect(window.tries('will-navigate', elsewhere)).toBe(false);
    expect(window.tries('will-navigate', 'tillbox://app/app.js')).toBe(false);
    expect(window.tries('will-redirect', elsewhere)).toBe(false);
    expect(window.tries('will-frame-navigate', elsewhere)).toBe(false);
    expect(window.tries('will-attach-webview', elsewhere)).toBe(false);
    expect(window.triesToOpen(elsewhere)).toBe(false);
    expect(logged.map(({ fields }) => fields['what'])).toEqual([
      'navigation',
      'navigation',
      'redirect',
      'frame',
      'webview',
      'window',
    ]);
    expect(window.tries('will-navigate', 'tillbox://app/')).toBe(true);
    expect(window.tries('will-frame-navigate', 'tillbox://app/', true)).toBe(true);
  });

  it('permissions, devices, downloads and requests to anywhere else', async () => {
    const { electron } = await launchWindow();
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal']) {
      expect(await electron.session.asksPermission(permission), permission).toBe(false);
    }
    expect([electron.session.hasPermission, electron.session.hasDevice]).toEqual([false, false]);
    for (const url of [
      'https://shop.example/a.js',
      'http://127.0.0.1:80/',
      'file:///etc/hostname',
      'tillbox://elsewhere/',
      'devtools://x/',
    ]) {
      expect(await electron.session.mayRequest(url), url).toBe(false);
    }
    expect(await electron.session.mayRequest('tillbox://app/app.js')).toBe(true);
    const preventDefault = vi.fn();
    electron.session.emit('will-download', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(electron.session.spellChecker).toBe(false);
  });
});

describe('the life of the app', () => {
  it('a second start on the same folder shows the first window and ends', async () => {
    const { window } = await launchWindow();
    const second = await launch();
    expect(await second.exited).toBe(0);
    expect([second.windows.length, window.focused]).toEqual([0, 1]);
  });

  it('another folder opens beside it', async () => {
    await launchWindow();
    const other = mkdtempSync(join(tmpdir(), 'tillbox-desktop-other-'));
    expect((await launch(other)).windows).toHaveLength(1);
    rmSync(other, { recursive: true });
  });

  it('quitting stops the till first, once, and then ends', async () => {
    const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
    if (start.ok) {
      const stop = async (): Promise<void> => {
        await settled;
        events.push('stopped');
      };
      start = { ok: true, till: { ...start.till, stop } };
    }
    const { electron, window } = await launchWindow();
    await connectPage(window);
    const exit = electron.exited.then((code) => events.push(`exited ${code}`));
    electron.quit();
    electron.quit();
    await setImmediate();
    expect(events).toEqual([]);
    expect(fake.ended).toHaveLength(1);
    expect(electron.sendFrom({ url: 'tillbox://app/', isTop: true }, 'tillbox:request-port').answered).toBe(false);
    settle();
    await exit;
    expect(events).toEqual(['stopped', 'exited 0']);
    expect(fake.ended).toHaveLength(1);
  });

  it('closing the last window quits', async () => {
    const { electron, window } = await launchWindow();
    window.close();
    expect(await electron.exited).toBe(0);
    expect(events).toEqual(['stopped']);
  });

  it('wakes the sync when the machine wakes up', async () => {
    const { electron } = await launchWindow();
    electron.powerMonitor.emit('resume');
    expect(events).toEqual(['woken']);
  });

  it('loads a crashed page again, but not for ever', async () => {
    const { window } = await launchWindow();
    const before = window.page;
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await expect.poll(() => window.page !== before).toBe(true);
    const again = window.page;
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(window.page).toBe(again);
    expect(logged).toHaveLength(2);
  });

  it('a till that does not start says why, opens no window and ends with its code', async () => {
    start = { ok: false, failure: { kind: 'in-use', folder, holder: null } };
    const electron = await launch();
    expect(await electron.exited).toBe(5);
    expect(electron.windows).toEqual([]);
    expect(electron.shown[0]).toContain(folder);
  });

  it.each([['--backend', 'other'], ['--backend']])(
    'a program that there is none of ends it with 2',
    async (...more) => {
      const electron = await launch(folder, more);
      expect(await electron.exited).toBe(2);
      expect(electron.shown[0]).toContain('rekonect, rbi, covalent, pomelo');
    },
  );

  it('shows what has to be read once, as a recovery code', async () => {
    if (start.ok) start = { ok: true, till: { ...start.till, notices: ['Recovery code: INVENTED'] } };
    expect((await launch()).shown).toEqual(['Recovery code: INVENTED']);
  });
});

describe('the stand-in itself refuses', () => {
  const good = { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false };
  type Module = {
    app: { whenReady(): Promise<void>; enableSandbox(): void };
    BrowserWindow: new (options: { webPreferences: Record<string, unknown> }) => unknown;
    session: { defaultSession: unknown };
    safeStorage: { encryptString(plain: string): Buffer };
  };

  it('everything before the app is ready, and windows without their sandbox', async () => {
    const electron = new ElectronStandIn(appPath);
    const { app, BrowserWindow, session, safeStorage } = electron.module as unknown as Module;
    const preload = join(appPath, 'out', 'preload', 'preload.cjs');
    expect(() => new BrowserWindow({ webPreferences: { ...good, preload } })).toThrow('ready');
    expect(() => session.defaultSession).toThrow('ready');
    expect(() => safeStorage.encryptString('x')).toThrow('ready');
    app.enableSandbox();
    electron.entryHasRun();
    await app.whenReady();
    expect(() => app.enableSandbox()).toThrow('ready');
    for (const name of ['sandbox', 'contextIsolation', 'webSecurity'] as const) {
      expect(() => new BrowserWindow({ webPreferences: { ...good, preload, [name]: false } })).toThrow(name);
    }
    expect(() => new BrowserWindow({ webPreferences: { ...good, preload: 'nowhere.cjs' } })).toThrow('preload');
    expect(() => new BrowserWindow({ webPreferences: { ...good, preload, listener: () => undefined } })).toThrow();
  });

  it('a preload that requires more than electron, and what cannot cross to the page or the main process', () => {
    const preload = join(folder, 'preload.cjs');
    const load = (
      code: string,
      send: (channel: string, args: readonly unknown[]) => void = () => undefined,
    ): StandInPage => {
      writeFileSync(preload, code);
      return new StandInPage('tillbox://app/', preload, { send });
    };
    expect(() => load("require('node:fs')")).toThrow('module not found');
    expect(() => load('process.exit()')).toThrow('process');
    expect(() => load("require('electron').ipcRenderer.send('x', () => 1)")).toThrow('could not be cloned');
    expect(() => load("require('electron').contextBridge.exposeInMainWorld('a', { b: Symbol('c') })")).toThrow(
      'symbol',
    );
    const { window } = load("require('electron').contextBridge.exposeInMainWorld('a', { b: { c: [1] } })");
    expect(() => Object.assign(window['a'] as object, { b: 1 })).toThrow('read only');
    expect(Object.isFrozen((window['a'] as { b: { c: number[] } }).b.c)).toBe(true);
  });
});
