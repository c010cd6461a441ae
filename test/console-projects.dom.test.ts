import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EditedProject, type ProjectDetail, type ProjectPage } from '../api/agreements/agreement-schema.ts';
import { reportedStages } from '../api/agreements/terms.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import Obligations from '../web/console/agreements/Obligations.svelte';
import {
  editedProject,
  emptyProject,
  projectForm,
  unreadableSums,
} from '../web/console/projects/project-form.ts';
import { ProjectList } from '../web/console/projects/project-list.svelte.ts';
import { latestStage, stageWord, type Stage } from '../web/console/projects/project-stages.ts';
import ProjectChoice from '../web/console/projects/ProjectChoice.svelte';
import ProjectFacts from '../web/console/projects/ProjectFacts.svelte';
import StageList from '../web/console/projects/StageList.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { publisher } from './support/desk-cases.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const ondone = () => undefined;
const entered: Stage = {
  ...{ id: 1, stage: 'signed', on: '2026-11-02', evidence: '投资协议', outcome: null, isOwn: true },
  ...{ enteredAt: '2026-11-03T09:00:00+08:00', enteredBy: '何远', decidedAt: null, decidedBy: null },
  ...{ corrects: null, reason: null, isReplaced: false },
};
const confirmed: Stage = {
  ...entered,
  outcome: 'confirmed',
  decidedAt: '2026-11-04T09:00:00+08:00',
  decidedBy: '郑宁',
};

function project(over: Partial<ProjectDetail> = {}): ProjectDetail {
  return {
    ...{ id: 7, number: 'XM-2026-0007', name: '电驱动总成项目', company: '宁波某公司', creditCode: null },
    ...{ foreignRegistration: 'DE HRB 12345', investorClass: 'foreign', channel: 'visit', projectCode: null },
    ...{ investmentTotal: 1_680_000_000, fixedInvestment: 1_234_500, paidIn: 420_000_000 },
    ...{ department: 'wuyi', parcelCodes: ['JK-1', 'JK-2'], agreements: [], stages: [] },
    ...{ version: 3, obligations: [] },
    ...over,
  };
}

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await clearPage();
});

const buttons = () => [...document.querySelectorAll('button')].map((one) => one.textContent?.trim());

it('a project that is opened and saved unchanged is the same project', () => {
  const body = EditedProject.parse(editedProject(projectForm(project())));
  expect(body).toEqual({
    ...{ name: '电驱动总成项目', company: '宁波某公司', investorClass: 'foreign', channel: 'visit' },
    ...{ investmentTotal: 1_680_000_000, fixedInvestment: 1_234_500, paidIn: 420_000_000 },
    foreignRegistration: { country: 'DE', number: 'HRB 12345' },
    parcelCodes: ['JK-1', 'JK-2'],
  });
});

it('a sum that is none is refused at its field; what is not known yet may stay empty', () => {
  const form = { ...emptyProject(), investment: '16.8 亿', paidIn: '很多' };
  expect(unreadableSums(form).map(({ path }) => path)).toEqual(['investmentTotal', 'paidIn']);
  expect(unreadableSums({ ...form, investment: '168000', paidIn: '' })).toEqual([]);
});

it('every stage has a word of its own, and the latest is of those that were confirmed', () => {
  expect(new Set(reportedStages.map(stageWord)).size).toBe(reportedStages.length);
  const later: Stage = { ...entered, id: 2, stage: 'registered', on: '2026-11-09' };
  expect(latestStage([entered, later])).toBeNull();
  expect(latestStage([confirmed, later])?.stage).toBe('signed');
});

it('who entered a stage is told that somebody else confirms it, and everybody else may', async () => {
  showInCity(StageList, { me: publisher, project: project({ stages: [entered] }), ondone });
  expect(pageText()).toContain('由你填报，须由另一人确认。');
  expect(buttons()).not.toContain('确认');
  await clearPage();
  showInCity(StageList, {
    me: { ...publisher, role: 'reviewer' },
    project: project({ stages: [{ ...entered, isOwn: false }] }),
    ondone,
  });
  expect(buttons()).toEqual(['确认', '不予确认']);
  expect(pageText()).not.toContain('由你填报');
});

it('a stage is entered once; one that was not confirmed may be entered again', () => {
  showInCity(StageList, {
    me: publisher,
    project: project({
      stages: [confirmed, { ...confirmed, id: 2, stage: 'registered', outcome: 'refused' }],
    }),
    ondone,
  });
  const offered = [...document.querySelectorAll('option')].map(({ value }) => value);
  expect(offered).not.toContain('signed');
  expect(offered).toContain('registered');
});

it('a confirmed stage is corrected by a report that stands behind it, and a corrected one no more', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return Promise.resolve(
      Response.json({ id: 3 }, { status: 201, headers: { [wireHeader]: String(wire) } }),
    );
  });
  const correction: Stage = {
    ...{ ...confirmed, id: 2, corrects: 1, reason: '日期抄错', on: '2026-10-30' },
  };
  const later: Stage = { ...confirmed, id: 4, stage: 'registered', on: '2026-11-01' };
  showInCity(StageList, {
    me: publisher,
    project: project({ stages: [{ ...confirmed, isReplaced: true }, correction, later] }),
    ondone,
  });
  expect([...document.querySelectorAll('li b')].map(({ textContent }) => textContent)).toEqual([
    '注册',
    '签约',
    '签约',
  ]);
  expect(pageText()).toContain('已被更正');
  expect(latestStage([{ ...confirmed, isReplaced: true }, correction])?.on).toBe('2026-10-30');
  expect(buttons().filter((word) => word === '更正')).toHaveLength(2);
  const opens = document.querySelector<HTMLElement>('[aria-label="更正签约"]');
  opens?.click();
  flushSync();
  const form = document.querySelector<HTMLFormElement>('form[aria-label="更正签约"]');
  form?.querySelector<HTMLElement>('[type="checkbox"]')?.click();
  flushSync();
  const fields = [...(form?.querySelectorAll<HTMLInputElement>('input:not([type="checkbox"])') ?? [])];
  for (const [index, words] of ['复核记录', '未签约'].entries()) {
    const field = fields[index];
    if (field === undefined) throw new Error('the form has no such field');
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  flushSync();
  form?.requestSubmit();
  await vi.waitFor(() => expect(sent).toEqual([{ on: null, evidence: '复核记录', reason: '未签约' }]));
});

