import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../src-shared/errors/error-codes.ts';
import { STATUS } from '../api/fake-till.test-support.ts';
import { openTestDoor, type TestDoor } from './door.test-support.ts';
import { ADDRESS_CODE_MS, IDLE_PAGE_MS } from './page-connections.ts';

let door: TestDoor;
beforeEach(async () => {
  door = await openTestDoor();
});
afterEach(() => door.close());

const freshCode = () => new URL(door.server.newAddress()).hash.replace('#code=', '');

describe('who may come in', () => {
  it.each([
    ['a name that resolves to this machine', { host: 'rebind.example:80' }, 'Host'],
    ['another port', { host: '127.0.0.1:1' }, 'Host'],
    ['the page of another site', { origin: 'https://shop.example' }, 'Origin'],
    ['a sandboxed frame', { origin: 'null' }, 'Origin'],
    ['a cross-site request without Origin', { 'sec-fetch-site': 'cross-site' }, 'Sec-Fetch-Site'],
    ['another local service', { 'sec-fetch-site': 'same-site' }, 'Sec-Fetch-Site'],
  ])('refuses %s everywhere', async (_who, headers, header) => {
    for (const path of [
      '/',
      '/app.js',
      '/rpc/cashier/status/get',
      '/session',
      '/api/v1/status',
      '/api/v1/openapi.json',
    ]) {
      const answer = await door.ask(path, { headers });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'door-refused', parameters: { header } });
    }
  });

  it('refuses a CORS preflight and never allows another origin', async () => {
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-tillbox-token' };
    const foreign = await door.ask('/rpc/cashier/status/get', {
      method: 'OPTIONS',
      headers: { ...preflight, origin: 'https://shop.example' },
    });
    expect(foreign.status).toBe(403);
    const own = await door.ask('/rpc/cashier/status/get', {
      method: 'OPTIONS',
      headers: { ...preflight, origin: door.ownOrigin },
    });
    expect(own.status).toBe(401);
    for (const { headers } of [foreign, own]) expect(Object.keys(headers).join()).not.toContain('access-control');
  });

  it('accepts its own page under either spelling', async () => {
    for (const host of [`127.0.0.1:${door.server.port}`, `localhost:${door.server.port}`]) {
      const answer = await door.ask('/', {
        headers: { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
      });
      expect(answer.status).toBe(200);
    }
  });

  it('listens on 127.0.0.1 alone', async () => {
    await expect(fetch(`http://127.0.0.2:${door.server.port}/`)).rejects.toThrow();
  });
});

