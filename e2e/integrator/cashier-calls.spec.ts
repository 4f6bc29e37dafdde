import { expect, MEMBERS, test } from './other-till.ts';

// The till's own cashier against the other server: everything the screens can do, by the calls they make.

const { rich } = MEMBERS;
const newCommand = () => crypto.randomUUID();
const NEWCOMER = {
  phoneNumber: '600100299',
  email: 'nina.invented@example.org',
  firstName: 'Nina',
  lastName: 'Newinventedname',
};

test('enrols, updates, proves by code, sells, returns, voids', async ({ till }) => {
  const { cashier } = till.staff;
  const { members } = till.server.books;
  const { saleId } = await cashier.sale.open({ commandId: newCommand() });
  const profile = { ...NEWCOMER, gdpr: true, termsOfUse: true, allowedSms: false, allowedEmail: false };
  const enrolled = await cashier.member.enrol({ saleId, commandId: newCommand(), profile });
  expect(enrolled.member).toMatchObject({ mayRedeem: false });
  await till.drained();
  const refreshed = await cashier.member.refresh({ saleId });
  expect(refreshed.member).toMatchObject({ confirmed: true, firstName: 'Nina', mayRedeem: false });
  const updated = await cashier.member.update({ saleId, commandId: newCommand(), profile: { allowedEmail: true } });
  expect(updated.member).not.toBeNull();
  await till.drained();
  const newcomer = { phoneNumber: NEWCOMER.phoneNumber };
  expect(members.find(newcomer)?.profile).toMatchObject({ allowedEmail: true, allowedSMS: false });

  await cashier.member.sendCode({ saleId, commandId: newCommand() });
  const code = till.server.memberCalls.codeOf(newcomer) ?? '';
  await expect(cashier.member.verifyCode({ saleId, commandId: newCommand(), code: '000000' })).rejects.toMatchObject({
    code: 'code-wrong',
  });
  const proved = await cashier.member.verifyCode({ saleId, commandId: newCommand(), code });
  expect(proved.member).toMatchObject({ mayRedeem: true });

  await cashier.sale.addLine({ saleId, commandId: newCommand(), text: 'ESP-1', quantityThousandths: 3_000 });
  const { totals } = await cashier.benefits.preview({ saleId });
  await cashier.payment.addTender({ saleId, commandId: newCommand(), type: 'CASH', tenderedMinor: 1_000 });
  await cashier.sale.complete({ saleId, commandId: newCommand() });
  await till.drained();
  const balance = () => members.balance(members.find(newcomer) ?? fail());
  expect([totals.totalMinor, balance()]).toEqual([540, 37]);

  const lines = [{ lineId: '1', quantityThousandths: 1_000 }];
  const { fingerprint } = await cashier.history.effectsOfReturn({ saleId, lines });
  await cashier.history.returnLines({ saleId, commandId: newCommand(), lines, fingerprint });
  await till.drained();
  expect(till.server.books.sales.sales.map(({ transaction }) => transaction.totalAmount)).toEqual([540, -180]);
  expect(balance()).toBe(37 - 12);
});

test('pays with points and a gift, gives it up, pays again, voids', async ({ till }) => {
  const { cashier } = till.staff;
  const { saleId } = await cashier.sale.open({ commandId: newCommand() });
  await cashier.sale.addLine({ saleId, commandId: newCommand(), text: 'LOAF-7' });
  await cashier.member.identify({ saleId, commandId: newCommand(), method: 'card', value: rich.card });
  await cashier.benefits.preview({ saleId });
  const withGift = await cashier.benefits.useGifts({ saleId, commandId: newCommand(), keys: ['gift-bun'] });
  expect(withGift.totals.totalMinor).toBe(425 - 42 - 100);
  const pay = (amountMinor: number) => cashier.payment.payWithPoints({ saleId, commandId: newCommand(), amountMinor });
  expect(await pay(283)).toMatchObject({ result: 'confirmed' });
  await cashier.payment.abandonPay({ saleId, commandId: newCommand() });
  await till.drained();
  await cashier.sale.addLine({ saleId, commandId: newCommand(), text: 'ESP-1' });
  await cashier.benefits.preview({ saleId });
  expect(await pay(400)).toMatchObject({ result: 'confirmed' });
  const { totals } = await cashier.sale.get({ saleId });
  await cashier.payment.addTender({ saleId, commandId: newCommand(), type: 'CARD', tenderedMinor: totals.dueMinor });
  await cashier.sale.complete({ saleId, commandId: newCommand() });
  await till.drained();
  expect(till.balanceOf(rich)).toBe(50_000 - 400 + 4);
  const { fingerprint } = await cashier.history.effectsOfVoid({ saleId });
  await cashier.history.void({ saleId, commandId: newCommand(), fingerprint });
  await till.drained();
  expect(till.balanceOf(rich)).toBe(50_000);
  expect(till.server.books.standingTotals().size).toBe(0);
});

for (const sent of [true, false])
  test(`an unclaimed sale ${sent ? 'already' : 'not yet'} sent is claimed by a member`, async ({ till }) => {
    const { cashier } = till.staff;
    if (!sent) await till.server.stop();
    const { saleId } = await cashier.sale.open({ commandId: newCommand() });
    await cashier.sale.addLine({ saleId, commandId: newCommand(), text: 'ESP-1', quantityThousandths: 2_000 });
    await cashier.payment.addTender({ saleId, commandId: newCommand(), type: 'CASH', tenderedMinor: 360 });
    const { claimCode } = await cashier.sale.complete({ saleId, commandId: newCommand() });
    if (sent) await till.drained();
    const claim = { commandId: newCommand(), code: claimCode ?? '', method: 'card', value: rich.card } as const;
    await cashier.claim.confirm(claim);
    if (!sent) await till.server.start();
    await till.drained();
    expect([...till.server.books.standingTotals().values()]).toEqual([360]);
    expect(till.balanceOf(rich)).toBe(50_025);
  });

function fail(): never {
  throw new Error('no such member');
}
