import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventsOf, shortCodesOf } from './rekonect-controls.ts';
import { codeOf, NORA, pathOf, SimulatorFixture, submit } from './simulator-fixture.ts';

let fixture: SimulatorFixture;
beforeEach(async () => {
  fixture = await SimulatorFixture.start();
});
afterEach(async () => await fixture.stop());

const newMember = { phoneNumber: '600555777', gdpr: true, termsOfUse: true };
const details = { member: { phoneNumber: NORA } };

describe('section 7.1: POST, JSON, identity', () => {
  it('refuses a GET, an unknown path and a body that is no JSON object', async () => {
    expect((await fixture.send('GET', '/v1/member/details', null)).status).toBe(400);
    expect(codeOf(await fixture.call('/nothing', {}))).toBe('1001');
    expect(codeOf(await fixture.send('POST', '/member/details', JSON.stringify(details)))).toBe('1001');
    for (const body of ['', '[]', '"text"', '{"member":'])
      expect(pathOf(await fixture.call('/member/details', body))).toBe('body');
  });

  it.each(['x-source-type', 'x-source-name', 'x-branch-id', 'x-pos-id'])('refuses a call without %s', async (name) => {
    const answer = await fixture.call('/member/details', details, { [name]: undefined });
    expect([answer.status, codeOf(answer), pathOf(answer)]).toEqual([400, '1001', `headers.${name}`]);
  });

  it('refuses another content type, and takes one with a charset and a query', async () => {
    expect(codeOf(await fixture.call('/member/details', details, { 'content-type': 'text/plain' }))).toBe('1001');
    const answer = await fixture.call('/member/details?x=1', details, {
      'content-type': 'application/json; charset=utf-8',
    });
    expect(answer.status).toBe(200);
  });

  it('refuses a wrong or missing key with 401, also while business errors go on 200', async () => {
    await fixture.control.applySettings({ rekonect: { businessErrorsOn200: true } });
    for (const key of ['wrong', undefined]) {
      const answer = await fixture.call('/member/details', details, { 'x-api-key': key });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'SIM_AUTH']);
    }
  });
});

describe('section 7.2 and 7.3: the error envelope and empty values', () => {
  it('answers status error with a code that is a string', async () => {
    const answer = await fixture.call('/member/details', { member: { phoneNumber: '600555000' } });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      status: 'error',
      error: { code: '203', message: expect.any(String), path: 'body.member' },
    });
  });

  it('refuses null and empty text inside member, newMemberData and payment, and names the place', async () => {
    const cases: [string, unknown, string][] = [
      ['/member/details', { member: { phoneNumber: NORA, email: '' } }, 'body.member.email'],
      ['/member/details', { member: null }, 'body.member'],
      ['/member/register', { newMemberData: { ...newMember, lastName: null } }, 'body.newMemberData.lastName'],
      ['/payment', { ...details, payment: { action: 'pay', amount: 5, type: '' } }, 'body.payment.type'],
    ];
    for (const [path, body, place] of cases) {
      const answer = await fixture.call(path, body);
      expect([codeOf(answer), pathOf(answer)]).toEqual(['1001', place]);
    }
  });

  it('lets empty lists elsewhere pass', async () => {
    const answer = await fixture.call('/transaction', { ...submit('T1'), usedAssets: [], appliedDeals: [] });
    expect(answer.status).toBe(200);
  });
});

