import { EventEmitter } from 'node:events';
import { MessageChannelMain } from './message-ports.ts';
import { StandInSession } from './stand-in-session.ts';
import { type Frame, StandInWindow, type WindowPreferences } from './stand-in-window.ts';

type ProtocolHandler = (request: Request) => Promise<Response>;

/** Who holds the single-instance lock of a profile folder, as it is on one machine. */
const lockHolders = new Map<string, ElectronStandIn>();

/** The `electron` module of one app, and the hands of those around it: person, system, page. */
export class ElectronStandIn {
  readonly windows: StandInWindow[] = [];
  readonly shown: string[] = [];
  /** Resolves with the exit code. */
  readonly exited: Promise<number>;
  /** Resolves when the first window has its page, or the app has ended. */
  readonly settled: Promise<void>;
  readonly module: Readonly<Record<string, unknown>>;
  readonly powerMonitor = new EventEmitter();
  readonly app = new EventEmitter();
  readonly #session = new StandInSession();
  readonly #ipcMain = new EventEmitter();
  readonly #privileged = new Set<string>();
  readonly #handlers = new Map<string, ProtocolHandler>();
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #isSandboxed = false;
  #resolveExit: (code: number) => void = () => undefined;
  #settle: () => void = () => undefined;

  /** @param appPath where package.json would be: the built preload and page lie below its `out`. */
  constructor(appPath: string) {
    this.exited = new Promise((resolve) => {
      this.#resolveExit = resolve;
    });
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.module = Object.freeze({
      app: this.#appModule(appPath),
      BrowserWindow: this.#windowClass(),
      dialog: this.#dialogModule(),
      ipcMain: this.#ipcMain,
      MessageChannelMain,
      powerMonitor: this.#onlyWhenReady('powerMonitor', this.powerMonitor),
      protocol: this.#protocolModule(),
      safeStorage: this.#onlyWhenReady('safeStorage', {
        isEncryptionAvailable: () => true,
        getSelectedStorageBackend: () => 'gnome_libsecret',
        encryptString: (plain: string) => Buffer.from(plain).toReversed(),
        decryptString: (sealed: Buffer) => Buffer.from(sealed).toReversed().toString(),
      }),
      session: this.#onlyWhenReady('session', { defaultSession: this.#session }),
    });
  }

  get session(): StandInSession {
    return this.#session;
  }

  /** The entry has run to its end. Only then is Electron ready: an entry that awaits that would wait for ever. */
  entryHasRun(): void {
    this.#isReady = true;
    this.#ready.resolve();
  }

  /** A message for the main process from any frame, as a page that got out of hand could send it. */
  sendFrom(frame: { url: string; isTop: boolean } | null, channel: string): { answered: boolean } {
    const answer = { answered: false };
    const postMessage = (): void => {
      answer.answered = true;
    };
    const parent: Frame = { url: 'tillbox://app/', parent: null, postMessage };
    const sender = frame === null ? null : { url: frame.url, parent: frame.isTop ? null : parent, postMessage };
    this.#ipcMain.emit(channel, { senderFrame: sender, ports: [] });
    return answer;
  }

  /** What the page asks of the scheme's handler. */
  fetch(url: string, method = 'GET'): Promise<Response> {
    const handler = this.#handlers.get(new URL(url).protocol.replace(':', ''));
    if (handler === undefined) return Promise.reject(new Error(`ERR_UNKNOWN_URL_SCHEME ${url}`));
    return handler(new Request(url, { method }));
  }

  quit(): void {
    let isPrevented = false;
    const preventDefault = (): void => {
      isPrevented = true;
    };
    this.app.emit('before-quit', { preventDefault });
    if (!isPrevented) this.#exit(0);
  }

  #exit(code: number): void {
    for (const window of this.windows.splice(0)) window.page?.unload();
    for (const [path, holder] of lockHolders) if (holder === this) lockHolders.delete(path);
    this.#resolveExit(code);
    this.#settle();
  }

  #appModule(appPath: string): unknown {
    return Object.assign(this.app, {
      isPackaged: true,
      enableSandbox: () => {
        this.#onlyBeforeReady('app.enableSandbox');
        this.#isSandboxed = true;
      },
      getAppPath: () => appPath,
      setPath: (name: string, path: string) => void this.#paths.set(name, path),
      requestSingleInstanceLock: () => {
        const profile = this.#paths.get('userData') ?? 'default';
        const holder = lockHolders.get(profile) ?? this;
        lockHolders.set(profile, holder);
        if (holder !== this) holder.app.emit('second-instance', {}, [], '');
        return holder === this;
      },
      whenReady: () => this.#ready.promise,
      quit: () => this.quit(),
      exit: (code: number) => this.#exit(code),
    });
  }

  #windowClass(): unknown {
    const standIn = this;
    return class extends StandInWindow {
      constructor(options: { readonly webPreferences?: WindowPreferences }) {
        standIn.#demandReady('new BrowserWindow');
        if (!standIn.#isSandboxed) throw new Error('app.enableSandbox was not called');
        super(structuredClone(options), {
          session: standIn.#session,
          fetchPage: (url) => standIn.fetch(url),
          deliver: (channel, senderFrame, args) => standIn.#ipcMain.emit(channel, { senderFrame, ports: [] }, ...args),
          closed: (window) => standIn.#closed(window),
        });
        standIn.windows.push(this);
        this.once('ready-to-show', () => standIn.#settle());
        standIn.app.emit('web-contents-created', {}, this.webContents);
      }
    };
  }

  #closed(window: StandInWindow): void {
    this.windows.splice(this.windows.indexOf(window), 1);
    if (this.windows.length > 0) return;
    if (!this.app.emit('window-all-closed')) this.quit();
  }

  #dialogModule(): unknown {
    return {
      showErrorBox: (title: string, content: string) => void this.shown.push(`${title}\n${content}`),
      showMessageBox: async (options: { message: string }) => {
        this.#demandReady('dialog.showMessageBox');
        this.shown.push(structuredClone(options).message);
        return { response: 0 };
      },
    };
  }

  #protocolModule(): unknown {
    return {
      registerSchemesAsPrivileged: (schemes: readonly { scheme: string; privileges?: { standard?: boolean } }[]) => {
        this.#onlyBeforeReady('protocol.registerSchemesAsPrivileged');
        for (const { scheme, privileges } of structuredClone(schemes))
          if (privileges?.standard === true) this.#privileged.add(scheme);
      },
      handle: (scheme: string, handler: ProtocolHandler) => {
        this.#demandReady('protocol.handle');
        if (!this.#privileged.has(scheme))
          throw new Error(`${scheme}: is no standard scheme, so its pages have no origin`);
        this.#handlers.set(scheme, handler);
      },
    };
  }

  #onlyWhenReady<T extends object>(name: string, target: T): T {
    return new Proxy(target, {
      get: (object, key) => {
        this.#demandReady(`${name}.${String(key)}`);
        const value: unknown = Reflect.get(object, key, object);
        return typeof value === 'function' ? value.bind(object) : value;
      },
    });
  }

  #demandReady(what: string): void {
    if (!this.#isReady) throw new Error(`${what} cannot be used before the app is ready`);
  }

  #onlyBeforeReady(what: string): void {
    if (this.#isReady) throw new Error(`${what} must be called before the app is ready`);
  }
}
