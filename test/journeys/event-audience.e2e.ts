import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectAccessible, mapIsIdle } from '../support/browser.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';
import { stagedEvent } from '../support/staged-event.ts';

const site = ownSite({ webgl: true });
const offline = /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/;

const centreOf = (page: Page) => page.locator('[data-centre]').getAttribute('data-centre');
const onAir = (page: Page) => page.getByRole('heading', { level: 2 }).first();

it('takes telephones along with the host, leaves alone who looks around, and is back by itself after a lost line', async () => {
  const host = await site.openAs(demoAccount(site.dataDir, 'host'), '/account', { expected: /status of 40/ });
  const event = await stagedEvent(host, ['致辞', '介绍', '总结']);
  const path = `/events/${event.slug}`;

  const phone = await site.open(path, { size: 'phone', expected: offline });
  await phone.getByText('活动还没有开始').waitFor();
  await mapIsIdle(phone);
  await event.show(0, [119.6, 29.05]);
  await expect.poll(() => onAir(phone).innerText()).toBe('致辞');
  await expect.poll(() => centreOf(phone)).toBe('119.6000,29.0500');
  await expect.poll(() => phone.locator('[aria-live="polite"]').innerText()).toBe('正在讲话：致辞');

  const late = await site.open(path, { size: 'phone' });
  await expect.poll(() => onAir(late).innerText()).toBe('致辞');
  await expect.poll(() => centreOf(late)).toBe('119.6000,29.0500');
  await expectAccessible(late);

  const canvas = await phone.locator('.stage canvas').boundingBox();
  if (canvas === null) throw new Error('there is no map');
  await phone.mouse.move(canvas.x + 200, canvas.y + 160);
  await phone.mouse.down();
  await phone.mouse.move(canvas.x + 90, canvas.y + 80, { steps: 6 });
  await phone.mouse.up();
  await phone.getByText('您正在自己看，画面不会被带走').waitFor();
  await mapIsIdle(phone);
  const own = await centreOf(phone);
  await event.show(1, [119.7, 29.1]);
  await phone.getByText('现场已到 介绍').waitFor();
  await expect.poll(() => centreOf(late)).toBe('119.7000,29.1000');
  expect(await centreOf(phone)).toBe(own);
  await expectAccessible(phone);
  await phone.getByRole('button', { name: '回到现场' }).click();
  await expect.poll(() => centreOf(phone)).toBe('119.7000,29.1000');

  await phone.context().setOffline(true);
  await phone.getByText('信号断了，画面停在 介绍').waitFor();
  await event.show(2, [119.65, 29.08]);
  await expect.poll(() => onAir(late).innerText()).toBe('总结');
  expect(await onAir(phone).innerText()).toBe('介绍');
  await phone.context().setOffline(false);
  await expect.poll(() => onAir(phone).innerText()).toBe('总结');
  await expect.poll(() => centreOf(phone)).toBe('119.6500,29.0800');
  await phone.getByText('信号断了').waitFor({ state: 'hidden' });
  await event.press('pause');
  await expect.poll(() => phone.locator('.head').innerText()).toContain('暂停');
});

it('goes with the host on the screen of a hall, keeps its last picture without a line, and goes on by itself', async () => {
  const host = await site.openAs(demoAccount(site.dataDir, 'host'), '/account', { expected: /status of 40/ });
  const event = await stagedEvent(host, ['致辞', '介绍']);
  const screen = await site.open(`/events/${event.slug}/screen`, { expected: offline });
  const scene = () => screen.locator('main').getAttribute('data-scene');
  await screen.getByText('接下来').waitFor();
  await mapIsIdle(screen);
  expect(await scene()).toBe('before');
  await expectAccessible(screen);
  await event.show(0, [119.6, 29.05]);
  await screen.getByRole('heading', { level: 2, name: '致辞' }).waitFor();
  expect(await screen.locator('header, footer, nav, button, a[href^="/"]').count()).toBe(1);

  await screen.context().setOffline(true);
  await screen.getByRole('status').waitFor();
  await event.show(1, [119.7, 29.1]);
  expect(await screen.getByRole('heading', { level: 2 }).innerText()).toBe('致辞');
  await screen.context().setOffline(false);
  await screen.getByRole('heading', { level: 2, name: '介绍' }).waitFor();
  await event.press('cut', { isCut: true });
  await screen.getByText('现场画面稍后回来').waitFor();
  await event.press('cut', { isCut: false });
  await event.press('pause');
  await expect.poll(scene).toBe('paused');
  await expectAccessible(screen);
});
