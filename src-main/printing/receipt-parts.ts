import { formatMoney } from '../../src-shared/money/format-money.ts';
import { type Currency, currency, minor } from '../../src-shared/money/money.ts';
import { formatQuantity, thousandths } from '../../src-shared/sale/quantity.ts';
import type { SaleLine, Tender } from '../../src-shared/sale/sale.ts';
import { programTextParts } from './program-texts.ts';
import type { ReceiptData } from './receipt-data.ts';
import type { ReceiptPart } from './receipt-part.ts';
import { RECEIPT_WORDS_EN, type ReceiptWords } from './receipt-words-en.ts';

/**
 * What the receipt says, from top to bottom (design.md section 8, step 7).
 *
 * @throws RangeError for an unknown currency or an amount that is no whole number: both are bugs of the caller.
 */
export function receiptParts(data: ReceiptData): readonly ReceiptPart[] {
  const tools = toolsFor(data);
  return [
    ...headOf(data, tools),
    { kind: 'rule' },
    ...data.sale.lines.flatMap((line) => lineParts(line, data, tools)),
    { kind: 'rule' },
    ...sumParts(data, tools),
    ...loyaltyParts(data, tools),
    ...claimParts(data, tools),
    ...footerParts(data),
    ...noticesOf(data, tools.words),
  ];
}

interface Tools {
  readonly words: ReceiptWords;
  money(amountMinor: number): string;
  count(count: number): string;
  quantity(line: SaleLine): string;
  when(timeMs: number): string;
  day(timeMs: number): string;
}

function toolsFor(data: ReceiptData): Tools {
  const code: Currency = currency(data.sale.currency);
  const { locale, timeZone } = data;
  const times = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  const days = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' });
  const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return {
    words: RECEIPT_WORDS_EN,
    money: (amountMinor) => formatMoney(minor(amountMinor), code, locale),
    count: (count) => counts.format(count),
    quantity: (line) => formatQuantity(thousandths(line.quantityThousandths), line.weighed, locale),
    when: (timeMs) => times.format(timeMs),
    day: (timeMs) => days.format(timeMs),
  };
}

/** Said at the top and again at the bottom, so that neither half passes for a real receipt. */
function noticesOf({ folder, copy }: ReceiptData, words: ReceiptWords): ReceiptPart[] {
  const notices: string[] = [];
  if (folder !== 'live') notices.push(`${words[folder]} · ${words.noRealSale}`);
  if (copy) notices.push(words.copy);
  if (notices.length === 0) return [];
  return [{ kind: 'gap' }, ...notices.map((text): ReceiptPart => ({ kind: 'notice', text }))];
}

function headOf(data: ReceiptData, tools: Tools): ReceiptPart[] {
  const { shop, sale } = data;
  const { words } = tools;
  const parts: ReceiptPart[] = [{ kind: 'shop-name', text: shop.name }];
  for (const text of shop.addressLines) parts.push({ kind: 'centred', text });
  if (shop.taxNumber !== null) parts.push({ kind: 'centred', text: `${words.taxNumber} ${shop.taxNumber}` });
  parts.push(...noticesOf(data, words));
  if (data.returnOfSaleNumber !== null) {
    parts.push({ kind: 'gap' }, { kind: 'notice', text: words.returnOf(data.returnOfSaleNumber) });
  } else if (sale.returnOfSaleId !== null) {
    parts.push({ kind: 'gap' }, { kind: 'notice', text: words.return });
  }
  if (sale.voidedAtMs !== null) {
    parts.push({ kind: 'gap' }, { kind: 'notice', text: words.voided(tools.when(sale.voidedAtMs)) });
  }
  parts.push({ kind: 'gap' });
  parts.push(pair(`${words.sale} ${sale.saleNumber}`, tools.when(sale.closedAtMs ?? sale.openedAtMs)));
  if (data.staffName !== null) parts.push(pair(words.servedBy, data.staffName));
  return parts;
}

function lineParts(line: SaleLine, { sale }: ReceiptData, tools: Tools): ReceiptPart[] {
  const { words } = tools;
  const parts: ReceiptPart[] = [pair(line.name, tools.money(line.grossMinor))];
  const details: string[] = [];
  const benefit = line.benefitKey === null ? undefined : sale.usedGifts.find(({ key }) => key === line.benefitKey);
  if (benefit !== undefined) {
    const { kind, costPoints } = benefit;
    details.push(words.benefitLine[kind]);
    if (costPoints !== null && costPoints > 0) details.push(words.points(tools.count(costPoints)));
  }
  if (line.action === 'return') details.push(words.returned);
  if (line.weighed) {
    details.push(`${tools.quantity(line)} ${words.kilogram} × ${tools.money(line.unitPriceMinor)}/${words.kilogram}`);
  } else if (line.quantityThousandths !== 1_000) {
    details.push(`${tools.quantity(line)} × ${tools.money(line.unitPriceMinor)}`);
  }
  if (details.length > 0) parts.push({ kind: 'detail', text: details.join(', ') });
  const offMinor = line.netMinor - line.grossMinor;
  if (offMinor !== 0) parts.push(pair(`  ${words.lineDiscount}`, tools.money(offMinor)));
  return parts;
}

