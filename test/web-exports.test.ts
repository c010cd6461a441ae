import { describe, expect, it } from 'vitest';
import { writeGeojson } from '../web/exports/geojson.ts';
import { fileName } from '../web/exports/save-file.ts';
import { csvOf, records, sheetsOf, wanted } from './support/exported-parcels.ts';

describe('both files', () => {
  it('agree in every number with the record and with each other', async () => {
    const [rows, [data]] = await Promise.all([csvOf(wanted('zh-CN')), sheetsOf(wanted('zh-CN'))]);
    const [heads = [], units = [], ...values] = data?.data ?? [];
    heads.forEach((head, column) => {
      const unit = units[column];
      const name = unit ? `${String(head)}（${String(unit)}）` : String(head);
      const numbers = values.map((row) => row[column]);
      numbers.forEach((value, row) => {
        if (typeof value === 'number') expect([name, rows[row]?.[name]]).toEqual([name, String(value)]);
      });
    });
    expect(heads.length).toBeGreaterThan(50);
  });

  it('have a row for a parcel without a record, with its name, why, and one’s own words', async () => {
    const missing = [{ code: 'JKC-2026-09', name: '撤回的地块', state: '已撤回' }];
    const extra = [{ label: '备注', value: (code: string) => `记 ${code}` }];
    const asked = wanted('zh-CN', { missing, extra });
    const [rows, [data]] = await Promise.all([csvOf(asked), sheetsOf(asked)]);
    const last = rows.at(-1) ?? {};
    expect(Object.fromEntries(Object.entries(last).filter(([, value]) => value !== ''))).toEqual({
      地块编号: 'JKC-2026-09',
      地块: '撤回的地块',
      备注: '记 JKC-2026-09',
      状态: '已撤回',
    });
    expect(rows).toHaveLength(records.length + 1);
    const written = (data?.data.at(-1) ?? []).filter((value) => value !== null && value !== '');
    expect(written).toEqual(['JKC-2026-09', '撤回的地块', '记 JKC-2026-09', '已撤回']);
  });

  it('are named by the day in Shanghai on which they are made', () => {
    const lateInLondon = new Date('2026-11-21T18:00:00Z');
    expect(fileName('xlsx', 'zh-CN', lateInLondon)).toBe('招商地块-2026-11-22.xlsx');
    expect(fileName('csv', 'en', lateInLondon)).toBe('parcels-2026-11-22.csv');
  });
});

describe('a GeoJSON of parcels', () => {
  it('holds every parcel once and says which datum it is in', async () => {
    const notes = [{ label: 'CRS', words: 'CGCS2000' }];
    const text = await writeGeojson(records, '2026-11-22T09:30:00+08:00', notes).text();
    const collection: { features: { id: string }[]; notes: unknown } = JSON.parse(text);
    expect(collection.features.map(({ id }) => id)).toEqual(['JKC-2026-05', 'JKC-2026-04']);
    expect(collection.notes).toEqual({ CRS: 'CGCS2000' });
  });
});
