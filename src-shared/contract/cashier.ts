import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ID_METHODS } from '../member/member.ts';
import { commandId, procedure } from './procedure.ts';
import { typedProfile } from './typed-profile.ts';
import {
  articleView,
  capabilitiesView,
  effectsView,
  receiptView,
  saleSummary,
  saleView,
  staffView,
  statusView,
} from './views.ts';

const anyone = procedure({ role: 'anyone' });
const cashier = procedure({ role: 'cashier' });
const approved = procedure({ role: 'cashier', approval: true });

const ofSale = { saleId: z.string(), commandId };

/**
 * Where only some calls need a manager (selling past an offline limit, a void or return without loyalty): answered with
 * `offline-limit-reached` or `approval-needed` first, then repeated with the grant for the same input without this field. A
 * manager needs none.
 */
const approvalId = z.string().optional();

/** What a cashier does at the till. A manager may do all of it. */
export const cashierContract = {
  session: {
    /** The till before anyone signs in: shop name, folder kind, demo PINs in training only. */
    welcome: anyone.output(
      z.object({
        shopName: z.string(),
        folder: z.enum(['live', 'test', 'training']),
        currency: z.string(),
        locale: z.string(),
        /** Of the shop, as an IANA name: what times on screens and receipts are written in. */
        timeZone: z.string(),
        demoPins: z.array(z.object({ name: z.string(), role: z.string(), pin: z.string() })),
        demoMembers: z.array(
          z.object({
            label: z.string(),
            method: z.enum(ID_METHODS),
            /** Null: a one-time code; `training.issueCode` makes one when it is asked for. */
            value: z.string().nullable(),
            /** What the identify form asks for beside it: field → value. */
            details: z.record(z.string(), z.string()),
          }),
        ),
        /** Which programs this till can train with, and with which it does; null where that is settled. */
        training: z
          .object({ programs: z.array(z.object({ name: z.string(), title: z.string() })), chosen: z.string() })
          .nullable(),
        signedIn: staffView.nullable(),
      }),
    ),
    signIn: anyone.input(z.object({ pin: z.string() })).output(staffView),
    signOut: anyone.output(z.null()),
    /** A manager approves one call of one procedure with exactly these arguments; single use, two minutes. */
    approve: cashier
      .input(z.object({ managerPin: z.string(), procedure: z.string(), input: z.unknown() }))
      .output(z.object({ approvalId: z.string() })),
  },
  status: {
    get: anyone.output(statusView),
    /** The current status at once, then whenever it changes. */
    watch: anyone.output(eventIterator(statusView)),
    /** As far as it is known here; never waits for the program. */
    capabilities: anyone.output(capabilitiesView),
    /** Asks the program how it names its members, and answers as above; without an answer of the program nothing changes. */
    readCapabilities: cashier.output(capabilitiesView),
  },
  catalogue: {
    search: cashier.input(z.object({ text: z.string() })).output(z.array(articleView)),
  },
  sale: {
    /** The open sale of this till, or null. An open basket survives a crash. */
    current: cashier.output(saleView.nullable()),
    open: cashier.input(z.object({ commandId, approvalId })).output(saleView),
    get: cashier.input(z.object({ saleId: z.string() })).output(saleView),
    /** `text`: an article code, an EAN-13 (weighed goods carry their weight) or an exact name. */
    addLine: cashier
      .input(
        z.object({ ...ofSale, text: z.string().min(1), quantityThousandths: z.number().int().positive().optional() }),
      )
      .output(saleView),
    setQuantity: cashier
      .input(z.object({ ...ofSale, lineId: z.string(), quantityThousandths: z.number().int().positive() }))
      .output(saleView),
    removeLine: cashier.input(z.object({ ...ofSale, lineId: z.string() })).output(saleView),
    /** Abandons the sale; gives back what it took. */
    clear: cashier.input(z.object(ofSale)).output(z.null()),
    complete: cashier.input(z.object({ ...ofSale, approvalId })).output(receiptView),
  },
  member: {
    identify: cashier
      .input(
        z.object({
          ...ofSale,
          method: z.enum(ID_METHODS),
          value: z.string().trim().min(1),
          /** What the identify form asks for beside it: field → what was entered. */
          details: z.record(z.string(), z.string().trim().min(1)).default({}),
        }),
      )
      .output(saleView),
    remove: cashier.input(z.object(ofSale)).output(saleView),
    refresh: cashier.input(z.object({ saleId: z.string() })).output(saleView),
    enrol: cashier.input(z.object({ ...ofSale, profile: typedProfile })).output(saleView),
    /** Changes consents or contact data of the sale's member, through the queue. */
    update: cashier.input(z.object({ ...ofSale, profile: typedProfile })).output(saleView),
    sendCode: cashier.input(z.object(ofSale)).output(z.null()),
    verifyCode: cashier.input(z.object({ ...ofSale, code: z.string() })).output(saleView),
  },
  benefits: {
    preview: cashier.input(z.object({ saleId: z.string() })).output(saleView),
    /** The gifts the customer wants to use with this basket; previews again. */
    useGifts: cashier.input(z.object({ ...ofSale, keys: z.array(z.string()) })).output(saleView),
    /** A promo code that the customer has: what it unlocks is used with this basket; previews again. */
    redeemCode: cashier.input(z.object({ ...ofSale, code: z.string().trim().min(1).max(40) })).output(saleView),
  },
  payment: {
    payWithPoints: cashier.input(z.object({ ...ofSale, amountMinor: z.number().int().positive() })).output(
      z.object({
        result: z.enum(['confirmed', 'refused', 'undecided']),
        reason: z.string().nullable(),
        sale: saleView,
      }),
    ),
    /** Looks up an undecided pay; only from `askAgainAtMs` on. */
    askAgain: cashier.input(z.object(ofSale)).output(
      z.object({
        result: z.enum(['confirmed', 'refused', 'undecided']),
        reason: z.string().nullable(),
        sale: saleView,
      }),
    ),
    /** Another tender instead: the standing or undecided pay is given back. */
    abandonPay: cashier.input(z.object(ofSale)).output(saleView),
    addTender: cashier
      .input(z.object({ ...ofSale, type: z.enum(['CASH', 'CARD']), tenderedMinor: z.number().int() }))
      .output(saleView),
    removeTender: cashier.input(z.object({ ...ofSale, tenderId: z.string() })).output(saleView),
  },
  receipt: {
    get: cashier.input(z.object({ saleId: z.string() })).output(receiptView),
    /** A copy, marked COPY and audited. */
    reprint: cashier.input(z.object(ofSale)).output(receiptView),
  },
  history: {
    list: cashier
      .input(
        z.object({
          text: z.string().optional(),
          before: z.number().int().optional(),
          limit: z.number().int().min(1).max(200),
        }),
      )
      .output(z.object({ sales: z.array(saleSummary), nextBefore: z.number().int().nullable() })),
    effectsOfVoid: cashier.input(z.object({ saleId: z.string() })).output(effectsView),
    void: cashier
      .input(z.object({ ...ofSale, fingerprint: z.string(), reason: z.string().optional(), approvalId }))
      .output(z.object({ sale: saleSummary, effects: effectsView })),
    /** Lines and quantities that can still be returned, with what the return gives and takes. */
    effectsOfReturn: cashier
      .input(
        z.object({
          saleId: z.string(),
          lines: z.array(z.object({ lineId: z.string(), quantityThousandths: z.number().int().positive() })),
        }),
      )
      .output(effectsView),
    returnLines: cashier
      .input(
        z.object({
          ...ofSale,
          fingerprint: z.string(),
          lines: z.array(z.object({ lineId: z.string(), quantityThousandths: z.number().int().positive() })).min(1),
          approvalId,
        }),
      )
      .output(receiptView),
  },
  claim: {
    find: cashier.input(z.object({ code: z.string() })).output(
      z.object({
        saleId: z.string(),
        saleNumber: z.string(),
        closedAtMs: z.number().int(),
        totalMinor: z.number().int(),
        currency: z.string(),
        untilMs: z.number().int(),
      }),
    ),
    /** Gives the sale to a member; once. Policy decides whether a cashier needs approval. */
    confirm: approved
      .input(
        z.object({
          commandId,
          code: z.string(),
          method: z.enum(ID_METHODS),
          value: z.string().trim().min(1),
          /** As in `member.identify`. */
          details: z.record(z.string(), z.string().trim().min(1)).optional(),
          approvalId: z.string().optional(),
        }),
      )
      .output(z.object({ saleNumber: z.string(), loyalty: z.enum(['done', 'waiting']) })),
  },
  training: {
    /** Training only: pulls or plugs the network between the till and the simulators. */
    setNetwork: cashier.input(z.object({ up: z.boolean() })).output(statusView),
    /** Training only: the till of another program takes the place of this one. Everybody is signed out. */
    chooseProgram: anyone.input(z.object({ name: z.string() })).output(z.null()),
    /** Training only: the one-time code that a demo member would read on a phone. `label` names one of `demoMembers`. */
    issueCode: cashier.input(z.object({ label: z.string() })).output(z.object({ code: z.string() })),
  },
};
