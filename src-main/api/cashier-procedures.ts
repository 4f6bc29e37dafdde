import type { SaleView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import type { IdMethod } from '../../src-shared/member/member.ts';
import { type NetworkSwitch, statusOf } from '../review/status.ts';
import { readNewBalance } from '../selling/after-completing.ts';
import { addLine, findOpen, removeLine, setQuantity } from '../selling/change-basket.ts';
import { clearSale } from '../selling/clear-sale.ts';
import { completeSale } from '../selling/complete-sale.ts';
import { enrolMember, updateMember } from '../selling/enrol-member.ts';
import { readIdentifyForm } from '../selling/identify-form.ts';
import { identifyMember, refreshMember, removeMember } from '../selling/identify-member.ts';
import { sendCode, verifyCode } from '../selling/one-time-code.ts';
import { openSale } from '../selling/open-sale.ts';
import { isUntouched, type OpenSale } from '../selling/open-sales.ts';
import { abandonPay, askAgain, type PayResult, payResult, payWithPoints } from '../selling/pay-with-points.ts';
import { chooseGifts, previewBenefits } from '../selling/preview-benefits.ts';
import { receiptOf } from '../selling/receipt.ts';
import { redeemPromoCode } from '../selling/redeem-promo-code.ts';
import { openSaleView, plainView } from '../selling/sale-view.ts';
import { removeTender, takeTender } from '../selling/take-tender.ts';
import type { StaffSessions } from '../staff/sessions.ts';
import type { TillParts } from '../till/till-parts.ts';
import { afterSaleProcedures, type ManagerOf } from './after-sale-procedures.ts';
import { capabilitiesView } from './capabilities-view.ts';
import { enteredIdentifiers } from './entered-identifiers.ts';
import type { Once } from './once.ts';
import type { Procedures } from './procedures.ts';
import { statusStream } from './status-stream.ts';

/** The programs a training till can be opened with. */
export interface TrainingChoice {
  readonly programs: readonly { readonly name: string; readonly title: string }[];
  readonly chosen: string;
  /** Opens the till of another program in place of this one; where that fails, this one stays. */
  choose(name: string): Promise<Result<null>>;
}

/** What only training shows on its sign-in screen. */
export interface DemoHints {
  readonly pins: readonly { readonly name: string; readonly role: string; readonly pin: string }[];
  readonly members: readonly {
    readonly label: string;
    readonly method: IdMethod;
    /** Null: a code that `issueCode` makes. */
    readonly value: string | null;
    readonly details: Readonly<Record<string, string>>;
  }[];
  /** The code of the member with this label; null where there is none to be made. Rejects when the simulator is gone. */
  issueCode(label: string): Promise<string | null>;
  /** Null where the program is settled. */
  readonly choice: TrainingChoice | null;
}

export interface CashierDesk {
  readonly parts: TillParts;
  readonly once: Once;
  readonly sessions: StaffSessions;
  readonly network: NetworkSwitch | null;
  readonly demo: DemoHints | null;
}

const OPEN_SCOPE = 'open sale';

/** The contract's cashier part over the use cases. */
export function cashierProcedures({ parts, once, sessions, network, demo }: CashierDesk): Procedures['cashier'] {
  const { stores, openSales } = parts;
  const scopeOf = (saleId: string): string => `sale ${saleId}`;
  const viewOf = (saleId: string): Result<SaleView> => {
    const open = openSales.get(saleId);
    if (open !== null) return done(openSaleView(open, parts));
    const stored = stores.sales.byId(saleId);
    return stored === null ? problem('sale-not-found') : done(plainView(stored));
  };
  const view = (result: Result<OpenSale>): Result<SaleView> =>
    result.ok ? done(openSaleView(result.value, parts)) : result;
  const inBasket = (
    input: { readonly saleId: string; readonly commandId: string },
    run: () => Promise<Result<OpenSale>> | Result<OpenSale>,
  ): Promise<Result<SaleView>> =>
    once.inBasket(
      openSales.get(input.saleId),
      input.commandId,
      input,
      async () => view(await run()),
      () => viewOf(input.saleId),
    );
  const payAnswer = (
    result: Result<PayResult>,
  ): Result<{ result: PayResult['result']; reason: string | null; sale: SaleView }> =>
    result.ok
      ? done({ result: result.value.result, reason: result.value.reason, sale: openSaleView(result.value.open, parts) })
      : result;
  const status = () => statusOf(parts, network);
  const managerOf: ManagerOf = (caller, approvalId, procedure, input) => {
    if (caller.staff?.role === 'manager') return caller.staff.id;
    return approvalId === undefined ? null : sessions.takeGrant(caller.connectionId, approvalId, procedure, input);
  };

  return {
    session: {
      welcome: (_input, caller) =>
        done({
          shopName: parts.config.shop.name,
          folder: parts.config.kind,
          currency: parts.config.shop.currency,
          locale: parts.config.shop.locale,
          timeZone: parts.config.shop.timeZone,
          demoPins: demo === null ? [] : [...demo.pins],
          demoMembers: demo === null ? [] : [...demo.members],
          training: trainingOf(demo?.choice ?? null),
          signedIn: caller.staff,
        }),
      signIn: ({ pin }, caller) => sessions.signIn(caller.connectionId, caller.door, pin),
      signOut: (_input, caller) => {
        sessions.end(caller.connectionId);
        return done(null);
      },
      approve: ({ managerPin, procedure, input }, caller) =>
        sessions.approve(caller.connectionId, managerPin, procedure, input),
    },
    status: {
      get: () => done(status()),
      watch: (_input, _caller, signal) => done(statusStream(status, parts, signal)),
      capabilities: () => done(capabilitiesView(parts)),
      readCapabilities: async (_input, _caller, signal) => {
        await readIdentifyForm(parts, signal);
        return done(capabilitiesView(parts));
      },
    },
    catalogue: {
      search: ({ text }) =>
        done(
          stores.catalogue.search(text, 40).map(({ articleCode, name, departmentName, unitPriceMinor, weighed }) => ({
            articleCode,
            name,
            departmentName,
            unitPriceMinor,
            weighed,
          })),
        ),
    },
    sale: {
      current: () => {
        const open = openSales.ofSource('till');
        return done(open === null ? null : openSaleView(open, parts));
      },
      open: ({ approvalId, ...input }, caller) =>
        once.stored(
          OPEN_SCOPE,
          input.commandId,
          input,
          (record) => {
            const standing = openSales.ofSource('till');
            // An untouched sale is as good as a new one; one that holds anything is somebody's.
            if (standing !== null && isUntouched(standing)) return done(openSaleView(standing, parts));
            const order = {
              source: 'till',
              staffId: caller.staff?.id ?? '',
              reference: null,
              openedAtMs: null,
              returnOfSaleId: null,
            };
            const opened = openSale(order, parts, record);
            if (opened.ok || opened.problem.code !== 'offline-limit-reached') return view(opened);
            const pastLimitBy = managerOf(caller, approvalId, 'cashier.sale.open', input);
            return pastLimitBy === null ? opened : view(openSale({ ...order, pastLimitBy }, parts, record));
          },
          viewOf,
        ),
      get: ({ saleId }) => viewOf(saleId),
      addLine: (input) =>
        inBasket(input, () => addLine(input.saleId, input.text, input.quantityThousandths ?? null, parts)),
      setQuantity: (input) =>
        inBasket(input, () => setQuantity(input.saleId, input.lineId, input.quantityThousandths, parts)),
      removeLine: (input) => inBasket(input, () => removeLine(input.saleId, input.lineId, parts)),
      clear: (input) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          (record) => clearSale(input.saleId, parts, record),
          () => done(null),
        ),
      complete: ({ approvalId, ...input }, caller, signal) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          async (record) => {
            const before = openSales.get(input.saleId)?.member ?? null;
            let completed = completeSale(input.saleId, null, parts, record);
            if (!completed.ok && completed.problem.code === 'offline-limit-reached') {
              const pastLimitBy = managerOf(caller, approvalId, 'cashier.sale.complete', input);
              if (pastLimitBy !== null) completed = completeSale(input.saleId, null, parts, record, pastLimitBy);
            }
            if (!completed.ok) return completed;
            await readNewBalance(completed.value, before, parts, signal);
            return receiptOf(input.saleId, false, parts);
          },
          () => receiptOf(input.saleId, false, parts),
        ),
    },
    member: {
      identify: (input, _caller, signal) =>
        inBasket(input, () =>
          identifyMember(
            input.saleId,
            { method: input.method, value: input.value },
            enteredIdentifiers(input).slice(1),
            parts,
            signal,
          ),
        ),
      remove: (input) => inBasket(input, () => removeMember(input.saleId, parts)),
      refresh: async ({ saleId }, _caller, signal) => view(await refreshMember(saleId, parts, signal)),
      enrol: (input) => inBasket(input, () => enrolMember(input.saleId, input.profile, parts)),
      update: (input) => inBasket(input, () => updateMember(input.saleId, input.profile, parts)),
      // Sent once for each press: a repeat would text the customer again.
      sendCode: (input, _caller, signal) =>
        once.inBasket(
          openSales.get(input.saleId),
          input.commandId,
          input,
          () => sendCode(input.saleId, parts, signal),
          () => done(null),
        ),
      verifyCode: (input, _caller, signal) =>
        inBasket(input, () => verifyCode(input.saleId, input.code, parts, signal)),
    },
    benefits: {
      preview: async ({ saleId }, _caller, signal) => view(await previewBenefits(saleId, parts, signal)),
      useGifts: (input, _caller, signal) =>
        inBasket(input, async () => {
          const chosen = chooseGifts(input.saleId, input.keys, parts);
          return chosen.ok ? await previewBenefits(input.saleId, parts, signal) : chosen;
        }),
      redeemCode: (input, _caller, signal) =>
        inBasket(input, async () => {
          const chosen = await redeemPromoCode(input.saleId, input.code, parts, signal);
          return chosen.ok ? await previewBenefits(input.saleId, parts, signal) : chosen;
        }),
    },
    payment: {
      payWithPoints: (input, _caller, signal) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          async (record) => payAnswer(await payWithPoints(input.saleId, input.amountMinor, parts, signal, record)),
          (payId) => {
            const found = findOpen(input.saleId, parts);
            const pay = stores.operations.byId(payId);
            if (!found.ok) return found;
            return pay === null ? problem('operation-not-found') : payAnswer(done(payResult(found.value, pay, parts)));
          },
        ),
      askAgain: async ({ saleId }, _caller, signal) => payAnswer(await askAgain(saleId, parts, signal)),
      abandonPay: (input) => inBasket(input, () => abandonPay(input.saleId, parts)),
      addTender: (input) => inBasket(input, () => takeTender(input.saleId, input.type, input.tenderedMinor, parts)),
      removeTender: (input) => inBasket(input, () => removeTender(input.saleId, input.tenderId, parts)),
    },
    ...afterSaleProcedures({ parts, once, managerOf }),
    training: {
      setNetwork: async ({ up }) => {
        if (network === null) return problem('training-only');
        await network.set(up);
        if (up) parts.connectivity.tryNow();
        parts.changes.changed();
        parts.loop.wake();
        return done(status());
      },
      chooseProgram: async ({ name }) => {
        const choice = demo?.choice ?? null;
        if (choice === null) return problem('training-only');
        const standing = openSales.ofSource('till');
        if (standing !== null && !isUntouched(standing)) return problem('another-sale-open');
        return await choice.choose(name);
      },
      issueCode: async ({ label }) => {
        if (demo === null) return problem('training-only');
        const code = await demo.issueCode(label);
        return code === null ? problem('not-offered-by-program') : done({ code });
      },
    },
  };
}

const trainingOf = (choice: TrainingChoice | null) =>
  choice === null ? null : { programs: [...choice.programs], chosen: choice.chosen };
