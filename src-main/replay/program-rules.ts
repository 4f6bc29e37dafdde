import type { ReplayBackEnd } from './replay-options.ts';

/**
 * What a program makes of a sale, as its contract and the settings of a replay's simulators say. Kept apart from tills,
 * back ends and simulators: this is what they are measured against (replay.md rule 12). Points are counted as its ledger
 * counts them.
 */
export interface ProgramRules {
  /** Whether a sale can be paid with points (rule 6). */
  readonly pays: boolean;
  /** A sale without a member: sent as nobody's, or kept on the till with its claim code. */
  readonly unclaimed: 'sent' | 'held';
  /** Whether the till gives such a sale to a member; else the program does it by itself. */
  readonly claims: boolean;
  /** A return without its sale: sent, or nothing that the program takes. */
  readonly returns: 'sent' | 'uncorrected';
  /** Whether a sale of which no point moves is told as well. */
  readonly tellsWithoutPoints: boolean;
  /** 1,000,000.00 points (rule 5). */
  readonly openingPoints: number;
  /** @param baseMinor what earns, minor units; below 0 for a return */
  readonly earned: (baseMinor: number) => number;
  /** @param payMinor what is paid, minor units, at least 0 */
  readonly cost: (payMinor: number) => number;
}

const MILLION = 1_000_000;

/** A share rounded towards zero, without floating point in between. */
const share = (amount: number, numerator: bigint, denominator: bigint): number =>
  Number((BigInt(amount) * numerator) / denominator) + 0;

/** Five whole points for one pound. */
const fiveForAPound = (baseMinor: number): number => share(baseMinor, 5n, 100n);

const RULES: Readonly<Record<ReplayBackEnd, ProgramRules>> = {
  // Hundredths of a point, one of which pays a penny; 5 % (contract A12 to A14).
  rekonect: {
    pays: true,
    unclaimed: 'sent',
    claims: true,
    returns: 'sent',
    tellsWithoutPoints: true,
    openingPoints: 100 * MILLION,
    earned: (baseMinor) => share(baseMinor, 500n, 10_000n),
    cost: (payMinor) => payMinor,
  },
  // Whole points, which pay for rewards only. No part of a sale can be taken back (contract section 12).
  rbi: {
    pays: false,
    unclaimed: 'sent',
    claims: false,
    returns: 'uncorrected',
    tellsWithoutPoints: true,
    openingPoints: MILLION,
    earned: fiveForAPound,
    cost: () => 0,
  },
  // Whole points, one of which pays a penny. An accrual needs a member, and a return has no call (contract section 5).
  covalent: {
    pays: true,
    unclaimed: 'held',
    claims: true,
    returns: 'uncorrected',
    tellsWithoutPoints: true,
    openingPoints: MILLION,
    earned: fiveForAPound,
    cost: (payMinor) => payMinor,
  },
  // The till moves whole points, the ledger has hundredths; a penny costs one point. Nothing can be minted or burned without
  // a card, nor an amount of 0 (contract section 4.2).
  pomelo: {
    pays: true,
    unclaimed: 'held',
    claims: true,
    returns: 'sent',
    tellsWithoutPoints: false,
    openingPoints: 100 * MILLION,
    earned: (baseMinor) => 100 * fiveForAPound(baseMinor),
    cost: (payMinor) => 100 * payMinor,
  },
};

export const rulesOf = (backEnd: ReplayBackEnd): ProgramRules => RULES[backEnd];
