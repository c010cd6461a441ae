import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { readEnv } from '../../api/env.ts';
import { openPortal } from '../../api/portal.ts';
import type { LonLat } from '../../api/imports/crs.ts';
import { adjoining, adjoiningFiles, drawnCorners, rightCorner } from '../support/adjoining-parcel.ts';
import { launchBrowser, mapIsIdle, openPage } from '../support/browser.ts';
import { signInAs } from '../support/demo-accounts.ts';
import { copyDemo } from '../support/demo-site.ts';
import { drag, openedOn } from '../support/editor-map.ts';
import { enrolStaff, type EnrolledStaff } from '../support/enrolled-staff.ts';
import { placeOnMap } from '../support/map-place.ts';
import { npmStart, type StartedSite } from '../support/npm-start.ts';

/** The city as it was shown, run for real from now on: nobody of the demonstration gets in, and staff need a second factor. */
const folder = mkdtempSync(join(tmpdir(), 'zhaotu-four-eyes-'));
const dataDir = join(folder, 'var');
const { code, name } = adjoining;
let site: StartedSite;
let browser: Browser;

beforeAll(async () => {
  site = await npmStart(copyDemo(inject('demoFolder'), dataDir), { DEMO: '0' });
  browser = await launchBrowser({ webgl: true });
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A browser profile of its own; what goes wrong in its pages fails the test at its end. */
async function open(path: string, expected?: RegExp): Promise<Page> {
  const opened = await openPage(browser, site.origin, { size: 'wide' });
  onTestFinished(async () => {
    await opened.close();
    expect(opened.complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
  });
  await opened.page.goto(site.origin + path);
  return opened.page;
}

async function openAs(staff: EnrolledStaff, path: string): Promise<Page> {
  const page = await open(`/sign-in?back=${encodeURIComponent(path)}`, /status of (40[13]|410)/);
  await signInAs(page, staff);
  await page.getByLabel('动态验证码（6 位）').fill(staff.codeAhead(0));
  await page.waitForURL(site.origin + path);
  return page;
}

/** As if those who are signed in had sat at their desks for six minutes: a proof is recent for five. */
async function letProofsAge(): Promise<void> {
  const { database } = await openPortal(readEnv({ DATA_DIR: dataDir, DEMO: '0' }), { join: true });
  await database.sql`update session set proved_at = proved_at - interval '6 minutes'`;
  await database.close();
}

/** Brings both files in by the intake's page; the parcel stands among the drafts then. */
async function bringIn(page: Page): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(await adjoiningFiles());
  await page.waitForURL(/\/console\/intake\/\d+$/);
  await page.getByText('尚未写入任何数据。').waitFor();
  await page.getByRole('button', { name: /^写入 1 宗草稿/ }).click();
  await page.getByRole('button', { name: '整批撤销' }).waitFor();
}

/** Takes the corner that the survey has wrong to the neighbour's, near enough to be drawn to it. */
async function mendByDrawing(page: Page): Promise<void> {
  const wrong = drawnCorners.at(-1) ?? rightCorner;
  const ring = [...drawnCorners, ...drawnCorners.slice(0, 1)];
  const at = await openedOn(page, { type: 'MultiPolygon', coordinates: [[ring]] });
  const { x, y } = at(rightCorner);
  await drag(page, at(wrong), { x: x - 5, y: y + 4 });
}

async function submit(page: Page): Promise<string> {
  const button = page.getByRole('button', { name: /^提交审核/ });
  await expect.poll(() => button.isEnabled()).toBe(true);
  await button.click();
  const asked = page.getByRole('dialog', { name: '提交审核' });
  await asked.getByLabel('给审核人的说明').fill('东南角按界址点成果改正。');
  await asked.getByRole('button', { name: '提交审核' }).click();
  const link = page.getByRole('link', { name: '看审核' });
  await link.waitFor();
  return (await link.getAttribute('href')) ?? '';
}

/** Looks at every row, proves anew who decides, and approves. */
async function approve(page: Page, review: string, { staff, says }: { staff: EnrolledStaff; says: string }) {
  await page.goto(site.origin + review);
  const button = page.getByRole('button', { name: /^批准/ });
  await button.waitFor();
  for (const seen of await page.getByRole('checkbox', { name: /^看过/ }).all()) await seen.check();
  expect(await button.isDisabled()).toBe(true);
  expect(await decideWithout(page)).toMatchObject({ code: 'proof-needed' });
  await page.getByLabel('动态验证码').fill(staff.codeAhead(1));
  await expect.poll(() => button.isEnabled()).toBe(true);
  await button.click();
  await page.getByText(says).waitFor();
}

/** What the server says to whoever passes the page by, and with it what the page asks for. */
async function decideWithout(page: Page): Promise<unknown> {
  const headers = { Origin: site.origin };
  const answer = await page.request.post(`${site.origin}/api/parcels/${code}/approve`, { headers, data: {} });
  return await answer.json();
}

/** What programs read: everything public that could name a parcel. */
async function publicAnswers(instant: string): Promise<Map<string, { status: number; text: string }>> {
  const asOf = `asOf=${encodeURIComponent(instant)}`;
  const named = encodeURIComponent(name);
  const paths = [
    '/api/parcels?limit=500',
    `/api/parcels?q=${code}`,
    `/api/parcels?q=${named}`,
    '/api/parcels.geojson',
    `/api/parcel-records?code=${code}&code=JKC-2020-02`,
    `/api/parcels/${code}`,
    `/api/parcels/${code}?${asOf}`,
    `/api/parcels/${code}.geojson`,
    `/parcels/${code}`,
    '/sitemap.xml',
  ];
  const answers = await Promise.all(
    paths.map(async (path): Promise<[string, { status: number; text: string }]> => {
      const answer = await fetch(site.origin + path);
      return [path, { status: answer.status, text: await answer.text() }];
    }),
  );
  return new Map(answers);
}

async function whereItStands(instant: string): Promise<string[]> {
  const answers = await publicAnswers(instant);
  // The sitemap knows codes alone.
  const tells = (text: string) => text.includes(name) || text.includes(`/parcels/${code}<`);
  return [...answers].flatMap(([path, { text }]) => (tells(text) ? [path] : []));
}

async function dataVersion(): Promise<string> {
  return await (await fetch(`${site.origin}/api/data-version`)).text();
}

it('takes a surveyed parcel past two pairs of eyes to a map that is open, and takes it back everywhere', async () => {
  const own = { origin: site.origin, dataDir };
  const [publisher, land, terms] = await Promise.all([
    enrolStaff(own, { role: 'publisher', department: 'jkc-manufacturing' }),
    enrolStaff(own, { role: 'reviewer', department: 'natural-resources', competence: 'land' }),
    enrolStaff(own, { role: 'reviewer', department: 'terms-review', competence: 'terms' }),
  ]);
  const [lon, lat] = rightCorner;
  const view = `${lon.toFixed(5)},${lat.toFixed(5)},14`;
  const visitor = await open(`/?view=${view}&sort=code`, /status of 410/);
  await mapIsIdle(visitor);
  const shown = visitor.getByText(name, { exact: true }).filter({ visible: true });
  const unpublished = await dataVersion();

  const author = await openAs(publisher, '/console/intake');
  let worklists = 0;
  author.on('request', (request) => (worklists += Number(request.url().endsWith('/api/staff/work'))));
  await bringIn(author);
  await author.goto(`${site.origin}/console/parcels/${code}`);
  const fault = author.getByText(/与界址面积相差 8\.\d+ %/);
  await fault.first().waitFor();
  expect(await author.getByRole('button', { name: /^提交审核/ }).isDisabled()).toBe(true);
  await mendByDrawing(author);
  await fault.first().waitFor({ state: 'detached' });
  const review = await submit(author);
  expect(await decideWithout(author)).toMatchObject({ code: 'forbidden' });
  // Each page asks for what is to be done; none asks for ever.
  expect(worklists).toBeLessThan(10);
  expect(await whereItStands(new Date().toISOString())).toEqual([]);
  expect(await dataVersion()).toBe(unpublished);

  const [landReviewer, termsReviewer] = await Promise.all([
    openAs(land, '/console'),
    openAs(terms, '/console'),
  ]);
  await letProofsAge();
  await approve(landReviewer, review, { staff: land, says: '已批准' });
  expect(await whereItStands(new Date().toISOString())).toEqual([]);
  await approve(termsReviewer, review, { staff: terms, says: '已公开第 1 版。' });

  await shown.first().waitFor({ timeout: 5_000 });
  const published = await dataVersion();
  expect(published).not.toBe(unpublished);
  const whilePublic = new Date().toISOString();
  expect(await whereItStands(whilePublic)).toEqual([...(await publicAnswers(whilePublic)).keys()]);
  const inside: LonLat = [
    drawnCorners.reduce((sum, [cornerLon]) => sum + cornerLon, 0) / drawnCorners.length,
    drawnCorners.reduce((sum, [, cornerLat]) => sum + cornerLat, 0) / drawnCorners.length,
  ];
  const { x, y } = await placeOnMap(visitor, inside);
  await visitor.mouse.click(x, y);
  await visitor.waitForURL(new RegExp(`parcel=${code}`));

  await landReviewer.goto(`${site.origin}/console/parcels/${code}`);
  await landReviewer.getByRole('button', { name: '更多' }).click();
  await landReviewer.getByRole('button', { name: '紧急撤回' }).click();
  const recall = landReviewer.getByRole('dialog', { name: '紧急撤回' });
  await recall.getByLabel('严重差错').check();
  await recall.getByLabel('说明').fill('界址有误。');
  await recall.getByRole('button', { name: `撤回 ${code}` }).click();
  await recall.waitFor({ state: 'hidden' });

  await shown.first().waitFor({ state: 'detached', timeout: 5_000 });
  expect(await whereItStands(whilePublic)).toEqual([]);
  const answers = await publicAnswers(whilePublic);
  const gone = [`/api/parcels/${code}`, `/api/parcels/${code}.geojson`, `/parcels/${code}`];
  for (const path of gone) expect(answers.get(path)?.status, path).toBe(410);
  expect([published, unpublished]).not.toContain(await dataVersion());
});
