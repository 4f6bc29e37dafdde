import '../till/require-node.ts';
import { fileURLToPath } from 'node:url';
import open from 'open';
import { boundedStop, type StopOutcome } from '../api/bounded-stop.ts';
import { EXIT_CODES } from '../till/exit-codes.ts';
import { explainStartFailure, type StartFailure, startFailureText } from '../till/start-failure.ts';
import { systemClock } from '../till/system-clock.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { planStart, thisMachine } from './plan-start.ts';
import { PLUGIN_HELP, type PluginArguments, parsePluginArguments } from './plugin-arguments.ts';
import { startTill } from './start-till.ts';

const clock = systemClock;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Says why there is no till, and with which exit code this process ends. */
function failed(failure: StartFailure): number {
  process.stderr.write(startFailureText(failure));
  return explainStartFailure(failure).exitCode;
}

/** Runs the plugin door until a signal ends it. Returns the exit code. */
async function run(options: PluginArguments): Promise<number> {
  const planned = planStart(options, thisMachine, clock);
  if (!planned.ok) return failed(planned.failure);
  const started = await startTill(planned.plan, { door: 'plugin', clock, osStore: null });
  if (!started.ok) return failed(started.failure);
  const { till } = started;
  // First no more calls, while the till can still note who signed out; then the till.
  const stop = (server: HttpServer | null): Promise<StopOutcome> =>
    boundedStop(async () => {
      await server?.close();
      await till.stop();
    }, clock)();

  const ended = new Promise<void>((resolve) => {
    // For good: Ctrl-C reaches this process from the terminal and again from npm, and the second must not cut the stop short.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  // Whoever reads our words may be gone before us.
  process.stdout.on('error', () => undefined);

  const listening = await startHttpServer({
    api: till.api,
    clock,
    log: till.log,
    messageOf: till.messageOf,
    version: process.env['npm_package_version'] ?? '0.0.0',
    pageFolder: fileURLToPath(new URL('../../out/renderer', import.meta.url)),
    port: options.port,
    onCodeRefused: (fresh) => print(`That address was used before or is too old. A fresh one: ${fresh}`),
  });
  if (!listening.ok) {
    // They are told once; whether a port was free makes no difference to that.
    for (const notice of till.notices) print(notice);
    await stop(null);
    return failed(portFailure(listening.error, options.port));
  }
  const { server } = listening;

  const address = server.newAddress();
  print(address);
  for (const notice of till.notices) print(notice);
  offerFreshAddresses(server);
  if (options.open) await openInBrowser(address);

  await ended;
  await stop(server);
  return EXIT_CODES.done.code;
}

/** Enter, at a terminal, prints a fresh address. */
function offerFreshAddresses(server: HttpServer): void {
  if (!process.stdin.isTTY) return;
  process.stdin.on('data', () => print(server.newAddress())).unref();
}

const portFailure = (error: 'port-taken' | 'port-not-allowed', port: number): StartFailure =>
  error === 'port-taken'
    ? { kind: 'port-taken', port }
    : { kind: 'usage', message: `This user may not listen on port ${port}: choose one above 1023.` };

/** A machine without a browser is no reason to end: the address stands above. */
async function openInBrowser(address: string): Promise<void> {
  const byHand = (): void => print('No browser opened: open the address above by hand.');
  try {
    const browser = await open(address);
    browser.once('error', byHand);
    browser.once('exit', (code) => {
      if (code !== 0 && code !== null) byHand();
    });
  } catch {
    byHand();
  }
}

const parsed = parsePluginArguments(process.argv.slice(2));
switch (parsed.kind) {
  case 'help':
    process.stdout.write(PLUGIN_HELP);
    break;
  case 'usage':
    process.exitCode = failed(parsed);
    break;
  case 'start':
    // Whatever still holds the process has had its time.
    process.exit(await run(parsed.options));
}
