import type { Database, Statement } from 'better-sqlite3';

/** An event as it came in; a repeat is a second one. */
export interface EventAnswer {
  readonly id: number;
  readonly type: string;
  readonly subType: string | null;
  readonly memberId: string | null;
  readonly receivedAt: number;
}

/** Events as they came in; a repeat is a second event, as at the vendor (section 4.7). Payloads are not kept. */
export class EventStore {
  readonly #addStmt: Statement<[string, string | null, string | null, number]>;
  readonly #allStmt: Statement<[], EventAnswer>;

  constructor(database: Database) {
    this.#addStmt = database.prepare(
      'INSERT INTO rekonect_event (type, sub_type, member_id, received_at) VALUES (?, ?, ?, ?)',
    );
    this.#allStmt = database.prepare(
      'SELECT id, type, sub_type AS subType, member_id AS memberId, received_at AS receivedAt FROM rekonect_event ORDER BY id',
    );
  }

  add(type: string, subType: string | null, memberId: string | null, receivedAt: number): void {
    this.#addStmt.run(type, subType, memberId, receivedAt);
  }

  all(): EventAnswer[] {
    return this.#allStmt.all();
  }
}
