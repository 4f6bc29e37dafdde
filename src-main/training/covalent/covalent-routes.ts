import type { CovalentContext } from './covalent-context.ts';
import type { Forbiddable } from './covalent-options.ts';
import type { EndpointResult } from './endpoint-result.ts';
import type { JsonObject } from './json-value.ts';
import { changeMember, createMember, lookUpMember } from './members.ts';
import { convertFiat, listPartners } from './partners.ts';
import {
  cancelExecution,
  readExecution,
  retriggerPurchase,
  simulatePurchase,
  triggerPurchase,
} from './purchase-rules.ts';
import { adjustRedemption, cancelRedemption, executeRedemption, simulateRedemption } from './redemptions.ts';
import { cancelTransaction, changeTransaction, listTransactions, readTransaction } from './transactions.ts';

export interface CovalentRequest {
  /** What the path names; empty where it names nothing. */
  readonly id: string;
  readonly body: JsonObject;
  readonly query: URLSearchParams;
}

export interface CovalentRoute {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: RegExp;
  /** The operation kind as the till calls it. */
  readonly operation: string;
  readonly part: Forbiddable;
  readonly changesState: boolean;
  /** False: the call has no body (A3). */
  readonly hasBody: boolean;
  readonly answer: (context: CovalentContext, request: CovalentRequest) => EndpointResult;
}

const READ = { changesState: false, hasBody: true } as const;
const CHANGE = { changesState: true, hasBody: true } as const;
const GET = { method: 'GET', changesState: false, hasBody: false } as const;
const EXECUTION = '/accruals/purchase-rules/executions/([^/]+)';

/** Sections 6 and 7, as far as a till's sale needs them; everything else is 404. */
export const COVALENT_ROUTES: readonly CovalentRoute[] = [
  {
    ...READ,
    method: 'POST',
    path: /^\/members\/lookup$/,
    operation: 'identify',
    part: 'members',
    answer: (context, { body }) => lookUpMember(context, body),
  },
  {
    ...CHANGE,
    method: 'POST',
    path: /^\/members$/,
    operation: 'enrol',
    part: 'members',
    answer: (context, { body }) => createMember(context, body),
  },
  {
    ...CHANGE,
    method: 'PATCH',
    path: /^\/members$/,
    operation: 'update-member',
    part: 'members',
    answer: (context, { body }) => changeMember(context, body),
  },
  {
    ...READ,
    method: 'POST',
    path: /^\/members\/transactions$/,
    operation: 'list',
    part: 'transactions',
    answer: (context, { body, query }) => listTransactions(context, body, query),
  },
  {
    ...READ,
    method: 'POST',
    path: /^\/accruals\/purchase-rules\/simulate$/,
    operation: 'preview',
    part: 'issuing',
    answer: (context, { body }) => simulatePurchase(context, body),
  },
  {
    ...CHANGE,
    method: 'POST',
    path: /^\/accruals\/purchase-rules\/trigger$/,
    operation: 'submit',
    part: 'issuing',
    answer: (context, { body }) => triggerPurchase(context, body),
  },
  {
    ...GET,
    path: new RegExp(`^${EXECUTION}$`),
    operation: 'read-execution',
    part: 'issuing',
    answer: (context, { id }) => readExecution(context, id),
  },
  {
    ...CHANGE,
    method: 'POST',
    path: new RegExp(`^${EXECUTION}/retrigger$`),
    operation: 'adjust',
    part: 'issuing',
    answer: (context, { id, body }) => retriggerPurchase(context, id, body),
  },
  {
    ...CHANGE,
    method: 'POST',
    path: new RegExp(`^${EXECUTION}/cancel$`),
    operation: 'cancel-sale',
    part: 'issuing',
    hasBody: false,
    answer: (context, { id }) => cancelExecution(context, id),
  },
  {
    ...READ,
    method: 'POST',
    path: /^\/redemptions\/standard\/simulate$/,
    operation: 'spendable',
    part: 'redemption',
    answer: (context, { body }) => simulateRedemption(context, body),
  },
  {
    ...CHANGE,
    method: 'POST',
    path: /^\/redemptions\/standard$/,
    operation: 'pay',
    part: 'redemption',
    answer: (context, { body }) => executeRedemption(context, body),
  },
  {
    ...CHANGE,
    method: 'POST',
    path: /^\/redemptions\/standard\/adjust$/,
    operation: 'adjust',
    part: 'redemption',
    answer: (context, { body }) => adjustRedemption(context, body),
  },
  {
    ...CHANGE,
    method: 'POST',
    path: /^\/redemptions\/standard\/cancel$/,
    operation: 'cancel-payment',
    part: 'redemption',
    answer: (context, { body }) => cancelRedemption(context, body),
  },
  {
    ...GET,
    path: /^\/transactions$/,
    operation: 'list',
    part: 'transactions',
    answer: (context, { query }) => listTransactions(context, null, query),
  },
  {
    ...GET,
    path: /^\/transactions\/([^/]+)$/,
    operation: 'read-transaction',
    part: 'transactions',
    answer: (context, { id }) => readTransaction(context, id),
  },
  {
    ...CHANGE,
    method: 'PATCH',
    path: /^\/transactions\/([^/]+)$/,
    operation: 'change-transaction',
    part: 'transactions',
    answer: (context, { id, body }) => changeTransaction(context, id, body),
  },
  {
    ...CHANGE,
    method: 'POST',
    path: /^\/transactions\/([^/]+)\/cancel$/,
    operation: 'cancel-transaction',
    part: 'transactions',
    hasBody: false,
    answer: (context, { id }) => cancelTransaction(context, id),
  },
  {
    ...GET,
    path: /^\/partners$/,
    operation: 'partners',
    part: 'partners',
    answer: (context, { query }) => listPartners(context, query, false),
  },
  {
    ...GET,
    path: /^\/partners\/(?:issuing|redemption|currency-owners-for-(?:redemption|issuance))$/,
    operation: 'partners',
    part: 'partners',
    answer: (context, { query }) => listPartners(context, query, true),
  },
  {
    ...READ,
    method: 'POST',
    path: /^\/loyalty-currencies\/fiat-convert$/,
    operation: 'convert',
    part: 'conversions',
    answer: (context, { body }) => convertFiat(context, body),
  },
];
