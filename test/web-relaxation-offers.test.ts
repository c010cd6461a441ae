import { describe, expect, it } from 'vitest';
import type { Relaxation } from '../api/parcels/relaxation-schema.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { writeAddress } from '../web/parcels/address.ts';
import type { Words } from '../web/parcels/condition-words.ts';
import { readAddress } from '../web/parcels/read-address.ts';
import { relaxationOffer } from '../web/parcels/relaxation-offers.ts';
import { jinhua } from './support/map-fixtures.ts';

const link =
  'q=金义&industry=36&district=330702&park=park-jkc-nev&status=listed&use=0802&readiness=power,heat' +
  '&minMu=60&maxMu=100&maxPrice=54500000&indicator=tax_per_mu<=32&bbox=119.6,29,119.7,29.1&near=119.64,29.08,5';
const { address } = readAddress(link);
const industries = new Map([
  ['36', { name: '汽车制造业', nameEn: 'Manufacture of automobiles' }],
  ['38', { name: '电气机械和器材制造业', nameEn: 'Manufacture of electrical machinery and equipment' }],
]);

function wordsIn(locale: Words['locale']): Words {
  overwriteGetLocale(() => locale);
  return { city: jinhua(), industryOf: (code) => industries.get(code) ?? null, locale };
}

function told(relaxation: Partial<Relaxation>, locale: Words['locale']) {
  const whole: Relaxation = {
    key: '',
    value: null,
    change: 'drop',
    to: null,
    gain: 3,
    gainAreaM2: 1,
    ...relaxation,
  };
  const offer = relaxationOffer(whole, address, wordsIn(locale));
  if (offer === null) return null;
  const before = new Set(writeAddress(address).slice(1).split('&'));
  const after = writeAddress({ ...address, ...offer.change })
    .slice(1)
    .split('&');
  const changed = after.filter((part) => !before.has(part)).map(decodeURIComponent);
  return {
    words: `${offer.field}：${offer.from} → ${offer.to}`,
    changed: changed.join('&'),
    parts: after.length,
  };
}

const parts = writeAddress(address).split('&').length;

