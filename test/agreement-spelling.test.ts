import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spell, spellRequirement } from '../api/agreements/spelling-rules.ts';

describe('a requirement in figures and capitals', () => {
  const none = { upperOp: null, upper: null } as const;

  it.each([
    [{ op: '>=', value: 350, ...none, unit: '万元/亩' }, '≥ 350 万元/亩', '不低于叁佰伍拾万元每亩'],
    [{ op: '>=', value: 30, ...none, unit: '万元/亩·年' }, '≥ 30 万元/亩·年', '不低于叁拾万元每亩每年'],
    [
      { op: '<=', value: 0.15, ...none, unit: '吨标煤/万元' },
      '≤ 0.15 吨标煤/万元',
      '不高于零点壹伍吨标煤每万元',
    ],
    [{ op: '>=', value: 1.5, upperOp: '<=', upper: 2.5, unit: '' }, '1.5–2.5', '壹点伍至贰点伍'],
    [{ op: '>=', value: 30, upperOp: '<=', upper: 60, unit: '%' }, '30–60%', '百分之叁拾至百分之陆拾'],
    [{ op: '>', value: 10, upperOp: '<', upper: 40, unit: 'm' }, '>10 且 <40 m', '高于壹拾米且低于肆拾米'],
    [{ op: '>=', value: 10, upperOp: '<=', upper: 40, unit: 'm' }, '10–40 m', '壹拾至肆拾米'],
    [{ op: '<', value: 2.5, ...none, unit: '%' }, '< 2.5%', '低于百分之贰点伍'],
    [
      { op: '>=', value: 13_848.4, ...none, unit: '万元/吨' },
      '≥ 13,848.4 万元/吨',
      '不低于壹万叁仟捌佰肆拾捌点肆万元每吨',
    ],
  ] as const)('%j is %s, %s', (requirement, figure, capitals) => {
    expect(spellRequirement(requirement)).toEqual({ figure, capitals });
  });

  it('is another one in both spellings when operator, value or unit is another', () => {
    const requirement = fc.record({
      op: fc.constantFrom('>=' as const, '>' as const, '<=' as const, '<' as const),
      value: fc.integer({ min: 0, max: 9_999_999 }).map((steps) => steps / 100),
      unit: fc.constantFrom('万元/亩', '%', 'm', '', '万元/亩·年'),
    });
    fc.assert(
      fc.property(requirement, requirement, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const [a, b] = [one, other].map((each) => spellRequirement({ ...each, ...none }));
        expect(a?.figure).not.toBe(b?.figure);
        expect(a?.capitals).not.toBe(b?.capitals);
      }),
    );
  });
});

describe('a value in a sentence', () => {
  it.each([
    ['money', 54_505_000, '人民币 5,450.5 万元（大写：伍仟肆佰伍拾万伍仟元整）'],
    ['money', 99, '人民币 99 元（大写：玖拾玖元整）'],
    ['area', 82_400, '82,400.00 平方米（大写：捌万贰仟肆佰平方米），合 123.60 亩（大写：壹佰贰拾叁点陆亩）'],
    ['date', '2026-12-31', '2026 年 12 月 31 日'],
    ['duration', { amount: 20, unit: 'working-day' }, '20 个工作日（大写：贰拾个工作日）'],
    ['count', 1620, '1,620 人（大写：壹仟陆佰贰拾人）'],
    ['choice', false, '不同意'],
    ['text', ' 示例 ', '示例'],
  ] as const)('%s %j is %s', (kind, value, sentence) => {
    expect(spell(kind, value, kind === 'count' ? '人' : '')?.sentence).toBe(sentence);
  });

  it.each([
    ['money', -1],
    ['money', 0.5],
    ['area', 0],
    ['area', Number.NaN],
    ['date', '2026-02-30'],
    ['date', '31.12.2026'],
    ['duration', { amount: 1.5, unit: 'year' }],
    ['count', -1],
    ['choice', 1],
    ['text', '两\n行'],
  ] as const)('%s %j is none of its kind', (kind, value) => {
    expect(spell(kind, value)).toBeNull();
  });
});
