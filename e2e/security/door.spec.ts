import { createServer, request, type Server } from 'node:http';
import { expect, test as plain } from '@playwright/test';
import { CASHIER } from '../fixtures/demo.ts';
import { test } from '../fixtures/test.ts';
import { TestTill } from '../fixtures/test-till.ts';

/** What the door answers to headers that a browser would not let a page set. */
async function statusFor(origin: string, path: string, headers: Record<string, string>, method = 'GET') {
  const { hostname, port } = new URL(origin);
  return await new Promise<number>((resolve, reject) => {
    request({ hostname, port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });
}

test('the page comes with a strict policy, and runs under it', async ({ till, page, screens }) => {
  const address = await till.start();
  const answer = await page.goto(address);
  const headers = answer?.headers() ?? {};
  const policy = headers['content-security-policy'] ?? '';
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ])
    expect(policy).toContain(part);
  expect(policy).not.toContain('unsafe-');
  expect(policy).toMatch(/style-src 'self' 'nonce-[\w+/=]{20,}'/);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  expect(headers['set-cookie']).toBeUndefined();

  await screens.signIn(CASHIER);
  const nonces = new Set([
    policy,
    (await page.request.get(new URL(address).origin)).headers()['content-security-policy'],
  ]);
  expect(nonces.size, 'each page has its own nonce').toBe(2);
});

test('the code leaves the address at once, works once, and its token is no cookie', async ({ till, page, context }) => {
  const address = await till.start();
  const { origin } = new URL(address);
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(page.url()).toBe(`${origin}/`);
  expect(await context.cookies()).toEqual([]);
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length]);
  expect(kept[1]).toBe(1);

  // A reload goes on with the token of this tab; another tab has none.
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  const answer = await page.request.post(`${origin}/session`, {
    data: { code: new URL(address).hash.replace('#code=', '') },
  });
  expect(answer.status()).toBe(401);
});

test('a session belongs to one connection: another page is not signed in', async ({ till, page, screens, context }) => {
  await till.open(page);
  await screens.signIn(CASHIER);
  const { origin } = new URL(page.url());
  const other = await context.newPage();
  await other.goto(origin);
  await expect(other.getByRole('alertdialog')).toContainText('Open the till with its own address');
  const call = (headers: Record<string, string>) =>
    page.request.post(`${origin}/rpc/cashier/sale/current`, { data: {}, headers });
  expect((await call({})).status()).toBe(401);
  expect((await call({ 'x-tillbox-token': 'invented' })).status()).toBe(401);
});

test('calls under another name, from another origin or another site are refused', async ({ till }) => {
  const { origin, host } = new URL(await till.start());
  const paths = ['/', '/rpc/cashier/session/welcome', '/session', '/api/v1/status'];
  for (const path of paths) {
    const method = path === '/' ? 'GET' : 'POST';
    for (const headers of [
      { host: 'till.example' },
      { host: `till.example:${new URL(origin).port}` },
      { host, origin: 'http://shop.example' },
      { host, origin: 'null' },
      { host, 'sec-fetch-site': 'cross-site' },
      { host, 'sec-fetch-site': 'same-site' },
    ])
      expect(await statusFor(origin, path, headers, method), `${path} ${JSON.stringify(headers)}`).toBe(403);
  }
  expect(await statusFor(origin, '/', { host })).toBe(200);
});

/** Another service on this machine. */
interface Stranger {
  readonly origin: string;
  /** What it was asked for. */
  readonly asked: readonly string[];
}

// Below the pages do what no page of ours does, so their complaints are what is looked for.
const hostile = plain.extend<{ till: TestTill; stranger: Stranger }>({
  // biome-ignore lint/correctness/noEmptyPattern: the form Playwright asks for.
  till: async ({}, use) => {
    const till = new TestTill();
    await use(till);
    await till.end();
  },
  // biome-ignore lint/correctness/noEmptyPattern: the form Playwright asks for.
  stranger: async ({}, use) => {
    const asked: string[] = [];
    const server: Server = createServer(({ url }, answer) => {
      asked.push(url ?? '');
      answer.setHeader('content-type', 'text/html').end('<!doctype html><title>Stranger</title>');
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const address = server.address();
    await use({ origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, asked });
    server.closeAllConnections();
    server.close();
  },
});

hostile(
  'a page of another origin on this machine reads nothing and cannot frame the till',
  async ({ till, stranger, page }) => {
    const { origin } = new URL(await till.start());
    await page.goto(stranger.origin);
    const outcomes = await page.evaluate(async (door) => {
      const ask = async (path: string, init: RequestInit) => {
        try {
          return `read ${(await fetch(door + path, init)).status}`;
        } catch {
          return 'nothing';
        }
      };
      return [
        await ask('/', {}),
        await ask('/session', { method: 'POST', body: '{}' }),
        await ask('/rpc/cashier/session/welcome', { method: 'POST', headers: { 'x-tillbox-token': 'invented' } }),
      ];
    }, origin);
    expect(outcomes).toEqual(['nothing', 'nothing', 'nothing']);

    await page.evaluate((door) => {
      const frame = document.createElement('iframe');
      frame.src = door;
      document.body.append(frame);
    }, origin);
    await expect(page.locator('iframe')).toBeAttached();
    await expect(page.frameLocator('iframe').getByText('Tillbox')).toHaveCount(0);
    await expect(page.frameLocator('iframe').locator('#root')).toHaveCount(0);
  },
);

hostile('in the page itself strings become no code, and nothing leaves it', async ({ till, stranger, page }) => {
  await page.goto(await till.start());
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  const outcomes = await page.evaluate(async (elsewhere) => {
    const blocked: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => blocked.push(effectiveDirective));
    const attempt = async (what: () => unknown): Promise<string> => {
      try {
        await what();
        return 'went through';
      } catch {
        return 'refused';
      }
    };
    const done = [
      await attempt(() => {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="document.title=1">');
      }),
      await attempt(() => fetch(elsewhere)),
      await attempt(
        () =>
          new Promise((loaded, failed) => {
            const image = new Image();
            image.addEventListener('load', loaded);
            image.addEventListener('error', failed);
            image.src = `${elsewhere}/picture.png`;
          }),
      ),
    ];
    const form = document.createElement('form');
    form.action = elsewhere;
    document.body.append(form);
    await new Promise<void>((refused) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (effectiveDirective === 'form-action') refused();
      });
      form.submit();
    });
    return { done, blocked: [...new Set(blocked)].sort() };
  }, stranger.origin);
  expect(outcomes.done).toEqual(['refused', 'refused', 'refused']);
  expect(outcomes.blocked).toEqual(
    expect.arrayContaining(['connect-src', 'img-src', 'require-trusted-types-for', 'form-action']),
  );
  expect(stranger.asked).toEqual([]);
});
