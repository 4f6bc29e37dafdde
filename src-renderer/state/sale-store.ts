import { create } from 'zustand';
import type { ReceiptView, SaleView } from '../../src-shared/contract/views.ts';
import type { MemberProfile } from '../../src-shared/queue/operation.ts';
import { type Answer, callTill } from '../app-api.ts';
import type { MemberEntry } from '../shell/member-entry.ts';
import { withManager } from './approval-store.ts';
import { withCommandId } from './command-ids.ts';
import { keepSame } from './keep-same.ts';
import { useReceipt } from './receipt-store.ts';

interface SaleState {
  /** The open sale, or null before its first item. */
  readonly sale: SaleView | null;
  readonly loaded: boolean;
}

/** The open sale as the till last showed it. The till's database is the truth; this is only what is on screen. */
export const useSale = create<SaleState>(() => ({ sale: null, loaded: false }));

function show(sale: SaleView | null): void {
  const before = useSale.getState().sale;
  const open = sale?.state === 'open' ? sale : null;
  // Equal lines stay the same objects, so that a scan paints one row of five hundred.
  const kept = open !== null && before !== null ? { ...open, lines: sameLines(before.lines, open.lines) } : open;
  useSale.setState({ sale: kept, loaded: true });
}

/** The former list itself where nothing changed: what waits for a quiet basket is not woken by a mere reading. */
function sameLines(before: SaleView['lines'], after: SaleView['lines']): SaleView['lines'] {
  const lines = keepSame(before, after, 'lineId');
  return lines.length === before.length && lines.every((line, at) => line === before[at]) ? before : lines;
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** One change after the other, in the order of the presses and scans, so that an older view never replaces a newer one. */
function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(task, task);
  lastTurn = turn;
  return turn;
}

export function loadSale(): Promise<void> {
  return inTurn(async () => {
    const answer = await callTill((till) => till.cashier.sale.current());
    if (answer.ok) show(answer.value);
  });
}

/** The open sale's id; opens one where there is none yet. */
async function openSaleId(): Promise<Answer<string>> {
  const { sale } = useSale.getState();
  if (sale !== null) return { ok: true, value: sale.saleId };
  const answer = await withManager('sale.open', {}, (input) => callTill((till) => till.cashier.sale.open(input)));
  if (!answer.ok) return answer;
  show(answer.value);
  return { ok: true, value: answer.value.saleId };
}

type Till = Parameters<Parameters<typeof callTill>[0]>[0];
type OfSale = { readonly saleId: string; readonly commandId: string };

/** A change of the open sale: waits for its turn, opens the sale where needed, shows the answer. */
function changeSale<More extends object>(
  name: string,
  more: More,
  call: (till: Till, input: OfSale & More) => Promise<SaleView>,
): Promise<Answer<SaleView>> {
  return inTurn(async () => {
    const id = await openSaleId();
    if (!id.ok) return id;
    const answer = await withCommandId(name, { saleId: id.value, ...more }, (input) =>
      callTill((till) => call(till, input)),
    );
    if (answer.ok) show(answer.value);
    else if (answer.problem.code === 'sale-not-open' || answer.problem.code === 'sale-not-found') await showCurrent();
    return answer;
  });
}

async function showCurrent(): Promise<void> {
  const answer = await callTill((till) => till.cashier.sale.current());
  if (answer.ok) show(answer.value);
}

/** @param text a scanned code, an article code or an exact name. */
export const addLine = (text: string, quantityThousandths?: number) =>
  changeSale(
    'sale.addLine',
    quantityThousandths === undefined ? { text } : { text, quantityThousandths },
    (till, input) => till.cashier.sale.addLine(input),
  );

export const setQuantity = (lineId: string, quantityThousandths: number) =>
  changeSale('sale.setQuantity', { lineId, quantityThousandths }, (till, input) =>
    till.cashier.sale.setQuantity(input),
  );

export const removeLine = (lineId: string) =>
  changeSale('sale.removeLine', { lineId }, (till, input) => till.cashier.sale.removeLine(input));

