import type { Delivery, DirectAnswer, Resolution } from '../../src-shared/queue/outcome.ts';
import { type RetrySchedule, retryDelayMs } from '../../src-shared/queue/retry-schedule.ts';

export type ConnectionState = 'connected' | 'not-connected' | 'not-known' | 'paused';
export type PauseWhy = 'throttled' | 'not-signed-in';

export interface ConnectivityFacts {
  readonly state: ConnectionState;
  readonly sinceMs: number | null;
  readonly why: string | null;
  readonly pausedUntilMs: number | null;
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

  constructor(options: ConnectivityOptions) {
    this.#options = options;
  }

  facts(): ConnectivityFacts {
    return this.#pause === null
      ? { state: this.#state, sinceMs: this.#sinceMs, why: this.#why, pausedUntilMs: null }
      : { state: 'paused', sinceMs: this.#sinceMs, why: this.#pause.why, pausedUntilMs: this.#pause.untilMs };
  }

  /** A pay, which nobody may queue, is refused at once while this is not 'yes' or 'try'. */
  mayPay(): boolean {
    return this.#pause === null && this.#state !== 'not-connected';
  }

  /** How many requests may run at once now: all of them, one as a probe, or none until `untilMs`. */
  admission(
    nowMs: number,
  ): { readonly kind: 'all' } | { readonly kind: 'probe' } | { readonly kind: 'none'; readonly untilMs: number } {
    if (this.#pause !== null) {
      return nowMs < this.#pause.untilMs ? { kind: 'none', untilMs: this.#pause.untilMs } : { kind: 'probe' };
    }
    if (this.#state === 'not-connected') {
      return nowMs < this.#probeAtMs ? { kind: 'none', untilMs: this.#probeAtMs } : { kind: 'probe' };
    }
    return { kind: 'all' };
  }

  /** A person pressed "try again", or a setting was saved. */
  tryNow(): void {
    this.#probeAtMs = 0;
    if (this.#pause !== null) this.#pause = { ...this.#pause, untilMs: 0 };
    this.#options.onChange();
  }

  seenDelivery(delivery: Delivery): void {
    if (delivery.kind === 'not-arrived' || delivery.kind === 'maybe')
      this.#seenTrouble(delivery.why, delivery.retryAfterMs, delivery.code);
    else this.#contact();
  }

  seenDirect(answer: DirectAnswer<unknown>): void {
    if (answer.kind === 'unavailable') this.#seenTrouble(answer.why, answer.retryAfterMs, answer.code);
    else this.#contact();
  }

  seenResolution(resolution: Resolution): void {
    if (resolution.kind !== 'ask-again') this.#contact();
    else if (resolution.code === 'no-connection') this.#seenTrouble('no-connection', null, resolution.code);
  }

  #seenTrouble(why: string, retryAfterMs: number | null, code: string): void {
    const nowMs = this.#options.nowMs();
    switch (why) {
      case 'no-connection':
        this.#failures += 1;
        this.#probeAtMs = nowMs + retryDelayMs(this.#options.schedule, this.#failures, null, this.#options.random);
        this.#change('not-connected', code);
        return;
      case 'throttled':
        this.#failures += 1;
        this.#pauseUntil(
          'throttled',
          nowMs + retryDelayMs(this.#options.schedule, this.#failures, retryAfterMs, this.#options.random),
        );
        return;
      case 'not-signed-in':
        this.#pauseUntil('not-signed-in', nowMs + this.#options.signInProbeMs);
        return;
      case 'forbidden':
      case 'server-error':
      case 'conflict':
        this.#contact();
        return;
      default:
        // No answer, a cut line or a captive portal: nothing is known about the next request.
        return;
    }
  }

  #pauseUntil(why: PauseWhy, untilMs: number): void {
    if (this.#pause?.why === why && this.#pause.untilMs >= untilMs) return;
    this.#pause = { why, untilMs };
    this.#options.onChange();
  }

  #contact(): void {
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
