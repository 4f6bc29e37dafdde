import fc from 'fast-check';
import receiptline from 'receiptline';
import { expect, test } from 'vitest';
import type { SaleLine } from '../../src-shared/sale/sale.ts';
import type { ReceiptData } from './receipt-data.ts';
import { receiptPlainText, receiptText } from './receipt-document.ts';
import { encodingOf } from './receiptline-text.ts';
import { receiptEscPos, receiptSvg } from './render-receipt.ts';

const LINE: SaleLine = {
  lineId: '1',
  articleCode: '9900000000103',
  name: 'Moon cheese',
  departmentCode: 'COLD',
  departmentName: 'Cold things',
  action: 'sale',
  quantityThousandths: 2_000,
  weighed: false,
  unitPriceMinor: 350,
  grossMinor: 700,
  netMinor: 700,
  taxRateBp: 900,
  benefitKey: null,
};

const DATA: ReceiptData = {
  shop: { name: 'Comet Corner', addressLines: ['1 Nowhere Lane'], taxNumber: 'NONE-1' },
  folder: 'live',
  copy: false,
  sale: {
    saleId: '018f0000-0000-7000-8000-000000000001',
    saleNumber: 'T1-A-000007',
    reference: 'T1-A-000007',
    source: 'till',
    state: 'completed',
    currency: 'EUR',
    staffId: 'casey',
    openedAtMs: Date.UTC(2026, 6, 1, 22, 15),
    closedAtMs: Date.UTC(2026, 6, 1, 22, 30),
    voidedAtMs: null,
    memberKeyId: null,
    returnOfSaleId: null,
    lines: [LINE],
    deals: [],
    usedGifts: [],
    tenders: [{ tenderId: '1', type: 'CASH', amountMinor: 700, tenderedMinor: 1_000, payOperationId: null }],
  },
  totals: {
    grossMinor: 700,
    generalDiscountMinor: 0,
    totalMinor: 700,
    taxMinor: 58,
    paidMinor: 700,
    dueMinor: 0,
    changeMinor: 300,
  },
  staffName: 'Casey',
  returnOfSaleNumber: null,
  memberHint: null,
  loyalty: {
    state: 'none',
    balancePoints: null,
    pointsEarned: null,
    pointsRedeemed: null,
    texts: [],
    receiptCode: null,
  },
  claim: null,
  timeZone: 'Europe/Madrid',
  locale: 'en-GB',
  footer: [],
  columns: 48,
};

function withLines(lines: readonly SaleLine[]): ReceiptData {
  return { ...DATA, sale: { ...DATA.sale, lines } };
}

/** What stands on the paper, line by line: the same document through the text printer of receiptline. */
function onPaper(data: ReceiptData): string[] {
  const text = receiptText(data);
  return receiptline
    .transform(text, { command: 'text', cpl: data.columns, encoding: encodingOf(text) })
    .split('\n')
    .map((line) => line.trim());
}

const picture = (data: ReceiptData): string => receiptSvg(receiptText(data), data.columns);
const printed = (data: ReceiptData): Uint8Array => receiptEscPos(receiptText(data), data.columns);

