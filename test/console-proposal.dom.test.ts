import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TemplateChanges, TemplateSource } from '../api/agreements/template-desk-schema.ts';
import { Template } from '../api/agreements/template-schema.ts';
import { templateKeys } from '../api/agreements/terms.ts';
import ChangeList from '../web/console/templates/ChangeList.svelte';
import {
  emptyClause,
  hasBlank,
  moved,
  proposalForm,
  proposalOf,
} from '../web/console/templates/proposal-form.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(clearPage);

async function sourceOf(key: (typeof templateKeys)[number]): Promise<TemplateSource> {
  const body = Template.parse(JSON.parse(await readFile(`data/agreements/${key}.json`, 'utf8')));
  return { body, inForce: 1, waiting: null, variables: body.variables };
}

it.each(templateKeys)('%s is sent as it came where nothing was changed', async (key) => {
  const source = await sourceOf(key);
  const { key: _key, version: _version, ...body } = source.body;
  expect(proposalOf(proposalForm(source), source)).toEqual(body);
});

it('variables stand by their labels, what is no longer used is not declared, and what is not known stays as typed', async () => {
  const source = await sourceOf('letter-of-intent');
  const form = proposalForm(source);
  expect(JSON.stringify(form)).toContain('{项目名称}');
  const clause = emptyClause();
  clause.heading = ' 联系人 ';
  const [paragraph] = clause.blocks;
  if (paragraph?.kind !== 'paragraph') throw new Error('a clause begins with a paragraph');
  paragraph.text = '{项目名称}的{联系人}。';
  form.clauses = [clause];
  form.preamble = [];
  expect([hasBlank(form), hasBlank({ ...form, clauses: [emptyClause()] })]).toEqual([false, true]);
  const sent = proposalOf(form, source);
  expect(sent.clauses).toEqual([
    { heading: '联系人', blocks: [{ paragraph: '{project.name}的{联系人}。' }] },
  ]);
  expect(sent.variables.map(({ key }) => key)).toEqual(['project.name']);
  expect([moved([1, 2, 3], 0, 1), moved([1, 2, 3], 0, -1), moved([1, 2, 3], 2, 1)]).toEqual([
    [2, 1, 3],
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

it('the second person is shown what differs, clause by clause, and nothing else', () => {
  const changes: TemplateChanges = {
    facts: [{ fact: 'exclusive', before: 'false', after: 'true' }],
    preamble: [{ kind: 'same', text: '引言不变' }],
    clauses: [
      { kind: 'same', heading: '项目', from: 0, to: 0, lines: [{ kind: 'same', text: '不变' }] },
      { kind: 'added', heading: '联系人', from: null, to: 1, lines: [{ kind: 'added', text: '各一名' }] },
      {
        kind: 'changed',
        heading: '期限',
        from: 1,
        to: 2,
        lines: [
          { kind: 'removed', text: '六个月' },
          { kind: 'added', text: '九个月' },
        ],
      },
    ],
  };
  showInCity(ChangeList, { changes });
  const text = pageText();
  expect(text).toMatch(
    /招商协调.*第二条\s*联系人\s*新增.*各一名.*第三条\s*期限\s*有改动 · 原第 2 条.*六个月.*九个月/s,
  );
  expect(text).not.toContain('不变');
});
