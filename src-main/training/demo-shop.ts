// Everybody and everything here is invented; the phone numbers and addresses belong to nobody.

export const DEMO_CURRENCY = 'EUR';

export const DEMO_SHOP = {
  name: 'Comet Corner (demo shop)',
  addressLines: ['1 Nowhere Lane', '00000 Exampleton'],
  taxNumber: 'DEMO-000000',
  branchId: 'DEMO-BRANCH',
  terminalId: 'DEMO-TILL-1',
} as const;

export interface DemoStaff {
  readonly staffId: string;
  readonly name: string;
  readonly role: 'cashier' | 'manager';
  /** Shown on the sign-in screen in training, and good for nothing else. */
  readonly demoPin: string;
}

export const DEMO_STAFF: readonly DemoStaff[] = [
  { staffId: 'demo-cashier-1', name: 'Casey Cashier', role: 'cashier', demoPin: '135790' },
  { staffId: 'demo-cashier-2', name: 'Robin Register', role: 'cashier', demoPin: '246802' },
  { staffId: 'demo-manager', name: 'Morgan Manager', role: 'manager', demoPin: '975310' },
];

/** Looks like a card of this shop, but no member has it. */
export const DEMO_UNKNOWN_CARD = '9900000000998';
