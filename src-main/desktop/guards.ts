import type { IpcMainEvent, Session, WebContents } from 'electron';
import { isOwnAddress, isPage } from './page-address.ts';

/** Whether a message comes from the page itself: the top frame, at its own address, still there. */
export function isFromPage(event: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isPage(frame.url);
}

/** Nothing may leave the page, open beside it or be embedded in it. Told to `refused` with what was tried. */
export function guardContents(contents: WebContents, refused: (what: string) => void): void {
  contents.on('will-navigate', (event) => {
    if (isPage(event.url)) return;
    event.preventDefault();
    refused('navigation');
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame) return;
    event.preventDefault();
    refused('frame');
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    refused('redirect');
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refused('webview');
  });
  contents.setWindowOpenHandler(() => {
    refused('window');
    return { action: 'deny' };
  });
}

/** The session of the windows: no permission, no device, no download, and no request that is not the page's own. */
export function guardSession(session: Session, isPackaged: boolean, refused: (what: string) => void): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    refused(`permission ${permission}`);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
    refused('download');
  });
  // The dictionaries of the spell checker would be fetched from elsewhere.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isOwnAddress(details.url) || (!isPackaged && details.url.startsWith('devtools:'));
    if (!allowed) refused('request');
    answer({ cancel: !allowed });
  });
}
