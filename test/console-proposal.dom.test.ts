import { readFile } from 'node:fs/promises';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TemplateChanges, TemplateSource } from '../api/agreements/template-desk-schema.ts';
import { Template } from '../api/agreements/template-schema.ts';
import { templateKeys } from '../api/agreements/terms.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import ChangeList from '../web/console/templates/ChangeList.svelte';
import FactsEditor from '../web/console/templates/FactsEditor.svelte';
import { forget, keep, readKept } from '../web/console/templates/kept-proposal.ts';
import {
  canSay,
  factsOf,
  labelFault,
  newKey,
  stagesToChoose,
  withStage,
} from '../web/console/templates/proposal-facts.ts';
import { Proposal } from '../web/console/templates/proposal.svelte.ts';
import VariableEditor from '../web/console/templates/VariableEditor.svelte';
import {
  emptyClause,
  emptyTable,
  hasBlank,
  moved,
  parcelTable,
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
afterEach(async () => {
  sessionStorage.clear();
  vi.unstubAllGlobals();
  await clearPage();
});

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

it('holding, parcels, stages and sides are sent as they are chosen, and a side that is left out takes its variables with it', async () => {
  const source = await sourceOf('letter-of-intent');
  const form = proposalForm(source);
  const { facts } = form;
  facts.exclusive = true;
  facts.parcelStages = withStage(withStage(facts.parcelStages, 'sold'), 'planned');
  const talent = facts.parties.find(({ party }) => party === 'talent');
  if (talent === undefined) throw new Error('every side can be listed');
  expect(canSay({ key: 'talent.signatory', kind: 'text', label: '丙方签署人' }, facts)).toBe(false);
  Object.assign(talent, { isListed: true, label: ' 丙方 ', mustSign: false });
  const sent = proposalOf(form, source);
  expect([sent.exclusive, sent.parcelStages.includes('sold'), sent.parcelStages.includes('planned')]).toEqual(
    [true, true, !source.body.parcelStages.includes('planned')],
  );
  expect(sent.parties.at(-1)).toEqual({ party: 'talent', label: '丙方', mustSign: false });
  expect(canSay({ key: 'talent.signatory', kind: 'text', label: '丙方签署人' }, facts)).toBe(true);
  expect(hasBlank({ ...form, facts: { ...facts, parties: [{ ...talent, label: ' ' }] } })).toBe(true);
  expect(factsOf({ ...facts, needsParcel: 'none' }).parcelStages).toEqual([]);
  expect(canSay({ key: 'parcel.area', kind: 'area', label: '面积' }, { ...facts, needsParcel: 'none' })).toBe(
    false,
  );
  expect(stagesToChoose({ ...facts, parcelStages: ['planned'] })).not.toContain('listed');
  expect(stagesToChoose({ ...facts, parcelStages: ['listed'] })).toContain('listed');
});

it('a new variable is declared with its kind once it is used, in a sentence or as the row of a table', async () => {
  const source = await sourceOf('letter-of-intent');
  const form = proposalForm(source);
  const key = newKey(source.variables, () => 0);
  expect(key).toBe('terms.ownAAAAAA');
  expect(newKey([{ key }], Math.random)).toMatch(/^terms\.own[A-Z]{6}$/);
  form.variables = [
    { key, kind: 'money', label: '设备投资' },
    { key: 'terms.ownBBBBBB', kind: 'count', label: '机器人', unit: '台', optional: true },
    { key: 'terms.ownCCCCCC', kind: 'text', label: '没有用到' },
  ];
  const clause = emptyClause();
  clause.heading = '设备';
  const table = emptyTable();
  clause.blocks = [...clause.blocks, table, parcelTable('limits', null)];
  const [paragraph] = clause.blocks;
  if (paragraph?.kind !== 'paragraph' || table.kind !== 'table') throw new Error('as they were made');
  paragraph.text = '设备投资不少于{设备投资}。';
  form.clauses = [...form.clauses, clause];
  expect(hasBlank(form)).toBe(true);
  table.keys = ['terms.ownBBBBBB'];
  expect(hasBlank(form)).toBe(false);
  const sent = proposalOf(form, source);
  expect(sent.clauses.at(-1)?.blocks).toEqual([
    { paragraph: `设备投资不少于{${key}}。` },
    { table: ['terms.ownBBBBBB'] },
    { eachParcel: [{ parcelTable: 'limits', unknown: 'notice' }] },
  ]);
  expect(sent.variables.slice(-2)).toEqual(form.variables.slice(0, 2));
  expect(labelFault(' 设备投资 ', form.variables)).toBe('taken');
  expect([labelFault(' ', []), labelFault('甲{方', []), labelFault('设备', [])]).toEqual([
    'blank',
    'characters',
    null,
  ]);
});

it('the fields say what is chosen, and each refusal stands at its own', async () => {
  const { facts } = proposalForm(await sourceOf('letter-of-intent'));
  const finding = {
    rule: 'template-parties',
    field: 'parties',
    message: '两方用了同一个称谓。',
    remedy: '各用一个称谓。',
  };
  const onchange = () => undefined;
  showInCity(FactsEditor, { facts, findings: [finding], onchange });
  expect(pageText()).toContain('两方用了同一个称谓。');
  expect(pageText()).toContain('流拍');
  expect(pageText()).not.toContain('挂牌');
  await clearPage();
  const added = [{ key: 'terms.ownAAAAAA', kind: 'money' as const, label: '设备投资' }];
  showInCity(VariableEditor, { added, known: [], findings: [], isUsed: () => false, onchange });
  expect(pageText()).toContain('设备投资 金额');
  expect(pageText()).toContain('还没有用到');
  const add = [...document.querySelectorAll('button')].find((one) => one.textContent === '加变量');
  add?.click();
  flushSync();
  expect(pageText()).toContain('请填名称。');
});

const place = { account: 'heyuan@zhaotu.example', key: 'letter-of-intent', version: 1 };

async function openProposal() {
  const source = await sourceOf('letter-of-intent');
  const said = { findings: [], text: null, missing: [] };
  vi.stubGlobal('fetch', (path: string) => {
    const headers = { 'content-type': 'application/json', [wireHeader]: wire };
    return Promise.resolve(Response.json(path.endsWith('/source') ? source : said, { headers }));
  });
  const proposal = new Proposal(place.account);
  await proposal.open(place);
  return proposal;
}

it('what was written and not sent is offered after a reload, and is gone once it is sent or dropped', async () => {
  const first = await openProposal();
  first.remember(new Date('2026-11-23T10:00:00+08:00'));
  expect(readKept(place)).toBeNull();
  if (first.form === null) throw new Error('it is open');
  first.form.title = '投资合作意向书';
  first.remember(new Date('2026-11-23T10:00:00+08:00'));

  const second = await openProposal();
  expect([second.form?.title, second.kept?.at]).toEqual(['投资意向书', '2026-11-23T02:00:00.000Z']);
  // Until it is taken up or dropped nothing is written over it.
  if (second.form !== null) second.form.title = '另一个标题';
  second.remember(new Date());
  expect(readKept(place)?.form.title).toBe('投资合作意向书');
  second.resume();
  expect([second.form?.title, second.kept]).toEqual(['投资合作意向书', null]);
  const ids = second.form?.clauses.map(({ id }) => id) ?? [];
  expect(ids.some((id) => first.form?.clauses.some((clause) => clause.id === id))).toBe(false);

  second.drop();
  expect((await openProposal()).kept).toBeNull();
});

it('what is kept is found by its writer alone, and not where the shapes may have changed', async () => {
  const form = proposalForm(await sourceOf('letter-of-intent'));
  keep(place, { form, at: '2026-11-23T02:00:00.000Z' });
  expect(readKept({ ...place, account: 'other@zhaotu.example' })).toBeNull();
  expect(readKept({ ...place, version: 2 })).toBeNull();
  const [name = ''] = Object.keys(sessionStorage);
  sessionStorage.setItem(
    name,
    (sessionStorage.getItem(name) ?? '').replace(`"wire":"${wire}"`, '"wire":"other"'),
  );
  expect(readKept(place)).toBeNull();
  sessionStorage.setItem(name, 'torn {');
  expect(readKept(place)).toBeNull();
  forget(place);
  expect(Object.keys(sessionStorage)).toEqual([]);
});
