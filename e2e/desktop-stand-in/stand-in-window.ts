import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { handOver } from './message-ports.ts';
import { StandInPage } from './stand-in-page.ts';
import type { StandInSession } from './stand-in-session.ts';

export interface WindowPreferences {
  readonly preload?: string;
  readonly sandbox?: boolean;
  readonly contextIsolation?: boolean;
  readonly nodeIntegration?: boolean;
  readonly webviewTag?: boolean;
  readonly webSecurity?: boolean;
}

export interface Frame {
  readonly url: string;
  readonly parent: Frame | null;
  postMessage(channel: string, message: unknown, transfer?: readonly unknown[]): void;
}

/** What a window needs of the app around it. */
export interface Surroundings {
  readonly session: StandInSession;
  fetchPage(url: string): Promise<Response>;
  /** A message for `ipcMain`. */
  deliver(channel: string, frame: Frame | null, args: readonly unknown[]): void;
  closed(window: StandInWindow): void;
}

type OpenHandler = (details: { url: string }) => { action: string };

export class StandInContents extends EventEmitter {
  openHandler: OpenHandler = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
}

export class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: { readonly webPreferences?: WindowPreferences };
  page: StandInPage | null = null;
  /** Headers of the loaded document. */
  headers: Headers | null = null;
  url = '';
  isShown = false;
  focused = 0;
  readonly #preload: string;
  readonly #around: Surroundings;

  constructor(options: { readonly webPreferences?: WindowPreferences }, around: Surroundings) {
    super();
    const wants = options.webPreferences ?? {};
    const demands = {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    } as const;
    for (const [name, value] of Object.entries(demands)) {
      if (wants[name as keyof typeof demands] !== value)
        throw new Error(`webPreferences.${name} must be ${String(value)}`);
    }
    if (wants.preload === undefined || !existsSync(wants.preload))
      throw new Error(`there is no preload at ${wants.preload}`);
    this.options = options;
    this.#preload = wants.preload;
    this.#around = around;
  }

  /** The frame of the loaded document. */
  get mainFrame(): Frame {
    const { page, url } = this;
    return {
      url,
      parent: null,
      postMessage: (channel, message, transfer = []) => page?.receive(channel, message, transfer.map(handOver)),
    };
  }

  async loadURL(url: string): Promise<void> {
    if (!(await this.#around.session.mayRequest(url))) throw new Error(`ERR_BLOCKED_BY_CLIENT ${url}`);
    const response = await this.#around.fetchPage(url);
    await response.text();
    if (!response.ok) throw new Error(`ERR_FAILED ${response.status} ${url}`);
    this.page?.unload();
    this.url = url;
    this.headers = response.headers;
    this.page = new StandInPage(url, this.#preload, {
      send: (channel, args) => this.#around.deliver(channel, this.mainFrame, args),
    });
    this.emit('ready-to-show');
  }

  /** What a page can try. True where the app let it. */
  tries(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect' | 'will-attach-webview',
    url: string,
    isMainFrame = false,
  ): boolean {
    let isPrevented = false;
    const preventDefault = (): void => {
      isPrevented = true;
    };
    const details = { url, isMainFrame, preventDefault };
    this.webContents.emit(event, details);
    return !isPrevented;
  }

  triesToOpen(url: string): boolean {
    return this.webContents.openHandler({ url }).action === 'allow';
  }

  show(): void {
    this.isShown = true;
  }
  focus(): void {
    this.focused += 1;
  }
  isMinimized(): boolean {
    return false;
  }
  close(): void {
    this.page?.unload();
    this.emit('closed');
    this.#around.closed(this);
  }
}
