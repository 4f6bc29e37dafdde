import { type Level, type Logger, pino } from 'pino';
import type { Clock } from '../../src-shared/time/clock.ts';
import { dailyFile, type LineSink } from './daily-file.ts';
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
  return { log: loggerInto(sink, settings.name, clock, level), close: () => sink.close() };
}

/** As `createLogger`, into any sink: for tests, and for programs that log to their terminal. */
export function loggerInto(sink: LineSink, name: string, clock: Clock, level: LogLevel): Logger {
  const write = (line: string): void => sink.write(redactLine(line.trimEnd()));
  const base = { pid: process.pid, program: name };
  return pino({ level, base, timestamp: () => `,"time":${clock.nowMs()}` }, { write });
}
