import { existsSync, readFileSync } from 'node:fs';
import { memberNamesOf } from '../../src-main/replay/member-names.ts';
import { DEMO_STAFF, DEMO_UNKNOWN_CARD } from '../../src-main/training/demo-shop.ts';
import { DEMO_PEOPLE } from '../../src-main/training/rekonect/demo-people.ts';
import { TRAINING_API_KEY } from '../../src-main/training/rekonect/rekonect-options.ts';

/** How the telephone numbers of invented people begin, or are. Never mostly zeros: a round time would hold them too. */
const TEST_PHONES = ['6005550', '6005557', '6005559', '600000007', '600000099'];

/** Also the beginning of the demo articles' codes: 13 digits in a row are masked, whatever they are. */
const TEST_CARD_BEGINNING = '9900000';

/** Cards and loyalty ids of a replayed file's customers. */
const REPLAY_NAME_BEGINNINGS = [
  memberNamesOf('rekonect').nameOf('').slice(0, 10),
  memberNamesOf('rbi').nameOf('').slice(0, 9),
];

const TEST_MAIL_PLACES = ['@example.org', '@example.com', '@example.net'];

const TEST_API_KEYS = [TRAINING_API_KEY];

/** Last names that are words a log may well say ("blocked"): looked for together with the first name only. */
const ALSO_WORDS = new Set(['Blocked', 'Birthday', 'Plenty', 'Scarce']);

/** Every secret and personal word that is known before a test run begins. */
export function knownNeedles(): readonly string[] {
  const needles = [
    ...TEST_PHONES,
    TEST_CARD_BEGINNING,
    ...REPLAY_NAME_BEGINNINGS,
    ...TEST_MAIL_PLACES,
    ...TEST_API_KEYS,
    DEMO_UNKNOWN_CARD,
    ...DEMO_STAFF.map((staff) => staff.demoPin),
  ];
  for (const { phoneNumber, email, externalId, firstName, lastName } of DEMO_PEOPLE) {
    needles.push(`${firstName} ${lastName}`);
    for (const one of [phoneNumber, email, externalId, firstName]) if (one !== undefined) needles.push(one);
    if (lastName !== undefined && !ALSO_WORDS.has(lastName)) needles.push(lastName);
  }
  return needles;
}

/** What the processes of the run noted (`noteNeedle`). A line that was cut off by a kill is left out. */
export function notedNeedles(file: string | undefined): readonly string[] {
  if (file === undefined || !existsSync(file)) return [];
  const noted = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => /^"(?:[^"\\]|\\.)+"$/.exec(line)?.[0])
    .filter((line) => line !== undefined)
    .map((line) => JSON.parse(line) as string);
  return [...new Set(noted)];
}
