import { mask, redactText } from './redact-text.ts';

// Compared in lower case without dashes and underscores.
const SECRET_KEYS = new Set(
  `firstname lastname fullname name membername guestname customername staffname cashiername
   phone phonenumber mobile email emailaddress address birthday birthdate dateofbirth identifier
   card cardnumber membershipkey membercode confirmationcode claimcode recoverycode shortcode onetimecode pairingcode otp
   xapikey apikey authorization cookie token accesstoken secret password pin newpin oldpin pinhash`.split(/\s+/),
);

const NEVER_IN_PART = /pin|otp|onetimecode|shortcode|pairingcode|password|birth/;

/** Names of numbers that may be long and say nothing about a person. */
const PLAIN_NUMBERS = new Set(
  'time ms seq pid status port minor level bytes count rows line lost at hz attempt size length'.split(' '),
);
const PLAIN_ENDING = /(?:Ms|At|Minor|Bytes|Count|Points|Seq|Rows)$/;

/** Ids of ours, which hold dates and counters and are what one searches a log for. */
const PLAIN_IDS = new Set('saleid salenumber operationid requestid commandid transactionid keyid'.split(' '));
const ID_FORM = /^[\w-]{1,64}$/;

/**
 * Masks personal data and secrets in a finished log line (one JSON object; design.md 1.6, contracts/rekonect.md section 6
 * rule 10). It works on the last form of the line, so that nothing added on the way escapes it. By key: names, contacts,
 * cards, codes, keys, PINs. By look, in every text and number: e-mails, runs of 7 digits and more, claim codes.
 *
 * @returns the line, still one JSON object; a line that is no JSON comes back as masked text.
 */
export function redactLine(line: string): string {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    return redactText(line); // no JSON, so only its look can tell
  }
  return JSON.stringify(redactValue('', content));
}

function redactValue(key: string, value: unknown): unknown {
  const name = key.toLowerCase().replaceAll(/[-_]/g, '');
  if (SECRET_KEYS.has(name)) return hide(value, NEVER_IN_PART.test(name));
  if (typeof value === 'string') {
    if (PLAIN_IDS.has(name) && ID_FORM.test(value) && !/^\d{7,}$/.test(value)) return value;
    return redactText(value);
  }
  if (typeof value === 'number') {
    const plain = PLAIN_NUMBERS.has(key) || PLAIN_ENDING.test(key) || !/\d{7}/.test(String(Math.trunc(value)));
    return plain ? value : mask(String(value));
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(key, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [redactText(k), redactValue(k, v)]));
}

/** Everything below a secret key is secret. That a value is missing, true or false may be seen. */
function hide(value: unknown, whole: boolean): unknown {
  if (typeof value === 'string' || typeof value === 'number') return whole ? '***' : mask(String(value));
  if (Array.isArray(value)) return value.map((item) => hide(item, whole));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [redactText(k), hide(v, whole)]));
}
