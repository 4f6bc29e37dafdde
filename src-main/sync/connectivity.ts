import type { OperationKind } from '../../src-shared/queue/operation.ts';
import type { Delivery, DirectAnswer, MaybeWhy, NotArrivedWhy, Resolution } from '../../src-shared/queue/outcome.ts';
import { type RetrySchedule, retryDelayMs } from '../../src-shared/queue/retry-schedule.ts';

export type ConnectionState = 'connected' | 'not-connected' | 'not-known' | 'paused';
export type PauseWhy = 'throttled' | 'not-signed-in';

export interface ConnectivityFacts {
  readonly state: ConnectionState;
  readonly sinceMs: number | null;
  readonly why: string | null;
  readonly pausedUntilMs: number | null;
  /** The code of the last answer that was none of the program's (a captive portal, another server); null: a good one came since. */
  readonly strangeCode: string | null;
  /** Kinds that the program forbids to this credential (403), until one of them succeeds or somebody tries again. */
  readonly forbidden: readonly OperationKind[];
  /** How far the program's clock is ahead of ours by its latest answer, ms, exact to about a second; null: not measured. */
  readonly serverOffsetMs: number | null;
}

export interface ConnectivityOptions {
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly schedule: RetrySchedule;
  /** How often one request asks whether the credential is accepted again; 60 s in live. */
  readonly signInProbeMs: number;
  readonly onChange: () => void;
  /** First contact after an outage or a pause. */
  readonly onContact: () => void;
}

/**
 * What is known about reaching the back end, from answers alone: a network card that is up proves nothing. While there is
 * no contact, or the back end asked for a pause, the sync loop sends one request at a time, at the times said here.
 */
export class Connectivity {
  readonly #options: ConnectivityOptions;
  #state: 'connected' | 'not-connected' | 'not-known' = 'not-known';
  #sinceMs: number | null = null;
  #why: string | null = null;
  #pause: { readonly why: PauseWhy; readonly untilMs: number } | null = null;
  #failures = 0;
  #probeAtMs = 0;
  #epoch = 0;
  readonly #forbidden = new Set<OperationKind>();
  #serverOffsetMs: number | null = null;
  #strangeCode: string | null = null;

  constructor(options: ConnectivityOptions) {
    this.#options = options;
  }

