import type { Me } from '../../api/accounts/schema.ts';
import type { Clock, Enquiry, EnquirySummary } from '../../api/enquiries/schema.ts';

/** A Wednesday morning in office hours. */
export const asOf = new Date('2026-11-25T10:24:00+08:00');

export const runningClock: Clock = {
  phase: 'running',
  usedMinutes: 434,
  promisedMinutes: 480,
  dueAt: '2026-11-25T11:10:00+08:00',
  changesAt: '2026-11-25T12:00:00+08:00',
};

/** As the list has it: written on a page the day before, and not answered. */
export const waitingCase: EnquirySummary = {
  number: 'XP-2611-0091',
  channel: 'web',
  state: 'waiting',
  receivedAt: '2026-11-24T10:10:00+08:00',
  clockFrom: '2026-11-24T10:10:00+08:00',
  enteredBy: null,
  who: '宁波某汽车零部件有限公司',
  codenamed: false,
  demo: false,
  excerpt: '两期共 180 亩',
  parcelCodes: [],
  department: { code: 'wuyi', name: '武义', nameEn: 'Wuyi' },
  officer: null,
  firstAnswerAt: null,
  waitingSince: '2026-11-24T10:10:00+08:00',
  lastAt: '2026-11-24T10:10:00+08:00',
  clock: runningClock,
};

/** As it lies open on the desk. */
export function openedCase(over: Partial<Enquiry> = {}): Enquiry {
  const { excerpt, ...waiting } = waitingCase;
  const at = over.receivedAt ?? waiting.receivedAt;
  return {
    ...waiting,
    locale: 'zh-CN',
    person: {
      ...{ company: waiting.who, contactName: '林经理', codename: null },
      ...{ phone: '138****2217', email: null, erasedAt: null },
    },
    consent: { textVersion: 'enquiry-1', at },
    pauses: [],
    parcels: [],
    entries: [
      {
        ...{ seq: 1, at, kind: 'received', by: null, department: null, officer: null },
        ...{ detail: null, message: excerpt, files: [] },
      },
    ],
    related: [],
    asOf: asOf.toISOString(),
    ...over,
  };
}

export const publisher: Me = {
  email: 'heyuan@zhaotu.example',
  name: '何远',
  role: 'publisher',
  locale: 'zh-CN',
  department: 'wuyi',
  departmentName: { 'zh-CN': '武义', en: 'Wuyi' },
  competences: [],
  hasPassword: true,
  hasSecondFactor: true,
  lacksSecondFactor: false,
  provedAt: '2026-11-25T09:00:00+08:00',
  demo: false,
};
