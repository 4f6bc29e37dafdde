import { formatMoney } from '../../src-shared/money/format-money.ts';
import { currency as currencyCode, exponentOf, minor } from '../../src-shared/money/money.ts';
import { formatQuantity, thousandths } from '../../src-shared/sale/quantity.ts';
import { DAY, HOUR, MINUTE } from '../../src-shared/time/clock.ts';
import { useSession } from './session-store.ts';

/** Amounts, quantities and times as this shop writes them. Its locale is known before any of them is shown. */
const locale = (): string => useSession.getState().welcome?.locale ?? 'en';
/** The shop's, whatever this machine or the browser is set to. */
const timeZone = (): string => useSession.getState().welcome?.timeZone ?? 'UTC';
export const shopCurrency = (): string => useSession.getState().welcome?.currency ?? 'EUR';

/** @param currency the sale's own; the shop's where it has none. */
export const money = (amountMinor: number, currency: string = shopCurrency()): string =>
  formatMoney(minor(amountMinor), currencyCode(currency), locale());

export const decimalsOfMoney = (currency: string = shopCurrency()): number => exponentOf(currencyCode(currency));

export const quantity = (quantityThousandths: number, weighed: boolean): string =>
  formatQuantity(thousandths(quantityThousandths), weighed, locale());

export const points = (count: number): string => new Intl.NumberFormat(locale()).format(count);

export const clockTime = (atMs: number): string =>
  new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', timeZone: timeZone() }).format(atMs);

export const dateAndTime = (atMs: number): string =>
  new Intl.DateTimeFormat(locale(), {
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timeZone(),
  }).format(atMs);

export const dayOf = (isoDate: string): string =>
  new Intl.DateTimeFormat(locale(), { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(isoDate),
  );

/** How long ago, in the largest whole unit: `3 min`, `2 hr`, `5 days`. Below a minute it says `0 min`. */
export function age(fromMs: number, nowMs: number): string {
  const ms = Math.max(0, nowMs - fromMs);
  const [count, unit] =
    ms >= DAY
      ? [Math.floor(ms / DAY), 'day' as const]
      : ms >= HOUR
        ? [Math.floor(ms / HOUR), 'hour' as const]
        : [Math.floor(ms / MINUTE), 'minute' as const];
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' }).format(count);
}
