import { EventEmitter } from 'node:events';

type PermissionRequest = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void;
type RequestCheck = (details: { url: string }, answer: (decision: { cancel?: boolean }) => void) => void;

/** As Electron has it: what no handler refuses is granted. */
export class StandInSession extends EventEmitter {
  #permission: PermissionRequest | null = null;
  #permissionCheck: (() => boolean) | null = null;
  #device: (() => boolean) | null = null;
  #request: RequestCheck | null = null;
  spellChecker = true;

  readonly webRequest = {
    onBeforeRequest: (check: RequestCheck): void => {
      this.#request = check;
    },
  };

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.#permission = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.#permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.#device = handler;
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled;
  }

  asksPermission(permission: string): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#permission === null) resolve(true);
      else this.#permission(null, permission, resolve);
    });
  }
  get hasPermission(): boolean {
    return this.#permissionCheck?.() ?? true;
  }
  get hasDevice(): boolean {
    return this.#device?.() ?? true;
  }
  mayRequest(url: string): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#request === null) resolve(true);
      else this.#request({ url }, ({ cancel }) => resolve(cancel !== true));
    });
  }
}
