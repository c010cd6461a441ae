import { afterEach, beforeEach, expect, it } from 'vitest';
import { EditedAgreement } from '../api/agreements/agreement-schema.ts';
import type { DraftReading } from '../api/agreements/draft-schema.ts';
import type { TemplateVersions } from '../api/agreements/template-desk-schema.ts';
import {
  draftForm,
  editedDraft,
  fallingWith,
  placeOfMissing,
  usualText,
} from '../web/console/agreements/draft-form.ts';
import DraftFormParts from '../web/console/agreements/DraftFormParts.svelte';
import MissingList from '../web/console/agreements/MissingList.svelte';
import { approvalBarrier } from '../web/console/templates/template-words.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { openedAgreement } from './support/desk-agreement.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(clearPage);

const nothing = { unit: null, isOptional: false, said: null, usual: null };
const signer = { role: 'signer', group: 1, capacity: 'legal-representative' } as const;
const draft: DraftReading = {
  number: 'TZ-2026-0031',
  version: 4,
  template: {
    ...{ key: 'investment-agreement', title: '投资协议', version: 1, needsParcel: 'optional' },
    parties: [
      { party: 'government', label: '甲方', mustSign: true },
      { party: 'company', label: '乙方', mustSign: true },
    ],
  },
  project: { id: 7, number: 'XM-2026-0007', name: '电驱动总成项目', company: '宁波某公司' },
  parcelCodes: ['JK-1'],
  admissionIndustry: '36',
  industries: [
    { code: '36', name: '汽车制造业' },
    { code: '38', name: '电气机械和器材制造业' },
  ],
  parties: [
    {
      ...signer,
      ...{ name: '林国栋', organisation: '宁波某公司', email: 'lin@company.test', party: 'company' },
    },
    {
      ...signer,
      ...{ name: '陈立', organisation: '招商中心', email: 'chen@city.test', party: 'government' },
    },
  ],
  fields: [
    {
      ...nothing,
      ...{ key: 'terms.validity', path: 'terms.validity', label: '有效期', kind: 'duration' },
      said: { amount: 9, unit: 'month' },
      usual: { amount: 6, unit: 'month' },
    },
    {
      ...nothing,
      key: 'project.jobs',
      path: 'details.project.jobs',
      label: '用工人数',
      kind: 'count',
      unit: '人',
    },
    {
      ...nothing,
      ...{
        key: 'project.annualTaxYuan',
        path: 'details.project.annualTaxYuan',
        label: '年纳税额',
        kind: 'money',
      },
      said: 123_450_000,
    },
  ],
  isSaidKept: true,
  missing: [
    { key: 'project.jobs', label: '用工人数' },
    { key: 'company.registration', label: '乙方登记信息' },
  ],
  deadline: '2026-12-20T17:30:00+08:00',
  publishName: true,
  publishAmount: false,
};

it('a draft that is opened and saved unchanged is the same draft, to the hour of its deadline', () => {
  const { body, unread } = editedDraft(draftForm(draft), draft);
  expect(unread).toEqual([]);
  expect(EditedAgreement.parse(body)).toMatchObject({
    parcelCodes: ['JK-1'],
    admissionIndustry: '36',
    parties: draft.parties,
    terms: { validity: { amount: 9, unit: 'month' } },
    details: { 'project.annualTaxYuan': 123_450_000 },
    deadline: draft.deadline,
    publishName: true,
  });
});

it('what is no number is refused at its field, and an empty field says nothing', () => {
  const form = draftForm(draft);
  form.said['project.jobs'] = { text: '八百', unit: '' };
  form.said['project.annualTaxYuan'] = { text: '约一亿', unit: '' };
  form.said['terms.validity'] = { text: '', unit: 'year' };
  const { body, unread } = editedDraft(form, draft);
  expect(unread.map(({ path }) => path)).toEqual(['details.project.jobs', 'details.project.annualTaxYuan']);
  expect(body.terms).toEqual({});
});

it('what is missing leads to where it is said: a field, the project, the parcel, the signers', () => {
  const places = ['project.jobs', 'project.name', 'company.registration', 'parcel.limits.far', 'company'];
  expect(places.map((key) => placeOfMissing(key, draft.fields))).toEqual([
    'field',
    'project',
    'project',
    'parcel',
    'signers',
  ]);
  showInCity(MissingList, { draft });
  expect(pageText()).toContain('还缺 2 项内容');
  expect([...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
    '#said-project.jobs',
    '/console/projects/7',
  ]);
});

it('every refusal stands at its field, and what is usual is told where nothing has to be said', () => {
  const faults: Record<string, string> = {
    'details.project.jobs': '人数不对',
    'parties.1.email': '邮箱不对',
    admissionIndustry: '这宗地不准入这一行业',
    deadline: '截止太晚',
  };
  showInCity(DraftFormParts, {
    draft,
    form: draftForm(draft),
    wrong: (path: string) => faults[path] ?? null,
  });
  for (const fault of Object.values(faults)) expect(pageText()).toContain(fault);
  expect(pageText()).toContain('不填为 6 个月');
  const email = [...document.querySelectorAll('input[type="email"]')].at(1);
  expect(email?.getAttribute('aria-invalid')).toBe('true');
});

it('how many reviews and confirmations fall with a saving is counted before', () => {
  const { gates, confirmations } = openedAgreement();
  expect(fallingWith({ gates, confirmations })).toBe(2);
  const confirmed = confirmations.map((one) => ({ ...one, at: '2026-11-20T10:00:00+08:00' }));
  expect(fallingWith({ gates, confirmations: confirmed })).toBe(4);
  expect(usualText({ amount: 30, unit: 'working-day' })).toBe('30 个工作日');
});

it('a version of a template is approved by a reviewer who did not propose it', () => {
  const version: TemplateVersions['items'][number] = {
    ...{
      key: 'letter-of-intent',
      version: 2,
      title: '投资意向书',
      exclusive: false,
      needsParcel: 'optional',
    },
    ...{ state: 'waiting', writtenBy: '何远', writtenAt: '2026-11-20T10:00:00+08:00' },
    ...{ approvedBy: null, approvedAt: null, isOwn: false, findings: [] },
    ...{ withdrawnBy: null, withdrawnAt: null, withdrawnReason: null },
  };
  expect(approvalBarrier(version, true)).toBeNull();
  expect(approvalBarrier({ ...version, isOwn: true }, true)).toBe('由你提出，须由另一人批准。');
  expect(approvalBarrier(version, false)).toContain('由审核员批准');
  expect(approvalBarrier({ ...version, state: 'in-force' }, true)).toBe('这一版已经批准。');
  expect(approvalBarrier({ ...version, state: 'withdrawn' }, true)).toBe('这一版已撤回。');
});

it('a draft of before what was said was kept says so, and no other does', async () => {
  const show = (isSaidKept: boolean) => {
    const old = { ...draft, isSaidKept };
    showInCity(DraftFormParts, { draft: old, form: draftForm(old), wrong: () => null });
  };
  show(false);
  expect(pageText()).toContain('平台还没有记下逐项填写的内容');
  await clearPage();
  show(true);
  expect(pageText()).not.toContain('平台还没有记下逐项填写的内容');
});
