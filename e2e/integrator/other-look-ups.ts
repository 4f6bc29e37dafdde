import type { Item, Transaction } from './contract-shapes.ts';

export interface LookUp {
  readonly membershipKey: string;
  readonly atMs: number;
  /** The basket whose benefits were asked for. */
  readonly transactionId: string | null;
  readonly items: string;
  /** What the answer offered, by source. */
  readonly offered: ReadonlyMap<string, number>;
}

/** What makes two baskets the same one. */
export const basketOf = (items: readonly Item[]): string =>
  JSON.stringify(
    items.map(({ code, quantity, grossAmount, action }) => [code, quantity, grossAmount, action ?? 'sale']),
  );

/** Who was looked up when, for which basket: the order rules of section 6 rest on it. */
export class OtherLookUps {
  readonly #all: LookUp[] = [];

  note(lookUp: LookUp): void {
    this.#all.push(lookUp);
  }

  /** Whether the member was looked up at this moment or after it. */
  since(membershipKey: string, atMs: number): boolean {
    return this.#all.some((one) => one.membershipKey === membershipKey && one.atMs >= atMs);
  }

  /** The last preview of exactly this basket. */
  previewOf({ transactionId, items }: Transaction): LookUp | null {
    const basket = basketOf(items);
    return this.#all.findLast((one) => one.transactionId === transactionId && one.items === basket) ?? null;
  }

  /** Whether this source ever offered so much for this sale. */
  offered(transactionId: string, sourceId: string, amount: number): boolean {
    return this.#all.some((one) => one.transactionId === transactionId && one.offered.get(sourceId) === amount);
  }
}
