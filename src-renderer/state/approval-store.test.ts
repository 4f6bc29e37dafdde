import { expect, test } from 'vitest';
import type { Answer } from '../app-api.ts';
import { useApproval, withManager } from './approval-store.ts';
import { useSession } from './session-store.ts';

const no = (code: 'offline-limit-reached' | 'pin-wrong' | 'sale-empty'): Answer<never> => ({
  ok: false,
  problem: { code, detail: {} },
});
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A till that wants a manager, whose PIN is 42. */
function till(afterwards: Answer<string> = { ok: true, value: 'done' }) {
  const asked: unknown[] = [];
  const called: { commandId: string; approvalId?: string }[] = [];
  const call = async (command: { saleId: string; commandId: string; approvalId?: string }) => {
    called.push(command);
    return command.approvalId === undefined ? no('offline-limit-reached') : afterwards;
  };
  const ask = async (pin: string, procedure: string, input: unknown) => {
    asked.push({ procedure, input });
    return pin === '42' ? { ok: true as const, value: { approvalId: 'grant' } } : no('pin-wrong');
  };
  return { asked, called, answer: withManager('sale.complete', { saleId: 's' }, call, ask) };
}

test('a wrong PIN leaves the question open; the right one makes exactly the approved call', async () => {
  const { asked, called, answer } = till();
  await turn();
  expect(useApproval.getState().asked?.because.code).toBe('offline-limit-reached');
  expect(await useApproval.getState().asked?.approve('1')).toMatchObject({ problem: { code: 'pin-wrong' } });
  await useApproval.getState().asked?.approve('42');
  expect(await answer).toEqual({ ok: true, value: 'done' });
  expect(useApproval.getState().asked).toBeNull();
  const { approvalId, ...approved } = called[1] ?? { commandId: '' };
  expect(approvalId).toBe('grant');
  expect(asked[1]).toEqual({ procedure: 'cashier.sale.complete', input: approved });
});

test('what fails after the grant is the answer', async () => {
  const { answer } = till(no('sale-empty'));
  await turn();
  await useApproval.getState().asked?.approve('42');
  expect(await answer).toEqual(no('sale-empty'));
});

test.each([
  ['given up', () => useApproval.getState().asked?.giveUp()],
  ['signed out', () => useSession.setState({ staff: null })],
])('%s: the refusal stands and nothing waits any more', async (_what, end) => {
  const { called, answer } = till();
  await turn();
  end();
  expect(await answer).toEqual(no('offline-limit-reached'));
  expect(useApproval.getState().asked).toBeNull();
  expect(called).toHaveLength(1);
});
