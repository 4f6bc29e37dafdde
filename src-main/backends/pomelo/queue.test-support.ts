import type { Operation, OperationDetail } from '../../../src-shared/queue/operation.ts';
import type { Sale, SaleLine } from '../../../src-shared/sale/sale.ts';
import { aCashTender, aQueued, aSoldLine, aSoldSale, OPENED_AT, SALE_ID } from '../queue.test-support.ts';
import { type PomeloSettings, type PomeloSettingsInput, pomeloTrialSettings } from './pomelo-settings.ts';
import { ratesOf } from './rates.ts';

export { OPENED_AT, SALE_ID };

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

export const aLine = (amountMinor: number, fields: Partial<SaleLine> = {}): SaleLine =>
  aSoldLine({
    action: amountMinor < 0 ? 'return' : 'sale',
    quantityThousandths: 1_000,
    unitPriceMinor: Math.abs(amountMinor),
    grossMinor: amountMinor,
    netMinor: amountMinor,
    ...fields,
  });

/** One line, paid in cash, by a member. */
export const aSale = (amountMinor: number, fields: Partial<Sale> = {}): Sale =>
  aSoldSale({
    memberKeyId: 'member-1',
    lines: [aLine(amountMinor)],
    tenders: [aCashTender(amountMinor)],
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

export const anOperation = (detail: OperationDetail, fields: Partial<Operation> = {}): Operation =>
  aQueued('pomelo', detail, { memberKeyId: 'member-1', ...fields });

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
