import { z } from 'zod';
import { ID_METHODS } from '../member/member.ts';
import { commandId, procedure } from './procedure.ts';
import { dealView, memberView, receiptView, statusView, totalsView } from './views.ts';

/**
 * The integrator API. Sale ids are the POS's own and scoped to the paired client: the first call that names one makes the
 * sale. The basket is given whole with each call; the till never sees a POS's catalogue.
 */
const anyone = procedure({ role: 'anyone' });
const pos = procedure({ role: 'pos' });

const posSaleId = z.string().min(1).max(64).describe("The POS's own sale id; the same id always means the same sale.");
const posCommandId = commandId.describe(
  'Made by the POS, one for each thing it wants done: repeated with the same content it gets the first answer, with other content 409 `command-reused`.',
);

/** 2000 to 2100: anything else is a mistake in the unit. */
const posTime = z.number().int().min(946_684_800_000).max(4_102_444_800_000);
const words = z.string().trim().min(1).max(250);

const posLine = z.object({
  articleCode: words.describe("The POS's article number."),
  name: words.describe('As printed on the receipt.'),
  departmentCode: words.describe('Drives the rules of the program; keep it the same for ever.'),
  departmentName: words,
  action: z
    .enum(['sale', 'return'])
    .default('sale')
    .describe('A return has positive quantity and price; its amounts count negative.'),
  quantityThousandths: z.number().int().positive().describe('1000 is one piece or one kilogram.'),
  unitPriceMinor: z
    .number()
    .int()
    .nonnegative()
    .describe('For 1000 thousandths, tax included. The line is rounded half away from zero, once.'),
  taxRateBp: z.number().int().nonnegative().default(0).describe('Tax inside the price in basis points: 2100 is 21 %.'),
});
export const posBasket = z
  .object({ lines: z.array(posLine).min(1).max(2000) })
  .describe('The whole basket, with every call; the same basket changes nothing.');
const posMember = z.object({
  method: z
    .enum(ID_METHODS)
    .describe('Which methods may spend points is the policy of the till; a phone number usually only collects.'),
  value: z.string().trim().min(1).max(250),
  details: z
    .record(z.string().max(100), z.string().trim().min(1).max(250))
    .optional()
    .describe(
      'What some programs ask for beside it, such as a last name, by their own field names; `id-detail-missing` names the field.',
    ),
});
const posTender = z.object({
  type: z.enum(['CASH', 'CARD']),
  amountMinor: z
    .number()
    .int()
    .describe('What the sale gets, not what the customer handed over; negative where money is given back.'),
});

const giftKeys = z
  .array(z.string())
  .max(50)
  .describe('The gifts the customer wants to use now; the whole choice, with every preview.');

export const posPayAnswer = z.object({
  result: z
    .enum(['confirmed', 'refused', 'undecided'])
    .describe('`confirmed`: the points are taken. `refused`: they are not. `undecided`: nobody knows yet.'),
  reason: z.string().nullable().describe('A sentence for the cashier, where there is something to say.'),
  amountMinor: z.number().int(),
});

export const posSaleStatus = z.object({
  saleId: posSaleId,
  saleNumber: z.string().describe('The number people read, on the receipt and in the history of the till.'),
  state: z.enum(['open', 'completed', 'voided', 'abandoned']),
  totals: totalsView,
  deals: z.array(dealView).describe('Discounts of the program, taken off the total; the POS shows and charges them.'),
  member: memberView.nullable().describe('Only while the sale is open.'),
  pay: z.enum(['none', 'confirmed', 'undecided', 'giving-back']),
  loyalty: z
    .enum(['done', 'waiting', 'needs-a-person', 'held', 'none'])
    .describe(
      'Whether the program has everything of this sale; `needs-a-person`: a manager finds it in the sync queue; `held`: kept on the till until a member claims it.',
    ),
});

