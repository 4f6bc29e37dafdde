import { type Level, type Logger, pino } from 'pino';
import type { Clock } from '../../src-shared/time/clock.ts';
import { dailyFile } from './daily-file.ts';
import { redactLine } from './redact.ts';

export type LogLevel = Level | 'silent';

export interface LoggerSettings {
  readonly folder: string;
  /** Which program writes (`desktop`, `plugin`, `replay` …): the beginning of the file's name, and `program` in each line. */
  readonly name: string;
  readonly clock: Clock;
  readonly level: LogLevel;
}

export interface OpenLogger {
  readonly log: Logger;
  /** Brings everything to the disk. Lines logged afterwards open the file again. */
  close(): void;
}

/**
 * A logger into daily files, redacted in the sink. Nothing it does throws or waits for another thread. A line says
 * operation id, attempt, code and times, and never bodies or people; a statement or a step goes under `statement` or `step`,
 * as `name` is masked wherever it stands.
 */
export function createLogger(settings: LoggerSettings): OpenLogger {
  const { folder, name, clock, level } = settings;
  const sink = dailyFile(folder, name, () => clock.nowMs());
  const write = (line: string): void => sink.write(redactLine(line.trimEnd()));
  const base = { pid: process.pid, program: name };
  const log = pino({ level, base, timestamp: () => `,"time":${clock.nowMs()}` }, { write });
  return { log, close: () => sink.close() };
}
