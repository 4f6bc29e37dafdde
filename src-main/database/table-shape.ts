import type { Database } from 'better-sqlite3';

/** A table as both ends of a carry-over know it. Names come from our own schema, never from a person. */
export interface TableShape {
  readonly name: string;
  readonly withoutRowid: boolean;
  readonly columns: readonly string[];
  /** In order; for tables with a rowid only informative. */
  readonly primaryKey: readonly string[];
}

interface ColumnInfo {
  readonly name: string;
  readonly pk: number;
  readonly hidden: number;
}

/** The tables of the schema, without SQLite's own. */
export function tablesOf(db: Database): readonly TableShape[] {
  const tables = db
    .prepare(
      "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .all() as { name: string; wr: number }[];
  return tables.map(({ name, wr }) => {
    const columns = (db.prepare('SELECT name, pk, hidden FROM pragma_table_xinfo(?)').all(name) as ColumnInfo[]).filter(
      ({ hidden }) => hidden === 0,
    );
    const primaryKey = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    return {
      name,
      withoutRowid: wr === 1,
      columns: columns.map((column) => column.name),
      primaryKey: primaryKey.map((column) => column.name),
    };
  });
}

/** The shape with only those columns that the other file has too; null where it lacks the table. */
export function sharedShape(shape: TableShape, other: readonly TableShape[]): TableShape | null {
  const twin = other.find(({ name }) => name === shape.name);
  if (twin === undefined) return null;
  return { ...shape, columns: shape.columns.filter((column) => twin.columns.includes(column)) };
}

/** Indexes over every row of the table: partial ones would hide rows. */
export function wholeIndexesOf(db: Database, table: string): readonly string[] {
  return db.prepare('SELECT name FROM pragma_index_list(?) WHERE partial = 0').pluck().all(table) as string[];
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
