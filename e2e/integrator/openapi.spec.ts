import { expect, test } from './other-till.ts';
import { cash, coffee } from './pos-client.ts';

// What a vendor reads first, and what it meets when it makes mistakes.

// biome-ignore lint/suspicious/noExplicitAny: JSON as it comes.
type Json = any;

test('the document stands by itself: every reference leads somewhere, every field says its unit', async ({ till }) => {
  const { status, body } = await till.unpaired().get('/openapi.json');
  expect([status, body.openapi]).toEqual([200, expect.stringMatching(/^3\.1\./)]);
  const bare: string[] = [];
  const visit = (value: Json, place: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof value.$ref === 'string') {
      const target = value.$ref
        .slice(2)
        .split('/')
        .reduce((at: Json, key: string) => at?.[key], body);
      expect(target, `${place} ${value.$ref}`).toBeDefined();
    }
    for (const [name, field] of Object.entries<Json>(value.properties ?? {}))
      if (/(Minor|Ms|Thousandths|Bp|Points|commandId)$/.test(name) && !field.description) bare.push(`${place}.${name}`);
    for (const [key, inner] of Object.entries(value)) visit(inner, `${place}/${key}`);
  };
  visit(body, '');
  expect(bare).toEqual([]);

  const operations = Object.entries<Json>(body.paths).flatMap(([path, methods]) =>
    Object.values<Json>(methods).map((operation) => ({ path, ...operation })),
  );
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
    ['abandon', 'askAgain', 'complete', 'identify', 'pair', 'pay', 'preview', 'sale', 'status', 'void'].sort(),
  );
  for (const { operationId, summary, responses, security } of operations) {
    expect(summary, operationId).toBeTruthy();
    expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['200', '401', '409', '422', '503']));
    for (const [code, response] of Object.entries<Json>(responses))
      if (Number(code) >= 400) expect(Object.keys(response.content)).toEqual(['application/problem+json']);
    if (operationId === 'pair') expect(security).toEqual([]);
  }
  expect(body.security).toEqual([{ pairedPos: [] }]);
});

test('mistakes are told where they are, and nothing is recorded', async ({ till }) => {
  const { pos, server } = till;
  const basket = { lines: [coffee()] };
  const tenders = cash(180);
  const wrong: [string, Record<string, unknown>, string][] = [
    ['an empty basket', { basket: { lines: [] }, tenders }, 'basket.lines'],
    [
      'half a thousandth',
      { basket: { lines: [{ ...coffee(), quantityThousandths: 1.5 }] }, tenders },
      'basket.lines.0.quantityThousandths',
    ],
    ['a line without a name', { basket: { lines: [{ ...coffee(), name: ' ' }] }, tenders }, 'basket.lines.0.name'],
    ['seconds instead of milliseconds', { basket, tenders, closedAtMs: 1_700_000_000 }, 'closedAtMs'],
    [
      'closed before it opened',
      { basket, tenders, openedAtMs: 1_700_000_100_000, closedAtMs: 1_700_000_000_000 },
      'closedAtMs',
    ],
  ];
  for (const [name, body, path] of wrong) {
    const answer = await pos.onSale('R-1', 'complete', body);
    expect(answer, `${name} ${JSON.stringify(answer.body)}`).toMatchObject({
      status: 422,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'input-malformed', whoActs: 'integrator', parameters: { path } },
    });
  }
  const unbalanced: [number, string, Record<string, number>][] = [
    [100, 'sale-not-paid', { dueMinor: 80 }],
    [200, 'sale-overpaid', { overMinor: 20 }],
  ];
  for (const [amount, code, parameters] of unbalanced)
    expect(await pos.onSale('R-1', 'complete', { basket, tenders: cash(amount) })).toMatchObject({
      status: 422,
      body: { code, parameters },
    });
  expect(server.journal).toEqual([]);
  // A sale that the POS closed earlier and tells only now.
  const late = await pos.onSale('R-1', 'complete', { basket, tenders, closedAtMs: Date.now() - 3_600_000 });
  expect(late, JSON.stringify(late.body)).toMatchObject({ status: 200 });
  await till.drained();
  expect(till.ledgerTotal('R-1')).toBe(180);
});
