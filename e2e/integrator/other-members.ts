import { randomUUID } from 'node:crypto';
import type { MemberKeys, NewMemberData } from './contract-shapes.ts';

export interface Gift {
  readonly key: string;
  readonly name: string;
  readonly status: 'active' | 'inactive';
  readonly redeemable: boolean;
  /** Taken off the sale when used; minor units. */
  readonly amount: number;
}

export interface OtherMember {
  readonly membershipKey: string;
  readonly externalId: string | null;
  profile: NewMemberData;
  status: 'active' | 'blocked';
  gifts: Gift[];
}

export interface Posting {
  readonly membershipKey: string;
  readonly transactionId: string;
  readonly kind: 'opening' | 'pay' | 'pay-cancelled' | 'earned' | 'earned-taken-back' | 'elsewhere';
  readonly amount: number;
}

export interface MemberStart {
  readonly profile: NewMemberData;
  readonly externalId?: string;
  readonly balance?: number;
  readonly gifts?: readonly Gift[];
  readonly status?: 'active' | 'blocked';
}

/** The members of the other server and every change of a balance; a balance is nothing but their sum. */
export class OtherMembers {
  readonly postings: Posting[] = [];
  readonly #members: OtherMember[] = [];

  add({ profile, externalId, balance = 0, gifts = [], status = 'active' }: MemberStart): OtherMember {
    const member: OtherMember = {
      membershipKey: randomUUID(),
      externalId: externalId ?? null,
      profile,
      status,
      gifts: [...gifts],
    };
    this.#members.push(member);
    this.post(member, 'opening', 'opening', balance);
    return member;
  }

  /** Every identifier given must be the same member's. */
  find(keys: MemberKeys): OtherMember | null {
    const found = this.#members.filter(
      ({ membershipKey, externalId, profile }) =>
        (keys.membershipKey ?? membershipKey) === membershipKey &&
        (keys.externalId ?? externalId) === externalId &&
        (keys.phoneNumber ?? profile.phoneNumber) === profile.phoneNumber &&
        (keys.email ?? profile.email) === profile.email,
    );
    return found[0] ?? null;
  }

  hasPhone(phoneNumber: string | undefined): boolean {
    return phoneNumber !== undefined && this.#members.some(({ profile }) => profile.phoneNumber === phoneNumber);
  }

  post(member: OtherMember, transactionId: string, kind: Posting['kind'], amount: number): void {
    if (amount !== 0) this.postings.push({ membershipKey: member.membershipKey, transactionId, kind, amount });
  }

  balance({ membershipKey }: OtherMember): number {
    return this.postings
      .filter((one) => one.membershipKey === membershipKey)
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  /** No personal data may stand outside the objects made for it. */
  personalWords(): string[] {
    return this.#members.flatMap(({ profile, externalId }) =>
      [profile.phoneNumber, profile.email, profile.lastName, externalId].filter((word) => typeof word === 'string'),
    );
  }
}