function sumParts({ sale, totals }: ReceiptData, tools: Tools): ReceiptPart[] {
  const { words } = tools;
  const parts: ReceiptPart[] = [];
  if (sale.deals.length > 0) {
    const linesMinor = sale.lines.reduce((sum, line) => sum + line.netMinor, 0);
    parts.push(pair(words.subtotal, tools.money(linesMinor)));
    for (const deal of sale.deals) parts.push(pair(deal.reason ?? words.deal, tools.money(-deal.amountMinor)));
  }
  // A benefit that is an article of its own stands among the lines, marked there.
  const asLines = new Set(sale.lines.map(({ benefitKey }) => benefitKey));
  for (const gift of sale.usedGifts)
    if (!asLines.has(gift.key)) parts.push(pair(words.benefitUsed[gift.kind], gift.name));
  const isRefund = totals.totalMinor < 0;
  const total = tools.money(totals.totalMinor);
  parts.push({ kind: 'pair', left: isRefund ? words.refundTotal : words.total, right: total, weight: 'total' });
  if (totals.taxMinor !== 0) parts.push(pair(words.taxIncluded, tools.money(totals.taxMinor)));
  parts.push({ kind: 'gap' });
  for (const tender of sale.tenders) parts.push(tenderPart(tender, tools));
  if (totals.changeMinor !== 0) parts.push(strongPair(words.change, tools.money(totals.changeMinor)));
  if (totals.dueMinor !== 0) parts.push(strongPair(words.stillDue, tools.money(totals.dueMinor)));
  return parts;
}

function tenderPart(tender: Tender, { words, money }: Tools): ReceiptPart {
  const name = words.tenders[tender.type];
  if (tender.amountMinor < 0) return pair(words.givenBack(name), money(tender.amountMinor));
  return pair(name, money(tender.tenderedMinor));
}

function loyaltyParts({ loyalty, memberHint }: ReceiptData, tools: Tools): ReceiptPart[] {
  const { words } = tools;
  // What the program wants said stands in place of our own words about the same.
  const texts = programTextParts(loyalty.texts, loyalty.receiptCode);
  const said: ReceiptPart[] = [];
  if (memberHint !== null) said.push(pair(words.member, memberHint));
  if (loyalty.texts.length > 0) {
    if (loyalty.state === 'to-follow') said.push({ kind: 'centred', text: words.pointsFollow });
  } else if (loyalty.state !== 'none') {
    const { pointsEarned, pointsRedeemed, balancePoints } = loyalty;
    if (pointsEarned !== null && pointsEarned < 0) {
      said.push(strongPair(words.pointsTakenBack, tools.count(-pointsEarned)));
    } else if (pointsEarned !== null) {
      said.push(strongPair(words.pointsEarned, tools.count(pointsEarned)));
    }
    if (pointsRedeemed !== null && pointsRedeemed > 0)
      said.push(strongPair(words.pointsRedeemed, tools.count(pointsRedeemed)));
    if (balancePoints !== null) {
      const label = loyalty.state === 'final' ? words.newBalance : words.lastBalance;
      said.push(pair(label, words.points(tools.count(balancePoints))));
    }
    if (loyalty.state === 'to-follow') said.push({ kind: 'centred', text: words.pointsFollow });
  }
  said.push(...texts);
  return said.length === 0 ? [] : [{ kind: 'rule' }, ...said];
}

function claimParts({ claim }: ReceiptData, tools: Tools): ReceiptPart[] {
  if (claim === null) return [];
  const { words } = tools;
  const parts: ReceiptPart[] = [
    { kind: 'rule' },
    { kind: 'centred', text: words.claimInvitation },
    ...(claim.held ? [{ kind: 'centred', text: words.claimHeld } as const] : []),
    { kind: 'gap' },
    { kind: 'code', label: words.claimCode, code: claim.code },
    { kind: 'centred', text: words.claimHowTo },
  ];
  if (claim.untilMs !== null) parts.push({ kind: 'centred', text: words.claimUntil(tools.day(claim.untilMs)) });
  return parts;
}

function footerParts({ footer }: ReceiptData): ReceiptPart[] {
  return footer.length === 0
    ? []
    : [{ kind: 'rule' }, ...footer.map((text): ReceiptPart => ({ kind: 'centred', text }))];
}

function pair(left: string, right: string): ReceiptPart {
  return { kind: 'pair', left, right, weight: 'plain' };
}

function strongPair(left: string, right: string): ReceiptPart {
  return { kind: 'pair', left, right, weight: 'strong' };
}
