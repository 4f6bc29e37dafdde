import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, problem } from '../../src-shared/errors/error-codes.ts';
import { openTestDoor, type RawAnswer, type TestDoor } from './door.test-support.ts';

const TOKEN = 'a'.repeat(43);
const bearer = { authorization: `Bearer ${TOKEN}` };

let door: TestDoor;
beforeEach(async () => {
  door = await openTestDoor();
  door.till.posTokens.set(TOKEN, { id: 'p1', name: 'Invented POS' });
});
afterEach(() => door.close());

function expectProblem(answer: RawAnswer, status: number, code: string) {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(answer.body)).toEqual({
    type: `urn:tillbox:problem:${code}`,
    title: expect.stringMatching(/^[A-Z].*\.$/),
    status,
    detail: expect.stringMatching(/./),
    code,
    whoActs: expect.stringMatching(/^(cashier|manager|support|integrator|nobody)$/),
    whatToDo: expect.stringMatching(/\.$/),
    parameters: expect.any(Object),
  });
}

const line = {
  articleCode: 'a',
  name: 'Invented tea',
  departmentCode: 'd',
  departmentName: 'Dry',
  quantityThousandths: 1000,
  unitPriceMinor: 250,
};
const payBody = { commandId: 'command-1', basket: { lines: [line] }, amountMinor: 100 };

