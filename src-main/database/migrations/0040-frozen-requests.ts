import type { Migration } from '../migration.ts';

/**
 * Frozen bytes are several times as large as the row that they belong to, and stand only while it is under way. In a table
 * of their own they come and go at its end; in the row they would split its page, and leave it half empty for ever.
 */
export const frozenRequests: Migration = {
  number: 40,
  name: 'frozen-requests',
  sql: `
CREATE TABLE frozen_request (
  operation_seq INTEGER PRIMARY KEY,
  sealed_request BLOB
) STRICT;
INSERT INTO frozen_request SELECT seq, sealed_request FROM operation WHERE sealed_request IS NOT NULL;
ALTER TABLE operation DROP COLUMN sealed_request;
`,
};
