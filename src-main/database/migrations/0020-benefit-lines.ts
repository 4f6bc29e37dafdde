import type { Migration } from '../migration.ts';

/** Lines that a reward or an offer put into the basket name the used benefit. */
export const benefitLines: Migration = {
  number: 20,
  name: 'benefit-lines',
  sql: 'ALTER TABLE sale_line ADD COLUMN benefit_key TEXT;',
};