/** The words of the picture, in order. */
function inPicture(data: ReceiptData): string {
  return [...picture(data).matchAll(/<text[^>]*>(.*?)<\/text>/g)]
    .map(([, words = '']) => words.replaceAll(/<[^>]*>/g, '').replaceAll('&#xa0;', ' '))
    .join('\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

test('a plain sale says what was sold, what was paid, and when by the clock of the shop', () => {
  expect(receiptPlainText(DATA).split('\n')).toEqual([
    'Comet Corner',
    '1 Nowhere Lane',
    'Tax no. NONE-1',
    'Sale T1-A-000007: 2 Jul 2026, 00:30',
    'Served by: Casey',
    'Moon cheese: €7.00',
    '2 × €3.50',
    'TOTAL: €7.00',
    'Tax included: €0.58',
    'Cash: €10.00',
    'Change: €3.00',
  ]);
});

test('screen, paper and screen reader say the same', () => {
  // Large letters are spaced out on paper.
  const joined = (text: string): string => text.replaceAll(' ', '');
  for (const words of receiptPlainText(DATA).split(/\n|: /)) {
    expect(joined(onPaper(DATA).join('\n'))).toContain(joined(words));
    expect(inPicture(DATA)).toContain(words);
  }
});

test.each(['training', 'test'] as const)('a %s receipt says so at the top and at the bottom', (folder) => {
  const lines = onPaper({ ...DATA, folder }).filter((line) => line !== '');
  const marked = lines.flatMap((line, at) => (line.includes(folder.toUpperCase()) ? [at] : []));
  expect(marked).toHaveLength(2);
  expect(marked[0]).toBeLessThan(5);
  expect(marked[1]).toBe(lines.length - 1);
});

test('a live receipt has no mark, a reprint says COPY', () => {
  expect(receiptPlainText(DATA)).not.toMatch(/TRAINING|TEST|COPY/);
  expect(receiptPlainText({ ...DATA, copy: true })).toMatch(/\nCOPY\n[\s\S]*\nCOPY$/);
});

test('a void says when, a return says of which sale', () => {
  const voidedAtMs = Date.UTC(2026, 6, 2, 8, 5);
  expect(receiptPlainText({ ...DATA, sale: { ...DATA.sale, voidedAtMs } })).toContain('VOIDED 2 Jul 2026, 10:05');
  const returned: ReceiptData = {
    ...withLines([{ ...LINE, action: 'return', grossMinor: -700, netMinor: -700 }]),
    returnOfSaleNumber: 'T1-A-000003',
    totals: { ...DATA.totals, grossMinor: -700, totalMinor: -700, taxMinor: -58, paidMinor: -700, changeMinor: 0 },
  };
  const text = receiptPlainText({
    ...returned,
    sale: {
      ...returned.sale,
      returnOfSaleId: 'x',
      tenders: [{ tenderId: '1', type: 'CASH', amountMinor: -700, tenderedMinor: -700, payOperationId: null }],
    },
  });
  expect(text).toContain('RETURN of sale T1-A-000003');
  expect(text).toContain('TO GIVE BACK: -€7.00');
  expect(text).toContain('Cash, given back: -€7.00');
});

test('discounts, deals and gifts are named, and the subtotal stands before the deals', () => {
  const data: ReceiptData = {
    ...withLines([{ ...LINE, netMinor: 650 }]),
    totals: { ...DATA.totals, generalDiscountMinor: 100, totalMinor: 550 },
  };
  const text = receiptPlainText({
    ...data,
    sale: {
      ...data.sale,
      deals: [{ type: 'deal', amountMinor: 100, reason: '1.00 off', sourceId: null }],
      usedGifts: [{ key: 'g', name: 'Moon mug', kind: 'gift', costPoints: null, facts: {}, confirmed: true }],
    },
  });
  expect(text).toMatch(/Discount: -€0.50\nSubtotal: €6.50\n1.00 off: -€1.00\nGift used: Moon mug\nTOTAL: €5.50/);
});

test.each([
  [{ state: 'final', balancePoints: 1_262, pointsEarned: 12 }, ['Points earned: 12', 'New balance: 1,262 points']],
  [{ state: 'final', balancePoints: 250, pointsEarned: -12 }, ['Points taken back: 12', 'New balance: 250 points']],
  [
    { state: 'to-follow', balancePoints: 250, pointsEarned: null },
    ['Balance when last read: 250 points', 'The points of this sale will follow.'],
  ],
] as const)('the loyalty block of %j', (loyalty, expected) => {
  const data = { ...DATA, memberHint: '…011', loyalty: { ...DATA.loyalty, ...loyalty } };
  const lines = receiptPlainText(data).split('\n');
  expect(lines.slice(lines.indexOf('Member: …011') + 1)).toEqual(expected);
});

/** What a program wants printed, in its order. */
const TEXTS = [
  { field: 'title', text: 'Harbour | Rewards\nOf the Moon' },
  { field: 'text', text: 'Join: 50% "more"' },
  { field: 'earned', text: 'Earned: 115' },
  { field: 'redeemed', text: 'Redeemed: 250' },
  { field: 'balance', text: 'Balance: 1705' },
  { field: 'qr', text: 'https://example.org/claim?a=1|2&b={3}' },
  { field: 'footer', text: 'Terms apply' },
] as const;

test("the program's texts are printed unchanged, in its order, in place of ours, its code under them", () => {
  const loyalty = { ...DATA.loyalty, texts: [...TEXTS], receiptCode: 'K4T9ZB02QXW71MEP' };
  const data: ReceiptData = {
    ...DATA,
    memberHint: '…b77',
    loyalty: { ...loyalty, state: 'final', balancePoints: 1_705, pointsEarned: 115, pointsRedeemed: 250 },
  };
  const lines = receiptPlainText(data).split('\n');
  const said = lines.slice(lines.indexOf('Member: …b77') + 1);
  const words = TEXTS.flatMap(({ text }) => text.split('\n'));
  expect(said).toEqual([...words, 'K4T9ZB02QXW71MEP']);
  const paper = onPaper(data).join('\n');
  for (const word of words.filter((one) => !one.startsWith('https:'))) expect(paper).toContain(word);
  // The code holds the address as it is, marks of receiptline and all.
  const same = receiptline.transform(
    '{option: qrcode 4 m}\n{code: https://example.org/claim?a=1\\x7c2&b\\x3d\\x7b3\\x7d}',
    {
      command: 'svg',
      cpl: 48,
      encoding: 'multilingual',
    },
  );
  const cells = (svg: string): string => /<path d="([^"]{300,})"/.exec(svg)?.[1] ?? '';
  expect(cells(picture(data))).toBe(cells(same));
  expect(cells(same)).not.toBe('');
});

