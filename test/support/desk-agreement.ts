import type { Agreement } from '../../api/agreements/agreement-schema.ts';
import { letterOfIntent } from './agreement-texts.ts';

const at = '2026-11-16T16:20:00+08:00';
const signer = {
  role: 'signer',
  phone: null,
  state: 'waiting',
  remindedAt: null,
  delegation: null,
  authorisation: null,
  isLocked: false,
  isContactReadable: true,
  isYou: false,
} as const;

/** As the office and its reviewers read it: a draft that passed one gate, and that nobody confirmed. */
export function openedAgreement(over: Partial<Agreement> = {}): Agreement {
  return {
    number: 'TZ-2026-0031',
    title: '投资意向书',
    template: 'letter-of-intent',
    templateVersion: 4,
    exclusive: false,
    status: 'draft',
    department: 'wuyi',
    project: { id: 1, number: 'XM-2026-0001', name: '年产 60 万套电驱动总成项目', company: '宁波某公司' },
    admissionIndustry: '36',
    version: 1,
    contentSha256: `9f3c51e8${'0'.repeat(48)}a07d22b4`,
    draftSha256: `0c1d2e3f${'0'.repeat(48)}4a5b6c7d`,
    baseSha256: null,
    text: letterOfIntent,
    isTextWhole: true,
    missing: [],
    findings: [],
    signers: [
      {
        ...signer,
        ...{ position: 0, party: 'company', group: 1, name: '林国栋', organisation: '宁波某公司' },
        ...{ email: 'l**@company.test', capacity: 'legal-representative' },
      },
      {
        ...signer,
        ...{ position: 1, party: 'government', group: 2, name: '陈立', organisation: '武义县招商中心' },
        ...{ email: 'c***@city.test', capacity: 'authorised' },
      },
    ],
    gates: [
      { gate: 'legality', outcome: 'passed', note: '意见书〔2026〕118 号', by: '吴晓', at },
      { gate: 'fair-competition', outcome: 'refused', note: '第三条含排他承诺', by: '郑宁', at },
      { gate: 'seal', outcome: null, note: null, by: null, at: null },
    ],
    confirmations: [
      { party: 'government', at: null },
      { party: 'company', at: null },
    ],
    blockers: ['公平竞争审查', '用印审批', '甲方确认草稿', '乙方确认草稿'],
    deadline: '2026-12-02T17:30:00+08:00',
    publishName: true,
    publishAmount: false,
    parcels: [{ code: 'JK-2026-014', version: 5, heldUntil: null, recalledAt: null }],
    revisions: [],
    events: [
      {
        seq: 1,
        at,
        kind: 'prepare',
        position: null,
        by: '何远',
        letter: null,
        reason: null,
        gate: null,
        isOfDraft: false,
      },
    ],
    obligations: [],
    tier: null,
    isTest: true,
    verifyCode: 'K7M2P9QX',
    endReason: null,
    sealing: { attempts: 0, failure: null, nextAt: null },
    createdAt: at,
    sentAt: null,
    endedAt: null,
    ...over,
  };
}
