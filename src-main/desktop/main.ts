import '../till/require-node.ts';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { planStart, thisMachine } from '../plugin/plan-start.ts';
import { startTill } from '../plugin/start-till.ts';
import { EXIT_CODES } from '../till/exit-codes.ts';
import { systemClock } from '../till/system-clock.ts';
import { type DesktopOptions, runDesktop } from './desktop-app.ts';
import { parseDesktopArguments } from './desktop-arguments.ts';

// The entry of the desktop app.
const clock = systemClock;
const planned = planStart(parseDesktopArguments(process.argv.slice(1)), thisMachine, clock);
const start: DesktopOptions['planned'] = planned.ok
  ? {
      ok: true,
      start: {
        folder: planned.plan.folder,
        open: (osStore) => startTill(planned.plan, { door: 'desktop', clock, osStore }),
      },
    }
  : planned;

// Not awaited: Electron is ready only after this module has run to its end, and would wait for us as we wait for it.
runDesktop({
  planned: start,
  clock,
  preload: join(app.getAppPath(), 'out', 'preload', 'preload.cjs'),
  pageFolder: join(app.getAppPath(), 'out', 'renderer'),
}).catch((error: unknown) => {
  // A bug in the start itself: nothing is open that could log it.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  dialog.showErrorBox('Tillbox cannot start', error instanceof Error ? error.message : String(error));
  app.exit(EXIT_CODES['check-failed'].code);
});