it('sums are told with their unit, and how much of the plan is paid in', () => {
  showInCity(ProjectFacts, { project: project() });
  expect(pageText()).toContain('16.8 亿元');
  expect(pageText()).toContain('4.2 亿元 占 25%');
  expect(pageText()).toContain('123.5 万元');
});

const promise = {
  ...{ agreement: 'TZ-2026-0031', kind: 'start', figure: '自取得项目用地之日起 6 个月内开工' },
  ...{ dueOn: null, term: { amount: 6, unit: 'month', from: 'supplied' }, countsFromOn: null },
  ...{ isStepWaiting: false, expectedOn: null, doneOn: null, isPast: false },
} satisfies ProjectDetail['obligations'][number];

async function toldOf(over: Partial<typeof promise | ProjectDetail['obligations'][number]>) {
  await clearPage();
  showInCity(Obligations, { obligations: [{ ...promise, ...over }] });
  return pageText();
}

it('a promise says until when, or that no day is named', async () => {
  expect(await toldOf({ kind: 'completion', dueOn: '2028-06-30', term: null })).toContain(
    '竣工 未到期 2028-06-30 前',
  );
  expect(await toldOf({ kind: 'investment-intensity', term: null })).toContain('投资强度 没有写明日期');
});

it('a promise that counts from a step says from which, and whether its day is known', async () => {
  expect(await toldOf({})).toContain('开工 到期日待定 从供地起 6 个月，供地日未报');
  expect(await toldOf({ isStepWaiting: true })).toContain('供地日待另一人确认');
  expect(await toldOf({ countsFromOn: '2026-12-10', dueOn: '2027-06-10' })).toContain(
    '开工 未到期 2027-06-10 前 从供地（2026-12-10）起 6 个月',
  );
  const expected = await toldOf({ expectedOn: '2027-06-10' });
  expect(expected).toContain('预计 2027-06-10');
  expect(expected).toContain('不是到期日');
  language.follow('en');
  expect(await toldOf({})).toContain('6 months from land supply, whose day is not reported');
  expect(await toldOf({ term: { ...promise.term, amount: 1 }, isStepWaiting: true })).toContain(
    '1 month from land supply, whose day awaits a second person',
  );
});

it('a promise past its day is told by word and shape, and so is one that was kept in time or late', async () => {
  const due = { countsFromOn: '2026-12-10', dueOn: '2027-06-10' };
  const mark = () => document.querySelector('.mark');
  expect(await toldOf(due)).toContain('开工 未到期');
  expect(await toldOf({ ...due, isPast: true })).toContain('开工 已到期');
  const shapes = [mark()?.querySelector('path')?.getAttribute('d')];
  expect(await toldOf({ ...due, doneOn: '2027-06-10' })).toContain('开工 已完成 2027-06-10');
  shapes.push(mark()?.querySelector('path')?.getAttribute('d'));
  expect(await toldOf({ ...due, doneOn: '2027-06-11' })).toContain('开工 逾期完成 2027-06-11');
  shapes.push(mark()?.querySelector('path')?.getAttribute('d'));
  expect(new Set(shapes).size).toBe(3);
});

const listed = (id: number) => ({ ...project({ id, number: `XM-2026-${id}`, name: `项目 ${id}` }) });

function answerProjects(answers: Record<string, ProjectPage>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    const headers = { 'content-type': 'application/json', [wireHeader]: wire };
    return Promise.resolve(new Response(JSON.stringify(answers[path]), { headers }));
  });
  return asked;
}

it('a list of projects is read a page at a time, and what is looked for begins anew', async () => {
  const asked = answerProjects({
    '/api/projects?': { items: [listed(3), listed(2)], next: 2 },
    '/api/projects?before=2': { items: [listed(1)], next: null },
    '/api/projects?q=XM-2026-2': { items: [listed(2)], next: null },
  });
  const list = new ProjectList();
  await list.load();
  await list.more();
  expect(list.items?.map(({ id }) => id)).toEqual([3, 2, 1]);
  await list.more();
  await list.find('XM-2026-2');
  expect(list.items?.map(({ id }) => id)).toEqual([2]);
  expect(asked).toHaveLength(3);
});

it('a form offers the newest projects and those that are found, and keeps the one that was chosen', async () => {
  const newest = Array.from({ length: 11 }, (_, index) => listed(30 - index));
  answerProjects({
    '/api/projects?': { items: newest, next: 20 },
    '/api/projects?q=old': { items: [listed(5)], next: null },
    '/api/projects?q=none': { items: [], next: null },
  });
  const list = new ProjectList();
  await list.load();
  showInCity(ProjectChoice, { list, none: '新项目', value: '28' });
  const offered = () => [...document.querySelectorAll('option')].map((one) => one.value);
  expect(offered()).toEqual(['', ...newest.map(({ id }) => String(id))]);
  expect(pageText()).toContain('这里列出最近的 11 个；更早的请查找。');
  await list.find('old');
  flushSync();
  expect(offered()).toEqual(['', '28', '5']);
  await list.find('none');
  flushSync();
  expect(pageText()).toContain('没有找到含“none”的项目。');
});
