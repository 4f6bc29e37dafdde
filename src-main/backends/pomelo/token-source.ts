import type { Clock } from '../../../src-shared/time/clock.ts';
import { MINUTE } from '../../../src-shared/time/clock.ts';
import type { HttpOutcome } from '../http/http-call.ts';
import type { NotArrived } from '../http/read-status.ts';
import { type IssuedToken, notSent, readToken } from './read-token.ts';

/** P1: a token is renewed so long before it expires, ms. */
const EARLY_MS = 1 * MINUTE;

export type TokenReading = { readonly kind: 'token'; readonly token: string } | NotArrived;

export interface TokenSource {
  /** The token of now, asked for where there is none or it is about to expire. */
  current(signal: AbortSignal): Promise<TokenReading>;
  /** Another token than this one, which the program does not accept any more. */
  instead(refused: string, signal: AbortSignal): Promise<TokenReading>;
  close(): void;
}

/** Posts the four fields of section 3 to the token's address, or to its revocation. */
export type AskForToken = (what: 'token' | 'revoke', signal: AbortSignal) => Promise<HttpOutcome>;

interface Held {
  readonly token: string;
  readonly askedAtMs: number;
  readonly renewAtMs: number;
}

const GIVEN_UP: NotArrived = notSent(
  'no-connection',
  null,
  'aborted-before-sending',
  'The till stopped waiting for the access token.',
);

/** Keeps the access token in memory (contract section 3); many callers share one request for it. */
export function openTokenSource(ask: AskForToken, clock: Clock): TokenSource {
  const closing = new AbortController();
  let held: Held | null = null;
  let running: Promise<TokenReading> | null = null;

  async function request(): Promise<TokenReading> {
    const askedAtMs = clock.nowMs();
    const reading = readToken(await ask('token', closing.signal), clock.nowMs());
    if (reading.kind === 'token') held = hold(reading, askedAtMs);
    return reading;
  }

  /** Asking again gives the same token until it expires, so one that is refused before that has to be revoked first. */
  async function replace(refused: string): Promise<TokenReading> {
    held = null;
    const again = await request();
    if (again.kind !== 'token' || again.token !== refused) return again;
    // What the revocation answers does not matter: the next token shows whether it helped.
    await ask('revoke', closing.signal);
    return await request();
  }

  function share(start: () => Promise<TokenReading>): Promise<TokenReading> {
    running ??= start().finally(() => {
      running = null;
    });
    return running;
  }

  function usable(): Held | null {
    const nowMs = clock.nowMs();
    // A clock that went back says nothing about how old the token is.
    return held !== null && nowMs >= held.askedAtMs && nowMs < held.renewAtMs ? held : null;
  }

  return {
    async current(signal) {
      const ready = usable();
      return ready === null ? await unlessGivenUp(share(request), signal) : { kind: 'token', token: ready.token };
    },
    async instead(refused, signal) {
      const ready = usable();
      // Another caller met the same refusal first.
      if (ready !== null && ready.token !== refused) return { kind: 'token', token: ready.token };
      return await unlessGivenUp(
        share(() => replace(refused)),
        signal,
      );
    },
    close: () => closing.abort(),
  };
}

/** Where the program names what is left of a token that is about to expire, it is used to its end rather than asked for again and again. */
function hold({ token, goodForMs }: IssuedToken, askedAtMs: number): Held {
  const usedForMs = goodForMs > EARLY_MS ? goodForMs - EARLY_MS : goodForMs;
  return { token, askedAtMs, renewAtMs: askedAtMs + usedForMs };
}

/** Others may wait for the same token: one that gives up leaves the request running. */
function unlessGivenUp(work: Promise<TokenReading>, signal: AbortSignal): Promise<TokenReading> {
  if (signal.aborted) return Promise.resolve(GIVEN_UP);
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(GIVEN_UP);
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
