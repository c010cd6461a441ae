import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { askOn, askWords, receiptOn, type AskLanguage } from '../support/ask-page.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';
import { thumb } from '../support/thumb.ts';

/** A Wednesday at work. The parcel is of the first demonstration officer's department. */
const site = ownSite({ startsAt: '2026-02-11T10:00:00+08:00' });
const code = 'JKC-2020-06';

async function answer(desk: Page, company: string, words: string): Promise<void> {
  await desk.getByRole('link', { name: company }).click();
  await desk.getByRole('heading', { level: 2, name: company }).waitFor();
  await desk.getByRole('textbox', { name: '回复企业' }).fill(words);
  await desk.getByRole('button', { name: '发出首答' }).click();
  await desk.getByText('首答，企业可见').waitFor();
}

/** The address that stands in a letter, as a mail program opens it. */
function linkIn(letter: string): string {
  return /http\S+/.exec(letter)?.[0] ?? '';
}

async function publicCount(): Promise<number> {
  const page = await site.open('/response-times', { size: 'phone' });
  const share = page.getByText(/^\d+\s件中\s\d+\s件；/).first();
  return Number(/\d+/.exec(await share.innerText())?.[0]);
}

type Seen = Record<'need' | 'company' | 'ask' | 'state', string> &
  Record<'acknowledged' | 'answered' | 'took', RegExp>;
const journeys: [AskLanguage, Seen][] = [
  [
    'zh-CN',
    {
      need: '拟建汽车零部件厂，约 110 亩，用电 5000 kVA。',
      company: '宁波甬海汽车零部件',
      ask: '咨询 陈晓岚',
      acknowledged: /：已收到询盘 XP-/,
      answered: /：询盘 XP-\S+ 的答复$/,
      took: /首次答复用了 1 小时 30 分（工作时间）/,
      state: '已答复',
    },
  ],
  [
    'en',
    {
      need: 'Car parts, 110 mu, 5,000 kVA by June.',
      company: 'Nordlicht Antriebe',
      ask: 'Ask Chen Xiaolan',
      acknowledged: /: enquiry XP-\S+ received$/,
      answered: /: answer to enquiry XP-/,
      took: /First answered after 1 h 30 min of working time/,
      state: 'Answered',
    },
  ],
];

describe.each(journeys)('to somebody who reads %s', (language, seen) => {
  it('an officer answers what was asked from a telephone, by letters that lead there, and the public page counts it', async () => {
    site.setTo('2026-02-11T10:00:00+08:00');
    const before = await publicCount();
    const email = `mei-${language.slice(0, 2)}@asks.example`;
    const words = askWords[language];
    const visitor = await site.open(`/parcels/${code}?lang=${language}`, { size: 'phone' });
    const hand = thumb();
    await hand.tap(visitor.getByRole('link', { name: seen.ask }).filter({ visible: true }).last());
    await visitor.getByText(code).waitFor();
    await hand.type(visitor.getByLabel(words.need, { exact: true }), seen.need);
    await hand.type(visitor.getByLabel(words.company, { exact: true }), seen.company);
    await hand.type(visitor.getByLabel(words.email, { exact: true }), email);
    await hand.tap(visitor.getByLabel(words.agree));
    await hand.tap(visitor.getByRole('button', { name: words.send }));
    const { number } = await receiptOn(visitor);
    expect(hand.seconds()).toBeLessThan(60);
    const receipt = await site.letterTo(email, seen.acknowledged);
    expect(receipt).toContain(number);
    expect(linkIn(receipt)).toMatch(/\/enquiry#t=[\w-]{43}$/);
    expect(await publicCount()).toBe(before);

    site.setTo('2026-02-11T11:30:00+08:00');
    const desk = await site.openAs(demoAccount(site.dataDir, 'publisher'), '/console/enquiries');
    await answer(desk, seen.company, '可以供地，6 月前通电。');
    const letter = await site.letterTo(email, seen.answered);
    expect(letter).toContain('可以供地，6 月前通电。');

    const reader = await site.open(linkIn(letter).slice(site.origin.length), {
      size: 'phone',
      locale: language,
    });
    await reader.getByRole('heading', { level: 1, name: number }).waitFor();
    await reader.getByText('可以供地，6 月前通电。').waitFor();
    await reader.getByText(seen.took).waitFor();
    await reader.getByText(seen.state, { exact: true }).waitFor();
    expect(await publicCount()).toBe(before + 1);
  });
});

it('lists what an investor asks with an account, who adds to it and takes it back there', async () => {
  const page = await site.openAs(demoAccount(site.dataDir, 'investor'), '/enquiries', { size: 'phone' });
  await page.getByText('还没有询盘。').waitFor();
  await page.getByRole('main').getByRole('link', { name: '咨询用地' }).tap();
  const asked = {
    need: '仓储用地 40 亩，靠近铁路货场。',
    company: '衢江冷链',
    email: 'cold@asks.example',
  };
  const { number } = await askOn(page, asked);
  await page.goto(`${site.origin}/enquiries`);
  const row = page.getByRole('listitem').filter({ hasText: number });
  await row.getByText('待答复').waitFor();
  await row.getByText(asked.need).waitFor();
  await row.getByRole('link', { name: number }).tap();
  await page.waitForURL(`${site.origin}/enquiries/${number}`);
  const conversation = page.getByRole('main').getByRole('list').first();
  await conversation.getByText(asked.need).waitFor();
  await page.getByLabel('补充或回复').fill('可以分两期。');
  await page.getByRole('button', { name: '发送' }).tap();
  await conversation.getByText('可以分两期。').waitFor();

  await page.getByRole('button', { name: '撤回询盘' }).tap();
  await page.getByRole('button', { name: '确认撤回' }).tap();
  await page.getByText('您已撤回，不再办理。').waitFor();
  await page.getByRole('link', { name: '我的全部询盘' }).first().tap();
  await row.getByText('已撤回').waitFor();
});
