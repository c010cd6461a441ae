import { afterEach, beforeEach, expect, it } from 'vitest';
import { EditedProject, type ProjectDetail } from '../api/agreements/agreement-schema.ts';
import { projectStages } from '../api/agreements/terms.ts';
import Obligations from '../web/console/agreements/Obligations.svelte';
import {
  editedProject,
  emptyProject,
  projectForm,
  unreadableSums,
} from '../web/console/projects/project-form.ts';
import { latestStage, stageWord, type Stage } from '../web/console/projects/project-stages.ts';
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
afterEach(clearPage);

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
  expect(new Set(projectStages.map(stageWord)).size).toBe(projectStages.length);
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

it('sums are told with their unit, and how much of the plan is paid in', () => {
  showInCity(ProjectFacts, { project: project() });
  expect(pageText()).toContain('16.8 亿元');
  expect(pageText()).toContain('4.2 亿元 占 25%');
  expect(pageText()).toContain('123.5 万元');
});

it('a promise says until when, or that no day is named', () => {
  const promise = { agreement: 'TZ-2026-0031', figure: '投资强度 ≥ 350 万元/亩' };
  showInCity(Obligations, {
    obligations: [
      { ...promise, kind: 'completion', dueOn: '2028-06-30' },
      { ...promise, kind: 'investment-intensity', dueOn: null },
    ],
  });
  expect(pageText()).toContain('竣工 2028-06-30 前');
  expect(pageText()).toContain('投资强度 没有写明日期');
});
