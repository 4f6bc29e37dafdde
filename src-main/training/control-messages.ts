import { z } from 'zod';
import { faultRule } from './fault-rule.ts';
import { POSTING_KINDS, PROGRAMS, type Program } from './posting.ts';

/** Faults drawn for a replay (replay rule 10). */
export const drawnFaults = z.strictObject({
  seed: z.int(),
  /** Longest drawn delay, ms; default 3,000, beyond the replay's client time-out of 2 s. */
  delayMs: z.int().min(0).optional(),
  /** Also look-ups and one-time codes, which are no operations; default false. */
  reads: z.boolean().optional(),
});
export type DrawnFaults = z.infer<typeof drawnFaults>;

/** `POST /faults`: applied in the order clear, add, drawn, offline. */
export const faultOrder = z.strictObject({
  clear: z.boolean().optional(),
  add: z.array(faultRule).optional(),
  /** Null stops drawing. */
  drawn: drawnFaults.nullable().optional(),
  /** True: the programs' ports refuse connections; false: they are back on the same ports. */
  offline: z.boolean().optional(),
});
export type FaultOrder = z.infer<typeof faultOrder>;

/** `POST /members`: one commit, in the program's own form. Members already known (by any identifier) stay as they are. */
export const membersOrder = z.strictObject({ program: z.enum(PROGRAMS), members: z.array(z.unknown()) });

/** `POST /tamper`. Which posting: by id, else the first of `kind` (default `sale`), of `reference` where given. */
export const tamperOrder = z.strictObject({
  action: z.enum(['delete', 'copy', 'change']),
  id: z.int().optional(),
  reference: z.string().optional(),
  kind: z.enum(POSTING_KINDS).optional(),
  /** For `change`: added to amountMinor; default 1. */
  byMinor: z.int().optional(),
});
export type TamperOrder = z.infer<typeof tamperOrder>;

export const timeOrder = z.strictObject({ offsetMs: z.int() });

/** One member with the identifiers by which a file or a test knows them. */
export interface BalanceAnswer {
  readonly program: Program;
  readonly memberId: string;
  /** In the program's own words, as `phoneNumber`; empty for somebody with postings whom it no longer knows. */
  readonly identifiers: Readonly<Record<string, string>>;
  /** Point units. */
  readonly points: number;
  /** Money of standing sales and returns, minor units. */
  readonly salesMinor: number;
  readonly visits: number;
}
