import { expect, test } from 'vitest';
import type { OperationKind } from '../../src-shared/queue/operation.ts';
import { CASHIER, codeOf, never, newCommand, TillWorld, unwrap } from '../selling/till-world.test-support.ts';

const FORBIDDEN = { offered: false, because: 'The program does not allow it with this key.' };

function forbid({ parts: { connectivity } }: TillWorld, kind: OperationKind): void {
  const why = 'forbidden' as const;
  const answer = { kind: 'not-arrived' as const, why, retryAfterMs: null, code: '403', text: '', serverOffsetMs: null };
  connectivity.seenDelivery({ ...answer, status: 403, vendorRequestId: null }, kind, connectivity.epoch);
}

test('what the program forbids to this key is not offered, until somebody tries again', async () => {
  const world = await TillWorld.start();
  const view = async () => unwrap(await world.cashier.status.capabilities({}, CASHIER, never));
  expect(await view()).toMatchObject({ payWithPoints: { offered: true }, enrol: { offered: true } });
  forbid(world, 'enrol');
  expect(await view()).toMatchObject({ payWithPoints: { offered: true }, enrol: FORBIDDEN });
  forbid(world, 'pay');
  expect(await view()).toMatchObject({ payWithPoints: FORBIDDEN, gifts: { offered: true } });
  const { saleId } = await world.open();
  const profile = { phoneNumber: '600555777', gdpr: true, termsOfUse: true };
  const enrolled = await world.cashier.member.enrol({ saleId, commandId: newCommand(), profile }, CASHIER, never);
  expect(codeOf(enrolled)).toBe('not-offered-by-program');
  world.parts.connectivity.tryNow();
  expect(await view()).toMatchObject({ payWithPoints: { offered: true }, enrol: { offered: true } });
});
