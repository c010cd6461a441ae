import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Me } from '../api/accounts/schema.ts';
import { NewWinner, type Winner } from '../api/agreements/winner-schema.ts';
import { wasSold } from '../web/console/winners/was-sold.ts';
import { emptyWinner, winnerBody } from '../web/console/winners/winner-form.ts';
import WinnerForm from '../web/console/winners/WinnerForm.svelte';
import WinnerLinks from '../web/console/winners/WinnerLinks.svelte';
import WinnerRecord from '../web/console/winners/WinnerRecord.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { publisher } from './support/desk-cases.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const ondone = () => undefined;
const reviewer: Me = { ...publisher, role: 'reviewer' };
const entered: Winner = {
  ...{ company: '宁波某汽车零部件有限公司', creditCode: '91330200MA2XXXXX73', foreignRegistration: null },
  ...{ confirmationNumber: '武成交〔2026〕18 号', confirmedOn: '2026-11-02', outcome: null, isOwn: false },
  ...{ enteredAt: '2026-11-03T09:00:00+08:00', enteredBy: '何远', decidedAt: null, decidedBy: null },
};
const decided = { decidedAt: '2026-11-04T09:30:00+08:00', decidedBy: '郑宁' };

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(clearPage);

const buttons = () => [...document.querySelectorAll('button')].map((one) => one.textContent?.trim());
const show = (winner: Winner, me = reviewer) =>
  showInCity(WinnerRecord, { me, code: 'JKC-2020-06', winner, ondone });

it('who reviews finds the evidence, who entered it and when, and confirms or refuses', () => {
  show(entered);
  expect(pageText()).toContain('成交确认书编号 武成交〔2026〕18 号');
  expect(pageText()).toContain('统一社会信用代码 91330200MA2XXXXX73');
  expect(pageText()).toContain('登记人 何远 2026-11-03 09:00');
  expect(pageText()).toContain('待另一人确认');
  expect(buttons()).toEqual(['确认竞得人', '不予确认']);
});

it('neither who entered it nor another publisher decides, and each is told who does', async () => {
  show({ ...entered, isOwn: true });
  expect(buttons()).toEqual([]);
  expect(pageText()).toContain('由你填报，须由另一人确认。');
  await clearPage();
  show(entered, publisher);
  expect(buttons()).toEqual([]);
  expect(pageText()).toContain('等待审核人复核。');
});

it('once decided both are named with their time, and a refused one says that it may be entered again', async () => {
  show({ ...entered, ...decided, outcome: 'confirmed' });
  expect(pageText()).toContain('已确认 郑宁 2026-11-04 09:30');
  expect(buttons()).toEqual([]);
  await clearPage();
  show({ ...entered, ...decided, outcome: 'refused' });
  expect(pageText()).toContain('未予确认 郑宁');
  expect(pageText()).toContain('可以重新登记');
});

it('a company from abroad is shown and sent by its registration there, without a credit code', () => {
  show({ ...entered, creditCode: null, foreignRegistration: 'DE HRB 12345' });
  expect(pageText()).toContain('境外企业：当地登记编号 DE HRB 12345');
  const form = {
    ...emptyWinner(),
    ...{ company: ' Muster GmbH ', country: 'de', registration: ' HRB 12345', confirmationNumber: '18 号' },
  };
  expect(NewWinner.parse(winnerBody(form, '2026-11-02'))).toEqual({
    company: 'Muster GmbH',
    foreignRegistration: { country: 'DE', number: 'HRB 12345' },
    confirmationNumber: '18 号',
    confirmedOn: '2026-11-02',
  });
});

it('nothing can be handed in before company, number and day stand there', () => {
  showInCity(WinnerForm, { code: 'JKC-2020-06', ondone });
  expect(document.querySelector<HTMLButtonElement>('button.primary')?.disabled).toBe(true);
  expect(document.querySelector('input[type=date]')).not.toBeNull();
});

it('the form of the agreement that only a winner signs leads to each parcel’s, and no other form does', async () => {
  const parcels = 'JKC-2020-06、JKC-2020-07 JKC-2020-06';
  showInCity(WinnerLinks, { template: 'standard-land-agreement', parcels });
  expect([...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
    '/console/parcels/JKC-2020-06/winner',
    '/console/parcels/JKC-2020-07/winner',
  ]);
  await clearPage();
  showInCity(WinnerLinks, { template: 'investment-agreement', parcels });
  expect(pageText()).toBe('');
});

it('a parcel has a winner from the deal on', () => {
  expect(wasSold({ status: 'sold' }) && wasSold({ status: 'in-production' })).toBe(true);
  expect(wasSold({ status: 'listed' }) || wasSold({ status: 'unsold' }) || wasSold({ status: null })).toBe(
    false,
  );
});