describe('the token of a POS', () => {
  it('is needed, known and still standing', async () => {
    const refused = [
      {},
      { authorization: 'Bearer guess' },
      { authorization: `Bearer ${'b'.repeat(43)}` },
      { authorization: `Basic ${TOKEN}` },
    ];
    for (const headers of refused) {
      const answer = await door.ask('/api/v1/status', { headers });
      expectProblem(answer, 401, 'token-unknown');
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
    door.till.posTokens.clear();
    expectProblem(await door.ask('/api/v1/status', { headers: bearer }), 401, 'token-unknown');
    expect(door.till.calls).toEqual([]);
  });

  it('opens its own part and nothing of the staff', async () => {
    expect((await door.ask('/api/v1/status', { headers: bearer })).status).toBe(200);
    for (const headers of [bearer, { 'x-tillbox-token': TOKEN }]) {
      expect((await door.json('/rpc/cashier/status/get', { json: null }, headers)).status).toBe(401);
    }
  });

  it('cannot be replaced by the token of a page', async () => {
    const token = await door.newToken();
    await door.staffClient(token).cashier.session.signIn({ pin: '9999' });
    door.till.calls.length = 0;
    for (const headers of [{ authorization: `Bearer ${token}` }, { 'x-tillbox-token': token }]) {
      expectProblem(await door.ask('/api/v1/status', { headers }), 401, 'token-unknown');
    }
    expect(door.till.calls).toEqual([]);
  });

  it('is not needed to pair', async () => {
    door.till.answer('plugin.pair', () => done({ token: 't', clientId: 'p2' }));
    const answer = await door.json('/api/v1/pair', { code: '1234-5678' });
    expect(answer).toMatchObject({ status: 200, body: '{"token":"t","clientId":"p2"}' });
  });
});

describe('a call of a POS', () => {
  it('reaches its use case with the POS as caller, the path and the body in one input, defaults filled', async () => {
    door.till.answer('plugin.pay', () => done({ result: 'confirmed', reason: null, amountMinor: 100 }));
    const answer = await door.json('/api/v1/sales/POS%2F7/pay', payBody, bearer);
    expect(JSON.parse(answer.body)).toEqual({ result: 'confirmed', reason: null, amountMinor: 100 });
    expect(door.till.calls).toMatchObject([
      {
        procedure: 'plugin.pay',
        input: { ...payBody, saleId: 'POS/7', basket: { lines: [{ ...line, action: 'sale', taxRateBp: 0 }] } },
        caller: { connectionId: 'pos-p1', door: 'pos', staff: null, posClient: { id: 'p1', name: 'Invented POS' } },
      },
    ]);
  });

  it('is told of a problem with its code, its message and its parameters', async () => {
    door.till.answer('plugin.sale', () => problem('sale-not-found', { saleId: '7' }));
    const answer = await door.ask('/api/v1/sales/7', { headers: bearer });
    expectProblem(answer, 404, 'sale-not-found');
    expect(JSON.parse(answer.body)).toMatchObject({ detail: 'message of sale-not-found', parameters: { saleId: '7' } });
  });

  it('is told where its body is wrong', async () => {
    const answer = await door.json('/api/v1/sales/7/pay', { ...payBody, amountMinor: 0.5 }, bearer);
    expectProblem(answer, 422, 'input-malformed');
    expect(JSON.parse(answer.body).parameters).toMatchObject({ path: 'amountMinor' });
  });

  it('learns nothing of a bug but its id', async () => {
    door.till.answer('plugin.pay', () => {
      throw new Error('secret of the till');
    });
    const answer = await door.json('/api/v1/sales/7/pay', payBody, bearer);
    expectProblem(answer, 500, 'internal');
    expect(answer.body).not.toContain('secret');
    expect(door.logged).toMatchObject([{ fields: { errorId: JSON.parse(answer.body).parameters.errorId } }]);
  });
});

describe('what is no call', () => {
  it.each<[string, number, string, () => Promise<RawAnswer>]>([
    ['an unknown path', 404, 'no-such-path', () => door.ask('/api/v1/nothing', { headers: bearer })],
    ['another method', 405, 'method-not-allowed', () => door.ask('/api/v1/sales/7/pay', { headers: bearer })],
    [
      'a method on the document',
      405,
      'method-not-allowed',
      () => door.ask('/api/v1/openapi.json', { method: 'DELETE' }),
    ],
    ['a body that is no JSON', 400, 'body-malformed', () => raw('{"commandId":', 'application/json')],
    [
      'a body of another type',
      415,
      'media-type-not-supported',
      () => raw('commandId=1', 'application/x-www-form-urlencoded'),
    ],
    ['text', 415, 'media-type-not-supported', () => raw('{}', 'text/plain')],
    ['a body with a prototype', 400, 'body-malformed', () => raw('{"__proto__":{"x":1}}', 'application/json')],
    [
      'a body that is too big',
      413,
      'body-too-large',
      () => raw(JSON.stringify('x'.repeat(1_100_000)), 'application/json'),
    ],
    ['no body', 422, 'input-malformed', () => door.ask('/api/v1/sales/7/abandon', { method: 'POST', headers: bearer })],
  ])('%s is answered with %d and problem details', async (_what, status, code, ask) => {
    expectProblem(await ask(), status, code);
    expect(door.till.calls).toEqual([]);
  });

  it('names the methods that are possible', async () => {
    expect((await door.ask('/api/v1/sales/7/pay', { headers: bearer })).headers.allow).toBe('POST');
  });

  const raw = (body: string, contentType: string) =>
    door.ask('/api/v1/sales/7/pay', { method: 'POST', headers: { ...bearer, 'content-type': contentType }, body });
});

type Json = { readonly [key: string]: Json } & readonly Json[];

describe('the OpenAPI document', () => {
  const document = async () => JSON.parse((await door.ask('/api/v1/openapi.json')).body) as Json;

  it('describes every path with its parameters, once each', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toMatch(/^3\.1\./);
    const ids = new Set<unknown>();
    for (const [path, methods] of Object.entries(paths ?? {})) {
      for (const operation of Object.values(methods)) {
        ids.add(operation['operationId']);
        const declared = Object.values(operation['parameters'] ?? []).map((one) => `{${String(one['name'])}}`);
        expect(declared, path).toEqual(path.match(/\{[^}]+\}/g) ?? []);
        expect(Object.keys(operation['responses'] ?? {})).toContain('200');
      }
    }
    expect(ids.size).toBe(10);
  });

  it('answers each reference within itself', async () => {
    const whole = await document();
    const references = [...JSON.stringify(whole).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(references.length).toBeGreaterThan(0);
    for (const path of new Set(references)) {
      expect(
        path.split('/').reduce<Json | undefined>((node, key) => node?.[key], whole),
        path,
      ).toBeDefined();
    }
  });

  it('declares problems as problem details, and the token for all but pairing', async () => {
    const { paths, security } = await document();
    const refused = paths?.['/status']?.['get']?.['responses']?.['401'];
    expect(refused?.['content']).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    });
    expect(security).toEqual([{ pairedPos: [] }]);
    expect(paths?.['/pair']?.['post']?.['security']).toEqual([]);
  });
});
