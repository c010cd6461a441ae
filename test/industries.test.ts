import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readIndustries } from '../api/city/industries.ts';
import { readInputs } from '../scripts/demo/inputs.ts';
import { gbk, utf8 } from './support/survey-files.ts';

const industries = await readIndustries('data/industries.csv');
const byCode = new Map(industries.map((industry) => [industry.code, industry]));

function ofLength(length: number): typeof industries {
  return industries.filter(({ code }) => /^\d+$/.test(code) && code.length === length);
}

describe('data/industries.csv', () => {
  it('holds the 20 sections, 97 divisions and 473 groups of GB/T 4754-2017, each once', () => {
    expect(industries.filter(({ code }) => /^[A-T]$/.test(code))).toHaveLength(20);
    expect(ofLength(2)).toHaveLength(97);
    expect(ofLength(3)).toHaveLength(473);
    expect(byCode.size).toBe(590);
  });

  it('hangs divisions on sections and groups on their division, parents first', () => {
    const seen = new Set<string>();
    for (const { code, parent } of industries) {
      if (parent !== null) expect(seen, code).toContain(parent);
      if (code.length === 3) expect(parent).toBe(code.slice(0, 2));
      seen.add(code);
    }
    expect(ofLength(2).filter(({ parent }) => !/^[A-T]$/.test(parent ?? ''))).toEqual([]);
  });

  it('names manufacturing as the standard does', () => {
    expect(byCode.get('36')).toMatchObject({ parent: 'C', name: '汽车制造业' });
    expect(byCode.get('367')).toMatchObject({ parent: '36', name: '汽车零部件及配件制造' });
    expect(byCode.get('353')?.name).toBe('食品、饮料、烟草及饲料生产专用设备制造');
    const manufacturing = ofLength(2).filter(({ parent }) => parent === 'C');
    expect([manufacturing[0]?.code, manufacturing.at(-1)?.code, manufacturing.length]).toEqual([
      '13',
      '43',
      31,
    ]);
  });

  it('has a trimmed name in both languages for every row', () => {
    const untidy = industries.filter(
      ({ name, nameEn }) => name !== name.trim() || !/^[A-Z][\x20-\x7e]+$/.test(nameEn) || /\s$/.test(nameEn),
    );
    expect(untidy).toEqual([]);
  });

  it('knows every industry that the demonstration admits', () => {
    const admitted = readInputs('data/demo/inputs').parcels.flatMap((parcel) => parcel.industries);
    expect(admitted.filter((code) => !byCode.has(code))).toEqual([]);
  });
});

describe("the standard's own table", () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-table-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function readTable(bytes: Uint8Array) {
    const file = join(folder, 'table.csv');
    writeFileSync(file, bytes);
    return readIndustries(file, industries);
  }

  const electric = { code: '3612', parent: '361', name: '新能源车整车制造', nameEn: '新能源车整车制造' };

  it.each([
    ['代码,类别名称\nC3612,新能源车整车制造\n'],
    ['code,name\n3612,新能源车整车制造\n'],
    ['\ufeffcode,name_zh\r\n3612,新能源车整车制造\r\n'],
    ['序号,行业代码,行业名称\n1,Ｃ３６１２,新能源车整车制造\n'],
    ['代码\t名称\n3612\t新能源车整车制造\n\t\n'],
    ['Code,Name_zh,parent,name_en\n3612,新能源车整车制造,C361,\n'],
  ])('is read as %j', async (table) => {
    expect(await readTable(utf8(table))).toEqual([electric]);
  });

  it('is read in GBK', async () => {
    expect(await readTable(gbk('代码,类别名称\nC3612,新能源车整车制造\n'))).toEqual([electric]);
  });

  it('keeps the English name and the section that are known where it gives none', async () => {
    const [division, group] = await readTable(utf8('代码,名称\n36,汽车制造业\n367,汽车零部件制造\n'));
    expect(division).toEqual(byCode.get('36'));
    expect(group).toEqual({ ...byCode.get('367'), name: '汽车零部件制造' });
  });

  it('takes the section of a new division from its letter', async () => {
    expect(await readTable(utf8('代码,名称\nT98,新门类\n'))).toMatchObject([{ code: '98', parent: 'T' }]);
  });

  it.each([
    ['代码,名称\n3611,甲\n36111,乙\n', /^line 3: code "36111"/],
    ['代码,名称\n1,农业\n', /^line 2: .*leading zero/],
    ['代码,名称\n3611,\n', /^line 2: 3611 has no name/],
    ['代码,名称\n3611,"甲\n乙"\n3611,丙\n', /^line 4: code 3611 already stands in line 3/],
    ['代码,名称\n98,新\n', /^line 2: division 98 needs its section/],
    ['代码,名称\n9811,新\n', /^line 2: the parent 981 of 9811/],
    ['代码,名称,parent\n3611,甲,362\n', /^line 2: the parent of 3611 is 361, not 362/],
    ['代码,名称,parent\nC36,甲,D\n', /^line 2: C36 and its parent D/],
    ['代码,说明\n3611,甲\n', /^line 1: no column is called name_zh or /],
    ['代码,名称\n3611,"甲\n', /^not a CSV: /],
    ['', /^line 1: /],
  ])('is refused by line: %j', async (table, message) => {
    await expect(readTable(utf8(table))).rejects.toThrow(message);
  });

  it('is refused as a workbook', async () => {
    await expect(readTable(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).rejects.toThrow(/not a CSV in UTF-8/);
  });
});
