import { z } from 'zod';

/** A guest to be made known; by these the control port, a file and the demo shop name him. */
export const memberOrder = z.strictObject({
  /** The Loyalty ID. */
  loyaltyId: z.guid(),
  name: z.string().min(1).default('Guest'),
  joinedAt: z.iso.datetime({ offset: true }).default('2024-01-15T12:00:00Z'),
  email: z.string().min(1).optional(),
  /** 12 digits. */
  card: z.string().min(1).optional(),
  /** 10 digits. */
  phone: z.string().min(1).optional(),
  /** yyyy-MM-dd */
  birthday: z.string().optional(),
  /** Whole points; default 0. */
  openingPoints: z.int().optional(),
  /** What is chosen in the app: incentive ids, which the next code carries. */
  preselected: z.array(z.string()).default([]),
});
export type MemberOrder = z.input<typeof memberOrder>;
