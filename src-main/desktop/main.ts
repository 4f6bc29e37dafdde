import '../till/require-node.ts';
import { join } from 'node:path';
import { app } from 'electron';
import { planStart, thisMachine } from '../plugin/plan-start.ts';
import { startTill } from '../plugin/start-till.ts';
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

await runDesktop({
  planned: start,
  clock,
  preload: join(app.getAppPath(), 'out', 'preload', 'preload.cjs'),
  pageFolder: join(app.getAppPath(), 'out', 'renderer'),
});
