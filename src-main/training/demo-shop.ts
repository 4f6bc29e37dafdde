import type { MemberOrder } from './control-messages.ts';
import type { Deal } from './rekonect-options.ts';

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

export interface DemoMember extends MemberOrder {
  /** What this member is good for trying out. */
  readonly situation:
    | 'rich'
    | 'poor'
    | 'birthday gift'
    | 'blocked'
    | 'no marketing consent'
    | 'phone only'
    | 'e-mail only';
}

export const DEMO_PEOPLE: readonly DemoMember[] = [
  {
    situation: 'rich',
    externalId: '9900000000011',
    phoneNumber: '600555011',
    email: 'paula.plenty@example.org',
    firstName: 'Paula',
    lastName: 'Plenty',
    birthday: '1979-02-14',
    allowedSMS: true,
    allowedEmail: true,
    openingPoints: 250_000,
  },
  {
    situation: 'poor',
    externalId: '9900000000028',
    phoneNumber: '600555012',
    email: 'sam.scarce@example.org',
    firstName: 'Sam',
    lastName: 'Scarce',
    birthday: '1991-11-30',
    allowedSMS: true,
    allowedEmail: true,
    openingPoints: 35,
  },
  {
    situation: 'birthday gift',
    externalId: '9900000000035',
    phoneNumber: '600555013',
    email: 'bea.birthday@example.org',
    firstName: 'Bea',
    lastName: 'Birthday',
    birthday: '1988-06-15',
    allowedSMS: true,
    allowedEmail: true,
    openingPoints: 1_200,
    assets: [
      {
        key: 'DEMO-GIFT-BIRTHDAY',
        name: 'Birthday coffee',
        description: 'One coffee or tea on the house',
        validUntil: '2099-12-31T23:59:59Z',
        departmentCode: 'COFFEE',
      },
      {
        key: 'DEMO-GIFT-BIG-BASKET',
        name: '5.00 off from 40.00',
        validUntil: '2099-12-31T23:59:59Z',
        minimumMinor: 4_000,
        amountMinor: 500,
      },
      { key: 'DEMO-GIFT-LAST-YEAR', name: 'Last year’s birthday coffee', validUntil: '2024-12-31T23:59:59Z' },
    ],
  },
  {
    situation: 'blocked',
    externalId: '9900000000042',
    phoneNumber: '600555014',
    email: 'billie.blocked@example.org',
    firstName: 'Billie',
    lastName: 'Blocked',
    allowedSMS: false,
    allowedEmail: true,
    status: 'blocked',
    openingPoints: 5_000,
    assets: [{ key: 'DEMO-GIFT-BLOCKED', name: 'Gift of a blocked member', validUntil: '2099-12-31T23:59:59Z' }],
  },
  {
    situation: 'no marketing consent',
    externalId: '9900000000059',
    phoneNumber: '600555015',
    email: 'nell.noletters@example.org',
    firstName: 'Nell',
    lastName: 'Noletters',
    birthday: '1965-08-08',
    allowedSMS: false,
    allowedEmail: false,
    openingPoints: 4_200,
  },
  {
    situation: 'phone only',
    phoneNumber: '600555016',
    firstName: 'Phil',
    lastName: 'Phoneonly',
    allowedSMS: true,
    openingPoints: 800,
  },
  {
    situation: 'e-mail only',
    email: 'emma.mailonly@example.org',
    firstName: 'Emma',
    lastName: 'Mailonly',
    allowedEmail: true,
    openingPoints: 950,
  },
];

/** As the control port takes them. */
export const DEMO_MEMBERS: readonly MemberOrder[] = DEMO_PEOPLE.map(({ situation: _situation, ...order }) => order);

export const DEMO_DEALS: readonly Deal[] = [
  { id: 'DEMO-DEAL-COFFEE', reason: '10 % off coffee and tea', departmentCode: 'COFFEE', basisPoints: 1_000 },
  { id: 'DEMO-DEAL-30', reason: '2.00 off from 30.00', minimumMinor: 3_000, amountMinor: 200 },
];
