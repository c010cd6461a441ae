import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ParcelAnswer, ParcelRecords } from '../../api/parcels/schema.ts';
import { encodeShortlist } from '../../web/shortlist/shortlist-link.ts';
import { storageKey } from '../../web/shortlist/storage.ts';
import type { Entry, Shortlist } from '../../web/shortlist/terms.ts';
import { expectAccessible, type SizeName } from '../support/browser.ts';
import { saveSheets } from '../support/saved-sheets.ts';
import { visitSite } from '../support/visit.ts';

const site = visitSite();
const keptAt = '2026-11-20T02:00:00.000Z';

async function listOf(count: number, over: Partial<Entry> = {}): Promise<Shortlist> {
  const { items } = await site.read('/api/parcels', ParcelAnswer);
  const entries = items.slice(0, count).map(({ code, name, nameEn }) => ({
    ...{ code, name, nameEn, keptAt, note: '', decision: { kind: 'kept' as const } },
    ...over,
  }));
  return { title: '', createdAt: keptAt, entries };
}

/** Opens the page on a device that has kept this list before. */
async function openWith(list: Shortlist, options: { size?: SizeName; locale?: string } = {}): Promise<Page> {
  const page = await site.openEmpty(options);
  await page.addInitScript(
    ([key, text]) => {
      if (localStorage.getItem(key) === null) localStorage.setItem(key, text);
    },
    [storageKey, JSON.stringify(list)] as const,
  );
  await page.goto(`${site.origin}/shortlist`);
  return page;
}

/** What the list says to a screen reader when something was decided. */
async function announced(page: Page, words: string | RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: words }).waitFor({ state: 'attached' });
}

