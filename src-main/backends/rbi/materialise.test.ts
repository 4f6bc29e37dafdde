import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src-shared/queue/operation.ts';
import type { Sale } from '../../../src-shared/sale/sale.ts';
import type { MaterialiseContext } from '../backend.ts';
import { materialise } from './materialise.ts';
import {
  aClaim,
  aClaimAfterIdentify,
  aGift,
  aLine,
  anIdentify,
  anOperation,
  anUnclaimed,
  aRelease,
  aSale,
  cash,
  LOYALTY_ID,
  SALE_ID,
  TRANSACTION,
} from './queue.test-support.ts';
import { rbiConfig } from './rbi-config.ts';

const config = rbiConfig.parse({
  baseUrl: 'http://127.0.0.1:9/',
  apiKey: 'invented-key',
  branchId: '5120',
  posId: '2',
  currency: 'EUR',
  settings: { region: 'ES' },
});

function made(operation: Operation, sale: Sale | null = aSale(), known: readonly Operation[] = []) {
  const context: MaterialiseContext = {
    sale,
    member: [{ method: 'membership-key', value: LOYALTY_ID }],
    known: [...known, operation],
    nowMs: 0,
  };
  const { body, ...request } = materialise(operation, context, config);
  return { ...request, body: JSON.parse(body) as Record<string, unknown> };
}

const PATH = `/loyalty/transaction/pos/${TRANSACTION}`;
const posVendor = {
  transactionId: 'T1-A-000042',
  storeId: '5120',
  terminal: '2',
  operator: 'staff-17',
  posType: 'Partner',
};

describe('a claim', () => {
  test('whole body: prices in major units, payments in cents, time of the sale in UTC', () => {
    const sale = aSale({
      usedGifts: [aGift({ loyaltyEngineId: 'eng-3391' })],
      lines: [
        aLine(),
        aLine({
          lineId: '2',
          articleCode: 'APPLES',
          name: 'Apples',
          weighed: true,
          quantityThousandths: 345,
          netMinor: 426,
        }),
        aLine({ lineId: '3', articleCode: '90412', name: 'Onion rings', netMinor: 0, benefitKey: 'rings' }),
      ],
      tenders: [cash(1_000), { ...cash(576), tenderId: '2', type: 'CARD' }],
    });
    expect(made(aClaim(), sale)).toEqual({
      method: 'PUT',
      path: PATH,
      headers: { 'content-type': 'application/json', 'x-region': 'ES' },
      body: {
        loyaltyId: LOYALTY_ID,
        transactionId: TRANSACTION,
        channel: 'Restaurant',
        created: '2026-03-11T09:02:00Z',
        serviceMode: 'EAT_IN',
        status: 'CLAIMED',
        transactionDetails: {
          currency: 'EUR',
          order: [
            {
              referenceId: '1',
              productId: '70110',
              productType: 'item',
              name: 'Invented menu',
              price: 11.5,
              tax: 0,
              quantity: 1,
            },
            {
              referenceId: '2',
              productId: 'APPLES',
              productType: 'item',
              name: 'Apples',
              price: 4.26,
              tax: 0,
              quantity: 1,
            },
            {
              referenceId: '3',
              productId: '90412',
              productType: 'reward',
              name: 'Onion rings',
              price: 0,
              tax: 0,
              quantity: 1,
              incentiveId: 'rings',
              loyaltyEngineId: 'eng-3391',
            },
          ],
          payments: [
            { amount: 1_000, type: 'CASH' },
            { amount: 576, type: 'CREDIT' },
          ],
          posVendor,
        },
      },
    });
  });

  const discount = aGift({
    incentiveId: 'ten',
    productId: '80300',
    productType: 'offer',
    discount: { referenceId: 'eng-ten', displayName: '10 %', value: '10', subtype: 'PERCENTAGE_DISCOUNT' },
  });
  const discounted = aSale({
    usedGifts: [discount],
    deals: [{ type: 'LOYALTY', amountMinor: 115, reason: '10 %', sourceId: 'ten' }],
    tenders: [cash(1_035)],
  });

  test('names the discounts that took something off', () => {
    expect(made(aClaim(), discounted).body).toMatchObject({
      transactionDetails: {
        appliedDiscounts: [
          {
            incentiveId: 'ten',
            productId: '80300',
            referenceId: 'eng-ten',
            details: { displayName: '10 %', discountValue: 10, subtype: 'PERCENTAGE_DISCOUNT', type: 'offer' },
          },
        ],
      },
    });
    const unused = aSale({ usedGifts: [discount] });
    expect(made(aClaim(), unused).body['transactionDetails']).not.toHaveProperty('appliedDiscounts');
  });

  test('without benefits: reward lines are plain lines, discounts are not named', () => {
    const detail = {
      kind: 'submit',
      transactionId: TRANSACTION,
      facts: { loyaltyId: LOYALTY_ID, benefits: 'plain' },
    } as const;
    const sale = {
      ...discounted,
      lines: [...discounted.lines, aLine({ lineId: '2', netMinor: 0, benefitKey: 'ten' })],
    };
    const text = JSON.stringify(made(aClaim({ detail }), sale).body);
    expect(text).not.toMatch(/incentiveId|appliedDiscounts|"reward"|"offer"/);
  });

  test('after an offline identify: the transaction of its answer', () => {
    const answer = { facts: { transactionId: 'opened-late', loyaltyId: LOYALTY_ID } };
    const identify = anIdentify({ state: 'delivered', happened: 1, answer });
    expect(made(aClaimAfterIdentify(), aSale(), [identify])).toMatchObject({
      path: '/loyalty/transaction/pos/opened-late',
      body: { transactionId: 'opened-late', loyaltyId: LOYALTY_ID },
    });
    expect(() => made(aClaimAfterIdentify(), aSale(), [anIdentify()])).toThrow(/no loyalty transaction/);
  });
});

