import { randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { type GenerationRead, isEarlierLetter, letterFromTime, nextLetter } from './generation.ts';
import { committedAt } from './high-water.ts';
import { carryOverUnfinished } from './unfinished-as-unknown.ts';

const NAMES = {
  databaseId: 'database-id',
  letter: 'generation-letter',
  openId: 'open-id',
  previousOpenId: 'previous-open-id',
} as const;

export interface IdentityFacts {
  /** What the folder remembers from before this open. */
  readonly before: GenerationRead;
  readonly created: boolean;
  readonly recovered: boolean;
  readonly openId: string;
  readonly nowMs: number;
}

export interface Identity {
  readonly databaseId: string;
  readonly letter: string;
  readonly restored: boolean;
}

/**
 * Says whether this file is the one last open in this folder, gives it the right letter, and marks it as open. The letter
 * rises whenever the file could have forgotten sale numbers: created where one stood before, recovered, or older than the
 * one last seen. Must run inside a commit; the folder's own record is written after it.
 */
export function identify(db: Database, facts: IdentityFacts): Identity {
  const { before, created, recovered, openId, nowMs } = facts;
  const get = db.prepare('SELECT value FROM setting WHERE name = ?').pluck();
  const read = (name: string): string | null => (get.get(name) as string | undefined) ?? null;
  const own = { databaseId: read(NAMES.databaseId), letter: read(NAMES.letter), openId: read(NAMES.openId) };

  const restored = !created && !recovered && !isLastOpened(db, before, own, read(NAMES.previousOpenId));
  if (restored) carryOverUnfinished(db, nowMs);
  const mayForget = restored || recovered || (created && before.kind !== 'none');
  const letter = letterFor(before, own.letter, mayForget, created, nowMs);
  const databaseId = own.databaseId ?? randomUUID();

  const set = db.prepare(
    `INSERT INTO setting (name, value, changed_at) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
  );
  const previousOpenId = before.kind === 'found' ? before.record.openId : '';
  for (const [name, value] of [
    [NAMES.databaseId, databaseId],
    [NAMES.letter, letter],
    [NAMES.openId, openId],
    [NAMES.previousOpenId, previousOpenId],
  ] as const) {
    set.run(name, value, nowMs);
  }
  return { databaseId, letter, restored };
}

/**
 * The folder's record is written right after the file's own mark. If the process ended between the two, the file is one
 * open ahead, and its previous mark is the folder's.
 */
function isLastOpened(
  db: Database,
  before: GenerationRead,
  own: { readonly databaseId: string | null; readonly openId: string | null },
  previousOpenId: string | null,
): boolean {
  // Never opened as a till's database: nothing was ever recorded in it.
  if (before.kind === 'none' && own.openId === null) return true;
  if (before.kind !== 'found') return false;
  const { record } = before;
  const sameOpen = own.openId === record.openId || previousOpenId === record.openId;
  return own.databaseId === record.databaseId && sameOpen && committedAt(db) >= record.committedAtMs;
}

function letterFor(
  before: GenerationRead,
  own: string | null,
  mayForget: boolean,
  created: boolean,
  nowMs: number,
): string {
  const known = [before.kind === 'found' ? before.record.letter : null, own].filter((letter) => letter !== null);
  const last = known.reduce<string | null>((a, b) => (a === null || isEarlierLetter(a, b) ? b : a), null);
  if (last === null) return created && before.kind === 'none' ? 'A' : letterFromTime(nowMs);
  // A record that cannot be read may have held a later letter than the file.
  if (before.kind === 'unreadable') return letterFromTime(nowMs);
  return mayForget ? nextLetter(last) : last;
}
