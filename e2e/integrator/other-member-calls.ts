import type { Body, MemberKeys, NewMemberData } from './contract-shapes.ts';
import { type Answer, type AnswerForm, inBalanceForm, refused, success } from './other-answer.ts';
import type { OtherBooks } from './other-books.ts';
import { basketOf } from './other-look-ups.ts';
import type { Gift, OtherMember } from './other-members.ts';
import { transactionBreaches } from './transaction-checks.ts';

/** This server's one automatic deal: a tenth off everything of this department, rounded down. */
export const DEAL_DEPARTMENT = 'BAKERY';
const DEAL_SOURCE = 'deal-bakery-tenth';
const NOT_FOUND = refused('203', 'Member not found', 'body.member');

export interface DetailsHeaders {
  readonly assets: string | undefined;
  readonly benefits: boolean;
}

interface Deal {
  readonly type: string;
  readonly amount: number;
  readonly reason: string;
  readonly sourceId: string;
}

/** Members looked up, enrolled, changed and proved (4.1 to 4.4). */
export class OtherMemberCalls {
  readonly #books: OtherBooks;
  readonly #codes = new Map<string, string>();
  /** Enrolments whose answer never left; a look-up must come before the next try. */
  readonly #openEnrolments = new Set<string>();

  constructor(books: OtherBooks) {
    this.#books = books;
  }

  details(
    { member: keys, transaction, usedAssets }: Body<'/member/details'>,
    headers: DetailsHeaders,
    form: AnswerForm,
  ): Answer {
    const { members, lookUps } = this.#books;
    this.#openEnrolments.delete(contactOf(keys));
    if (transaction !== undefined)
      for (const breach of transactionBreaches(transaction)) this.#books.breach(`/member/details: ${breach}`);
    const member = members.find(keys);
    if (member === null) return NOT_FOUND;
    const used = (usedAssets ?? []).map(({ key }) => member.gifts.find((gift) => gift.key === key));
    if (used.some((gift) => gift?.redeemable !== true)) return refused('GIFT', 'A gift cannot be used');
    const deals =
      transaction === undefined || !headers.benefits
        ? []
        : [...bakeryDeal(transaction), ...used.filter((gift) => gift !== undefined).map(giftDeal)];
    lookUps.note({
      membershipKey: member.membershipKey,
      atMs: this.#books.nowMs(),
      transactionId: headers.benefits ? (transaction?.transactionId ?? null) : null,
      items: basketOf(transaction?.items ?? []),
      offered: new Map(deals.map(({ sourceId, amount }) => [sourceId, amount])),
    });
    const assets = member.gifts.filter(
      ({ status }) => headers.assets === 'all' || status === (headers.assets ?? 'active'),
    );
    const fields = { member: { ...this.#profile(member, form), assets: assets.map(assetOf) } };
    return success(headers.benefits && transaction !== undefined ? { ...fields, appliedDeals: deals } : fields);
  }

  register({ newMemberData }: Body<'/member/register'>, answered: boolean, form: AnswerForm): Answer {
    const contact = contactOf(newMemberData);
    if (this.#openEnrolments.has(contact)) this.#books.breach('/member/register: repeated without a look-up');
    if (!answered) this.#openEnrolments.add(contact);
    if (this.#books.members.hasPhone(newMemberData.phoneNumber)) return refused('204', 'The phone number is taken');
    const member = this.#books.members.add({ profile: newMemberData });
    return success({ member: this.#profile(member, form) });
  }

  update({ member: keys, newMemberData }: Body<'/member/update'>): Answer {
    const member = this.#books.members.find(keys);
    if (member === null) return NOT_FOUND;
    member.profile = { ...member.profile, ...newMemberData };
    return success({ memberId: member.membershipKey });
  }

  shortCode(body: Body<'/member/shortCode'>): Answer {
    const member = body.member === undefined ? null : this.#books.members.find(body.member);
    if (member === null) return NOT_FOUND;
    if (body.action === 'verify') {
      if (this.#codes.get(member.membershipKey) !== body.shortCode) return refused('CODE', 'Wrong code');
      this.#codes.delete(member.membershipKey);
      return success();
    }
    const code = String(200_000 + this.#codes.size + 34_567);
    this.#codes.set(member.membershipKey, code);
    return success(body.action === 'get' ? { shortCode: code } : {});
  }

  /** What went to the customer's telephone. */
  codeOf(keys: MemberKeys): string | null {
    const member = this.#books.members.find(keys);
    return member === null ? null : (this.#codes.get(member.membershipKey) ?? null);
  }

  event(body: Body<'/event'>): Answer {
    const content = JSON.stringify(body);
    this.#books.events.push(content);
    if (this.#books.events.filter((one) => one === content).length > 2)
      this.#books.breach('/event: more than one repeat');
    return success();
  }

  #profile(member: OtherMember, form: AnswerForm): Record<string, unknown> {
    const { birthday, ...profile } = member.profile;
    return {
      ...profile,
      ...(birthday === undefined ? {} : { birthday: `${birthday}T00:00:00Z` }),
      membershipKey: member.membershipKey,
      status: member.status,
      visit: 3,
      totalSpent: 12_345,
      points: inBalanceForm(this.#books.members.balance(member), form),
      credit: inBalanceForm(0, form),
      tierNameThatNobodyDocumented: 'gold',
    };
  }
}

const contactOf = ({ phoneNumber, email }: MemberKeys | NewMemberData): string => phoneNumber ?? email ?? '';

function bakeryDeal({ items }: NonNullable<Body<'/member/details'>['transaction']>): Deal[] {
  const gross = items
    .filter(({ departmentCode, action }) => departmentCode === DEAL_DEPARTMENT && action !== 'return')
    .reduce((sum, { grossAmount }) => sum + grossAmount, 0);
  const amount = Math.floor(gross / 10);
  return amount === 0 ? [] : [{ type: 'PROMOTION', amount, reason: 'A tenth off bread', sourceId: DEAL_SOURCE }];
}

const giftDeal = ({ key, name, amount }: Gift): Deal => ({ type: 'LOYALTY', amount, reason: name, sourceId: key });
const assetOf = ({ key, name, status, redeemable }: Gift) => ({ key, name, status, redeemable });
