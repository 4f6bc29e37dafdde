import { expect, test, vi } from 'vitest';
import { hashOf, ROUTES, routeOf } from './route-table.ts';

// The scanner's package can only be resolved for a browser.
vi.mock('./scanning.ts', () => ({ useScanner: () => undefined }));

test.each(ROUTES)('%s has an address that leads back to it', (name) => {
  expect(routeOf(hashOf(name))).toEqual({ name, id: null });
  expect(routeOf(hashOf(name, 'a/b c#d'))).toEqual({ name, id: 'a/b c#d' });
});

test.each(['', '#', '#/', '#/nowhere', '#/sale/a/b', '#code=abc', '#/SALE'])('%j is the sale screen', (hash) => {
  expect(routeOf(hash)).toEqual({ name: 'sale', id: null });
});

test('a broken escape in a typed address does not break the screen', () => {
  expect(routeOf('#/receipt/%E0%A4%A')).toEqual({ name: 'receipt', id: null });
});

test('every route loads a screen', { timeout: 30_000 }, async () => {
  const { SCREEN_LOADERS } = await import('./screens.ts');
  expect(Object.keys(SCREEN_LOADERS).sort()).toEqual([...ROUTES].sort());
  for (const load of Object.values(SCREEN_LOADERS)) expect((await load()).default).toBeTypeOf('function');
});