describe('register and update (7.4)', () => {
  it('takes the wrapped and the flat body; the member can be used at once', async () => {
    expect((await fixture.call('/member/register', { newMemberData: newMember })).json['member']).toMatchObject(
      newMember,
    );
    expect((await fixture.call('/member/register', { ...newMember, phoneNumber: '600555778' })).status).toBe(200);
    expect((await fixture.call('/member/details', { member: { phoneNumber: '600555778' } })).status).toBe(200);
  });

  it('refuses the same phone twice with 204, and the same e-mail', async () => {
    expect(codeOf(await fixture.call('/member/register', { newMemberData: { ...newMember, phoneNumber: NORA } }))).toBe(
      '204',
    );
    const byMail = { email: 'New@Example.org', gdpr: true, termsOfUse: true };
    expect((await fixture.call('/member/register', { newMemberData: byMail })).status).toBe(200);
    expect(
      codeOf(await fixture.call('/member/register', { newMemberData: { ...byMail, email: 'new@example.org' } })),
    ).toBe('204');
  });

  it('refuses missing consents, missing identifiers, bad formats, and in strict mode fewer than nine fields', async () => {
    for (const bad of [
      { phoneNumber: '600555777', gdpr: true },
      { phoneNumber: '600555777', gdpr: false, termsOfUse: true },
      { firstName: 'Nobody', gdpr: true, termsOfUse: true },
      { ...newMember, phoneNumber: '+34 600' },
      { ...newMember, birthday: '1988-02-30' },
      { ...newMember, allowedSMS: 'yes' },
    ])
      expect(codeOf(await fixture.call('/member/register', { newMemberData: bad }))).toBe('1001');
    await fixture.control.applySettings({ rekonect: { strictRegister: true } });
    expect(pathOf(await fixture.call('/member/register', { newMemberData: newMember }))).toBe(
      'body.newMemberData.email',
    );
  });

  it('updates absolute values, answers data.memberId, and 203 for a stranger', async () => {
    const change = { ...details, newMemberData: { lastName: 'Vidal' } };
    const answer = await fixture.call('/member/update', change);
    expect(answer.json).toMatchObject({ status: 'success', data: { memberId: expect.any(String) } });
    expect((await fixture.call('/member/update', change)).json).toEqual(answer.json);
    expect((await fixture.call('/member/details', details)).json['member']).toMatchObject({ lastName: 'Vidal' });
    expect(codeOf(await fixture.call('/member/update', { ...change, member: { email: 'no@example.org' } }))).toBe(
      '203',
    );
  });
});

describe('short codes (7.10)', () => {
  const withCode = (shortCode: unknown) => ({ ...details, action: 'verify', shortCode });

  it('refuses two identifiers, an unknown action and a missing member', async () => {
    for (const body of [
      { action: 'send', member: { phoneNumber: NORA, email: 'n@example.org' } },
      { action: 'shout', ...details },
      { action: 'send' },
      { action: 'verify', ...details },
    ])
      expect(codeOf(await fixture.call('/member/shortCode', body))).toBe('1001');
  });

  it('is six digits, the last one sent, good once', async () => {
    const shown = await fixture.call('/member/shortCode', { action: 'get', ...details });
    expect((await fixture.call('/member/shortCode', { action: 'send', ...details })).json['data']).toEqual({});
    const [sent] = await shortCodesOf(fixture.control);
    expect(sent?.code).toMatch(/^\d{6}$/);
    const again = await fixture.call('/member/shortCode', { action: 'get', ...details });
    expect(again.json['data']).toEqual({ shortCode: sent?.code });
    expect(shown.json['data']).toMatchObject({ shortCode: expect.stringMatching(/^\d{6}$/) });
    expect((await fixture.call('/member/shortCode', withCode(sent?.code))).status).toBe(200);
    expect(codeOf(await fixture.call('/member/shortCode', withCode(sent?.code)))).toBe('SIM_SHORTCODE');
  });

  it('expires after five minutes', async () => {
    await fixture.call('/member/shortCode', { action: 'send', ...details });
    const [sent] = await shortCodesOf(fixture.control);
    await fixture.control.setTime(5 * 60 * 1_000 + 1_000);
    expect(codeOf(await fixture.call('/member/shortCode', withCode(sent?.code)))).toBe('SIM_SHORTCODE');
  });
});

it('takes an event with or without member, refuses one without type or date, and keeps duplicates', async () => {
  const happened = { event: { type: 'SIGN_UP', subType: 'WEB', dateTime: '2026-03-11T09:00:00.123Z' } };
  for (const body of [happened, { ...details, ...happened }, happened])
    expect((await fixture.call('/event', body)).json).toEqual({ status: 'success', data: {} });
  expect(await eventsOf(fixture.control)).toHaveLength(3);
  expect(codeOf(await fixture.call('/event', { event: { type: 'X' } }))).toBe('1001');
  expect(codeOf(await fixture.call('/event', { event: { dateTime: '2026-03-11T09:00:00Z' } }))).toBe('1001');
});
