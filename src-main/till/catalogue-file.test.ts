import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalogueFile } from './catalogue-file.ts';
import { type TillConfig, trainingConfig } from './config.ts';

const HEADER = 'articleCode,scanCode,name,departmentCode,departmentName,unitPrice,weighed,taxPercent';

function configWith(lines: readonly string[]): TillConfig {
  const file = join(mkdtempSync(join(tmpdir(), 'tillbox-catalogue-')), 'articles.csv');
  writeFileSync(file, [HEADER, ...lines].join('\n'));
  const backEnd = {
    name: 'rekonect',
    baseUrl: 'http://127.0.0.1:9/v1/',
    keySource: { from: 'sealed' },
    branchId: 'b',
    posId: 'p',
    sourceName: 's',
    settings: {},
  } as const;
  const parts = { shop: { name: 'S', currency: 'EUR', locale: 'en', timeZone: 'UTC' }, terminal: { prefix: 'A' } };
  return { ...trainingConfig(backEnd, parts), catalogueFile: file };
}

test('articles come in minor units, weighed goods by the first seven digits of their label', () => {
  const read = readCatalogueFile(
    configWith(['TEA,9501107700011,"Tea, black",T,Tea,1.80,no,5.5', 'PLUM,2100001000004,Plums,F,Fruit,2.99,yes,4']),
  );
  expect(read).toEqual({
    ok: true,
    articles: [
      {
        articleCode: 'TEA',
        scanCode: '9501107700011',
        name: 'Tea, black',
        departmentCode: 'T',
        departmentName: 'Tea',
        unitPriceMinor: 180,
        weighed: false,
        taxRateBp: 550,
      },
      expect.objectContaining({ articleCode: 'PLUM', scanCode: '2100001', weighed: true, taxRateBp: 400 }),
    ],
  });
});

test.each([
  ['A,1234567890123,Name,D,Dep,1.00,no,21', 'line 2 scanCode'],
  ['A,,Name,D,Dep,1.005,no,21', 'line 2 unitPrice'],
  ['A,,Name,D,Dep,-1,no,21', 'line 2 unitPrice'],
  ['A,,Name,D,Dep,1.00,maybe,21', 'line 2 weighed'],
  ['A,,,D,Dep,1.00,no,21', 'line 2 name'],
  ['A,,Name,D,Dep,1.00,no,2100', 'line 2 taxPercent'],
])('a wrong line is named: %s', (line, key) => {
  const read = readCatalogueFile(configWith([line]));
  expect(read).toMatchObject({ ok: false, failure: { kind: 'config', issues: [{ key }] } });
});
