import { type ComponentType, lazy } from 'react';
import type { RouteName, ScreenProps } from './route-table.ts';

/** Loads a screen's own code on first use. A route without a screen does not compile. */
export const SCREEN_LOADERS: Readonly<Record<RouteName, () => Promise<{ default: ComponentType<ScreenProps> }>>> = {
  sale: async () => ({ default: (await import('../screens/sale/sale-screen.tsx')).SaleScreen }),
  payment: async () => ({ default: (await import('../screens/payment/payment-screen.tsx')).PaymentScreen }),
  receipt: async () => ({ default: (await import('../screens/receipt/receipt-screen.tsx')).ReceiptScreen }),
  history: async () => ({ default: (await import('../screens/history/history-screen.tsx')).HistoryScreen }),
  queue: async () => ({ default: (await import('../screens/sync-queue/sync-queue-screen.tsx')).SyncQueueScreen }),
  manager: async () => ({ default: (await import('../screens/staff/manager-screen.tsx')).ManagerScreen }),
  settings: async () => ({ default: (await import('../screens/settings/settings-screen.tsx')).SettingsScreen }),
};

export const SCREENS = {
  sale: lazy(SCREEN_LOADERS.sale),
  payment: lazy(SCREEN_LOADERS.payment),
  receipt: lazy(SCREEN_LOADERS.receipt),
  history: lazy(SCREEN_LOADERS.history),
  queue: lazy(SCREEN_LOADERS.queue),
  manager: lazy(SCREEN_LOADERS.manager),
  settings: lazy(SCREEN_LOADERS.settings),
} satisfies Record<RouteName, ComponentType<ScreenProps>>;
