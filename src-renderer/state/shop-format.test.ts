import { expect, test } from 'vitest';
import { useSession } from './session-store.ts';
import { clockTime, dateAndTime } from './shop-format.ts';

test('times are those of the shop, whatever this machine is set to', () => {
  const shop = { shopName: 'Invented', folder: 'training' as const, currency: 'EUR', locale: 'en-GB' };
  const none = { demoPins: [], demoMembers: [], training: null, signedIn: null };
  const atMs = Date.UTC(2026, 6, 1, 12, 30);
  useSession.setState({ welcome: { ...shop, ...none, timeZone: 'Europe/Bratislava' } });
  expect(clockTime(atMs)).toBe('14:30');
  useSession.setState({ welcome: { ...shop, ...none, timeZone: 'Pacific/Auckland' } });
  expect(dateAndTime(atMs)).toMatch(/2 Jul.*00:30/);
});
