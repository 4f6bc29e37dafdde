import { moneyText } from '../../../src-shared/money/format-money.ts';
import { currencyOf } from '../../../src-shared/money/money.ts';
import { moneyFor, pointsFor } from '../../../src-shared/money/points.ts';
import type { CovalentContext } from './covalent-context.ts';
import type { CovalentPartner } from './covalent-options.ts';
import { type EndpointResult, invalid, success } from './endpoint-result.ts';
import { decimalOf, requiredText } from './field-checks.ts';
import type { JsonObject } from './json-value.ts';
import { paged } from './paged-list.ts';
import { partnerOf } from './programs-and-members.ts';

/** 7.2; both filters together are an error. @param detailed the lists other than `/partners` */
export function listPartners(context: CovalentContext, query: URLSearchParams, detailed: boolean): EndpointResult {
  const partnerId = query.get('partner_id');
  const currencyId = query.get('loyalty_currency');
  if (partnerId !== null && currencyId !== null)
    throw invalid('partner_id', 'invalid', 'Filter by partner or by loyalty currency, not by both.');
  const rows = Object.values(context.settings().partners)
    .filter((partner) => partnerId === null || partner.partnerId === partnerId)
    .filter((partner) => currencyId === null || partner.currencyId === currencyId);
  return success(paged(rows, query, (partner) => wirePartner(partner, detailed), true));
}

function wirePartner(partner: CovalentPartner, detailed: boolean): unknown {
  const row = {
    partner_id: partner.partnerId,
    company_name: partner.companyName,
    logo: null,
    loyalty_currency: { id: partner.currencyId, name: partner.currencyName },
  };
  if (!detailed)
    return {
      ...row,
      active_partnerships: {
        exchange_in: false,
        exchange_out: false,
        redemption: true,
        issuing: true,
        currency_owner_for_issuance: true,
        currency_owner_for_redemption: true,
      },
    };
  return {
    ...row,
    partnership_details: {
      adjustment_allowed: partner.adjustmentAllowed,
      batch_process: partner.batchProcess,
      loyalty_rules_execution_mode: partner.executionMode,
      execute_action: { required_fields: partner.requiredFields },
      member_lookup_action: {
        member_lookup_available: partner.lookupAvailable,
        required_fields: partner.requiredFields,
      },
    },
  };
}

const PRICE_TYPES: ReadonlySet<unknown> = new Set([
  undefined,
  'customers_perceived_value',
  'base_economic_value',
  'issuing_partners_cost',
]);
const ROUNDINGS = {
  bankers_rounding: 'halfEven',
  round_down: 'towardsZero',
} as const;

/** 6.6 */
export function convertFiat(context: CovalentContext, body: JsonObject): EndpointResult {
  const code = currencyOf(requiredText(body, 'fiat_currency'));
  if (code === null) throw invalid('fiat_currency', 'invalid_choice', 'Not a known currency.');
  const amount = decimalOf(body, 'amount', code);
  partnerOf(context, body);
  if (!PRICE_TYPES.has(body['price_type'])) throw invalid('price_type', 'invalid_choice', 'Not a valid choice.');
  const rounding = String(body['rounding'] ?? 'bankers_rounding');
  const { price } = context.settings();
  const down = pointsFor(amount, price, 'towardsZero');
  const loyaltyAmount =
    rounding === 'round_up'
      ? down + (moneyFor(down, price, 'towardsZero') < amount ? 1 : 0)
      : rounding === 'bankers_rounding' || rounding === 'round_down'
        ? pointsFor(amount, price, ROUNDINGS[rounding])
        : null;
  if (loyaltyAmount === null) throw invalid('rounding', 'invalid_choice', 'Not a valid choice.');
  return success({ loyalty_amount: loyaltyAmount, exact_fiat_cost: moneyText(amount, code) });
}