test('unclaimed: neither guest nor transaction', () => {
  const { path, method, body } = made(anUnclaimed());
  expect({ path, method }).toEqual({ path: '/loyalty/transaction/pos', method: 'POST' });
  expect(body).toMatchObject({ status: 'CLAIMED', transactionDetails: { payments: [{ amount: 1_150 }] } });
  expect(body).not.toHaveProperty('loyaltyId');
  expect(body).not.toHaveProperty('transactionId');
});

describe('a void', () => {
  const cancel = anOperation({ kind: 'cancel-sale', transactionId: SALE_ID }, { undoesId: 'submit' });

  test('has the body of the claim', () => {
    const claim = aClaim({ state: 'delivered', happened: 1 });
    const sent = made(cancel, aSale(), [claim]);
    expect(sent).toEqual({ ...made(claim), path: `${PATH}/void` });
  });

  test('of an unclaimed sale goes to the transaction of its answer', () => {
    const undone = { ...cancel, undoesId: 'submit-unclaimed' };
    const sent = made(undone, aSale(), [anUnclaimed({ answer: { facts: { transactionId: 'nobodys' } } })]);
    expect(sent).toMatchObject({ path: '/loyalty/transaction/pos/nobodys/void', body: { transactionId: 'nobodys' } });
    expect(sent.body).not.toHaveProperty('loyaltyId');
    expect(() => made(undone, aSale(), [anUnclaimed()])).toThrow(/no transaction/);
  });

  test('of a pending transaction has the basket, and tells nothing of it to another guest', () => {
    const sale = aSale({ state: 'abandoned', closedAtMs: null, tenders: [] });
    expect(made(aRelease(), sale)).toMatchObject({
      path: `${PATH}/void`,
      body: { status: 'PENDING', transactionDetails: { order: [{ productId: '70110' }], payments: [] } },
    });
    const facts = { loyaltyId: 'somebody-else', of: 'another-guest' };
    const other = aRelease({ detail: { kind: 'release', transactionId: TRANSACTION, facts } });
    expect(made(other, sale).body).toMatchObject({ loyaltyId: 'somebody-else', transactionDetails: { order: [] } });
  });
});

test('identify names the Loyalty ID and the sale', () => {
  expect(made(anIdentify())).toMatchObject({ path: '/loyalty/identify', body: { identifier: LOYALTY_ID, posVendor } });
});

test('what cannot be sent as stored says why', () => {
  expect(() => made(aClaim(), null)).toThrow(/sale of this operation is not known/);
  expect(() => made(aClaim(), aSale({ tenders: [cash(1)] }))).toThrow(/tenders come to 1 and the sale to 1150/);
  const points = { ...cash(1_150), type: 'POINTS' } as const;
  expect(() => made(aClaim(), aSale({ tenders: [points] }))).toThrow(/no tender/);
  const pay = anOperation({ kind: 'pay', transactionId: 'x', amountMinor: 1 });
  expect(() => made(pay)).toThrow(/no operation "pay"/);
});