export const pluginContract = {
  pair: anyone
    .route({
      method: 'POST',
      path: '/pair',
      summary: 'Swap the code a manager shows on the till for a token',
      description:
        'Once for each POS. The code lives two minutes and five tries; the token is told only here, and a manager can end it.',
    })
    .input(z.object({ code: z.string() }))
    .output(z.object({ token: z.string(), clientId: z.string() })),
  status: pos
    .route({
      method: 'GET',
      path: '/status',
      summary: 'Connection and queue, two separate facts',
      description: 'Ask it before the day begins and whenever something waits. It needs no connection to the program.',
    })
    .output(statusView),
  identify: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/member',
      summary: 'Identify the member of a sale',
      description:
        'The first call that names a sale id makes the sale. Without a connection the identifier is kept and `confirmed` is false: the points follow. Past an offline limit of the till a new sale is refused with `offline-limit-reached`.',
    })
    .input(z.object({ saleId: posSaleId, commandId: posCommandId, member: posMember }))
    .output(posSaleStatus),
  preview: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/preview',
      summary: 'What the program gives for this basket',
      description:
        'Changes nothing at the program. Call it before each pay, and again when the basket changes. The sale needs a member; without one there is nothing to preview.',
    })
    .input(z.object({ saleId: posSaleId, basket: posBasket, giftKeys: giftKeys.default([]) }))
    .output(
      z.object({
        sale: posSaleStatus,
        pointsToEarn: z.number().int().nullable(),
        notApplied: z.array(z.object({ key: z.string(), name: z.string(), reason: z.string() })),
      }),
    ),
  pay: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/pay',
      summary: 'Pay part of the sale with points while the customer waits',
      description:
        'Needs a member whose identifier may spend. One pay a sale. While it stands or is undecided, the basket and the member cannot change: `abandon` gives it back. Never taken without a connection.',
    })
    .input(
      z.object({
        saleId: posSaleId,
        commandId: posCommandId,
        basket: posBasket,
        amountMinor: z.number().int().positive(),
      }),
    )
    .output(posPayAnswer),
  askAgain: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/pay/ask-again',
      summary: 'Ask what became of an undecided pay, a minute after it at the earliest',
    })
    .input(z.object({ saleId: posSaleId }))
    .output(posPayAnswer),
  abandon: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/abandon',
      summary: 'Give up the sale; what it took is given back',
      description:
        'A confirmed pay is given back, an undecided one settled without anybody waiting. The sale id cannot be used again.',
    })
    .input(z.object({ saleId: posSaleId, commandId: posCommandId }))
    .output(posSaleStatus),
  complete: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/complete',
      summary: 'Record the finished sale; durable before it answers',
      description:
        'Works without a connection: what the program has to know follows in order, exactly once. After an undecided pay, bring tenders for the whole total. Never refused for an offline limit of the till: the customer has paid, and the till audits it.',
    })
    .input(
      z
        .object({
          saleId: posSaleId,
          commandId: posCommandId,
          basket: posBasket,
          tenders: z
            .array(posTender)
            .max(50)
            .describe(
              'Every tender but points; together with a confirmed pay they equal the total, to the minor unit.',
            ),
          openedAtMs: posTime
            .optional()
            .describe(
              "When the sale began; left out: at the first call that named it. At most a day ahead of the till's clock.",
            ),
          closedAtMs: posTime
            .optional()
            .describe("When the customer had paid; left out: now. At most a day ahead of the till's clock."),
        })
        .refine(({ openedAtMs = 0, closedAtMs = Number.POSITIVE_INFINITY }) => openedAtMs <= closedAtMs, {
          message: 'not before openedAtMs',
          path: ['closedAtMs'],
        }),
    )
    .output(z.object({ sale: posSaleStatus, receipt: receiptView })),
  void: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/void',
      summary: 'Void a completed sale; gives back exactly what it took',
      description:
        'Of a completed sale, as a whole, once; of what was never sent, nothing is sent. To take back some lines, complete a sale with `return` lines.',
    })
    .input(z.object({ saleId: posSaleId, commandId: posCommandId }))
    .output(posSaleStatus),
  sale: pos
    .route({ method: 'GET', path: '/sales/{saleId}', summary: 'What the till knows of a sale' })
    .input(z.object({ saleId: posSaleId }))
    .output(posSaleStatus),
};
