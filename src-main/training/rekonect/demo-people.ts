import type { MemberOrder } from './member-order.ts';

// Everybody here is invented; the phone numbers and addresses belong to nobody.

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
