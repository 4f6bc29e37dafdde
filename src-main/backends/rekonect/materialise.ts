import type { FrozenRequest, MemberProfile, Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import { utcSeconds } from '../../../src-shared/time/iso-time.ts';
import type { MaterialiseContext } from '../backend.ts';
import { ContradictionError } from '../contradiction-error.ts';
import { dropEmpty, type JsonObject } from './drop-empty.ts';
import type { RekonectSettings } from './rekonect-settings.ts';
import { checkFinishedSale, checkPay } from './totals-check.ts';
import { malformedField, wireMember, wireProfile } from './wire-member.ts';
import { type WireTender, wireTransaction, withGiftsAndDeals } from './wire-transaction.ts';

export type IdentityHeaders = Readonly<Record<string, string>>;

interface EndpointBody {
  readonly path: string;
  readonly body: JsonObject;
}

/**
 * The bytes of an operation: the same operation, context and settings give the same bytes. Contract sections 4.2 to 4.7;
 * totals by section 6 rule 6, empty values by rule 9.
 *
 * @throws ContradictionError where the stored data do not allow it to be sent.
 */
export function materialise(
  operation: Operation,
  context: MaterialiseContext,
  settings: RekonectSettings,
  headers: IdentityHeaders,
): FrozenRequest {
  const { path, body } = endpointBody(operation, context, settings);
  return { method: 'POST', path, headers, body: JSON.stringify(dropEmpty(body)) };
}

function endpointBody(operation: Operation, context: MaterialiseContext, settings: RekonectSettings): EndpointBody {
  const { detail } = operation;
  switch (detail.kind) {
    case 'enrol':
      return { path: '/member/register', body: registerBody(detail.profile, settings) };
    case 'update-member':
      return {
        path: '/member/update',
        body: { member: neededMember(context, settings), newMemberData: checkedProfile(detail.profile, settings) },
      };
    case 'pay':
      return { path: '/payment', body: payBody(operation, detail, context, settings) };
    case 'cancel-payment':
      return { path: '/payment', body: cancelPaymentBody(operation, detail.amountMinor, context, settings) };
    case 'submit':
      return {
        path: '/transaction',
        body: {
          member: neededMember(context, settings),
          ...finishedSale(operation, detail.transactionId, context, settings),
        },
      };
    case 'submit-unclaimed':
      return { path: '/transaction', body: finishedSale(operation, detail.transactionId, context, settings) };
    case 'cancel-sale':
      return { path: '/transaction', body: cancelSaleBody(operation, detail.transactionId, context, settings) };
    case 'event':
      return {
        path: '/event',
        body: {
          member: wireMember(context.member, settings),
          event: {
            type: detail.type,
            subType: detail.subType,
            dateTime: utcSeconds(detail.atMs),
            payload: detail.payload,
            tags: detail.tags,
          },
        },
      };
    case 'identify':
    case 'adjust':
    case 'release':
      throw new ContradictionError('not-offered', `The loyalty program has no operation "${detail.kind}".`);
  }
}

const FIELD_WORDS = { phoneNumber: 'the phone number', email: 'the e-mail address', birthday: 'the birthday' } as const;

/** C3, C4: never without phone or e-mail and both legal consents. */
function registerBody(profile: MemberProfile, settings: RekonectSettings): JsonObject {
  if (profile.gdpr !== true || profile.termsOfUse !== true)
    throw new ContradictionError('consents-missing', 'Both legal consents are needed to enrol a member.');
  if (profile.phoneNumber === undefined && profile.email === undefined)
    throw new ContradictionError(
      'profile-incomplete',
      'A phone number or an e-mail address is needed to enrol a member.',
    );
  const wanted = ['phoneNumber', 'email', 'firstName', 'lastName', 'birthday', 'allowedSms', 'allowedEmail'] as const;
  if (settings.registerNeeds === 'all-nine' && wanted.some((name) => profile[name] === undefined))
    throw new ContradictionError(
      'profile-incomplete',
      'This program needs every field of the profile to enrol a member.',
    );
  const fields = checkedProfile(profile, settings);
  return settings.registerBody === 'wrapped' ? { newMemberData: fields } : fields;
}

/** Phone and e-mail are checked before anything is sent (section 6 rule 12). */
function checkedProfile(profile: MemberProfile, settings: RekonectSettings): JsonObject {
  const wrong = malformedField(profile, settings);
  if (wrong === null) return wireProfile(profile, settings);
  throw new ContradictionError('profile-malformed', `The profile cannot be right: look at ${FIELD_WORDS[wrong]}.`);
}

function payBody(
  operation: Operation,
  detail: { readonly transactionId: string; readonly amountMinor: number },
  context: MaterialiseContext,
  settings: RekonectSettings,
): JsonObject {
  const sale = neededSale(context);
  const totals = checkPay(sale, detail.amountMinor);
  const body = {
    member: neededMember(context, settings),
    payment: { action: 'pay', amount: detail.amountMinor },
  };
  if (settings.payCarries === 'nothing') return body;
  const tenders = payTenders(detail.amountMinor, totals.totalMinor, settings);
  const transaction = wireTransaction(
    sale,
    { transactionId: detail.transactionId, closedAtMs: operation.recordedAtMs, totals, tenders },
    settings,
  );
  // Section 4.5 has no deals beside a payment, only the gifts.
  return { ...body, ...withGiftsAndDeals(transaction, sale, [], settings) };
}

/** The other tenders are not known yet, so the rest is cash: the sum must be the total (section 4.5). */
function payTenders(amountMinor: number, totalMinor: number, settings: RekonectSettings): readonly WireTender[] {
  // As a discount it is taken off once it is confirmed; until then it must not exceed the full total (section 7.6).
  if (settings.loyaltyPaymentIs === 'discount') return [{ type: 'CASH', amount: totalMinor }];
  const loyalty: WireTender = { type: settings.spendFrom === 'points' ? 'POINTS' : 'CREDIT', amount: amountMinor };
  return amountMinor < totalMinor ? [loyalty, { type: 'CASH', amount: totalMinor - amountMinor }] : [loyalty];
}

function cancelPaymentBody(
  operation: Operation,
  amountMinor: number,
  context: MaterialiseContext,
  settings: RekonectSettings,
): JsonObject {
  const pay = context.known.find((known) => known.id === operation.undoesId);
  const confirmationCode = pay?.answer?.confirmationCode;
  if (confirmationCode === undefined)
    throw new ContradictionError('no-confirmation-code', 'The payment to give back has no confirmation code.');
  return {
    member: neededMember(context, settings),
    payment: {
      action: 'cancel',
      amount: settings.cancelAmount === 'minus-original' ? -amountMinor : undefined,
      confirmationCode,
    },
  };
}

/** The sale, its gifts and deals: the same for a submit and for its cancel. */
function finishedSale(
  operation: Operation,
  transactionId: string,
  context: MaterialiseContext,
  settings: RekonectSettings,
): JsonObject {
  const sale = neededSale(context);
  const totals = checkFinishedSale(sale, context);
  const transaction = wireTransaction(
    sale,
    {
      transactionId,
      closedAtMs: sale.closedAtMs ?? operation.recordedAtMs,
      totals,
      tenders: sale.tenders.map((tender) => ({ type: tender.type, amount: tender.amountMinor })),
    },
    settings,
  );
  return withGiftsAndDeals(transaction, sale, sale.deals, settings);
}

/** C11: the whole original with its id and `action`; the member only where the submit named one. */
function cancelSaleBody(
  operation: Operation,
  transactionId: string,
  context: MaterialiseContext,
  settings: RekonectSettings,
): JsonObject {
  const submit = context.known.find((known) => known.id === operation.undoesId);
  if (submit === undefined)
    throw new ContradictionError('original-missing', 'The recorded sale to cancel is not known.');
  return {
    member: submit.kind === 'submit' ? wireMember(context.member, settings) : undefined,
    ...finishedSale(submit, transactionId, context, settings),
    action: 'cancel',
    confirmationCode: settings.cancelSaleBy === 'confirmation-code' ? submit.answer?.confirmationCode : undefined,
  };
}

function neededSale(context: MaterialiseContext): Sale {
  if (context.sale === null) throw new ContradictionError('no-sale', 'The sale of this operation is not known.');
  return context.sale;
}

function neededMember(context: MaterialiseContext, settings: RekonectSettings): JsonObject {
  const member = wireMember(context.member, settings);
  if (Object.keys(member).length === 0)
    throw new ContradictionError('no-member', 'The identifiers of the member are no longer kept on this till.');
  return member;
}
