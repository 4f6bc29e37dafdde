import { join } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, powerMonitor, protocol, safeStorage, session } from 'electron';
import { type Clock, MINUTE } from '../../src-shared/time/clock.ts';
import { boundedStop } from '../api/bounded-stop.ts';
import type { StartedTill, TillStart } from '../api/started-till.ts';
import type { OsStore } from '../secrets/wraps.ts';
import type { DataFolder } from '../till/data-folder.ts';
import { explainStartFailure, type StartFailure } from '../till/start-failure.ts';
import { guardContents, guardSession } from './guards.ts';
import { osKeyStore } from './key-store.ts';
import { PAGE_SCHEME } from './page-address.ts';
import { pageProtocol } from './page-protocol.ts';
import { bridgePorts } from './port-bridge.ts';
import { loadPage, openCashierWindow } from './window.ts';

/** A start that is decided but not done: which folder, and how its till opens. */
export interface PlannedStart {
  readonly folder: DataFolder;
  open(osStore: OsStore): Promise<TillStart>;
}

export interface DesktopOptions {
  readonly planned:
    | { readonly ok: true; readonly start: PlannedStart }
    | { readonly ok: false; readonly failure: StartFailure };
  readonly clock: Clock;
  /** The built preload and the folder of the built page. */
  readonly preload: string;
  readonly pageFolder: string;
}

/** The desktop door: the life of the app around one till. Resolves when its window is loaded, or the app is ending. */
export async function runDesktop({ planned, clock, preload, pageFolder }: DesktopOptions): Promise<void> {
  // All of this counts only before the app is ready.
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  if (!planned.ok) return await endWith(planned.failure);

  // Electron's own files and its single-instance lock belong to the folder: two folders may be open side by side.
  app.setPath('userData', join(planned.start.folder.path, 'window'));
  if (!app.requestSingleInstanceLock()) return app.exit(0);

  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());

  let refused: (what: string) => void = () => undefined;
  app.on('web-contents-created', (_event, contents) => guardContents(contents, (what) => refused(what)));
  await app.whenReady();
  guardSession(session.defaultSession, app.isPackaged, (what) => refused(what));
  protocol.handle(PAGE_SCHEME, pageProtocol(pageFolder));

  const started = await planned.start.open(osKeyStore(safeStorage, process.platform));
  if (!started.ok) return await endWith(started.failure);
  const { till } = started;
  refused = (what) => till.log.error({ what }, 'the window tried something that is not allowed');
  const closePorts = bridgePorts(ipcMain, till, refused);
  stopTillBeforeQuit(till, closePorts, clock);
  powerMonitor.on('resume', () => till.wake());
  powerMonitor.on('shutdown', () => app.quit());
  if (till.notices.length > 0) await dialog.showMessageBox({ title: 'Tillbox', message: till.notices.join('\n\n') });

  window = openCashierWindow({ preload, isPackaged: app.isPackaged });
  reloadAfterCrash(window, till, clock);
  await loadPage(window);
}

/** Quitting waits for the till, within its limit, however it was asked for. */
function stopTillBeforeQuit(till: StartedTill, closePorts: () => void, clock: Clock): void {
  const stop = boundedStop(() => {
    closePorts();
    return till.stop();
  }, clock);
  let isStopped = false;
  app.on('before-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void stop().then(() => {
      isStopped = true;
      app.quit();
    });
  });
}

/** A page that crashed is loaded again; one that crashes at once would do so for ever, so only once a minute. */
function reloadAfterCrash(window: BrowserWindow, till: StartedTill, clock: Clock): void {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    till.log.error({ reason }, 'the page crashed');
    if (clock.nowMs() - lastAtMs < MINUTE) return;
    lastAtMs = clock.nowMs();
    void loadPage(window);
  });
}

/** Says why there is no till, in words, and ends with its exit code. */
async function endWith(failure: StartFailure): Promise<void> {
  const { what, whatToDo, exitCode } = explainStartFailure(failure);
  process.stderr.write(`${what}\n${whatToDo}\n`);
  await app.whenReady();
  dialog.showErrorBox('Tillbox cannot start', `${what}\n\n${whatToDo}`);
  app.exit(exitCode);
}
