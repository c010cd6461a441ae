import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dueDayFault, obligationKindsOf, obligationsOf } from '../api/agreements/obligation-rules.ts';
import { mergeTemplate } from '../api/agreements/template-rules.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import type { TemplateKey } from '../api/agreements/terms.ts';
import { agreementValues } from './support/agreement-values.ts';

const templates = await readTemplates(join(import.meta.dirname, '../data/agreements'));

function templateOf(key: TemplateKey) {
  const template = templates.find((each) => each.key === key);
  if (template === undefined) throw new Error('there is such a template');
  return template;
}

function promised(key: TemplateKey) {
  const merged = mergeTemplate(templateOf(key), agreementValues());
  if (!merged.ok) throw new Error('the values are whole');
  return obligationsOf(merged.text);
}

it.each(['standard-land-agreement', 'company-commitment'] as const)(
  'what the winner of a standard parcel promises in the %s is kept with the day it is due',
  (key) => {
    expect(promised(key).map(({ kind, dueOn }) => [kind, dueOn])).toEqual([
      ['investment-intensity', '2031-06-30'],
      ['tax', '2031-06-30'],
      ['start', '2027-06-30'],
      ['completion', '2029-06-30'],
      ['full-production', '2031-06-30'],
    ]);
  },
);

it('an investment agreement promises its steps, kept as they are written, and none of what only the land notice will fix', () => {
  const kept = promised('investment-agreement');
  expect(kept.map(({ kind, dueOn, term }) => [kind, dueOn, term?.from])).toEqual([
    ['registration', null, 'effective'],
    ['start', null, 'supplied'],
    ['completion', null, 'construction-started'],
    ['full-production', null, 'completed'],
  ]);
  expect(kept[0]?.figure).toMatch(/^自本协议生效之日起 .+内，依法在甲方辖区设立承担本项目的公司$/);
  expect(kept[1]?.figure).toMatch(/^自取得项目用地或者生产场所之日起 .+内开工$/);
});

it.each(['letter-of-intent', 'framework-agreement'] as const)(
  'a %s names indicators and promises nothing of them',
  (key) => {
    const template = templateOf(key);
    expect(JSON.stringify(template.clauses)).toContain('"parcelTable":"indicators"');
    expect(promised(key)).toEqual([]);
    expect(obligationKindsOf(template)).toEqual([]);
  },
);

it('an estimate among the figures of an agreement that binds is no promise', () => {
  const rows = ['年纳税额（预计）', '年纳税额'].map((name) => ({ name, figure: '100 万元', capitals: '' }));
  const clauses = [{ heading: '指标', blocks: [{ kind: 'figures' as const, rows }] }];
  const template = { key: 'standard-land-agreement' as const, version: 2, title: '标准地投资建设协议' };
  expect(obligationsOf({ template, clauses }).map(({ figure }) => figure)).toEqual(['年纳税额 100 万元']);
});

it.each(['之前开工', '前动工', '内开始建设', '以前正式开工'])(
  'a day or a span and “%s” is a start that is kept',
  (words) => {
    const clauses = [
      {
        heading: '进度',
        blocks: [
          {
            kind: 'paragraph' as const,
            runs: [
              { text: '2027年6月30日', filled: true, strong: false },
              { text: `${words}。`, filled: false, strong: false },
            ],
          },
        ],
      },
    ];
    const template = { key: 'investment-agreement' as const, version: 2, title: '投资协议' };
    expect(obligationsOf({ template, clauses }).map(({ kind, dueOn }) => [kind, dueOn])).toEqual([
      ['start', '2027-06-30'],
    ]);
  },
);

/** What `乙方应于 {…}` and these words make of what was typed. */
function typed(said: string, words: string) {
  const runs = [
    { text: said, filled: true, strong: false },
    { text: `${words}。`, filled: false, strong: false },
  ];
  return {
    template: { key: 'investment-agreement' as const, version: 2, title: '投资协议' },
    clauses: [{ heading: '进度', blocks: [{ kind: 'paragraph' as const, runs }] }],
  };
}

it.each(['2028年6月31日', '2028年13月1日', '2028 年 2 月 30 日', '0000年1月1日'])(
  '%s is no day of the calendar: it is never kept as another one, and refused where it is typed',
  (said) => {
    expect(obligationsOf(typed(said, '前竣工')).map(({ dueOn }) => dueOn)).toEqual([null]);
    expect(dueDayFault(typed(said, '前竣工'), { terms: { doneBy: said } })?.path).toBe('terms.doneBy');
    expect(dueDayFault(typed(said, '内竣工'), { terms: { doneBy: said } })?.path).toBe('terms.doneBy');
  },
);

it.each(['尽快', '2028年底', '二〇二八年六月三十日'])(
  'until “%s” cannot be followed up, and is refused where it is typed',
  (said) => {
    expect(dueDayFault(typed(said, '前竣工'), { terms: { doneBy: said } })?.message).toContain(said);
  },
);

it.each([
  ['2028年6月30日', '2028-06-30'],
  ['２０２８年６月３０日', '2028-06-30'],
  ['2028-06-30', '2028-06-30'],
  ['取得用地之日起二十四个月', null],
])('until “%s” is kept', (said, dueOn) => {
  expect(dueDayFault(typed(said, '前竣工'), { terms: { doneBy: said } })).toBeNull();
  expect(obligationsOf(typed(said, '前竣工')).map((each) => each.dueOn)).toEqual([dueOn]);
});

it('what is measured at a check that has no day yet has the term of that check', () => {
  const { template, clauses } = typed('取得用地之日起二十四个月', '内竣工');
  const figures = { kind: 'figures' as const, rows: [{ name: '投资强度', figure: '≥ 350', capitals: '' }] };
  const kept = obligationsOf({
    template: { ...template, key: 'company-commitment' },
    clauses: [...clauses, { heading: '指标', blocks: [figures] }],
  });
  const term = { amount: 24, unit: 'month', from: 'supplied' };
  expect(kept.map((each) => [each.kind, each.dueOn, each.term])).toEqual([
    ['completion', null, term],
    ['investment-intensity', null, term],
  ]);
});

it('a place within which is built is no day of a start', () => {
  expect(obligationsOf(typed('示例片区石城街以南地块', '内建设'))).toEqual([]);
  expect(obligationsOf(typed('取得用地之日起六个月', '内开工')).map(({ kind }) => kind)).toEqual(['start']);
});

it('of a promise in many words as much is kept as the register takes, and no letter of it is cut in two', () => {
  const [kept] = obligationsOf(typed('𠮷'.repeat(300) + '之日起六个月', '内竣工'));
  expect([...(kept?.figure ?? '')]).toHaveLength(200);
  expect(kept?.figure).toMatch(/^𠮷{199}…$/u);
});
