import './require-node24.cjs';
import { type ChildProcess, spawn } from 'node:child_process';
import open from 'open';
import { fetchElectron, findElectron } from './electron-binary.ts';
import { isBuildFresh } from './is-build-fresh.ts';
import { runNode } from './run-command.ts';
import { toolScript } from './tool-script.ts';

// `npm start`: the cashier app in a window of its own, or, where Electron cannot be had, in the browser through the
// plugin door. What follows `npm start --` goes to the door.
const root = process.cwd();
const doorArgs = process.argv.slice(2);
const ADDRESS = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+\S*/u;

/** Why no window can open on this machine; null when one can. */
async function whyNoWindow(): Promise<string | null> {
  if (process.platform === 'linux') {
    if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'this machine has no screen';
    if (process.getuid?.() === 0) return "root would have to give up Electron's sandbox";
  }
  if (findElectron(root) !== null) return null;
  if (process.env['TILLBOX_NO_ELECTRON_FETCH'] === '1') return "Electron's binary is not here and may not be fetched";
  console.log('Fetching Electron (about 120 MB, once) …');
  const reason = await fetchElectron(root);
  return reason === null ? null : `Electron's binary could not be fetched (${reason})`;
}

function startWindow(): ChildProcess {
  const program = findElectron(root);
  if (program === null) throw new Error('Electron was there a moment ago');
  return spawn(program, [root, ...doorArgs], { stdio: 'inherit' });
}

/** Starts the plugin door, passes on what it says and opens the first address of its own that it prints. */
function startInBrowser(): ChildProcess {
  const child = spawn(process.execPath, ['src-main/plugin/main.ts', ...doorArgs], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let said = '';
  let isOpened = false;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    if (isOpened) return;
    said += text;
    const address = said.slice(0, said.lastIndexOf('\n') + 1).match(ADDRESS)?.[0];
    if (address === undefined) return;
    isOpened = true;
    void openBrowser(address);
  });
  return child;
}

async function openBrowser(address: string): Promise<void> {
  const tellByHand = (): void => console.log('No browser opened: open the address above by hand.');
  try {
    const browser = await open(address);
    browser.on('error', tellByHand);
    browser.on('exit', (code) => {
      if (code !== 0 && code !== null) tellByHand();
    });
  } catch {
    tellByHand();
  }
}

async function start(): Promise<number> {
  if (!isBuildFresh(root)) {
    const build = await runNode([toolScript('electron-vite'), 'build', '--logLevel', 'warn'], { output: 'show' });
    if (build.code !== 0) return build.code;
  }
  const reason = await whyNoWindow();
  if (reason !== null) console.log(`No window of its own: ${reason}. Tillbox opens in your browser instead.`);
  const child = reason === null ? startWindow() : startInBrowser();
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  return await new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await start();
