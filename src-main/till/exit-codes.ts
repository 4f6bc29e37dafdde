/** How a process ends; the only table of it. Printed by `--help` of every command. */
export const EXIT_CODES = {
  done: { code: 0, text: 'done' },
  'check-failed': { code: 1, text: 'the check failed' },
  usage: { code: 2, text: 'wrong usage' },
  'wrong-format': { code: 3, text: 'a file is unreadable or of the wrong format' },
  config: { code: 4, text: 'the configuration is wrong or missing (names the key and what is allowed)' },
  'in-use': { code: 5, text: 'the data folder is in use (names by whom and since when)' },
  newer: { code: 6, text: 'the data folder was written by a newer version' },
  recovered: { code: 7, text: 'the database was damaged and has been recovered (the till opens)' },
  'no-space': { code: 8, text: 'no space left on the disk' },
  'read-only': { code: 9, text: 'the data folder cannot be written' },
  'port-taken': { code: 10, text: 'the port is taken' },
  'node-too-old': { code: 11, text: 'Node is too old' },
} as const satisfies Record<string, { readonly code: number; readonly text: string }>;

export type ExitName = keyof typeof EXIT_CODES;

export const exitCode = (name: ExitName): number => EXIT_CODES[name].code;

/** The table as text, one line a code. */
export function exitCodeHelp(): string {
  const lines = Object.values(EXIT_CODES).map(({ code, text }) => `  ${String(code).padStart(2)}  ${text}`);
  return ['Exit codes:', ...lines].join('\n');
}
