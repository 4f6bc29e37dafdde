import { expect, test } from 'vitest';
import type { Answer } from '../app-api.ts';
import { withCommandId } from './command-ids.ts';

const lost: Answer<never> = { ok: false, problem: { code: 'door-unreachable', detail: {} } };

/** A till that notes the ids it sees and answers as told. */
function till(...answers: Answer<string>[]) {
  const ids: string[] = [];
  const call = async (input: { commandId: string }) => {
    ids.push(input.commandId);
    return answers.shift() ?? { ok: true as const, value: 'done' };
  };
  return { ids, call };
}

test('each press has its own id', async () => {
  const { ids, call } = till();
  await withCommandId('sale.addLine', { saleId: 'a', text: 'milk' }, call);
  await withCommandId('sale.addLine', { saleId: 'a', text: 'milk' }, call);
  expect(new Set(ids).size).toBe(2);
});

test('a press whose answer was lost keeps its id until it is answered', async () => {
  const { ids, call } = till(lost, lost);
  for (let press = 0; press < 4; press++) await withCommandId('sale.complete', { saleId: 'b' }, call);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[1]).toBe(ids[2]);
  expect(ids[3]).not.toBe(ids[2]);
});

test('a refusal is an answer: the next press is a new one', async () => {
  const { ids, call } = till({ ok: false, problem: { code: 'sale-not-paid', detail: {} } });
  await withCommandId('sale.complete', { saleId: 'c' }, call);
  await withCommandId('sale.complete', { saleId: 'c' }, call);
  expect(ids[0]).not.toBe(ids[1]);
});

test('other content never takes over an id', async () => {
  const { ids, call } = till(lost);
  await withCommandId('payment.addTender', { saleId: 'd', tenderedMinor: 500 }, call);
  await withCommandId('payment.addTender', { saleId: 'd', tenderedMinor: 600 }, call);
  expect(ids[0]).not.toBe(ids[1]);
});