test('texts without a member stand alone; a picture that no code can be made of prints nothing', () => {
  const texts = [
    { field: 'title', text: 'Were you here?' },
    { field: 'qr', text: `data:image/png;base64,${'A'.repeat(400)}` },
  ] as const;
  const data: ReceiptData = { ...DATA, loyalty: { ...DATA.loyalty, texts: [...texts] } };
  const text = receiptPlainText(data);
  expect(text).toMatch(/\nWere you here\?$/);
  expect(text).not.toMatch(/point|member|base64/i);
});

test('a benefit that is an article stands among the lines with its kind and cost, not once more under them', () => {
  const line = {
    ...LINE,
    name: 'Onion rings',
    quantityThousandths: 1_000,
    grossMinor: 0,
    netMinor: 0,
    benefitKey: 'r1',
  };
  const reward = {
    key: 'r1',
    name: 'Onion rings',
    kind: 'reward',
    costPoints: 250,
    facts: {},
    confirmed: true,
  } as const;
  const data = withLines([LINE, line]);
  const text = receiptPlainText({ ...data, sale: { ...data.sale, usedGifts: [reward] } });
  expect(text).toContain('Onion rings: €0.00\nreward, 250 points');
  expect(text.match(/Onion rings/g)).toHaveLength(1);
});

test('a sale that is kept here until it is claimed says so', () => {
  const claim = { code: '7K3M-9QXA-2BT', untilMs: null, held: true };
  expect(receiptPlainText({ ...DATA, claim })).toContain('This sale is kept on this till until it is claimed.');
  expect(receiptPlainText({ ...DATA, claim: { ...claim, held: false } })).not.toContain('kept on this till');
});

test('without loyalty nothing is said about points', () => {
  expect(receiptPlainText(DATA)).not.toMatch(/point|member|balance/i);
});

test('a claim code is printed in letters and as QR, on paper and in the picture', () => {
  const data = { ...DATA, claim: { code: '7K3M-9QXA-2BT', untilMs: Date.UTC(2026, 6, 31, 12), held: false } };
  expect(receiptPlainText(data)).toContain('Claim code: 7K3M-9QXA-2BT');
  expect(receiptPlainText(data)).toContain('Valid until 31 Jul 2026');
  const text = receiptText(data);
  expect(text).toContain('{code: 7K3M-9QXA-2BT}');
  // GS 8 L … 0 p 0 1 1 1: a picture of dots, which every printer can show.
  expect(Buffer.from(printed(data)).toString('latin1')).toContain('0p0\u0001\u00011');
  // 21 × 21 cells, about half of them black; each is a square of the picture.
  expect(picture(data).match(/l6,0 0,6 -6,0 0,-6z/g)?.length).toBeGreaterThan(150);
});

