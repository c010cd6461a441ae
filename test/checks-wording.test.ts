import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promisedWordings } from '../api/checks/wording-patterns.ts';
import { promisedIn } from '../api/checks/wording-rules.ts';

function rulesFor(text: string): string[] {
  return promisedWordings.filter((promised) => promisedIn(text, promised) !== null).map(({ rule }) => rule);
}

describe('wording that promises what the law forbids', () => {
  it.each([
    ['税收前三年全额奖励', 'wording-tax'],
    ['地方留存部分按 80% 返还', 'wording-tax'],
    ['按年返还企业所得税', 'wording-tax'],
    ['享受两免三减半', 'wording-tax'],
    ['先征后返', 'wording-tax'],
    ['税 收 返 还', 'wording-tax'],
    ['不仅返还税收', 'wording-tax'],
    ['返还不低于 30% 的税收', 'wording-tax'],
    ['不锈钢企业税收奖励', 'wording-tax'],
    ['未来三年税收返还', 'wording-tax'],
    ['Tax rebates for three years', 'wording-tax'],
    ['The city refunds half of all taxes', 'wording-tax'],
    ['稅收返還 50%', 'wording-tax'],
    ['税·收·返·还', 'wording-tax'],
    ['税\u00ad收返\u2060还', 'wording-tax'],
    ['免税三年', 'wording-tax'],
    ['落户即退税', 'wording-tax'],
    ['不折不扣返还税收', 'wording-tax'],
    ['稅收優惠不打折扣', 'wording-tax'],
    ['未按時返還稅款的另計利息', 'wording-tax'],
    ['零税负园区', 'wording-tax'],
    ['土地出让金超出部分全额返还', 'wording-rebate'],
    ['设备投资补贴 20%', 'wording-rebate'],
    ['零地价', 'wording-rebate'],
    ['Free land for the first comer', 'wording-rebate'],
    ['本园区独家经营', 'wording-exclusive'],
    ['仅限本地企业报名', 'wording-exclusive'],
    ['Exclusive site for one carmaker', 'wording-exclusive'],
    ['该地块为某某集团预留', 'wording-allotment'],
    ['确保供地', 'wording-allotment'],
    ['定向出让', 'wording-allotment'],
    ['Reserved for Acme Motors', 'wording-allotment'],
  ])('is found: %s', (text, rule) => {
    expect(rulesFor(text)).toEqual([rule]);
  });

  it.each([
    '不得返还税收',
    '不予税收奖励，也不给予土地出让金返还',
    '禁止以任何形式减免税收、土地价款',
    '综合保税区内出口退税服务点 1 km',
    '没有独家经营者',
    '不为任何企业预留',
    '保证金按规定退还',
    '竞买保证金转作出让金，未竞得人的保证金退还',
    '亩均税收不低于 32 万元',
    '达产后亩均税收按约定考核',
    '预留管廊接口，110 kV 双回路',
    '电费 0.65 元/kWh，含税',
    'No tax refunds of any kind',
    'Never exclusive',
    'Price exclusive of VAT',
    'Reserved for future road widening',
    'Tax per mu of at least 32',
    '东至环城东路，南至试验路，西至规划支路，北至河道绿化带',
  ])('is not found in: %s', (text) => {
    expect(rulesFor(text)).toEqual([]);
  });

  it('is found wherever it stands in a text, and denied nowhere but in its own sentence', () => {
    const plain = fc.constantFrom(
      '位于园区北部',
      '交通便利',
      '不得改变用途',
      'Near the ring road',
      '道路已通',
    );
    fc.assert(
      fc.property(fc.array(plain, { maxLength: 4 }), fc.array(plain, { maxLength: 4 }), (before, after) => {
        expect(rulesFor([...before, '税收全额返还', ...after].join('。'))).toEqual(['wording-tax']);
        expect(rulesFor([...before, '不得返还税收', ...after].join('。'))).toEqual([]);
      }),
    );
  });
});
