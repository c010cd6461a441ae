import { expect, it } from 'vitest';
import { tellApart } from '../api/enquiries/department-rules.ts';
import { readJinhua } from './support/parcels.ts';

it('departments of one name are told apart by group, by regions, and by code where nothing else differs', async () => {
  const { pack } = await readJinhua();
  const centre = (code: string, regions: string[] = []) => ({
    code,
    name: '中心',
    nameEn: 'Centre',
    regions,
  });
  const names = tellApart(
    [
      centre('jkc-health', ['park-jkc-bio']),
      centre('added-wuyi', ['330723']),
      centre('added-a'),
      centre('added-b'),
      { ...centre('city-hotline'), name: '市中心', nameEn: 'City centre' },
    ],
    pack,
  );
  expect(names.map(({ name }) => name)).toEqual([
    '中心（生命健康组）',
    '中心（武义县）',
    '中心 added-a',
    '中心 added-b',
    '市中心',
  ]);
  expect(names[0]?.nameEn).toBe('Centre (Life sciences)');
});
