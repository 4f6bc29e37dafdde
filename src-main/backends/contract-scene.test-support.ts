import { afterEach, beforeEach, expect } from 'vitest';
import type { Capabilities } from '../../src-shared/backend/capabilities.ts';
import type { Sale, Tender } from '../../src-shared/sale/sale.ts';
import { ContractTill } from './contract-till.test-support.ts';
import type { ContractWorld } from './contract-world.test-support.ts';

export const PRICE = 1_000;
export const PAID = 400;
export const START_BALANCE = 5_000;
/** Longer than any program wants it quiet before a missing effect proves something. */
export const QUIET_MS = 61_000;

export function completed(sale: Sale, tenders: readonly Tender[]): Sale {
  return { ...sale, state: 'completed', closedAtMs: sale.openedAtMs + 60_000, tenders };
}

export const cash = (amountMinor: number): Tender => ({
  tenderId: 'cash',
  type: 'CASH',
  amountMinor,
  tenderedMinor: amountMinor,
  payOperationId: null,
});

/** A fresh world and till for each test of the contract suite, and what its tests do with them again and again. */
export class ContractScene {
  #world: ContractWorld | null = null;
  #till: ContractTill | null = null;

  /** Registers with the `describe` that is being collected. */
  constructor(start: () => Promise<ContractWorld>) {
    beforeEach(async () => {
      this.#world = await start();
      this.#till = new ContractTill(this.#world.backEnd, this.#world.clock, this.#world.member);
    });
    afterEach(async () => {
      // Whatever a test did: nobody plans what the capabilities say is not there.
      for (const { kind } of this.#till?.known ?? [])
        expect([kind, this.capabilities.replay[kind]]).not.toContain(null);
      await this.#world?.stop();
    });
  }

  get world(): ContractWorld {
    if (this.#world === null) throw new Error('no test is running');
    return this.#world;
  }

  get till(): ContractTill {
    if (this.#till === null) throw new Error('no test is running');
    return this.#till;
  }

  get capabilities(): Capabilities {
    return this.world.backEnd.capabilities;
  }

  get pays(): boolean {
    return this.capabilities.payWithPoints.offered;
  }

  /** An open sale of the member; where identifying opens something at the program, he has been identified for it. */
  async memberSale(): Promise<Sale> {
    const sale = this.world.openSale(PRICE, 'member-1');
    if (this.capabilities.identify === 'read') return sale;
    const answer = await this.world.backEnd.identify(this.world.member, sale, new AbortController().signal);
    if (answer.kind !== 'ok' || answer.value.opens === null) throw new Error('identifying opened nothing');
    this.till.plan({ kind: 'opened', sale, opened: answer.value.opens, keep: true });
    return sale;
  }

  evidence() {
    return { balanceBefore: START_BALANCE, balanceBeforeAtMs: this.world.clock.nowMs() };
  }

  planPay(sale: Sale, amountMinor = PAID): string {
    this.till.plan({ kind: 'pay', sale, amountMinor, evidence: this.evidence() });
    return this.till.find('pay').id;
  }

  /** Completes it, paid in cash. */
  planSubmit(sale: Sale): string {
    this.till.plan({ kind: 'complete', sale: completed(sale, [cash(PRICE)]), original: null });
    return this.till.find(sale.memberKeyId === null ? 'submit-unclaimed' : 'submit').id;
  }

  planVoid(sale: Sale): void {
    this.till.plan({ kind: 'void', sale: completed(sale, [cash(PRICE)]) });
  }

  async expectAsBefore(reference: string): Promise<void> {
    expect(await this.world.standingSales(reference)).toBe(0);
    expect(await this.world.balance()).toBe(START_BALANCE);
  }
}
