import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import type { Address } from '../web/parcels/address.ts';
import { conditionQuery, emptyAddress } from '../web/parcels/address.ts';
import { answeringDepartment } from '../web/parcels/answering-department.ts';
import { appliedConditions } from '../web/parcels/applied-conditions.ts';
import type { Words } from '../web/parcels/condition-words.ts';
import { withoutOutlived } from '../web/parcels/outlived-conditions.ts';
import { readAddress } from '../web/parcels/read-address.ts';
import { jinhua } from './support/map-fixtures.ts';

const city = jinhua();
const station = {
  kind: 'highspeed-rail' as const,
  name: '示例站',
  nameEn: 'Sample Station',
  position: [119.63, 29.11] as [number, number],
};
const automobiles = { name: '汽车制造业', nameEn: 'Manufacture of automobiles' };

function wordsIn(locale: Words['locale']): Words {
  overwriteGetLocale(() => locale);
  const industryOf = (code: string) => (code === '36' ? automobiles : null);
  return { city: { ...city, transport: [station] }, industryOf, locale };
}

const everything: Address = {
  ...emptyAddress,
  q: '金义',
  industry: ['36'],
  district: ['330702', '330703'],
  park: ['park-jkc-nev'],
  status: ['listed'],
  use: ['0802'],
  readiness: ['power', 'heat'],
  indicator: ['tax_per_mu<=23.55', 'far>=1.5'],
  minMu: 80,
  maxMu: 250,
  maxPrice: 54_500_000,
  bbox: [119.6, 29, 119.7, 29.1],
  near: [119.63, 29.11, 5],
};

beforeEach(() => overwriteGetLocale(() => 'zh-CN'));

describe('the conditions that are applied', () => {
  it('state their values in Chinese', () => {
    expect(appliedConditions(everything, wordsIn('zh-CN')).map(({ words }) => words)).toEqual([
      '36 汽车制造业',
      '婺城区、金东区',
      '新能源汽车产业园',
      '挂牌中',
      '科研用地',
      '80–250 亩',
      '起始价 ≤ 5,450 万元',
      '供电已就绪',
      '供热（蒸汽）已就绪',
      '亩均税收 ≤ 23.55 万元/亩·年',
      '容积率 ≥ 1.5',
      '在此区域内',
      '距示例站 5 km 内',
      '“金义”',
    ]);
  });

  it('state their values in English, thresholds in the unit of the map and never rounded', () => {
    const words = appliedConditions(everything, wordsIn('en')).map((condition) => condition.words);
    expect(words).toContain('36 Automobiles');
    expect(words).toContain('Tax ≤ 235.5 CNY k/mu·yr');
    expect(words).toContain('Start price ≤ CNY 54.5 m');
    expect(words).toContain('Within 5 km of Sample Station');
    expect(words.join(' ')).not.toMatch(/[\u4e00-\u9fff]{3}/);
  });

  it('name a place that is in no table by its coordinates', () => {
    const address: Address = { ...emptyAddress, near: [119.5, 29.25, 2.5] };
    expect(appliedConditions(address, wordsIn('zh-CN'))[0]?.words).toBe('距119.500, 29.250 2.5 km 内');
  });

  it('drop one by one until nothing is left to ask', () => {
    let address = everything;
    const keys = new Set<string>();
    for (;;) {
      const [first] = appliedConditions(address, wordsIn('en'));
      if (first === undefined) break;
      expect(keys).not.toContain(first.key);
      keys.add(first.key);
      address = { ...address, ...first.drop };
    }
    expect(keys.size).toBe(14);
    expect(conditionQuery(address).toString()).toBe('');
  });
});

describe('conditions that outlived the data', () => {
  const industries = [
    { code: 'C', parent: null },
    { code: '36', parent: 'C' },
    { code: '361', parent: '36' },
    { code: '367', parent: '36' },
    { code: '3670', parent: '367' },
  ];

  function split(query: string, table = industries) {
    const { address, outlived } = withoutOutlived(readAddress(query).address, { city, industries: table });
    return {
      asked: conditionQuery(address).toString(),
      outlived: outlived.map(({ key, value }) => `${key}=${value}`),
    };
  }

  it.each([
    ['park=park-old,park-jkc-nev', 'park=park-jkc-nev', 'park=park-old'],
    ['district=330799', '', 'district=330799'],
    ['district=330702001', '', ''],
    ['industry=36,99', 'industry=36', 'industry=99'],
    ['use=0802,9999', 'use=0802', 'use=9999'],
    ['readiness=power,monorail', 'readiness=power', 'readiness=monorail'],
    [
      'indicator=tax_per_mu<=30&indicator=jobs_per_mu<=2',
      'indicator=tax_per_mu%3C%3D30',
      'indicator=jobs_per_mu<=2',
    ],
    ['indicator=far>=1.5', 'indicator=far%3E%3D1.5', ''],
  ])('of %s asks %s and names %s', (query, asked, named) => {
    const found = split(query);
    expect(found.asked).toBe(asked.replaceAll(',', '%2C'));
    expect(found.outlived.join(' ')).toBe(named);
  });

  it('never take a district for a park, whatever its code', () => {
    expect(split('park=330702').outlived).toEqual([]);
    const renamed = { ...city, regions: city.regions.filter(({ level }) => level !== 'park') };
    const { address } = readAddress('park=park-jkc-nev&district=330702');
    expect(withoutOutlived(address, { city: renamed, industries }).outlived).toEqual([
      { key: 'park', value: 'park-jkc-nev' },
    ]);
  });

  it('are not looked for among industries before their table is here', () => {
    expect(split('industry=99', []).outlived).toEqual([]);
  });

  it('trust a class where the table ends at its group, and only there', () => {
    expect(split('industry=3612').outlived).toEqual([]);
    expect(split('industry=3679').outlived).toEqual(['industry=3679']);
    expect(split('industry=369').outlived).toEqual(['industry=369']);
  });

  it('leave a link alone that names only what is there', () => {
    const { address } = readAddress('industry=36&park=park-jkc-nev&minMu=20&q=x');
    expect(withoutOutlived(address, { city, industries }).address).toBe(address);
  });

  it('are either asked or named, each code once', () => {
    const parks = city.regions.filter(({ level }) => level === 'park').map(({ code }) => code);
    fc.assert(
      fc.property(fc.subarray([...parks, 'park-gone', 'park-renamed-2'], { minLength: 1 }), (park) => {
        const { address, outlived } = withoutOutlived({ ...emptyAddress, park }, { city, industries });
        expect([...address.park, ...outlived.map(({ value }) => value)].sort()).toEqual([...park].sort());
        expect(address.park.every((code) => parks.includes(code))).toBe(true);
      }),
    );
  });
});

describe('who answers when nothing fits', () => {
  const answering = (places: Partial<Address>) =>
    answeringDepartment({ ...emptyAddress, ...places }, city)?.code ?? null;

  it('is the office of the park, before that of its district', () => {
    expect(answering({ park: ['park-jkc-nev'] })).toBe('jkc-manufacturing');
    expect(answering({ park: ['park-jyx-smart'], district: ['330703'] })).toBe('jinyi');
    expect(answering({ district: ['330782'] })).toBe('yiwu');
  });

  it('is the city where no office answers for all of it', () => {
    expect(answering({})).toBeNull();
    expect(answering({ district: ['330702'] })).toBeNull();
    expect(answering({ park: ['park-jkc-nev', 'park-jkc-bio'] })).toBeNull();
    expect(answering({ park: ['park-unknown'] })).toBeNull();
  });
});