export const identify = (entry: MemberEntry) =>
  changeSale('member.identify', { ...entry }, (till, input) => till.cashier.member.identify(input));

export const removeMember = () => changeSale('member.remove', {}, (till, input) => till.cashier.member.remove(input));

export const enrol = (profile: MemberProfile) =>
  changeSale('member.enrol', { profile }, (till, input) => till.cashier.member.enrol(input));

export const updateMember = (profile: MemberProfile) =>
  changeSale('member.update', { profile }, (till, input) => till.cashier.member.update(input));

export const verifyCode = (code: string) =>
  changeSale('member.verifyCode', { code }, (till, input) => till.cashier.member.verifyCode(input));

/** The sale is read again also after a refusal: what was chosen stands in it, only not confirmed. */
export async function chooseGifts(keys: readonly string[]): Promise<Answer<SaleView>> {
  const answer = await changeSale('benefits.useGifts', { keys: [...keys] }, (till, input) =>
    till.cashier.benefits['useGifts'](input),
  );
  if (!answer.ok) await refreshSale();
  return answer;
}

/** A promo code of the customer: what it unlocks is used with this basket. Read again after a refusal, as above. */
export async function redeemPromoCode(code: string): Promise<Answer<SaleView>> {
  const answer = await changeSale('benefits.redeemCode', { code }, (till, input) =>
    till.cashier.benefits.redeemCode(input),
  );
  if (!answer.ok) await refreshSale();
  return answer;
}

export const addTender = (type: 'CASH' | 'CARD', tenderedMinor: number) =>
  changeSale('payment.addTender', { type, tenderedMinor }, (till, input) => till.cashier.payment.addTender(input));

export const removeTender = (tenderId: string) =>
  changeSale('payment.removeTender', { tenderId }, (till, input) => till.cashier.payment.removeTender(input));

export const abandonPay = () =>
  changeSale('payment.abandonPay', {}, (till, input) => till.cashier.payment.abandonPay(input));

/** Reads without a command: nothing changes at the till, so nothing can happen twice. */
function readSale(call: (till: Till, saleId: string) => Promise<SaleView>): Promise<Answer<SaleView | null>> {
  return inTurn(async () => {
    const { sale } = useSale.getState();
    if (sale === null) return { ok: true, value: null };
    const answer = await callTill((till) => call(till, sale.saleId));
    if (answer.ok) show(answer.value);
    return answer;
  });
}

export const refreshSale = () => readSale((till, saleId) => till.cashier.sale.get({ saleId }));
export const refreshMember = () => readSale((till, saleId) => till.cashier.member.refresh({ saleId }));
export const previewBenefits = () => readSale((till, saleId) => till.cashier.benefits.preview({ saleId }));

export function sendCode(): Promise<Answer<null>> {
  return inTurn(async () => {
    const id = await openSaleId();
    if (!id.ok) return id;
    return await withCommandId('member.sendCode', { saleId: id.value }, (input) =>
      callTill((till) => till.cashier.member.sendCode(input)),
    );
  });
}

export function clearSale(): Promise<Answer<null>> {
  return inTurn(async () => {
    const { sale } = useSale.getState();
    if (sale === null) return { ok: true, value: null };
    const answer = await withCommandId('sale.clear', { saleId: sale.saleId }, (input) =>
      callTill((till) => till.cashier.sale.clear(input)),
    );
    if (answer.ok) show(null);
    else await showCurrent();
    return answer;
  });
}

export function completeSale(): Promise<Answer<ReceiptView>> {
  return inTurn(async () => {
    const { sale } = useSale.getState();
    if (sale === null) return { ok: false, problem: { code: 'sale-empty', detail: {} } };
    const answer = await withManager('sale.complete', { saleId: sale.saleId }, (input) =>
      callTill((till) => till.cashier.sale.complete(input)),
    );
    if (answer.ok) {
      useReceipt.setState({ receipt: answer.value });
      show(null);
    }
    return answer;
  });
}
