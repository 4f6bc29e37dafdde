import { spawn } from 'node:child_process';

export interface CommandResult {
  /** The exit code; 1 when it was ended by a signal or could not be started. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `collect` keeps the output to be read; `show` passes it through as it comes. */
  readonly output: 'collect' | 'show';
}

/** Runs a program to its end. Never throws: what cannot be started is a result with code 1 and the reason in `stderr`. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const startedAt = performance.now();
  return await new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    const finish = (code: number): void => resolve({ code, stdout, stderr, elapsedMs: performance.now() - startedAt });
    const child = spawn(program, args, {
      cwd: options.cwd ?? process.cwd(),
      env: { ...process.env, ...options.env },
      stdio: options.output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => {
      stderr += error.message;
      finish(1);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** Runs a script with the Node that runs us. */
export async function runNode(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return await runCommand(process.execPath, args, options);
}