describe('the shortlist', () => {
  it('keeps a starred parcel on this device, counts it in every tab, and lets it go by the same star', async () => {
    const page = await site.open('/?parcel=JKC-2020-07');
    const star = page.getByRole('button', { name: '收藏 JKC-2020-07' });
    await star.click();
    await page.getByRole('link', { name: '收藏，1 宗' }).waitFor();
    const second = await page.context().newPage();
    await second.goto(`${site.origin}/shortlist`);
    await second.getByRole('textbox', { name: '备注 JKC-2020-07' }).fill('先看现场');
    await star.click();
    await second.getByRole('heading', { name: '还没有收藏地块' }).waitFor();
    await page.getByRole('link', { name: '收藏，0 宗' }).waitFor();
  });

  it('goes through thirty by keyboard: drop, a digit for the reason, and on to the next; a thirty-first is refused', async () => {
    const list = await listOf(29);
    const [one, ...others] = list.entries;
    if (one === undefined) throw new Error('the city has parcels');
    // The city has 29: of thirty, two are no longer public, and one that is public is left to be kept.
    const left = others.pop();
    const gone = ['XX-1', 'XX-2'].map((code) => ({ ...one, code }));
    const page = await openWith({ ...list, entries: [one, ...others, ...gone] });
    await page.getByRole('heading', { name: '保留 30 宗' }).waitFor();
    await page.locator('#drop-DY-2020-01').focus();
    for (let count = 0; count < 20; count += 1) {
      await page.keyboard.press('Enter');
      await page.keyboard.press(String((count % 6) + 1));
      if (count === 1) await announced(page, /^\S+ 已排除：价格$/);
      await page.getByRole('heading', { name: `已排除 ${count + 1} 宗` }).waitFor();
    }
    await page.getByText('30 宗中 10 宗保留，20 宗已排除').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toMatch(/^drop-/);
    // “其他” asks for words at once.
    await page.keyboard.press('Enter');
    await page.keyboard.press('7');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toMatch(/^detail-/);
    await page.keyboard.type('邻居不合适');
    await page.reload();
    await page.getByText('30 宗中 9 宗保留，21 宗已排除').waitFor();
    expect(await page.getByPlaceholder('补充说明').last().inputValue()).toBe('邻居不合适');
    await site.shoot(page, 'shortlist-dropped', { fullPage: true });

    await page.goto(`${site.origin}/?parcel=${left?.code}`);
    const star = page.getByRole('button', { name: `收藏 ${left?.code}` });
    await star.click();
    await page.getByText('清单最多 30 宗，请先移除一宗。').waitFor();
    expect(await star.getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('link', { name: '收藏，30 宗' }).waitFor();
  });

  it('closes the reasons by Escape and gives the focus back', async () => {
    const page = await openWith(await listOf(2));
    const drop = page.getByRole('button', { name: '排除 DY-2020-01' });
    await drop.click();
    await page.getByRole('group', { name: 'DY-2020-01 的排除原因' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('group', { name: 'DY-2020-01 的排除原因' }).waitFor({ state: 'detached' });
    expect(await drop.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('restores what was dropped, undoes a removal with its note, and keeps the order a person gives it', async () => {
    const page = await openWith(await listOf(3));
    const titles = () => page.getByRole('heading', { level: 3 }).allInnerTexts();
    await page.getByRole('heading', { name: '保留 3 宗' }).waitFor();
    const before = await titles();
    await page.getByRole('textbox', { name: '备注 DY-2020-02' }).fill('等水价');
    await page.getByRole('button', { name: '从清单移除 DY-2020-02' }).click();
    await page.getByText('已移除 DY-2020-02').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(titles).toEqual(before);
    expect(await page.getByRole('textbox', { name: '备注 DY-2020-02' }).inputValue()).toBe('等水价');

    await page.getByRole('button', { name: '下移 DY-2020-01' }).click();
    await expect.poll(titles).toEqual([before[1], before[0], before[2]]);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('down-DY-2020-01');

    await page.getByRole('button', { name: '排除 DY-2020-02' }).click();
    await page.getByRole('button', { name: /面积/ }).click();
    await page.getByRole('button', { name: '恢复 DY-2020-02' }).click();
    await announced(page, 'DY-2020-02 保留');
    await page.getByText('3 宗中 3 宗保留，0 宗已排除').waitFor();
  });

  it('shows a parcel that was renamed by both names, and one that is not public with its note', async () => {
    const list = await listOf(1, { name: '旧名 1 号地', nameEn: 'Old plot 1' });
    const [first] = list.entries;
    if (first === undefined) throw new Error('the city has parcels');
    const lost = { ...first, code: 'XX-1', name: '已不在的地块', note: '当时最合适' };
    const never = { ...lost, code: '100%', name: '不成编号', note: '' };
    const page = await openWith({ ...list, entries: [first, lost, never] });
    await page.getByText('曾名 旧名 1 号地').waitFor();
    await expect.poll(() => page.getByText('没有此编号的公开地块').count()).toBe(2);
    expect(await page.getByRole('textbox', { name: '备注 XX-1' }).inputValue()).toBe('当时最合适');
  });

  it('is saved as a workbook and as a table of text', async () => {
    const list = await listOf(3);
    const [first, second, third] = list.entries;
    if (!first || !second || !third) throw new Error('the city has parcels');
    const dropped = { kind: 'dropped', reason: 'price', detail: '起拍单价高于预算' } as const;
    const entries = [{ ...first, decision: dropped }, { ...second, note: '10 kV 双回路\n先看现场' }, third];
    const page = await openWith({ ...list, entries });
    const { lines, heads, units, rows, sources, notes } = await saveSheets(page);
    // What is kept stands first.
    const said = [
      [second.code, second.name, '保留', '', '', '10 kV 双回路\n先看现场'],
      [third.code, third.name, '保留', '', '', ''],
      [first.code, first.name, '已排除', '价格', '起拍单价高于预算', ''],
    ];
    const own = ['地块编号', '地块', '结论', '排除原因', '原因说明', '备注'];
    expect(lines.map((line) => own.map((head) => line[head]))).toEqual(said);
    expect(rows.map((cells) => own.map((head) => cells[heads.indexOf(head)] ?? ''))).toEqual(said);

    const { items } = await site.read(`/api/parcel-records?code=${first.code}`, ParcelRecords);
    const [record] = items;
    expect(lines[2]).toMatchObject({
      '出让面积（m²）': String(record?.offeredAreaM2),
      '出让面积 来源': expect.stringContaining(record?.facts['fields']?.source ?? 'no source'),
    });
    expect(rows[2]?.[heads.findIndex((head, index) => head === '出让面积' && units[index] === 'm²')]).toBe(
      record?.offeredAreaM2,
    );
    expect(new Set(sources.slice(1).map(([code]) => code))).toEqual(new Set(entries.map(({ code }) => code)));
    expect(notes['条件']).toContain('3 宗中 2 宗保留，1 宗已排除');
    expect(notes['链接']).toBe(`${site.origin}/shortlist${encodeShortlist({ ...list, entries })}`);
  });

  it('says so when the browser keeps nothing, and lasts as long as the page', async () => {
    const page = await site.openEmpty();
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await page.goto(`${site.origin}/?parcel=JKC-2020-07`);
    await page.getByRole('button', { name: '收藏 JKC-2020-07' }).click();
    await page.getByText('此浏览器不让本页存储数据').waitFor();
    await page.getByRole('link', { name: '收藏，1 宗' }).waitFor();
    await page.locator('#row-JKC-2020-03').click();
    await page.getByRole('button', { name: '收藏 JKC-2020-03' }).click();
    await page.getByRole('link', { name: '收藏，2 宗' }).click();
    await page.getByRole('heading', { name: '保留 2 宗' }).waitFor();
  });

  it('sets aside what it cannot read instead of destroying it', async () => {
    const page = await site.openEmpty();
    await page.addInitScript((key) => {
      if (localStorage.getItem('zhaotu-shortlist-unreadable') === null)
        localStorage.setItem(key, '{"entries":5}');
    }, storageKey);
    await page.goto(`${site.origin}/?parcel=JKC-2020-07`);
    await page.getByRole('button', { name: '收藏 JKC-2020-07' }).click();
    await page.getByRole('link', { name: '收藏，1 宗' }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('zhaotu-shortlist-unreadable'))).toBe(
      '{"entries":5}',
    );
  });

  it.each([
    ['wide', 'zh-CN'],
    ['small', 'en-GB'],
    ['phone', 'en-GB'],
  ] as const)('reads and passes the accessibility check on a %s screen in %s', async (size, locale) => {
    const list = await listOf(5, { note: '10 kV 双回路' });
    const [first, ...others] = list.entries;
    if (first === undefined) throw new Error('the city has parcels');
    const dropped = {
      ...first,
      decision: { kind: 'dropped' as const, reason: 'price' as const, detail: '' },
    };
    const page = await openWith({ ...list, entries: [...others, dropped] }, { size, locale });
    await page.getByRole('heading', { level: 3 }).first().waitFor();
    await page.locator(`#drop-${others[0]?.code}`).click();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    await site.shoot(page, `shortlist-${size}-${locale}`, { fullPage: true });
  });

  it('leads on while it is empty', async () => {
    const page = await site.open('/shortlist');
    await page.getByRole('heading', { level: 1, name: '还没有收藏地块' }).waitFor();
    await site.shoot(page, 'shortlist-empty');
  });
});

describe('a shared shortlist', () => {
  it('asks whether to merge or replace, keeps my own words, and can be taken back', async () => {
    const mine = await listOf(2, { note: '我的备注' });
    const theirs = { ...(await listOf(4, { note: '他的备注' })), title: '他的清单' };
    const page = await openWith(mine);
    await page.getByRole('heading', { name: '保留 2 宗' }).waitFor();
    await page.goto(`${site.origin}/shortlist${encodeShortlist(theirs)}`);
    await page.getByRole('heading', { level: 1, name: /他的清单/ }).waitFor();
    await page.getByRole('button', { name: '存为我的清单' }).click();
    await page.getByText('合并会加入 2 宗').waitFor();
    await page.getByRole('button', { name: '合并', exact: true }).click();
    await page.getByRole('heading', { name: '保留 4 宗' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    const notes = await page
      .getByRole('textbox', { name: /^备注/ })
      .evaluateAll((fields) =>
        fields.map((field) => (field instanceof HTMLTextAreaElement ? field.value : '')),
      );
    expect(notes).toEqual(['我的备注', '我的备注', '他的备注', '他的备注']);

    await page.goto(`${site.origin}/shortlist${encodeShortlist(await listOf(1))}`);
    await page.getByRole('button', { name: '存为我的清单' }).click();
    await page.getByRole('button', { name: '替换我的清单' }).click();
    await page.getByRole('heading', { name: '保留 1 宗' }).waitFor();
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByRole('heading', { name: '保留 4 宗' }).waitFor();
  });

  it('stays the same list when the reader changes the language or skips to the content', async () => {
    const theirs = { ...(await listOf(2)), title: '他的清单' };
    const fragment = encodeShortlist(theirs);
    const page = await site.open(`/shortlist${fragment}`);
    await page.getByRole('heading', { level: 1, name: /他的清单/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('2 parcels: 2 kept, 0 dropped').waitFor();
    expect(new URL(page.url()).hash).toBe(fragment);
  });

  it('that was damaged on the way says so and leads to my own', async () => {
    const fragment = encodeShortlist(await listOf(2));
    const page = await site.open(`/shortlist${fragment.slice(0, -6)}`);
    await page.getByRole('heading', { level: 1, name: '这个链接打不开清单' }).waitFor();
    await expectAccessible(page);
    await site.shoot(page, 'shortlist-damaged');
    await page.getByRole('button', { name: '打开我的清单' }).click();
    await page.getByRole('heading', { level: 1, name: '还没有收藏地块' }).waitFor();
  });

  it('is refused in words when it is too long for a link', async () => {
    const list = await listOf(29);
    const letters = [...Array(200).keys()];
    const entries = list.entries.map((entry, index) => ({
      ...entry,
      // Rare characters that hardly repeat, so that nothing can be packed away.
      note: letters
        .map((place) => String.fromCodePoint(0x4e00 + ((index * 7919 + place * 104_729) % 20_000)))
        .join(''),
    }));
    const page = await openWith({ ...list, entries });
    await page.getByRole('button', { name: '复制链接' }).click();
    await page.getByText(/清单内容过长，链接有 \d+ 个字符，最多 12000 个。/).waitFor();
  });
});
