import './require-node24.cjs';
import { findChromium } from './find-chromium.ts';
import { runCommand, runNode } from './run-command.ts';
import { toolScript } from './tool-script.ts';

// `npm run browser`: finds a Chromium for the browser tests, or gets one.
interface Way {
  readonly name: string;
  readonly whyNot: () => string | null;
  readonly get: () => Promise<number>;
}

const WAYS: readonly Way[] = [
  {
    name: "Playwright's own Chromium (about 200 MB)",
    whyNot: () => null,
    get: downloadPlaywrights,
  },
  {
    name: "Debian's package chromium",
    whyNot: () => {
      if (process.platform !== 'linux') return 'this is not Linux';
      return process.getuid?.() === 0 ? null : 'only root may install packages';
    },
    get: installDebianPackage,
  },
];

async function downloadPlaywrights(): Promise<number> {
  const { code, stderr } = await runNode([toolScript('playwright'), 'install', 'chromium'], { output: 'collect' });
  // Its own words are a stack trace for each of a dozen tries; the first line says it.
  if (code !== 0) console.log(`It cannot be had here: ${/^Error: .*$/mu.exec(stderr)?.[0] ?? stderr.trim()}`);
  return code;
}

async function installDebianPackage(): Promise<number> {
  const install = async (): Promise<number> =>
    (
      await runCommand('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], {
        output: 'show',
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      })
    ).code;
  if ((await install()) === 0) return 0;
  await runCommand('apt-get', ['update'], { output: 'show' });
  return await install();
}

async function getChromium(): Promise<string | null> {
  const failures: string[] = [];
  for (const way of WAYS) {
    const whyNot = way.whyNot();
    if (whyNot !== null) {
      failures.push(`${way.name}: ${whyNot}`);
      continue;
    }
    console.log(`Getting ${way.name} …`);
    const code = await way.get();
    const found = findChromium();
    if (found !== null) return found;
    failures.push(`${way.name}: ${code === 0 ? 'it came, but does not start here' : `failed with exit code ${code}`}`);
  }
  for (const failure of failures) console.error(failure);
  return null;
}

const named = process.env['TILLBOX_CHROMIUM'] ?? '';
const path = findChromium() ?? (named === '' ? await getChromium() : null);
if (path === null) {
  console.error(
    named === ''
      ? 'No Chromium could be found or got. Install Chromium or Chrome, or name one: TILLBOX_CHROMIUM=/path/to/it'
      : `TILLBOX_CHROMIUM names ${named}, which does not start.`,
  );
  process.exitCode = 1;
} else {
  console.log(`The browser tests use ${path}`);
}
