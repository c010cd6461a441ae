import { describe, expect, it } from 'vitest';
import { readBatch } from '../api/imports/batch.ts';
import { spreadsheetTemplate, templateSheets } from '../api/imports/template.ts';
import { readSheets } from './support/parcel-sheets.ts';
import { smallPack } from './support/small-pack.ts';

const options = { pack: smallPack };

describe('the template', () => {
  const pack = {
    ...smallPack,
    city: { 'zh-CN': '示例市', en: 'Example' },
    supplyModes: [{ key: 'listing', label: { 'zh-CN': '挂牌', en: 'Listing' }, synonyms: [] }],
  };

  it('is read back without a single finding but that it is empty', async () => {
    const bytes = await spreadsheetTemplate(pack);
    const { findings } = await readBatch([{ name: '模板.xlsx', bytes }], options);
    expect(findings).toMatchObject([{ rule: 'table-empty' }, { rule: 'batch-empty', file: '模板.xlsx' }]);
  });

  it('names every column of every sheet so that it is recognised with its unit', async () => {
    for (const { name, headers } of templateSheets(pack)) {
      const row = headers.map((header) => (header === '地块编号' ? 'A' : null));
      const { findings } = await readSheets({ [name]: [headers, row] });
      expect(findings.filter(({ rule }) => rule.startsWith('column-'))).toEqual([]);
    }
  });
});