describe('the page', () => {
  it('comes with a new nonce each time, in its policy and where React Aria looks for it', async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 2; i += 1) {
      const { headers, body } = await door.ask('/');
      const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? '';
      expect(body).toContain(`<meta property="csp-nonce" nonce="${nonce}">`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  it('allows no inline script, no frame, no other host', async () => {
    const { headers } = await door.ask('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('http');
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy.split('; ')).toContain(part);
    }
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('gives out what the bundler writes and nothing beside it', async () => {
    expect(await door.ask('/app.js')).toMatchObject({ status: 200, body: 'export {};' });
    for (const path of [
      '/secret.pem',
      '/index.html',
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%00.js',
      '/%',
      '/none.js',
    ]) {
      expect((await door.ask(path)).status, path).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('the code in the address', () => {
  it('becomes a token once', async () => {
    const code = freshCode();
    const first = await door.json('/session', { code });
    expect(JSON.parse(first.body).token).toMatch(/^[\w-]{43}$/);
    expect((await door.json('/session', { code })).status).toBe(401);
    expect(door.codesRefused).toBe(1);
  });

  it('ends after two minutes', async () => {
    const inTime = freshCode();
    door.clock.advance(ADDRESS_CODE_MS - 1);
    expect((await door.json('/session', { code: inTime })).status).toBe(200);
    const late = freshCode();
    door.clock.advance(ADDRESS_CODE_MS);
    expect((await door.json('/session', { code: late })).status).toBe(401);
  });

  it('cannot be guessed or left out', async () => {
    freshCode();
    for (const body of [{}, { code: '' }, { code: 'x'.repeat(43) }, { code: 7 }, []]) {
      expect((await door.json('/session', body)).status).toBe(401);
    }
  });
});

describe('calls', () => {
  it('need a token', async () => {
    for (const headers of [
      {},
      { 'x-tillbox-token': 'guess' },
      { cookie: `x-tillbox-token=${await door.newToken()}` },
    ]) {
      expect((await door.json('/rpc/cashier/status/get', { json: null }, headers)).status).toBe(401);
    }
    await expect(door.staffClient('guess').cashier.status.get()).rejects.toMatchObject({ code: 'token-unknown' });
    expect(door.till.calls).toEqual([]);
  });

  it('share one staff session for one token and none with another', async () => {
    const [one, other] = [door.staffClient(await door.newToken()), door.staffClient(await door.newToken())];
    await one.cashier.session.signIn({ pin: '1111' });
    await expect(one.cashier.sale.current()).rejects.toMatchObject({ code: 'not-offered-by-program' });
    await expect(other.cashier.sale.current()).rejects.toMatchObject({ code: 'not-signed-in' });
  });

  it('cannot be made by GET', async () => {
    const answer = await door.ask('/rpc/cashier/status/get', { headers: { 'x-tillbox-token': await door.newToken() } });
    expect(answer.status).toBe(405);
    expect(door.till.calls).toEqual([]);
  });

  it('do not reach the part of a POS', async () => {
    const answer = await door.json('/rpc/plugin/status', { json: null }, { 'x-tillbox-token': await door.newToken() });
    expect(answer.status).toBe(404);
  });

  it('are refused when too big, before anything is parsed', async () => {
    const headers = { 'x-tillbox-token': await door.newToken() };
    const answer = await door.json('/rpc/cashier/catalogue/search', { json: { text: 'x'.repeat(1_100_000) } }, headers);
    expect(answer.status).toBe(413);
    expect(door.till.calls).toEqual([]);
  });

  it('end the staff session of a page that is long gone, but never one with an open stream', async () => {
    const idle = await door.newToken();
    await door.staffClient(idle).cashier.session.signIn({ pin: '1111' });
    door.clock.advance(IDLE_PAGE_MS);
    await expect(door.staffClient(idle).cashier.status.get()).rejects.toMatchObject({ code: 'token-unknown' });
    expect(door.till.ended).toHaveLength(1);
  });
});

it('ends every staff session when the door closes', async () => {
  await door.staffClient(await door.newToken()).cashier.session.signIn({ pin: '1111' });
  await door.newToken();
  await door.server.close();
  expect(door.till.ended).toHaveLength(2);
});

describe('the event stream', () => {
  it('brings each status and ends when the page leaves', async () => {
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    door.till.answer('cashier.status.watch', (_input, _caller, signal) => {
      signal.addEventListener('abort', () => leave());
      return done(
        (async function* () {
          yield STATUS;
          yield { ...STATUS, needsPerson: 1 };
          await new Promise(() => undefined);
        })(),
      );
    });
    const token = await door.newToken();
    const page = new AbortController();
    const stream = await door.staffClient(token).cashier.status.watch(undefined, { signal: page.signal });
    expect((await stream.next()).value).toEqual(STATUS);
    expect((await stream.next()).value).toMatchObject({ needsPerson: 1 });
    door.clock.advance(IDLE_PAGE_MS);
    expect((await door.json('/rpc/cashier/status/get', { json: null }, { 'x-tillbox-token': token })).status).toBe(200);
    page.abort();
    await left;
  });

  it('does not hold up the end of the door', async () => {
    door.till.answer('cashier.status.watch', () =>
      done(
        (async function* () {
          yield STATUS;
          await new Promise(() => undefined);
        })(),
      ),
    );
    const stream = await door.staffClient(await door.newToken()).cashier.status.watch();
    await stream.next();
    await door.server.close();
    await expect(stream.next()).rejects.toThrow();
  });
});
