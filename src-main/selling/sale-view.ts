import type { MemberView, PreviewView, SaleView } from '../../src-shared/contract/views.ts';
import type { Sale } from '../../src-shared/sale/sale.ts';
import { saleTotals } from '../../src-shared/sale/totals.ts';
import type { TillParts } from '../till/till-parts.ts';
import { identifiersOf, mayRedeem } from './identify-member.ts';
import type { OpenSale } from './open-sales.ts';
import { askAgainAtMs } from './pay-with-points.ts';
import { PREVIEW_GOOD_FOR_MS } from './preview-benefits.ts';
import { paysOf, type StandingPay } from './standing-pay.ts';

/** The last three characters; a till's screen faces the shop. */
export const maskIdentifier = (value: string): string => (value.length <= 3 ? value : `…${value.slice(-3)}`);

export function openSaleView(open: OpenSale, parts: TillParts): SaleView {
  const pay = paysOf(open.sale.saleId, parts).at(-1) ?? null;
  return {
    ...plainView(open.sale),
    member: memberView(open, parts),
    preview: previewView(open, parts),
    pay:
      pay === null
        ? null
        : {
            operationId: pay.operation.id,
            amountMinor: pay.amountMinor,
            state: payState(pay, parts),
            askAgainAtMs: pay.standing === 'undecided' ? askAgainAtMs(pay, parts) : null,
          },
  };
}

/** An undecided pay that the program took and may still refuse is told apart: nothing of it was lost (design 7.5). */
function payState({ operation, standing }: StandingPay, { stores }: TillParts): NonNullable<SaleView['pay']>['state'] {
  if (standing !== 'undecided') return standing;
  const sent = stores.attempts.ofOperation(operation.seq).findLast(({ what }) => what === 'send');
  return sent?.outcome === 'not-final' ? 'awaiting-approval' : standing;
}

/** A sale that is over: only what was sold. */
export function plainView(sale: Sale): SaleView {
  return {
    saleId: sale.saleId,
    saleNumber: sale.saleNumber,
    reference: sale.reference,
    state: sale.state,
    currency: sale.currency,
    openedAtMs: sale.openedAtMs,
    closedAtMs: sale.closedAtMs,
    lines: sale.lines.map((line) => ({
      lineId: line.lineId,
      articleCode: line.articleCode,
      name: line.name,
      departmentName: line.departmentName,
      action: line.action,
      quantityThousandths: line.quantityThousandths,
      weighed: line.weighed,
      unitPriceMinor: line.unitPriceMinor,
      grossMinor: line.grossMinor,
      netMinor: line.netMinor,
      benefitKey: line.benefitKey,
    })),
    deals: sale.deals.map((deal) => ({ ...deal })),
    benefits: sale.usedGifts.map(({ key, name, kind, costPoints, confirmed }) => ({
      key,
      name,
      kind,
      costPoints,
      confirmed,
    })),
    tenders: sale.tenders.map((tender) => ({
      tenderId: tender.tenderId,
      type: tender.type,
      amountMinor: tender.amountMinor,
      tenderedMinor: tender.tenderedMinor,
    })),
    totals: saleTotals(sale),
    member: null,
    preview: null,
    pay: null,
  };
}

export function memberView(open: OpenSale, parts: TillParts): MemberView | null {
  if (open.sale.memberKeyId === null) return null;
  const identifiers = identifiersOf(open, parts);
  const scanned = identifiers?.[0];
  if (scanned === undefined) return null;
  const member = open.member?.member ?? null;
  const redeem = mayRedeem(open, parts);
  return {
    identifierHint: maskIdentifier(scanned.value),
    method: scanned.method,
    confirmed: member !== null,
    status: member?.status ?? null,
    active: member?.active ?? true,
    firstName: member?.firstName ?? null,
    lastName: member?.lastName ?? null,
    balancePoints: member?.balancePoints ?? null,
    spendableMinor: member?.spendableMinor ?? null,
    readAtMs: open.member?.readAtMs ?? null,
    mayRedeem: redeem.ok,
    mayNotRedeemBecause: redeem.ok ? null : redeem.problem.code,
    gifts: (member?.gifts ?? []).map((gift) => ({
      key: gift.key,
      name: gift.name,
      kind: gift.kind,
      costPoints: gift.costPoints,
      preselected: gift.preselected,
      description: gift.description,
      validUntil: gift.validUntil,
      redeemable: gift.redeemable,
      notRedeemableBecause: gift.notRedeemableBecause,
      used: open.sale.usedGifts.some((used) => used.key === gift.key),
    })),
    marketingConsent: member?.marketingConsent ?? null,
  };
}

function previewView(open: OpenSale, { clock }: TillParts): PreviewView | null {
  const reading = open.preview;
  if (reading === null) return null;
  const expiresAtMs = reading.readAtMs + PREVIEW_GOOD_FOR_MS;
  return {
    deals: reading.preview.deals.map((deal) => ({ ...deal })),
    notApplied: reading.preview.notApplied.map((one) => ({ ...one })),
    pointsToEarn: reading.preview.pointsToEarn,
    estimate: reading.preview.estimate,
    readAtMs: reading.readAtMs,
    expiresAtMs,
    stale:
      reading.forLines !== open.sale.lines || reading.forGifts !== open.sale.usedGifts || clock.nowMs() > expiresAtMs,
  };
}