describe('relaxing one condition', () => {
  it.each<[Partial<Relaxation>, [chinese: string, english: string], string]>([
    [
      { key: 'maxMu', change: 'set', to: '170' },
      ['面积上限：100 → 170 亩', 'Area to：100 → 170 mu (11.33 ha)'],
      'maxMu=170',
    ],
    [
      { key: 'minMu', change: 'set', to: '42.5' },
      ['面积下限：60 → 42.5 亩', 'Area from：60 → 42.5 mu (2.83 ha)'],
      'minMu=42.5',
    ],
    [
      { key: 'maxPrice', change: 'set', to: '60000000' },
      ['起始价：≤ 5,450 万元 → ≤ 6,000 万元', 'Start price：≤ CNY 54.5 m → ≤ CNY 60 m'],
      'maxPrice=60000000',
    ],
    [
      { key: 'indicator', value: 'tax_per_mu<=32', change: 'set', to: 'tax_per_mu<=35.5' },
      ['亩均税收要求：≤ 32 → ≤ 35.5 万元/亩·年', 'Tax required：≤ 320 → ≤ 355 CNY k/mu·yr'],
      'indicator=tax_per_mu<=35.5',
    ],
    [
      { key: 'industry', change: 'add', to: '38' },
      [
        '准入行业：36 汽车制造业 → 加选38 电气机械和器材制造业',
        'Admitted industry：36 Automobiles → also 38 Electrical machinery and equipment',
      ],
      'industry=36,38',
    ],
    [
      { key: 'district', change: 'add', to: '330703' },
      ['区县：婺城区 → 加选金东区', 'District：Wucheng District → also Jindong District'],
      'district=330702,330703',
    ],
    [
      { key: 'park', change: 'add', to: 'park-jyx-smart' },
      [
        '园区：新能源汽车产业园 → 加选金义智能制造园',
        'Park：New Energy Vehicle Park → also Jinyi Smart Manufacturing Park',
      ],
      'park=park-jkc-nev,park-jyx-smart',
    ],
    [
      { key: 'status', change: 'add', to: 'announced' },
      ['状态：挂牌中 → 加选公告中', 'Status：Listed → also Announced'],
      'status=listed,announced',
    ],
    [
      { key: 'use', change: 'add', to: '100102' },
      ['用途：科研用地 → 加选二类工业用地', 'Use：Research land → also Industrial land, class 2'],
      'use=0802,100102',
    ],
    [
      { key: 'readiness', value: 'heat' },
      ['配套：供热（蒸汽）已就绪 → 不限供热（蒸汽）', 'Utilities：Heat (steam) ready → Heat (steam): any'],
      'readiness=power',
    ],
    [
      { key: 'near', change: 'set', to: '119.64,29.08,12' },
      [
        '区位：距119.640, 29.080 5 km 内 → 距119.640, 29.080 12 km 内',
        'Location：Within 5 km of 119.640, 29.080 → Within 12 km of 119.640, 29.080',
      ],
      'near=119.64,29.08,12',
    ],
    [
      { key: 'industry', change: 'set', to: '38' },
      [
        '准入行业：36 汽车制造业 → 38 电气机械和器材制造业',
        'Admitted industry：36 Automobiles → 38 Electrical machinery and equipment',
      ],
      'industry=38',
    ],
  ])('%j is told in both languages and changes that alone', (relaxation, [chinese, english], changed) => {
    expect(told(relaxation, 'zh-CN')).toEqual({ words: chinese, changed, parts });
    expect(told(relaxation, 'en')).toEqual({ words: english, changed, parts });
  });

  it.each<[Partial<Relaxation>, string, string]>([
    [{ key: 'q' }, '搜索：“金义” → 不限', 'Search：“金义” → any'],
    [{ key: 'industry' }, '准入行业：36 汽车制造业 → 不限', 'Admitted industry：36 Automobiles → any'],
    [{ key: 'minMu' }, '面积下限：60 亩 → 不限', 'Area from：60 mu (4 ha) → any'],
    [{ key: 'maxPrice' }, '起始价：≤ 5,450 万元 → 不限', 'Start price：≤ CNY 54.5 m → any'],
    [{ key: 'indicator', value: 'tax_per_mu<=32' }, '亩均税收要求：≤ 32 → 不限', 'Tax required：≤ 320 → any'],
    [{ key: 'bbox' }, '区位：在此区域内 → 不限', 'Location：Within the drawn area → any'],
    [
      { key: 'near' },
      '区位：距119.640, 29.080 5 km 内 → 不限',
      'Location：Within 5 km of 119.640, 29.080 → any',
    ],
    [{ key: 'park' }, '园区：新能源汽车产业园 → 不限', 'Park：New Energy Vehicle Park → any'],
  ])('%j drops that alone', (relaxation, chinese, english) => {
    expect(told(relaxation, 'zh-CN')).toEqual({ words: chinese, changed: '', parts: parts - 1 });
    expect(told(relaxation, 'en')).toEqual({ words: english, changed: '', parts: parts - 1 });
  });

  it.each<Partial<Relaxation>>([
    { key: 'colour' },
    { key: 'maxMu', change: 'set', to: 'many' },
    { key: 'maxMu', change: 'add', to: '3' },
    { key: 'readiness', value: 'gas' },
    { key: 'readiness', value: 'heat', change: 'set', to: 'gas' },
    { key: 'indicator', value: 'tax_per_mu<=99' },
    { key: 'indicator', value: 'tax_per_mu<=32', change: 'set', to: 'jobs<=3' },
    { key: 'district', change: 'add', to: 'nowhere' },
    { key: 'q', change: 'set', to: 'x' },
    { key: 'near', change: 'set', to: '1,2' },
  ])('%j is not about this link, so nothing is offered', (relaxation) => {
    expect(told(relaxation, 'zh-CN')).toBeNull();
  });
});
