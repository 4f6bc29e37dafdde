/** One broken rule at one place. */
export interface Finding {
  /** The rule's name in the tool that found it, e.g. `no-cycles`, `TS2322`, `lint/style/noDefaultExport`. */
  readonly rule: string;
  /** Relative to the project, with forward slashes; with `:line` where the tool knows it. */
  readonly place: string;
  readonly message: string;
}

/** A static check over the project in `root`. No finding means that it passed. */
export interface Check {
  readonly name: string;
  run(root: string): Promise<readonly Finding[]>;
}

/** The finding for a tool that ended without an answer that can be read: never a pass. */
export function toolFailed(tool: string, output: string): Finding {
  return { rule: 'tool-failed', place: tool, message: output.trim().slice(-2000) || 'ended without a word' };
}
