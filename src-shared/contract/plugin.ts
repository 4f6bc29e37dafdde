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

const posLine = z.object({
  articleCode: z.string().min(1),
  name: z.string().min(1),
  departmentCode: z.string().min(1),
  departmentName: z.string().min(1),
  action: z.enum(['sale', 'return']).default('sale'),
  quantityThousandths: z.number().int().positive(),
  unitPriceMinor: z.number().int().nonnegative(),
  taxRateBp: z.number().int().nonnegative().default(0),
});
export const posBasket = z.object({ lines: z.array(posLine).min(1).max(2000) });
const posMember = z.object({ method: z.enum(ID_METHODS), value: z.string().trim().min(1) });
const posTender = z.object({ type: z.enum(['CASH', 'CARD']), amountMinor: z.number().int() });

export const posPayAnswer = z.object({
  result: z.enum(['confirmed', 'refused', 'undecided']),
  reason: z.string().nullable(),
  amountMinor: z.number().int(),
});

export const posSaleStatus = z.object({
  saleId: posSaleId,
  saleNumber: z.string(),
  state: z.enum(['open', 'completed', 'voided', 'abandoned']),
  totals: totalsView,
  deals: z.array(dealView),
  member: memberView.nullable(),
  pay: z.enum(['none', 'confirmed', 'undecided', 'giving-back']),
  loyalty: z.enum(['done', 'waiting', 'needs-a-person', 'none']),
});

export const pluginContract = {
  pair: anyone
    .route({ method: 'POST', path: '/pair', summary: 'Swap the code a manager shows on the till for a token' })
    .input(z.object({ code: z.string() }))
    .output(z.object({ token: z.string(), clientId: z.string() })),
  status: pos
    .route({ method: 'GET', path: '/status', summary: 'Connection and queue, two separate facts' })
    .output(statusView),
  identify: pos
    .route({ method: 'POST', path: '/sales/{saleId}/member', summary: 'Identify the member of a sale' })
    .input(z.object({ saleId: posSaleId, commandId, member: posMember }))
    .output(posSaleStatus),
  preview: pos
    .route({ method: 'POST', path: '/sales/{saleId}/preview', summary: 'What the program gives for this basket' })
    .input(z.object({ saleId: posSaleId, basket: posBasket, giftKeys: z.array(z.string()).default([]) }))
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
    })
    .input(z.object({ saleId: posSaleId, commandId, basket: posBasket, amountMinor: z.number().int().positive() }))
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
    .route({ method: 'POST', path: '/sales/{saleId}/abandon', summary: 'Give up the sale; what it took is given back' })
    .input(z.object({ saleId: posSaleId, commandId }))
    .output(posSaleStatus),
  complete: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/complete',
      summary: 'Record the finished sale; durable before it answers',
    })
    .input(
      z.object({
        saleId: posSaleId,
        commandId,
        basket: posBasket,
        tenders: z
          .array(posTender)
          .describe('Every tender but points; together with a confirmed pay they equal the total.'),
        openedAtMs: z.number().int().optional(),
        closedAtMs: z.number().int().optional(),
      }),
    )
    .output(z.object({ sale: posSaleStatus, receipt: receiptView })),
  void: pos
    .route({
      method: 'POST',
      path: '/sales/{saleId}/void',
      summary: 'Void a completed sale; gives back exactly what it took',
    })
    .input(z.object({ saleId: posSaleId, commandId }))
    .output(posSaleStatus),
  sale: pos
    .route({ method: 'GET', path: '/sales/{saleId}', summary: 'What the till knows of a sale' })
    .input(z.object({ saleId: posSaleId }))
    .output(posSaleStatus),
};