  facts(): ConnectivityFacts {
    const paused = this.#pause;
    return {
      state: paused === null ? this.#state : 'paused',
      sinceMs: this.#sinceMs,
      why: paused === null ? this.#why : paused.why,
      pausedUntilMs: paused?.untilMs ?? null,
      strangeCode: this.#strangeCode,
      forbidden: [...this.#forbidden],
      serverOffsetMs: this.#serverOffsetMs,
    };
  }

  /** Raised by each pause and outage. What was asked before one says nothing about whether it is over. */
  get epoch(): number {
    return this.#epoch;
  }

  /** A pay, which nobody may queue, is refused at once while this is not 'yes' or 'try'. */
  mayPay(): boolean {
    return this.#pause === null && this.#state !== 'not-connected';
  }

  /** How many requests may run at once now: all of them, one as a probe, or none until `untilMs`. */
  admission(
    nowMs: number,
  ): { readonly kind: 'all' } | { readonly kind: 'probe' } | { readonly kind: 'none'; readonly untilMs: number } {
    // A pause may end while there is no connection, and the other way round: the later of the two counts.
    const untilMs = Math.max(this.#pause?.untilMs ?? 0, this.#state === 'not-connected' ? this.#probeAtMs : 0);
    if (nowMs < untilMs) return { kind: 'none', untilMs };
    return this.#pause === null && this.#state !== 'not-connected' ? { kind: 'all' } : { kind: 'probe' };
  }

  /** A person pressed "try again", or a setting was saved. */
  tryNow(): void {
    this.#probeAtMs = 0;
    this.#forbidden.clear();
    if (this.#pause !== null) this.#pause = { ...this.#pause, untilMs: 0 };
    this.#options.onChange();
  }

  /** Times that were set by another clock mean nothing: the next request asks. */
  clockWentBack(): void {
    this.#probeAtMs = 0;
    if (this.#pause !== null) this.#pause = { ...this.#pause, untilMs: 0 };
  }

  /** @param epoch `epoch` when it was sent. */
  seenDelivery(delivery: Delivery, kind: OperationKind, epoch: number): void {
    if (delivery.serverOffsetMs !== null) this.#serverOffsetMs = delivery.serverOffsetMs;
    if (delivery.kind === 'not-arrived' && delivery.why === 'forbidden') this.#forbid(kind);
    else if (delivery.kind === 'done' && this.#forbidden.delete(kind)) this.#options.onChange();
    if (delivery.kind === 'refused') this.#seenRefusal(delivery.code);
    else if (delivery.kind !== 'not-arrived' && delivery.kind !== 'maybe') this.#setStrange(null);
    if (delivery.kind === 'not-arrived' || delivery.kind === 'maybe')
      this.#seenTrouble(delivery.why, delivery.retryAfterMs, delivery.code, epoch);
    else this.#contact(epoch);
  }

  /** @param epoch `epoch` when it was asked. */
  seenDirect(answer: DirectAnswer<unknown>, epoch = this.#epoch): void {
    // Nobody by this identifier, or no such address: a bare status that may mean both neither says nor unsays anything.
    if (answer.kind === 'refused' && !(answer.notFound && isBare(answer.code))) this.#seenRefusal(answer.code);
    else if (answer.kind === 'ok') this.#setStrange(null);
    if (answer.kind === 'unavailable') this.#seenTrouble(answer.why, answer.retryAfterMs, answer.code, epoch);
    else this.#contact(epoch);
  }

  /** @param epoch `epoch` when it was asked. */
  seenResolution(resolution: Resolution, epoch: number): void {
    if (resolution.kind !== 'ask-again') this.#contact(epoch);
    else if (resolution.why !== null) this.#seenTrouble(resolution.why, resolution.afterMs, resolution.code, epoch);
  }

  /** A refusal in the program's own words comes from the program; a bare status line may come from any server. */
  #seenRefusal(code: string): void {
    this.#setStrange(isBare(code) ? code : null);
  }

  #setStrange(code: string | null): void {
    if (code === this.#strangeCode) return;
    this.#strangeCode = code;
    this.#options.onChange();
  }

  #forbid(kind: OperationKind): void {
    if (this.#forbidden.has(kind)) return;
    this.#forbidden.add(kind);
    this.#options.onChange();
  }

  #seenTrouble(why: NotArrivedWhy | MaybeWhy, retryAfterMs: number | null, code: string, epoch: number): void {
    const nowMs = this.#options.nowMs();
    switch (why) {
      case 'no-connection':
        if (this.#state !== 'not-connected') this.#epoch += 1;
        this.#probeAtMs = nowMs + this.#backOffMs(null);
        this.#change('not-connected', code);
        return;
      case 'throttled':
        this.#pauseUntil('throttled', nowMs + this.#backOffMs(retryAfterMs));
        return;
      case 'not-signed-in':
        this.#pauseUntil('not-signed-in', nowMs + this.#options.signInProbeMs);
        return;
      case 'forbidden':
      case 'server-error':
      case 'conflict':
      case 'other-form':
        this.#contact(epoch);
        return;
      case 'no-answer':
      case 'connection-lost':
      case 'unreadable':
        if (why === 'unreadable') this.#setStrange(code);
        // A cut line or a captive portal: nothing is known about the next request, but a probe has failed.
        if (this.#pause !== null) this.#pauseUntil(this.#pause.why, nowMs + this.#backOffMs(null));
        else if (this.#state === 'not-connected') this.#probeAtMs = nowMs + this.#backOffMs(null);
        return;
      case 'aborted':
        return;
    }
  }

  #backOffMs(retryAfterMs: number | null): number {
    this.#failures += 1;
    return retryDelayMs(this.#options.schedule, this.#failures, retryAfterMs, this.#options.random);
  }

  #pauseUntil(why: PauseWhy, untilMs: number): void {
    if (this.#pause?.why === why && this.#pause.untilMs >= untilMs) return;
    this.#epoch += 1;
    this.#pause = { why, untilMs };
    this.#options.onChange();
  }

  #contact(epoch: number): void {
    if (epoch < this.#epoch) return;
    const outage = this.#pause !== null || this.#state !== 'connected';
    this.#pause = null;
    this.#failures = 0;
    this.#change('connected', null);
    if (outage) this.#options.onContact();
  }

  #change(state: 'connected' | 'not-connected', why: string | null): void {
    if (state !== this.#state) this.#sinceMs = this.#options.nowMs();
    const changed = state !== this.#state || why !== this.#why;
    this.#state = state;
    this.#why = why;
    if (changed) this.#options.onChange();
  }
}

const isBare = (code: string): boolean => /^http-(3\d\d|404|405)$/.test(code);
