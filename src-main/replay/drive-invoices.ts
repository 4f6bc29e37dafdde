import { setTimeout as sleep } from 'node:timers/promises';
import type { Journey } from './draw-journeys.ts';
import type { InvoiceDigest } from './plan-invoices.ts';
import type { TradingInvoice } from './read-invoices.ts';
import type { OpenedSale, ReplaySale, ReplayTill, SubmitState } from './replay-till.ts';
import { saleOfInvoice } from './sale-of-invoice.ts';

/** One invoice with what was worked out about it from the whole file. */
export interface DrivenInvoice {
  readonly invoice: TradingInvoice;
  readonly digest: InvoiceDigest;
  readonly journey: Journey | null;
}

export interface DriverOptions {
  readonly till: ReplayTill;
  /** Whether the program has a pay. */
  readonly pays: boolean;
  /** Nothing can be sent before everything is recorded: no pays, and no waiting for a delivery. */
  readonly offline: boolean;
  /** Loses the answer of a sale's submit at the program. */
  readonly loseAnswerOfSubmit: (reference: string) => Promise<void>;
  readonly onRecorded: () => void;
}

/** How long a journey waits for its moment; a till that is slower than that gets it in the moment it is in. */
const LONGEST_WAIT_FOR_DELIVERY_MS = 120_000;
const LONGEST_WAIT_FOR_UNKNOWN_MS = 3_000;
const POLL_MS = 2;
const NOT_YET_UNKNOWN: ReadonlySet<SubmitState> = new Set(['unsent', 'sending']);
const UNSETTLED: ReadonlySet<SubmitState> = new Set(['unsent', 'sending', 'unknown']);
/** So many journeys may wait for a delivery while the till sells on. */
const MOST_LATER = 50;

interface Later {
  readonly saleId: string;
  readonly since: number;
  readonly run: () => Promise<void>;
}

/**
 * Puts invoices through one till as fast as it takes them. Every step has the command id `<InvoiceNo>/<step>` (rule 11),
 * so that the same invoices on the same folder do nothing twice and a killed run goes on where it was.
 */
export class InvoiceDriver {
  readonly #options: DriverOptions;
  readonly #later: Later[] = [];

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  async drive(driven: DrivenInvoice): Promise<void> {
    const { digest, invoice } = driven;
    if (digest.kind === 'void') await this.#voidSold(invoice.invoiceNo, digest.voids ?? '');
    else if (digest.kind === 'return') await this.#recordReturn(saleOfInvoice(invoice, 'return'));
    else await this.#sell(driven);
    this.#options.onRecorded();
    await this.#runLater(MOST_LATER);
  }

  /** Waits for the journeys that wait for a delivery. */
  async finish(): Promise<void> {
    await this.#runLater(0);
  }

  async #sell({ invoice, digest, journey }: DrivenInvoice): Promise<void> {
    const { till, offline, pays } = this.#options;
    const sale = saleOfInvoice(invoice, 'sale');
    const { reference } = sale;
    const opened = await till.openSale(sale);
    const fresh = opened.state === 'open';
    if (fresh && pays && digest.payMinor > 0 && !offline)
      await till.pay(opened.saleId, `${reference}/pay`, digest.payMinor);
    const held = fresh && !offline && journey !== null && isBeforeSending(journey);
    try {
      if (fresh && !offline && journey?.kind === 'void' && journey.moment === 'unknown')
        await this.#options.loseAnswerOfSubmit(reference);
      await till.takeCash(opened.saleId, `${reference}/cash`);
      const claimCode = await till.complete(opened.saleId, `${reference}/complete`, sale.closedAtMs, held);
      if (journey !== null) await this.#journey(sale, opened, claimCode, journey);
    } finally {
      till.letGo(opened.saleId);
    }
  }

  async #journey(
    sale: ReplaySale,
    { saleId, state }: OpenedSale,
    claimCode: string | null,
    journey: Journey,
  ): Promise<void> {
    const { till, offline } = this.#options;
    const { reference } = sale;
    const run = async (): Promise<void> => {
      if (journey.kind === 'void') await till.voidSale(saleId, `${reference}/void`);
      else if (claimCode === null) throw new Error(`sale ${reference} has no claim code`);
      else await till.claim(claimCode, `${reference}/claim`, journey.customerId);
    };
    if (journey.moment === 'delivered' && !offline) {
      this.#later.push({ saleId, since: performance.now(), run });
      return;
    }
    if (journey.moment === 'unknown' && !offline && state === 'open') await this.#untilUnknown(saleId);
    await run();
  }

  async #voidSold(invoiceNo: string, voids: string): Promise<void> {
    const sold = this.#options.till.find(voids);
    if (sold === null) throw new Error(`invoice ${invoiceNo} takes back ${voids}, which this till did not sell`);
    await this.#options.till.voidSale(sold.saleId, `${invoiceNo}/void`);
  }

  async #recordReturn(sale: ReplaySale): Promise<void> {
    const { till } = this.#options;
    const { saleId } = await till.openSale(sale);
    await till.takeCash(saleId, `${sale.reference}/cash`);
    await till.complete(saleId, `${sale.reference}/complete`, sale.closedAtMs, false);
  }

  async #untilUnknown(saleId: string): Promise<void> {
    const { till } = this.#options;
    const since = performance.now();
    while (NOT_YET_UNKNOWN.has(till.submitState(saleId)) && performance.now() - since < LONGEST_WAIT_FOR_UNKNOWN_MS)
      await sleep(POLL_MS);
  }

  /** Runs what has met its moment; more than `most` are not left waiting. */
  async #runLater(most: number): Promise<void> {
    for (const later of [...this.#later]) {
      const { saleId, since, run } = later;
      const settled = (): boolean =>
        !UNSETTLED.has(this.#options.till.submitState(saleId)) ||
        performance.now() - since > LONGEST_WAIT_FOR_DELIVERY_MS;
      while (!settled() && this.#later.length > most) await sleep(POLL_MS);
      if (!settled()) continue;
      this.#later.splice(this.#later.indexOf(later), 1);
      await run();
    }
  }
}

function isBeforeSending(journey: Journey): boolean {
  return journey.moment === 'unsent' || journey.moment === 'only-pay-delivered';
}
