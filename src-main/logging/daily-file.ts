import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { utcDate } from '../../src-shared/time/iso-time.ts';

/** Days of which logs are kept, per name. */
const KEPT_FILES = 14;

/** A sink for whole lines. Neither call ever throws: a till sells on when its log cannot be written. */
export interface LineSink {
  /** @param line without line break. */
  write(line: string): void;
  close(): void;
}

/**
 * Appends lines to `<name>-<yyyy-MM-dd>.log`, a new file each UTC day, and keeps the newest 14. Each line is with the system
 * when `write` returns, so that a kill loses none. Several processes may share a folder, and even a name.
 *
 * @param today ms, decides on the file.
 */
export function dailyFile(folder: string, name: string, today: () => number): LineSink {
  let handle: number | null = null;
  let day = '';
  let lost = 0;
  let torn = false;

  function closeFile(): void {
    if (handle === null) return;
    const closing = handle;
    handle = null;
    closeSync(closing);
  }

  function openFor(date: string): number {
    if (handle !== null && day === date) return handle;
    closeFile();
    mkdirSync(folder, { recursive: true });
    handle = openSync(join(folder, `${name}-${date}.log`), 'a', 0o600);
    day = date;
    removeOld(folder, name);
    return handle;
  }

  function append(file: number, text: string): void {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(file, bytes, done);
      torn = done < bytes.length; // a full disk takes a part of a line; the next one then begins anew
    }
  }

  return {
    write(line) {
      try {
        const file = openFor(utcDate(today()));
        if (torn) append(file, '\n');
        if (lost > 0)
          append(file, `${JSON.stringify({ level: 40, time: today(), msg: 'log lines were lost', lost })}\n`);
        lost = 0;
        append(file, `${line}\n`);
      } catch {
        lost += 1; // full disk, read-only, folder gone: counted, and said as soon as a line can be written again
      }
    },
    close() {
      try {
        if (handle !== null) fsyncSync(handle);
        closeFile();
      } catch {
        handle = null; // nothing can be done about a log that cannot be closed
      }
    },
  };
}

function removeOld(folder: string, name: string): void {
  const dated = /^-\d{4}-\d{2}-\d{2}\.log$/;
  const files = readdirSync(folder).filter((file) => file.startsWith(name) && dated.test(file.slice(name.length)));
  for (const file of files.sort().slice(0, -KEPT_FILES)) rmSync(join(folder, file), { force: true });
}
