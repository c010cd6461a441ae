import type { PublicCity } from '../../api/city/schema.ts';
import type { Column } from './columns.ts';
import type { ComparedRow } from './comparison.ts';
import { compareRow } from './comparison.ts';
import { landRows, priceRows } from './land-rows.ts';
import { indicatorRows, limitRows } from './requirement-rows.ts';
import { recordRows, serviceRows } from './service-rows.ts';

/** The parts of the comparison in the order in which an investor asks: 控制指标, 土地与规划, 价格与时间, 配套, 资料. */
export type SectionKey = 'indicators' | 'land' | 'price' | 'services' | 'record';
export type Section = { key: SectionKey; rows: ComparedRow[] };

/** Everything that is compared, in rows; `now` counts the days that are left. */
export function sectionsOf(columns: Column[], city: PublicCity, now: Date): Section[] {
  const rows = {
    indicators: indicatorRows(columns, city),
    land: [...landRows(columns), ...limitRows(columns, city)],
    price: priceRows(columns, now),
    services: serviceRows(columns, city),
    record: recordRows(columns, city),
  };
  const keys: SectionKey[] = ['indicators', 'land', 'price', 'services', 'record'];
  return keys.map((key) => ({ key, rows: rows[key].map(compareRow) }));
}

/** 只看不同: the rows that differ, and how many of each other likeness are left out. */
export function differencesOnly(sections: Section[]): {
  sections: Section[];
  equal: number;
  unpublished: number;
} {
  const rows = sections.flatMap((section) => section.rows);
  const count = (likeness: ComparedRow['likeness']) => rows.filter((row) => row.likeness === likeness).length;
  const kept = sections.map((section) => ({
    ...section,
    rows: section.rows.filter(({ likeness }) => likeness === 'different'),
  }));
  return {
    sections: kept.filter((section) => section.rows.length > 0),
    equal: count('equal'),
    unpublished: count('unpublished'),
  };
}
