import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import type { Sketch } from '../../api/city/schema.ts';
import { StaffParcel } from '../../api/drafts/schema.ts';
import type { Role } from '../../api/accounts/terms.ts';
import { boundsOfShape } from '../../web/map/console/staff-shapes.ts';
import { parkBounds } from '../../web/map/sketch.ts';
import { adjoining, adjoiningFiles } from '../support/adjoining-parcel.ts';
import { launchBrowser, mapIsIdle, sizes } from '../support/browser.ts';
import { handIn, type Desk } from '../support/console-work.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { copyDemo } from '../support/demo-site.ts';
import { npmStart, type StartedSite } from '../support/npm-start.ts';

/** What staff do at their desks with hands and keys; one site and one sign-in a role. */
const folder = mkdtempSync(join(tmpdir(), 'zhaotu-desk-'));
const dataDir = join(folder, 'var');
let site: StartedSite;
let browser: Browser;
const contexts = new Map<Role, Promise<BrowserContext>>();

beforeAll(async () => {
  site = await npmStart(copyDemo(inject('demoFolder'), dataDir));
  browser = await launchBrowser({ webgl: true });
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function signedIn(role: Role): Promise<BrowserContext> {
  const context = await browser.newContext({ ...sizes.wide, locale: 'zh-CN', reducedMotion: 'reduce' });
  const { email, password } = demoAccount(dataDir, role);
  const headers = { Origin: site.origin };
  const answer = await context.request.post(`${site.origin}/api/session`, {
    headers,
    data: { email, password },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  return context;
}

function contextOf(role: Role): Promise<BrowserContext> {
  const context = contexts.get(role) ?? signedIn(role);
  contexts.set(role, context);
  return context;
}

async function deskOf(role: Role): Promise<Desk> {
  return { origin: site.origin, request: (await contextOf(role)).request };
}

/** What goes wrong in a page fails its test. */
async function openAs(role: Role, path: string): Promise<Page> {
  const page = await (await contextOf(role)).newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  onTestFinished(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(site.origin + path);
  return page;
}

async function storedShape(code: string) {
  const { origin, request } = await deskOf('publisher');
  const reply: unknown = await (await request.get(`${origin}/api/staff/parcels/${code}`)).json();
  const { draft, base } = StaffParcel.parse(reply);
  return (draft?.content ?? base?.content)?.geometry ?? null;
}

const saved = (page: Page) => page.getByText(/^已存/).waitFor();
const badge = (page: Page) => page.locator('[data-area] b');

/** The form and the map tell one area. */
async function toldArea(page: Page): Promise<string> {
  const area = await badge(page).innerText();
  await page.getByText(`= ${area} 亩`, { exact: true }).waitFor();
  return area;
}

it('opens by Enter the row that was clicked, and the row that the keys went to from there', async () => {
  await handIn(await deskOf('publisher'), 'JKC-2020-02');
  await handIn(await deskOf('publisher'), 'JKC-2020-03');
  const page = await openAs('reviewer', '/console');
  const rows = page.locator('main section').first().locator('li button');
  await rows.nth(1).click();
  expect(new URL(page.url()).pathname).toBe('/console');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/console\/review\/\d+$/);
  const first = page.url();
  await page.goBack();
  await rows.nth(1).click();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/console\/review\/\d+$/);
  expect(page.url()).not.toBe(first);

  const table = await openAs('publisher', '/console/parcels');
  await table
    .getByRole('row', { name: /JKC-2020-05/ })
    .getByRole('checkbox')
    .click();
  await table.keyboard.press('Enter');
  await table.waitForURL(/\/console\/parcels\/JKC-2020-05$/);
});

it('draws a new parcel where its department’s parcels lie', async () => {
  const page = await openAs('publisher', '/console/parcels');
  await page.getByRole('row', { name: /JKC-2020-01/ }).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('JKC-2026-90');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/console\/parcels\/JKC-2026-90$/);
  await page.locator('#editor-map canvas').waitFor();
  await mapIsIdle(page);
  const box = await page.locator('#editor-map canvas').boundingBox();
  if (box === null) throw new Error('the map has a place');
  const corners = [
    [0.45, 0.45],
    [0.55, 0.45],
    [0.55, 0.6],
    [0.45, 0.6],
  ] as const;
  for (const [across, down] of corners)
    await page.mouse.click(box.x + box.width * across, box.y + box.height * down);
  await page.keyboard.press('Enter');
  await saved(page);
  const drawn = (await storedShape('JKC-2026-90'))?.multiPolygon;
  const plans: Sketch = JSON.parse(readFileSync('data/cities/jinhua/parks.geojson', 'utf8'));
  const park = parkBounds(plans, 'park-jkc-nev');
  const bounds = drawn && boundsOfShape(drawn);
  if (park === null || !bounds) throw new Error('the park is drawn, and so is the parcel');
  expect(bounds[0] > park[0] && bounds[1] > park[1] && bounds[2] < park[2] && bounds[3] < park[3]).toBe(true);
  await toldArea(page);
});

it('takes an outline out of a file, and takes it back', async () => {
  const code = 'JKC-2020-07';
  const before = await storedShape(code);
  const page = await openAs('publisher', `/console/parcels/${code}`);
  await badge(page).waitFor();
  const area = await toldArea(page);
  const [survey] = await adjoiningFiles();
  if (survey === undefined) throw new Error('a survey is made');
  await page.locator('#editor-map input[type=file]').setInputFiles(survey);
  const asked = page.getByRole('dialog');
  await asked.getByText(adjoining.code).first().waitFor();
  expect(await asked.locator('select').evaluate((field) => field === document.activeElement)).toBe(true);
  await asked.getByRole('button', { name: '采用这个图形' }).click();
  await saved(page);
  expect(await storedShape(code)).toMatchObject({ format: 'txt', sourceCrs: 'EPSG:4528', file: survey.name });
  expect(await toldArea(page)).not.toBe(area);
  await page.getByRole('button', { name: '撤销' }).click();
  await expect.poll(() => badge(page).innerText()).toBe(area);
  await expect.poll(async () => (await storedShape(code))?.multiPolygon).toEqual(before?.multiPolygon);
});

it('moves a corner by its numbers, and refuses a place where the sides would cross', async () => {
  const page = await openAs('publisher', '/console/parcels/JKC-2020-01');
  await badge(page).waitFor();
  const area = await toldArea(page);
  await page.locator('summary', { hasText: '界址点' }).click();
  const latitude = (corner: number) => page.getByLabel(`J${corner} 纬度`);
  const from = await latitude(1).inputValue();
  await latitude(1).fill((Number(from) + 0.0002).toFixed(7));
  await latitude(1).press('Tab');
  await saved(page);
  await expect.poll(() => badge(page).innerText()).not.toBe(area);
  const moved = await toldArea(page);
  await latitude(1).fill((Number(await latitude(3).inputValue()) * 2 - Number(from)).toFixed(7));
  await latitude(1).press('Tab');
  await page
    .getByRole('row', { name: /^J1/ })
    .getByText(/自相交/)
    .waitFor();
  expect(await latitude(1).inputValue()).toBe((Number(from) + 0.0002).toFixed(7));
  expect(await badge(page).innerText()).toBe(moved);
});

it('shows what has the focus, wherever one goes back to in the form', async () => {
  const page = await openAs('publisher', '/console/parcels/JKC-2020-06');
  await badge(page).waitFor();
  const sources = page.locator('.form button.edit');
  await sources.last().focus();
  const count = await sources.count();
  expect(count).toBeGreaterThan(10);
  for (let index = count - 1; index >= 0; index -= 1) {
    await sources.nth(index).focus();
    const isOnTop = await sources.nth(index).evaluate((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    expect(isOnTop, `source ${index}`).toBe(true);
  }
});

it('tells a reviewer that another has decided meanwhile, and takes the decision from him', async () => {
  const path = await handIn(await deskOf('publisher'), 'JKC-2020-04');
  const page = await openAs('reviewer', path);
  await page.getByRole('radio', { name: /批准/ }).waitFor();
  const { origin, request } = await deskOf('reviewer');
  const answer = await request.post(`${origin}/api/parcels/JKC-2020-04/reject`, {
    headers: { Origin: origin },
    data: { submission: Number(path.split('/').at(-1)), reasons: [{ path: '', reason: '请附评估报告。' }] },
  });
  expect(answer.ok()).toBe(true);
  await page.getByText('打开之后，这件送审有了处理').waitFor();
  await page
    .getByText(/\d\d:\d\d 退回/)
    .first()
    .waitFor();
  expect(await page.getByRole('radio').count()).toBe(0);
  expect(await page.getByRole('button', { name: /^(批准|退回)/ }).count()).toBe(0);
});
