import { join } from 'node:path';
import { expect, it } from 'vitest';
import { obligationsOf } from '../api/agreements/obligation-rules.ts';
import { mergeTemplate } from '../api/agreements/template-rules.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import type { TemplateKey } from '../api/agreements/terms.ts';
import { agreementValues } from './support/agreement-values.ts';

const templates = await readTemplates(join(import.meta.dirname, '../data/agreements'));

function promised(key: TemplateKey) {
  const template = templates.find((each) => each.key === key);
  if (template === undefined) throw new Error('there is such a template');
  const merged = mergeTemplate(template, agreementValues());
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

it('spans from a day that is not known yet are kept as they are written, and estimates are no promise', () => {
  const kept = promised('investment-agreement');
  expect(kept.map(({ kind, dueOn }) => [kind, dueOn])).toEqual([
    ['investment-intensity', null],
    ['tax', null],
    ['start', null],
    ['completion', null],
    ['full-production', null],
  ]);
  expect(kept[2]?.figure).toMatch(/内开工$/);
  expect(kept.some(({ figure }) => figure.includes('预计'))).toBe(false);
});

it('a letter of intent promises nothing of it', () => {
  expect(promised('letter-of-intent')).toEqual([]);
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
