import { flushSync } from 'svelte';
import type { Signing } from '../../api/agreements/signing-schema.ts';
import { OpenedSigning } from '../../web/signing/opened-signing.svelte.ts';

export const sha256 = '9f3c51e87b204d9ac6f10e35a07d22b4'.repeat(2);
const run = (text: string) => ({ text, filled: false, strong: false });
const paragraph = (text: string) => ({ kind: 'paragraph' as const, runs: [run(text)] });

export const signing: Signing = {
  number: 'TZ-2026-0031',
  title: '投资意向书',
  status: 'in-progress',
  purpose: 'sign',
  baseSha256: sha256,
  draftSha256: sha256,
  contentSha256: sha256,
  pages: 3,
  officer: { name: '沈佳宁', nameEn: 'Shen Jianing', phone: '0579-8248 0000' },
  text: {
    number: 'TZ-2026-0031',
    template: { key: 'letter-of-intent', version: 1, title: '投资意向书' },
    title: '投资意向书',
    parties: [
      {
        party: 'company',
        label: '乙方',
        organisation: '宁波某汽车零部件有限公司',
        creditCode: null,
        signatory: '林国栋',
        capacity: 'legal-representative',
      },
    ],
    preamble: [paragraph('双方达成如下意向。')],
    clauses: [
      { heading: '项目', blocks: [paragraph('年产 60 万套。')] },
      {
        heading: '控制性指标',
        blocks: [
          {
            kind: 'figures',
            rows: [{ name: '亩均税收', figure: '≥ 30 万元/亩·年', capitals: '叁拾万元每亩每年' }],
          },
        ],
      },
    ],
    parcels: [],
  },
  signer: {
    name: '林国栋',
    organisation: '宁波某汽车零部件有限公司',
    party: 'company',
    role: 'signer',
    capacity: 'legal-representative',
    state: 'viewed',
    doneAt: null,
    codeChannel: 'sms',
    codeTo: '139 **** 8806',
  },
  others: [],
  handwriting: null,
  consent: { textVersion: 'signing-1', text: '我已通读协议全文。', inEnglish: 'I have read all of it.' },
  confirmedAt: null,
  readAt: null,
  sentAt: '2026-11-20T09:00:00+08:00',
  deadline: '2026-12-20T17:00:00+08:00',
  endedAt: null,
  isTest: true,
  recalledParcels: [],
  canDownload: false,
  verifyCode: null,
};

export function openedWith(over: Partial<Signing> = {}): OpenedSigning {
  const opened = new OpenedSigning(null);
  opened.signing = { ...signing, ...over };
  return opened;
}

export const nothing = () => undefined;
export const face = () => document.querySelector('[data-signing-foot] .primary');
export function press() {
  face()?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  flushSync();
}
