import { create } from 'zustand';
import { type Answer, callTill, type ScreenProblem } from '../app-api.ts';
import { withCommandId } from './command-ids.ts';
import { abandonPay, refreshSale, useSale } from './sale-store.ts';

interface PayState {
  /** What the program is being asked for right now; null when no call runs or the cashier no longer waits for it. */
  readonly asking: { readonly amountMinor: number } | null;
  /** The program's reason for its last refusal, in its words; empty where it gave none; null where it did not refuse. */
  readonly refusedBecause: string | null;
  readonly problem: ScreenProblem | null;
}

const NOTHING: PayState = { asking: null, refusedBecause: null, problem: null };

/** The pay with points that a cashier waits for (design.md 8.4). */
export const usePay = create<PayState>(() => NOTHING);

export const forgetPay = (): void => usePay.setState(NOTHING);

interface PayResult {
  readonly result: 'confirmed' | 'refused' | 'undecided';
  readonly reason: string | null;
}

/** Does not take a turn of the sale: while the program is silent, "other tender" has to work from the first second on. */
export async function payWithPoints(amountMinor: number): Promise<void> {
  const { sale } = useSale.getState();
  if (sale === null || usePay.getState().asking !== null) return;
  await ask(amountMinor, () =>
    withCommandId('payment.payWithPoints', { saleId: sale.saleId, amountMinor }, (input) =>
      callTill((till) => till.cashier.payment.payWithPoints(input)),
    ),
  );
}

/** Asks once more about an undecided pay; the till refuses before `askAgainAtMs`. */
export async function askAgain(): Promise<void> {
  const { sale } = useSale.getState();
  if (sale?.pay == null || usePay.getState().asking !== null) return;
  await ask(sale.pay.amountMinor, () =>
    withCommandId('payment.askAgain', { saleId: sale.saleId }, (input) =>
      callTill((till) => till.cashier.payment.askAgain(input)),
    ),
  );
}

async function ask(amountMinor: number, call: () => Promise<Answer<PayResult>>): Promise<void> {
  const asking = { amountMinor };
  usePay.setState({ ...NOTHING, asking });
  const answer = await call();
  // The sale may have changed meanwhile, so its view is read anew rather than taken from the answer.
  await refreshSale();
  if (usePay.getState().asking !== asking) return; // given up: nobody waits for this answer any more
  if (!answer.ok) usePay.setState({ ...NOTHING, problem: answer.problem });
  else
    usePay.setState({
      ...NOTHING,
      refusedBecause: answer.value.result === 'refused' ? (answer.value.reason ?? '') : null,
    });
}

/** Another tender instead: what was taken is given back by itself. */
export async function giveUpPay(): Promise<void> {
  const answer = await abandonPay();
  if (answer.ok) usePay.setState(NOTHING);
  else usePay.setState({ problem: answer.problem });
}
