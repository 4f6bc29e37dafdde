import type { SaleView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { claimUnclaimed, findUnclaimed } from '../claiming/claim-unclaimed.ts';
import { statusOf, type NetworkSwitch } from '../review/status.ts';
import { readNewBalance, waitFinished } from '../selling/after-completing.ts';
import { addLine, findOpen, removeLine, setQuantity } from '../selling/change-basket.ts';
import { clearSale } from '../selling/clear-sale.ts';
import { completeSale } from '../selling/complete-sale.ts';
import { enrolMember, updateMember } from '../selling/enrol-member.ts';
import { listSales, summaryOf } from '../selling/history.ts';
import { identifyMember, refreshMember, removeMember } from '../selling/identify-member.ts';
import { sendCode, verifyCode } from '../selling/one-time-code.ts';
import { openSale } from '../selling/open-sale.ts';
import type { OpenSale } from '../selling/open-sales.ts';
import { abandonPay, askAgain, type PayResult, payResult, payWithPoints } from '../selling/pay-with-points.ts';
import { previewBenefits, useGifts } from '../selling/preview-benefits.ts';
import { receiptOf } from '../selling/receipt.ts';
import { openSaleView, plainView } from '../selling/sale-view.ts';
import { removeTender, takeTender } from '../selling/take-tender.ts';
import type { StaffSessions } from '../staff/sessions.ts';
import type { TillParts } from '../till/till-parts.ts';
import { previewReturn, returnLines } from '../voiding/return-lines.ts';
import { previewVoid, voidSale } from '../voiding/void-sale.ts';
import { capabilitiesView } from './capabilities-view.ts';
import type { Once } from './once.ts';
import type { Procedures } from './procedures.ts';
import { statusStream } from './status-stream.ts';

/** What only training shows on its sign-in screen. */
export interface DemoHints {
  readonly pins: readonly { readonly name: string; readonly role: string; readonly pin: string }[];
  readonly members: readonly {
    readonly label: string;
    readonly method: 'card' | 'phone' | 'email';
    readonly value: string;
  }[];
}

export interface CashierDesk {
  readonly parts: TillParts;
  readonly once: Once;
  readonly sessions: StaffSessions;
  readonly network: NetworkSwitch | null;
  readonly demo: DemoHints | null;
}

const CLAIM_WAIT_MS = 1_500;

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

  return {
    session: {
      welcome: (_input, caller) =>
        done({
          shopName: parts.config.shop.name,
          folder: parts.config.kind,
          currency: parts.config.shop.currency,
          locale: parts.config.shop.locale,
          demoPins: demo === null ? [] : [...demo.pins],
          demoMembers: demo === null ? [] : [...demo.members],
          signedIn: caller.staff,
        }),
      signIn: ({ pin }, caller) => sessions.signIn(caller.connectionId, caller.door, pin),
      signOut: (_input, caller) => {
        sessions.end(caller.connectionId);
        return done(null);
      },
      approve: ({ managerPin, procedure, input }) => sessions.approve(managerPin, procedure, input),
    },
    status: {
      get: () => done(status()),
      watch: (_input, _caller, signal) => done(statusStream(status, parts, signal)),
      capabilities: () => done(capabilitiesView(parts)),
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
      open: (_input, caller) => {
        const standing = openSales.ofSource('till');
        // A press that was repeated finds its own sale; there is one at a time here.
        if (standing !== null && standing.sale.lines.length === 0) return done(openSaleView(standing, parts));
        return view(
          openSale(
            {
              source: 'till',
              staffId: caller.staff?.id ?? '',
              reference: null,
              openedAtMs: null,
              returnOfSaleId: null,
            },
            parts,
          ),
        );
      },
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
      complete: (input, _caller, signal) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          async (record) => {
            const before = openSales.get(input.saleId)?.member ?? null;
            const completed = completeSale(input.saleId, null, parts, record);
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
          identifyMember(input.saleId, { method: input.method, value: input.value }, parts, signal),
        ),
      remove: (input) => inBasket(input, () => removeMember(input.saleId, parts)),
      refresh: async ({ saleId }, _caller, signal) => view(await refreshMember(saleId, parts, signal)),
      enrol: (input) => inBasket(input, () => enrolMember(input.saleId, input.profile, parts)),
      update: (input) => inBasket(input, () => updateMember(input.saleId, input.profile, parts)),
      sendCode: async (input, _caller, signal) => await sendCode(input.saleId, parts, signal),
      verifyCode: (input, _caller, signal) =>
        inBasket(input, () => verifyCode(input.saleId, input.code, parts, signal)),
    },
    benefits: {
      preview: async ({ saleId }, _caller, signal) => view(await previewBenefits(saleId, parts, signal)),
      useGifts: (input, _caller, signal) =>
        inBasket(input, async () => {
          const chosen = useGifts(input.saleId, input.keys, parts);
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
    receipt: {
      get: ({ saleId }) => receiptOf(saleId, false, parts),
      reprint: (input, caller) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          (record) => {
            const receipt = receiptOf(input.saleId, true, parts);
            if (!receipt.ok) return receipt;
            parts.stores.audit.add({
              atMs: parts.clock.nowMs(),
              staffId: caller.staff?.id ?? null,
              action: 'reprint',
              subject: receipt.value.saleNumber,
              reason: null,
            });
            record(input.saleId);
            return receipt;
          },
          () => receiptOf(input.saleId, true, parts),
        ),
    },
    history: {
      list: ({ text, before, limit }) => done(listSales(text ?? null, before ?? null, limit, parts)),
      effectsOfVoid: ({ saleId }) => previewVoid(saleId, parts),
      void: (input, caller) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          (record) => {
            const who = { staffId: caller.staff?.id ?? '', reason: input.reason ?? null };
            const effects = voidSale(input.saleId, input.fingerprint, who, parts, record);
            if (!effects.ok) return effects;
            const sale = summaryOf(input.saleId, parts);
            return sale === null ? problem('sale-not-found') : done({ sale, effects: effects.value });
          },
          () => {
            const sale = summaryOf(input.saleId, parts);
            return sale === null
              ? problem('sale-not-found')
              : done({ sale, effects: { saleId: input.saleId, effects: [], fingerprint: input.fingerprint } });
          },
        ),
      effectsOfReturn: ({ saleId, lines }) => previewReturn(saleId, lines, parts),
      returnLines: (input, caller) =>
        once.stored(
          scopeOf(input.saleId),
          input.commandId,
          input,
          (record) => {
            const completed = returnLines(
              input.saleId,
              input.lines,
              input.fingerprint,
              caller.staff?.id ?? '',
              parts,
              record,
            );
            return completed.ok ? receiptOf(completed.value.sale.saleId, false, parts) : completed;
          },
          (returnSaleId) => receiptOf(returnSaleId, false, parts),
        ),
    },
    claim: {
      find: ({ code }) => {
        const found = findUnclaimed(code, parts);
        if (!found.ok) return found;
        const { sale, unclaimed, totalMinor } = found.value;
        return done({
          saleId: sale.saleId,
          saleNumber: sale.saleNumber,
          closedAtMs: sale.closedAtMs ?? sale.openedAtMs,
          totalMinor,
          currency: sale.currency,
          untilMs: unclaimed.untilMs,
        });
      },
      confirm: ({ approvalId: _approval, ...input }, caller, signal) =>
        once.stored(
          'claim',
          input.commandId,
          input,
          async (record) => {
            const identifier = { method: input.method, value: input.value };
            const claimed = await claimUnclaimed(input.code, identifier, caller.staff?.id ?? '', parts, signal, record);
            if (!claimed.ok) return claimed;
            const { submitId, sale } = claimed.value;
            const finished = submitId !== null && (await waitFinished(submitId, CLAIM_WAIT_MS, parts));
            return done({ saleNumber: sale.saleNumber, loyalty: finished ? ('done' as const) : ('waiting' as const) });
          },
          (saleId) => done({ saleNumber: stores.sales.numberOf(saleId) ?? '', loyalty: 'waiting' as const }),
        ),
    },
    training: {
      setNetwork: async ({ up }) => {
        if (network === null) return problem('training-only');
        await network.set(up);
        if (up) parts.connectivity.tryNow();
        parts.changes.changed();
        parts.loop.wake();
        return done(status());
      },
    },
  };
}
