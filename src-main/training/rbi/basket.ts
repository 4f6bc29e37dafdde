import { minorOf, type OrderLine, type TransactionRequest, type UnclaimedRequest } from './transaction-request.ts';

/** One incentive that a basket uses, however many lines say so. */
export interface UsedIncentive {
  readonly incentiveId: string;
  readonly engineId: string | null;
  readonly kind: 'reward' | 'offer';
  readonly pieces: number;
}

/** What the rules and the earning look at. */
export interface Basket {
  readonly incentives: readonly UsedIncentive[];
  /** PLUs of what is no incentive. */
  readonly products: readonly string[];
  /** Of what is no incentive, minor units. */
  readonly subtotalMinor: number;
  /** Of lines whose PLU earns nothing, minor units. */
  readonly depositMinor: number;
  /** Of all lines, minor units. */
  readonly linesMinor: number;
  readonly paidMinor: number;
  readonly tenders: readonly string[];
  readonly serviceMode: string;
  readonly storeId: string;
  readonly createdAt: number;
}

const isIncentive = (line: OrderLine): boolean => line.productType === 'reward' || line.productType === 'offer';

/** @param depositProducts regular expression over PLUs that earn nothing. A line's `price` covers the whole line. */
export function basketOf(request: TransactionRequest | UnclaimedRequest, depositProducts: string): Basket {
  const { order, payments, currency, appliedDiscounts = [], posVendor } = request.transactionDetails;
  const deposit = new RegExp(depositProducts);
  const sumOf = (lines: readonly OrderLine[]): number =>
    lines.reduce((sum, { price }) => sum + (minorOf(price, currency) ?? 0), 0);
  const incentives = new Map<string, UsedIncentive>();
  const use = (incentiveId: string, engineId: string | null, kind: 'reward' | 'offer', pieces: number): void => {
    const key = `${incentiveId} ${engineId ?? ''}`;
    const before = incentives.get(key)?.pieces ?? 0;
    incentives.set(key, { incentiveId, engineId, kind, pieces: before + pieces });
  };
  for (const { productType, incentiveId, loyaltyEngineId, quantity } of order)
    if (incentiveId !== undefined && (productType === 'reward' || productType === 'offer'))
      use(incentiveId, loyaltyEngineId ?? null, productType, Math.max(1, Math.trunc(quantity)));
  for (const { incentiveId, referenceId, details } of appliedDiscounts) use(incentiveId, referenceId, details.type, 1);
  const plain = order.filter((line) => !isIncentive(line));
  return {
    incentives: [...incentives.values()],
    products: plain.map(({ productId }) => productId),
    subtotalMinor: sumOf(plain),
    depositMinor: sumOf(order.filter(({ productId }) => deposit.test(productId))),
    linesMinor: sumOf(order),
    paidMinor: payments.reduce((sum, { amount }) => sum + amount, 0),
    tenders: payments.map(({ type }) => type),
    serviceMode: request.serviceMode,
    storeId: posVendor.storeId,
    createdAt: Date.parse(request.created),
  };
}
