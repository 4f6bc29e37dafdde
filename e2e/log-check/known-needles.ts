import { existsSync, readFileSync } from 'node:fs';
import { memberNamesOf } from '../../src-main/replay/member-names.ts';
import { DEMO_STAFF } from '../../src-main/training/demo-shop.ts';
import { DEMO_PEOPLE } from '../../src-main/training/rekonect/demo-people.ts';
import { TRAINING_PROGRAMS } from '../../src-main/training/training-programs.ts';

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

const TRAININGS = Object.values(TRAINING_PROGRAMS);

const TEST_API_KEYS = TRAININGS.map(({ apiKey }) => apiKey);

/** What the demo members of every program show. */
const DEMO_IDENTIFIERS = TRAININGS.flatMap(({ hints }) =>
  hints.map((hint) => ('value' in hint ? hint.value : hint.issueFor)),
);

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
    ...DEMO_IDENTIFIERS,
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
