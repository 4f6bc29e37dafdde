import type { Database } from 'better-sqlite3';

/**
 * Gives rows whose parent was lost a parent again, so that nothing has to be left behind: an operation keeps its sale and
 * its account by name, although their facts are gone. Lines and tenders of a lost sale have nothing to hang on and are
 * left in the file that was moved aside. Must run inside a commit with foreign keys off.
 *
 * @returns how many rows were left behind.
 */
export function mendLinks(target: Database): number {
  target.exec(`
    INSERT INTO account (number, back_end, account)
      SELECT DISTINCT account_number, 'lost', 'lost-' || account_number FROM operation
      WHERE account_number NOT IN (SELECT number FROM account);
    INSERT INTO member_key (id, fingerprint, sealed_identifiers, last_sale_at)
      SELECT id, 'lost-' || id, NULL, max(at) FROM (
        SELECT member_key_id AS id, recorded_at AS at FROM operation WHERE member_key_id IS NOT NULL
        UNION ALL SELECT member_key_id, opened_at FROM sale WHERE member_key_id IS NOT NULL)
      WHERE id NOT IN (SELECT id FROM member_key) GROUP BY id;
    INSERT INTO sale (sale_id, sale_number, reference, source, state, currency, staff_id, opened_at)
      SELECT sale_id, 'LOST-' || sale_id, sale_id, 'recovered', 'abandoned',
        coalesce((SELECT currency FROM sale LIMIT 1), 'EUR'), '', min(recorded_at) FROM operation
      WHERE sale_id IS NOT NULL AND sale_id NOT IN (SELECT sale_id FROM sale) GROUP BY sale_id;
  `);
  let left = 0;
  for (const table of ['sale_line', 'tender']) {
    left += target.prepare(`DELETE FROM ${table} WHERE sale_seq NOT IN (SELECT seq FROM sale)`).run().changes;
  }
  return left + target.prepare('DELETE FROM session WHERE staff_id NOT IN (SELECT id FROM staff)').run().changes;
}
