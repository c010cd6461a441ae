import fc from 'fast-check';
import { zipSync, strToU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readBatch } from '../api/imports/batch.ts';
import { workbook } from './support/parcel-sheets.ts';
import { smallPack } from './support/small-pack.ts';
import { gbk, utf8 } from './support/survey-files.ts';

const options = { pack: smallPack };

describe('files of tables', () => {
  it.each([
    ['GBK with commas', gbk('地块编号,出让面积(亩)\r\nA,"1,500"\r\n')],
    ['UTF-8 with a byte order mark and semicolons', utf8('地块编号;出让面积(亩)\nA;1500\n', true)],
    ['tabs', utf8('地块编号\t出让面积(亩)\nA\t1500\n')],
  ])('reads a CSV in %s', async (_, bytes) => {
    const { drafts, findings } = await readBatch([{ name: '地块.csv', bytes }], options);
    expect(findings).toEqual([]);
    expect(drafts[0]?.fields.offeredAreaM2).toBe(1_000_000);
  });

  it('refuses a CSV with an open quote and names the line', async () => {
    const { findings } = await readBatch([{ name: 'a.csv', bytes: utf8('地块编号\n"A\n') }], options);
    expect(findings).toMatchObject([{ rule: 'csv-unreadable', severity: 'error', file: 'a.csv' }]);
  });

  it.each(['a.xls', 'a.et', 'a.xlsx', 'a.csv'])(
    'recognises an old workbook called %s by its bytes and says what to do',
    async (name) => {
      const bytes = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]);
      const { findings } = await readBatch([{ name, bytes }], options);
      expect(findings).toMatchObject([
        { rule: 'file-old-office', remedy: expect.stringContaining('另存为 .xlsx') },
      ]);
    },
  );

  it('refuses a workbook that is a bomb, is broken, or declares a document type', async () => {
    const parts = unzipSync((await workbook({ 地块: [['地块编号'], ['A']] })).bytes);
    const repacked = async (changes: Record<string, Uint8Array>) => {
      const bytes = zipSync({ ...parts, ...changes }, { level: 9 });
      return (await readBatch([{ name: 'a.xlsx', bytes }], options)).findings.map(({ rule }) => rule);
    };
    expect(await repacked({})).toEqual([]);
    expect(await repacked({ 'xl/worksheets/sheet2.xml': new Uint8Array(30_000_000) })).toEqual([
      'archive-bomb',
    ]);
    const bombXml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x>&a;</x>';
    expect(await repacked({ 'xl/workbook.xml': strToU8(bombXml) })).toEqual(['xml-document-type']);
    expect(await repacked({ 'xl/workbook.xml': strToU8('<workbook') })).toEqual(['workbook-unreadable']);
  });

  it('answers any table of text with drafts or findings, never an exception', async () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('地块编号', '容积率', '起始价(万元)', '行业代码', 'A', '≥3', '1-2'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }), async (rows) => {
        const text = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const { drafts, findings } = await readBatch([{ name: 'a.csv', bytes: utf8(text) }], options);
        expect(drafts.length + findings.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a sheet longer than is read', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => [`M-${index}`, '地块']);

  it('is refused at the first row that was not read, as CSV and as workbook', async () => {
    const rows = [['地块编号', '地块名称'], ...lines(5001)];
    const csv = { name: 'many.csv', bytes: utf8(rows.map((row) => row.join(',')).join('\n')) };
    for (const file of [csv, await workbook({ 地块: rows }, 'many.xlsx')]) {
      const { findings } = await readBatch([file], options);
      expect(findings).toMatchObject([
        { rule: 'table-too-long', severity: 'error', file: file.name, row: 5002 },
      ]);
    }
  });

  it('is read to its last row when only blank rows follow', async () => {
    const rows = [['地块编号', '地块名称'], ...lines(5000)].map((row) => row.join(','));
    const csv = { name: 'many.csv', bytes: utf8(`${rows.join('\n')}\n${',\n\n'.repeat(300)}`) };
    const { drafts, findings } = await readBatch([csv], options);
    expect(findings).toEqual([]);
    expect(drafts).toHaveLength(5000);
  });
});
