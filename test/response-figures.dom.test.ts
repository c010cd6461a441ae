import { mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { ResponseTimes } from '../api/enquiries/response-schema.ts';
import HeadFigures from '../web/enquiries/figures/HeadFigures.svelte';
import HowCounted from '../web/enquiries/figures/HowCounted.svelte';
import PlaceTable from '../web/enquiries/figures/PlaceTable.svelte';

const few = { cases: 0, within: 0, late: 0, overdue: 0, spamLate: 0, medianMinutes: null, shareWithin: null };
const many = { ...few, cases: 20, within: 18, late: 2, medianMinutes: 156, shareWithin: 0.9 };
const times: ResponseTimes = {
  asOf: '2026-11-23T10:00:00+08:00',
  from: '2025-12-01',
  promisedHours: 8,
  fewestCases: 10,
  demo: false,
  total: many,
  yearBefore: {
    ...many,
    medianMinutes: 234,
    shareWithin: 0.8,
    within: 16,
    from: '2024-12-01',
    to: '2025-11-23',
  },
  excluded: { spam: 3, spamLate: 2, withdrawn: 0, pending: 0, undetermined: 0 },
  spamReasons: [
    { reason: 'advertising', cases: 4, late: 2 },
    { reason: 'machine', cases: 1, late: 0 },
    { reason: 'abuse', cases: 0, late: 0 },
  ],
  channels: [],
  departments: [{ ...many, code: 'wuyi', name: '武义县投资促进中心', nameEn: 'Wuyi', spamLate: 2 }],
  parks: [],
  months: [],
  calendar: { hours: [], daysOff: [], workedWeekends: [], untold: [] },
};

const shown: ReturnType<typeof mount>[] = [];
afterEach(() => Promise.all(shown.splice(0).map((component) => unmount(component))));

const words = () => document.body.textContent.replace(/\s+/g, ' ');

it('shows last year beside this one, and nothing where nothing was asked then', () => {
  shown.push(mount(HeadFigures, { target: document.body, props: { times } }));
  expect(words()).toMatch(/2\.6 工作小时 去年同期 3\.9 .*去年同期 80\.0 %，16 \/ 20/);
  shown.push(mount(HeadFigures, { target: document.body, props: { times: { ...times, yearBefore: null } } }));
  expect(words().match(/去年同期/g)).toHaveLength(2);
});

it('says why what is spam is none, and which of it was marked only after the promise had lapsed', () => {
  shown.push(mount(HowCounted, { target: document.body, props: { times } }));
  expect(words()).toContain('剔除垃圾信息 5 件（推销广告 4、机器填写 1）');
  expect(words()).toContain('其中 2 件过了 8 小时才标记');
  const props = { kind: '部门', title: '按部门', places: times.departments, times };
  shown.push(mount(PlaceTable, { target: document.body, props }));
  expect(words()).toContain('武义县投资促进中心 另有 2 件过了 8 小时才标为垃圾信息');
});