test.each([
  String.raw`50% \ "off" | {c: X} ~now~`,
  String.raw`^^^big^^ _under_ \x41 \n`,
  '`inverted` and so on',
  '-----',
  '=====',
  '{image: AAAA}',
  '| a | b |',
  '<script>&amp;',
])('the article name %s is printed as it is', (name) => {
  const data = withLines([{ ...LINE, name }]);
  expect(onPaper(data).join('\n')).toContain(name);
  expect(inPicture(data)).toContain(name);
});

test('control characters of a name never reach the printer', () => {
  const clean = printed(withLines([{ ...LINE, name: 'Moonp0cheese' }]));
  const dirty = printed(withLines([{ ...LINE, name: 'Moon\u001bp0\u0000\u009bcheese\u200e' }]));
  expect(dirty).toEqual(clean);
});

test('a long name wraps at words beside its amount, and no line is wider than the paper', () => {
  const name = 'A telescope with a tripod, a bag, a cloth and a map of everything that can be seen with it';
  const lines = onPaper(withLines([{ ...LINE, name, grossMinor: 123_456_789, netMinor: 123_456_789 }]));
  const from = lines.findIndex((line) => line.startsWith('A telescope'));
  expect(lines[from]).toMatch(/ €1,234,567.89$/);
  const rest = [1, 2, 3].map((down) => lines[from + down]);
  expect(`${lines[from]?.replace(/ +€.*/, '')} ${rest.join(' ')}`).toContain(name);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(DATA.columns);
});

test('any name gives a picture that holds it whole, with nothing from outside', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
      const data = withLines([{ ...LINE, name: `x${name}x` }]);
      const svg = picture(data);
      expect(svg).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg")|@import|<style|<script|<image|\bhref/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
      expect(svg.isWellFormed()).toBe(true);
      const { sale } = data;
      const letters = (text: string): string => text.normalize().replaceAll(/[^\p{L}\p{N}]/gu, '');
      expect(letters(inPicture(data))).toContain(letters(sale.lines[0]?.name ?? ''));
    }),
    { numRuns: 60 },
  );
});

test('the same receipt is the same picture, byte for byte', () => {
  expect(picture(DATA)).toBe(picture(DATA));
});

test('amounts keep the decimals of their currency and the form of the place', () => {
  const kuwait = { ...DATA, sale: { ...DATA.sale, currency: 'KWD' } };
  expect(receiptPlainText(kuwait)).toContain('TOTAL: KWD 0.700');
  const french = onPaper({ ...withLines([{ ...LINE, grossMinor: 123_450 }]), locale: 'fr-FR' });
  expect(french.join('\n')).toContain('1 234,50 €');
  const swedish = onPaper({ ...withLines([{ ...LINE, grossMinor: -700 }]), locale: 'sv-SE' });
  expect(swedish.join('\n')).toContain('-7,00 €');
});

test('weighed goods show weight and price a kilogram', () => {
  const apples = { ...LINE, name: 'Apples', weighed: true, quantityThousandths: 1_250, unitPriceMinor: 399 };
  expect(receiptPlainText(withLines([apples]))).toContain('1.250 kg × €3.99/kg');
});

test('wide characters take two columns, and their amount still stands beside them', () => {
  const text = receiptText(withLines([{ ...LINE, name: '抹茶ラテ', quantityThousandths: 1_000 }]));
  expect(encodingOf(text)).toBe('shiftjis');
  expect(onPaper(withLines([{ ...LINE, name: '抹茶ラテ' }])).join('\n')).toMatch(/抹茶ラテ +€7.00/);
});

test('500 lines are all there', () => {
  const many = Array.from({ length: 500 }, (_, at) => ({ ...LINE, lineId: String(at), name: `Star no. ${at}` }));
  const words = inPicture(withLines(many));
  for (const { name } of many) expect(words).toContain(name);
  expect(picture(withLines(many)).length).toBeLessThan(400_000);
});

test('narrow paper holds the same, and no line is wider than it', () => {
  const data = {
    ...withLines([{ ...LINE, name: 'A telescope with a tripod and a bag' }]),
    columns: 32,
    footer: ['Come again'],
  };
  const paper = onPaper({ ...data, folder: 'training', claim: { code: '7K3M-9QXA-2BT', untilMs: null, held: true } });
  for (const line of paper) expect(line.length).toBeLessThanOrEqual(32);
  expect(paper.join(' ')).toContain('Come again');
  expect(paper.join(' ')).toMatch(/A telescope with a tripod +€7.00 and a bag/);
});
