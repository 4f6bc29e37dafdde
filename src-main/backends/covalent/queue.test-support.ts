import type { Operation, OperationDetail } from '../../../src-shared/queue/operation.ts';
import type { Sale, Tender } from '../../../src-shared/sale/sale.ts';
import { aCashTender, aQueued, aSoldLine, aSoldSale, SALE_ID } from '../queue.test-support.ts';
import { type CovalentConfig, covalentTrialConfig } from './covalent-config.ts';
import type { CovalentSettingsInput } from './covalent-settings.ts';

/** 2026-03-11 09:00:30 UTC, in no way special. */
export const OPENED_AT = Date.UTC(2026, 2, 11, 9, 0, 30);
export { aSoldLine as aLine, SALE_ID };

export const aConfig = (settings: Partial<CovalentSettingsInput> = {}): CovalentConfig =>
  covalentTrialConfig.parse({
    apiKey: 'sec_invented',
    branchId: '042',
    posId: '3',
    currency: 'EUR',
    settings: { publicKey: 'pub_invented', loyaltyCurrency: 'COMET_POINTS', releaseAfterDays: 14, ...settings },
  });

export const cash = (amountMinor: number): Tender => aCashTender(amountMinor, { tenderId: 'cash' });

const points = (amountMinor: number): Tender => ({
  ...cash(amountMinor),
  tenderId: 'points',
  type: 'POINTS',
  payOperationId: 'pay',
});

/** Two rolls at 6.20, paid in cash, no member. */
export const aSale = (fields: Partial<Sale> = {}): Sale =>
  aSoldSale({
    reference: 'INV-418',
    openedAtMs: OPENED_AT,
    closedAtMs: OPENED_AT + 120_500,
    tenders: [cash(1_240)],
    ...fields,
  });

/** Points for 4.00 and cash for the rest, by a member; the pay has the id `pay`. */
export const aMemberSale = (fields: Partial<Sale> = {}): Sale =>
  aSale({ memberKeyId: 'member-1', tenders: [points(400), cash(840)], ...fields });

/** One roll comes back. @param pointsMinor what of it goes back as points, below 0 */
export const aReturn = (amountMinor = -620, pointsMinor = 0, fields: Partial<Sale> = {}): Sale =>
  aMemberSale({
    saleId: '019f0000-0000-7000-8000-00000000bbbb',
    reference: 'INV-419',
    returnOfSaleId: SALE_ID,
    lines: [
      aSoldLine({ action: 'return', quantityThousandths: 1_000, grossMinor: amountMinor, netMinor: amountMinor }),
    ],
    tenders: [
      ...(amountMinor === pointsMinor ? [] : [cash(amountMinor - pointsMinor)]),
      ...(pointsMinor === 0 ? [] : [points(pointsMinor)]),
    ],
    ...fields,
  });

export const anOperation = (detail: OperationDetail, fields: Partial<Operation> = {}): Operation =>
  aQueued('covalent', detail, { memberKeyId: 'member-1', recordedAtMs: OPENED_AT + 60_000, ...fields });

export const DELIVERED = { state: 'delivered', happened: 1 } as const;
export const UNKNOWN = { state: 'unknown', happened: null, firstSentAtMs: OPENED_AT } as const;
/** 14 days after the sale. */
export const RELEASE_AT = Date.UTC(2026, 2, 25, 9, 2);

export const aSubmit = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'submit', transactionId: `${SALE_ID}-E` }, fields);

export const aDeliveredSubmit = (releaseAtMs: number | null = RELEASE_AT): Operation =>
  aSubmit({
    ...DELIVERED,
    answer: { facts: { executionId: 'pre_1', ...(releaseAtMs === null ? {} : { releaseAtMs: String(releaseAtMs) }) } },
  });

export const aPay = (fields: Partial<Operation> = {}): Operation =>
  anOperation({ kind: 'pay', transactionId: `${SALE_ID}-R`, amountMinor: 400 }, { id: 'pay', ...fields });

export const aDeliveredPay = (fields: Partial<Operation> = {}): Operation =>
  aPay({ ...DELIVERED, answer: { facts: { transactionId: 'tx_1', externalReference: `${SALE_ID}-R` } }, ...fields });

export const aPayCancel = (fields: Partial<Operation> = {}): Operation =>
  anOperation(
    { kind: 'cancel-payment', transactionId: `${SALE_ID}-R`, amountMinor: 400 },
    { id: 'pay-cancel', state: 'owed', afterId: 'pay', undoesId: 'pay', ...fields },
  );

export const aSaleCancel = (fields: Partial<Operation> = {}): Operation =>
  anOperation(
    { kind: 'cancel-sale', transactionId: `${SALE_ID}-E` },
    { id: 'sale-cancel', afterId: 'submit', undoesId: 'submit', ...fields },
  );
