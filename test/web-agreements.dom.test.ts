import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AgreementPage } from '../api/agreements/agreement-schema.ts';
import { agreementStates } from '../api/agreements/terms.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { waitsFor } from '../web/agreements/own-words.ts';
import OwnAgreement from '../web/agreements/OwnAgreement.svelte';
import OwnAgreementPage from '../web/agreements/OwnAgreementPage.svelte';
import OwnAgreementsPage from '../web/agreements/OwnAgreementsPage.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { openedAgreement } from './support/desk-agreement.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const row: AgreementPage['items'][number] = {
  number: 'TZ-2026-0031',
  title: '投资意向书',
  status: 'in-progress',
  exclusive: false,
  project: '年产 60 万套电驱动总成项目',
  company: '宁波某公司',
  parcelCodes: [],
  recalledParcels: [],
  own: [{ role: 'signer', state: 'viewed' }],
  signed: 1,
  signers: 2,
  deadline: '2026-12-20T17:00:00+08:00',
  createdAt: '2026-11-16T16:20:00+08:00',
};

/** What the portal answers with, or null where nothing of it arrives. */
function answerWith(status: number, body: object | null) {
  vi.stubGlobal('fetch', () =>
    body === null
      ? Promise.reject(new TypeError('offline'))
      : Promise.resolve(Response.json(body, { status, headers: { [wireHeader]: wire } })),
  );
}

const links = () => [...document.querySelectorAll('a')].map((link) => link.getAttribute('href'));
const shows = (words: string) => vi.waitFor(() => expect(pageText()).toContain(words));

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(async () => {
  await clearPage();
  vi.unstubAllGlobals();
});

it('an investor reads what each agreement waits for and until when, and that signing is elsewhere', async () => {
  answerWith(200, { items: [row, { ...row, number: 'TZ-2026-0030', status: 'completed' }], next: null });
  showInCity(OwnAgreementsPage, {});
  expect(document.querySelector('main')?.getAttribute('aria-busy')).toBe('true');
  await shows('等待签署，已签 1/2 ・ 您：已打开，待签 ・ 签署截止 2026-12-20 17:00');
  expect(pageText()).toContain('已全部签署并封存，可以下载');
  expect(pageText()).toContain('签署只能从发给签署人本人的邮件链接进入');
  expect(links()).toContain('/agreements/TZ-2026-0031');
});

it('a parcel that was recalled since is told, in the list and on the page; who reads is marked among those who sign', async () => {
  answerWith(200, { items: [{ ...row, recalledParcels: ['JK-2026-014'] }], next: null });
  showInCity(OwnAgreementsPage, {});
  await shows('地块 JK-2026-014 的公开资料在发出后已被撤回，请向招商部门核实。');
  await clearPage();

  const recalledAt = '2026-11-22T09:00:00+08:00';
  const { signers, ...sent } = openedAgreement({ status: 'sent' });
  const reading = {
    ...sent,
    signers: signers.map((signer) => ({ ...signer, isYou: signer.position === 0 })),
    parcels: [{ code: 'JK-2026-014', version: 5, heldUntil: null, recalledAt }],
  };
  showInCity(OwnAgreement, { reading });
  expect(pageText()).toContain('地块 JK-2026-014 的公开资料在发出签署后被撤回');
  const people = [...document.querySelectorAll('li')].map(({ textContent }) => textContent);
  expect(people.map((words) => words.includes('（您）'))).toEqual([true, false]);
});

it('nothing is there, or nothing arrives: it is said, and can be tried again', async () => {
  answerWith(200, { items: [], next: null });
  showInCity(OwnAgreementsPage, {});
  await shows('还没有写有您邮箱的协议。');
  await clearPage();
  answerWith(0, null);
  showInCity(OwnAgreementsPage, {});
  await shows('协议不受影响');
  answerWith(200, { items: [row], next: null });
  document.querySelector<HTMLElement>('main button')?.click();
  await shows('TZ-2026-0031');
  await clearPage();
  answerWith(404, { code: 'not-found', title: '没有找到' });
  showInCity(OwnAgreementPage, { number: 'TZ-2026-0001' });
  await shows('没有找到这份协议，或它没有写您的登录邮箱。');
});

it('files can be had when it is sealed, and not before', async () => {
  for (const status of agreementStates.filter((state) => state !== 'completed')) {
    showInCity(OwnAgreement, { reading: openedAgreement({ status }) });
    expect(links().filter((href) => href?.startsWith('/api/'))).toEqual([]);
    // What ended has no files to wait for.
    const isOver = ['declined', 'voided', 'expired'].includes(status);
    expect(pageText().includes('全部签署并封存后可在此下载')).toBe(!isOver);
    await clearPage();
  }
  showInCity(OwnAgreement, { reading: openedAgreement({ status: 'completed', tier: 'T0' }) });
  expect(links().filter((href) => href?.startsWith('/api/'))).toEqual([
    '/api/agreements/TZ-2026-0031/pdf',
    '/api/agreements/TZ-2026-0031/certificate.pdf',
    '/api/agreements/TZ-2026-0031/evidence.zip',
  ]);
  expect(pageText()).toContain('K7M2P9QX');
});

it('while it runs each side is shown with its state, and by which way one signs', () => {
  const agreement = openedAgreement({ status: 'in-progress' });
  const [first, second] = agreement.signers;
  if (first === undefined || second === undefined) throw new Error('two sign');
  const signers = [{ ...second }, { ...first, state: 'signed' as const }];
  showInCity(OwnAgreement, { reading: { ...agreement, signers } });
  expect(pageText()).toContain('等待签署，已签 1/2');
  expect(pageText()).toContain('请从邮件中的链接签署');
  expect([...document.querySelectorAll('li strong')].map((name) => name.textContent)).toEqual([
    '林国栋',
    '陈立',
  ]);
});

it('every state says what it waits for, in both languages', () => {
  for (const locale of ['zh-CN', 'en'] as const) {
    language.follow(locale);
    const words = agreementStates.map((status) => waitsFor({ status, signed: 1, signers: 2 }));
    expect(new Set(words).size).toBe(5);
  }
  language.follow('zh-CN');
});
