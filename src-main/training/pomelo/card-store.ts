import type { Database, Statement } from 'better-sqlite3';

/** A card; what it earns belongs to its user's account. */
export interface Card {
  readonly cardId: string;
  readonly userId: string;
  readonly blocked: boolean;
}

type StoredCard = Omit<Card, 'blocked'> & { readonly blocked: number };

const COLUMNS = 'card_id AS cardId, user_id AS userId, blocked';

export class CardStore {
  readonly #addStmt: Statement<[string, string, number]>;
  readonly #byIdStmt: Statement<[string], StoredCard>;
  readonly #ofUserStmt: Statement<[string], StoredCard>;
  readonly #allStmt: Statement<[], StoredCard>;

  constructor(database: Database) {
    this.#addStmt = database.prepare('INSERT INTO pomelo_card (card_id, user_id, blocked) VALUES (?, ?, ?)');
    this.#byIdStmt = database.prepare(`SELECT ${COLUMNS} FROM pomelo_card WHERE card_id = ?`);
    this.#ofUserStmt = database.prepare(`SELECT ${COLUMNS} FROM pomelo_card WHERE user_id = ? ORDER BY rowid`);
    this.#allStmt = database.prepare(`SELECT ${COLUMNS} FROM pomelo_card ORDER BY rowid`);
  }

  add({ cardId, userId, blocked }: Card): void {
    this.#addStmt.run(cardId, userId, blocked ? 1 : 0);
  }

  byId(cardId: string): Card | null {
    const row = this.#byIdStmt.get(cardId);
    return row === undefined ? null : toCard(row);
  }

  isUser(userId: string): boolean {
    return this.#ofUserStmt.get(userId) !== undefined;
  }

  /** In the order in which they were made known: a user's first card is the one he was made known by. */
  all(): Card[] {
    return this.#allStmt.all().map(toCard);
  }
}

const toCard = (row: StoredCard): Card => ({ ...row, blocked: row.blocked === 1 });
