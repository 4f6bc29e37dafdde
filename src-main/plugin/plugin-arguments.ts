import { parseArgs } from 'node:util';
import { exitCodeHelp } from '../till/exit-codes.ts';
import { PROGRAMS } from '../training/posting.ts';
import type { StartOptions } from './plan-start.ts';

export interface PluginArguments extends StartOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly open: boolean;
}

export type ParsedArguments =
  | { readonly kind: 'start'; readonly options: PluginArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'usage'; readonly message: string };

export const PLUGIN_HELP = `npm run plugin -- [--data DIR] [--port N] [--config FILE] [--training] [--backend NAME] [--open]

Starts the till without a window: its screens in a browser, and its API for another POS, on 127.0.0.1 alone.
The first line it prints is the address; its code works once, for two minutes. Enter prints a fresh one.

  --data DIR     the data folder; default: this user's folder of the kind
  --port N       where to listen; default: any free port
  --config FILE  the configuration of a live or test till; without it: training
  --training     training, also where live or test folders are on this machine
  --backend NAME the program to train with, chosen when the folder is made: ${PROGRAMS.join(', ')}
  --open         open the address in the default browser

${exitCodeHelp()}
`;

export function parsePluginArguments(args: readonly string[]): ParsedArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        config: { type: 'string' },
        training: { type: 'boolean', default: false },
        backend: { type: 'string' },
        open: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= 65_535)) return { kind: 'usage', message: '--port takes a whole number from 0 to 65535.' };
    const { data = null, config = null, backend = null, training, open } = values;
    return { kind: 'start', options: { dataDir: data, configPath: config, training, backEnd: backend, port, open } };
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) return { kind: 'usage', message: error.message };
    throw error;
  }
}
