import type { Operation, OperationDetail } from '../../../src-shared/queue/operation.ts';
import type { Sale, SaleLine } from '../../../src-shared/sale/sale.ts';
import { type PomeloSettings, type PomeloSettingsInput, pomeloTrialSettings } from './pomelo-settings.ts';
import { ratesOf } from './rates.ts';

/** 2026-03-11 09:00 UTC, in no way special. */
export const OPENED_AT = Date.UTC(2026, 2, 11, 9);
export const SALE_ID = '019f0000-0000-7000-8000-00000000aaaa';

/** 5 points for 1.00 spent, 100 points pay 1.00. */
export const someSettings = (changes: Partial<PomeloSettingsInput> = {}): PomeloSettings =>
  pomeloTrialSettings.parse({
    clientId: 'client-1',
    audience: 'https://audience.invalid',
    earnHundredthsPerMajor: 500,
    burnHundredthsPerMajor: 10_000,
    nonEarningDepartments: ['CHARGES'],
    ...changes,
  });

export const someTerms = (changes: Partial<PomeloSettingsInput> = {}) => {
  const settings = someSettings(changes);
  return { settings, rates: ratesOf(settings, 'EUR') };
};

export const aLine = (amountMinor: number, fields: Partial<SaleLine> = {}): SaleLine => ({
  lineId: '1',
  articleCode: 'INV-14',
  name: 'Invented roll',
  departmentCode: 'FOOD',
  departmentName: 'Food',
  action: amountMinor < 0 ? 'return' : 'sale',
  quantityThousandths: 1_000,
  weighed: false,
  unitPriceMinor: Math.abs(amountMinor),
  grossMinor: amountMinor,
  netMinor: amountMinor,
  taxRateBp: 1_000,
  benefitKey: null,
  ...fields,
});

/** One line, paid in cash, by a member. */
export const aSale = (amountMinor: number, fields: Partial<Sale> = {}): Sale => ({
  saleId: SALE_ID,
  saleNumber: 'T1-A-000418',
  reference: 'T1-A-000418',
  source: 'till',
  state: 'completed',
  currency: 'EUR',
  staffId: 'staff-2',
  openedAtMs: OPENED_AT,
  closedAtMs: OPENED_AT + 120_500,
  voidedAtMs: null,
  memberKeyId: 'member-1',
  returnOfSaleId: null,
  lines: [aLine(amountMinor)],
  deals: [],
  usedGifts: [],
  tenders: [{ tenderId: '1', type: 'CASH', amountMinor, tenderedMinor: amountMinor, payOperationId: null }],
  ...fields,
});

/** Points for 4.00 and cash for the rest; the pay has the id `pay`. */
export const aPaidSale = (amountMinor: number): Sale =>
  aSale(amountMinor, {
    tenders: [
      { tenderId: '1', type: 'POINTS', amountMinor: 400, tenderedMinor: 400, payOperationId: 'pay' },
      { tenderId: '2', type: 'CASH', amountMinor: amountMinor - 400, tenderedMinor: amountMinor, payOperationId: null },
    ],
  });

export const anOperation = (detail: OperationDetail, fields: Partial<Operation> = {}): Operation => ({
  seq: 1,
  id: detail.kind,
  key: '4a0f8a6e-0000-4000-8000-000000000000',
  saleId: SALE_ID,
  memberKeyId: 'member-1',
  kind: detail.kind,
  backEnd: 'pomelo',
  account: 'invented',
  state: 'queued',
  happened: 0,
  afterId: null,
  undoesId: null,
  replacesId: null,
  detail,
  request: null,
  recordedAtMs: OPENED_AT + 60_000,
  firstSentAtMs: null,
  lastAttemptAtMs: null,
  nextAtMs: null,
  endedAtMs: null,
  attempts: 0,
  evidence: null,
  answer: null,
  errorCode: null,
  errorText: null,
  ...fields,
});

/** What a plan writes down of whole points on the points account. */
export const moves = (points: number) => ({ points: String(points), account: 'points' });

const transactionId = SALE_ID;

export const aPay = (fields: Partial<Operation> = {}, points = -400): Operation =>
  anOperation({ kind: 'pay', transactionId, amountMinor: 400, facts: moves(points) }, fields);

export const aPayCancel = (fields: Partial<Operation> = {}): Operation =>
  anOperation(
    { kind: 'cancel-payment', transactionId, amountMinor: 400, facts: moves(400) },
    { state: 'owed', afterId: 'pay', undoesId: 'pay', ...fields },
  );

export const aSubmit = (fields: Partial<Operation> = {}, points = 50): Operation =>
  anOperation({ kind: 'submit', transactionId, facts: moves(points) }, fields);
