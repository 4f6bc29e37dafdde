import { createRouterClient } from '@orpc/server';
import { beforeEach, describe, expect, it } from 'vitest';
import { done, problem } from '../../src-shared/errors/error-codes.ts';
import type { CallContext } from './caller.ts';
import { createFakeTill, type FakeTill, STATUS } from './fake-till.test-support.ts';
import { createRouter } from './router.ts';

let till: FakeTill;
let logged: { fields: Readonly<Record<string, unknown>>; message: string }[];
beforeEach(() => {
  till = createFakeTill();
  logged = [];
});

function clientOf(context: CallContext) {
  const router = createRouter(till.api, {
    log: { error: (fields, message) => logged.push({ fields, message }) },
    messageOf: ({ code }) => `message of ${code}`,
  });
  return createRouterClient(router, { context });
}

const desktop: CallContext = { connectionId: 'window-1', door: 'desktop', posClient: null };
async function signedIn(pin: string) {
  const client = clientOf(desktop);
  await client.cashier.session.signIn({ pin });
  till.calls.length = 0;
  return client;
}

const claim = { commandId: 'command-1', code: 'C0DE', method: 'card', value: '1' } as const;

describe('the router', () => {
  it('gives the use case the parsed input and who called', async () => {
    const client = await signedIn('1111');
    till.answer('cashier.member.identify', () => problem('member-not-found'));
    await expect(
      client.cashier.member.identify({ saleId: 'x', commandId: 'command-1', method: 'card', value: ' 7 ' }),
    ).rejects.toThrow();
    expect(till.calls).toEqual([
      {
        procedure: 'cashier.member.identify',
        input: { saleId: 'x', commandId: 'command-1', method: 'card', value: '7', details: {} },
        caller: { ...desktop, staff: { id: 's1', name: 'Invented Cashier', role: 'cashier' } },
      },
    ]);
  });

  it('sends a problem by its code, status, message and detail, known to the contract', async () => {
    const client = await signedIn('1111');
    till.answer('cashier.sale.get', () => problem('sale-not-found', { saleId: 'x' }));
    await expect(client.cashier.sale.get({ saleId: 'x' })).rejects.toMatchObject({
      code: 'sale-not-found',
      status: 404,
      message: 'message of sale-not-found',
      data: { detail: { saleId: 'x' } },
      defined: true,
    });
    expect(logged).toEqual([]);
  });

  it('checks the role before it looks at the input', async () => {
    const wrong = { id: 7, commandId: 'command-1', reason: 'because' } as never;
    await expect(clientOf(desktop).manager.queue.retry(wrong)).rejects.toMatchObject({ code: 'not-signed-in' });
    await expect((await signedIn('1111')).manager.queue.retry(wrong)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect((await signedIn('9999')).manager.queue.retry(wrong)).rejects.toMatchObject({
      code: 'input-malformed',
    });
    expect(till.calls).toEqual([]);
  });

  it('names the place of what does not parse', async () => {
    const client = await signedIn('1111');
    const lines = [{ lineId: 'a', quantityThousandths: 'many' }] as never;
    await expect(client.cashier.history.effectsOfReturn({ saleId: 'x', lines })).rejects.toMatchObject({
      code: 'input-malformed',
      status: 422,
      data: { detail: { path: 'lines.0.quantityThousandths' } },
    });
  });

  it('answers what was thrown with an error id alone, which the log has too', async () => {
    const client = await signedIn('1111');
    till.answer('cashier.sale.current', () => {
      throw new Error('card 1234567890123 is broken');
    });
    const error = await client.cashier.sale.current().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'internal', status: 500, message: 'message of internal' });
    expect(JSON.stringify(error)).not.toContain('1234567890123');
    const { errorId } = (error as { data: { detail: { errorId: string } } }).data.detail;
    expect(errorId).toMatch(/^[0-9A-F]{8}$/);
    expect(logged).toMatchObject([{ fields: { errorId, procedure: 'cashier.sale.current' } }]);
  });

  it('lets nothing out that the contract does not name, and takes a wrong answer for a bug', async () => {
    till.answer('cashier.status.get', () => done({ ...STATUS, secret: 'x' }));
    expect(await clientOf(desktop).cashier.status.get()).toEqual(STATUS);
    till.answer('cashier.status.get', () => done({ ...STATUS, needsPerson: 'many' }));
    await expect(clientOf(desktop).cashier.status.get()).rejects.toMatchObject({ code: 'internal' });
    expect(String(logged[0]?.fields['err'])).toContain('needsPerson');
  });
});

describe('an approval', () => {
  it('is used up by one call and stands for the input without its own id', async () => {
    const client = await signedIn('1111');
    const seen: unknown[] = [];
    const { take } = till.api.approvals;
    Object.assign(till.api.approvals, {
      take: (...given: Parameters<typeof take>) => {
        seen.push(given.slice(0, 3));
        return take(...given);
      },
    });
    till.answer('cashier.claim.confirm', () => done({ saleNumber: 'A1', loyalty: 'done' }));
    await expect(client.cashier.claim.confirm(claim)).rejects.toMatchObject({ code: 'approval-needed' });
    till.grant = 'grant-1';
    await client.cashier.claim.confirm({ ...claim, approvalId: 'grant-1' });
    await expect(client.cashier.claim.confirm({ ...claim, approvalId: 'grant-1' })).rejects.toMatchObject({
      code: 'approval-needed',
    });
    expect(seen[1]).toEqual(['grant-1', 'cashier.claim.confirm', claim]);
    expect(till.calls).toHaveLength(1);
  });

  it('is not asked of a manager', async () => {
    till.answer('cashier.claim.confirm', () => done({ saleNumber: 'A1', loyalty: 'done' }));
    expect(await (await signedIn('9999')).cashier.claim.confirm(claim)).toMatchObject({ loyalty: 'done' });
  });
});

describe('an event stream', () => {
  it('ends for a caller who leaves while nothing happens, and tells its source', async () => {
    const { promise: told, resolve: tell } = Promise.withResolvers<void>();
    till.answer('cashier.status.watch', () => {
      let sent = false;
      return done({
        [Symbol.asyncIterator]: () => ({
          next: () => {
            if (sent) return new Promise(() => undefined);
            sent = true;
            return Promise.resolve({ done: false, value: STATUS });
          },
          return: () => {
            tell();
            return Promise.resolve({ done: true, value: undefined });
          },
        }),
      });
    });
    const gone = new AbortController();
    const stream = await clientOf(desktop).cashier.status.watch(undefined, { signal: gone.signal });
    expect((await stream.next()).value).toEqual(STATUS);
    const next = stream.next();
    gone.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await told;
  });

  it.each([
    ['throws', new Error('lost')],
    ['sends what the contract does not allow', null],
  ])('that %s is a bug like any other', async (_what, thrown) => {
    till.answer('cashier.status.watch', () =>
      done(
        (async function* () {
          if (thrown !== null) throw thrown;
          yield { folder: 'elsewhere' };
        })(),
      ),
    );
    const stream = await clientOf(desktop).cashier.status.watch();
    await expect(stream.next()).rejects.toMatchObject({ code: 'internal' });
    expect(logged).toHaveLength(1);
  });
});
