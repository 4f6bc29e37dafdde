import { BrowserWindow } from 'electron';
import { PAGE_URL } from './page-address.ts';

export interface WindowOptions {
  /** The built preload. */
  readonly preload: string;
  readonly isPackaged: boolean;
}

/** The cashier's window: one page, sandboxed, isolated, shown when it has something to show. */
export function openCashierWindow({ preload, isPackaged }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Tillbox',
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !isPackaged,
    },
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Loads the page; the renderer asks for its port by itself. */
export const loadPage = (window: BrowserWindow): Promise<void> => window.loadURL(PAGE_URL);
