import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { APIRequestContext, Page } from 'playwright-core';
import { request as newRequest } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Me } from '../../api/accounts/schema.ts';
import { ConsentText, Enquiry, ReceivedEnquiry } from '../../api/enquiries/schema.ts';
import { ParcelAnswer } from '../../api/parcels/schema.ts';
import { askOn } from '../support/ask-page.ts';
import { demoAccounts } from '../support/demo-accounts.ts';
import { hostileWords } from '../support/hostile-questions.ts';
import { ownSite } from '../support/own-site.ts';

const site = ownSite();
const runFile = promisify(execFile);
const questions = 50;
const phones = 3;
/** Whoever asks has the receipt by then. */
const receiptMs = 60_000;
const cityHotline = 'city-hotline';

type Question = { parcel: string | null; department: string; email: string; need: string; company: string };
type Asked = Question & { number: string; link: string; at: number };
const asked: Asked[] = [];
let outside: APIRequestContext;
let plan: Question[];
/** Those that the demonstration brings. */
let casesBefore: number;

async function publicCases(): Promise<string> {
  return await (await outside.get('/api/response-times.csv')).text();
}

beforeAll(async () => {
  outside = await newRequest.newContext({ baseURL: site.origin });
  casesBefore = (await publicCases()).trim().split('\n').length - 1;
  const { items } = ParcelAnswer.parse(await (await outside.get('/api/parcels?limit=200')).json());
  const places = [
    ...new Map(items.map(({ code, department }) => [department.code, code])),
    [cityHotline, null] as const,
  ];
  plan = Array.from({ length: questions }, (_, index) => {
    const [department, parcel] = places[index % places.length] ?? [cityHotline, null];
    const hostile = hostileWords[index % 16] ?? {};
    return {
      department,
      parcel,
      email: `robot-${index}@asks.example`,
      need: String(hostile['message'] ?? `需要 ${index + 10} 亩`),
      company: String(hostile['company'] ?? `机器人企业 ${index}`),
    };
  });
});
afterAll(() => outside?.dispose());

/** One telephone asks one question after another, each on the page of its parcel. */
async function byPhone(share: readonly Question[]): Promise<void> {
  const page = await site.open('/ask', { size: 'phone' });
  for (const question of share) {
    await page.goto(`${site.origin}/ask${question.parcel === null ? '' : `?parcel=${question.parcel}`}`);
    asked.push({ ...question, at: performance.now(), ...(await askOn(page, question)) });
  }
}

async function byProgram(share: readonly Question[]): Promise<void> {
  const { version } = ConsentText.parse(await (await outside.get('/api/consent-text')).json());
  const ask = async ({ parcel, email, need, company }: Question) => {
    const consent = { textVersion: version, accepted: true };
    const data = { parcelCodes: parcel === null ? [] : [parcel], email, company, message: need, consent };
    const answer = await outside.post('/api/enquiries', { data });
    expect(answer.status(), await answer.text()).toBe(201);
    return ReceivedEnquiry.parse(await answer.json());
  };
  await Promise.all(
    share.map(async (question) => {
      const at = performance.now();
      asked.push({ ...question, at, ...(await ask(question)) });
    }),
  );
}

it(`has ${questions} questions, half of them from telephones, hostile ones among them, told within a minute and where they belong`, async () => {
  const half = questions / 2;
  const shares = Array.from({ length: phones }, (_, phone) =>
    plan.slice(0, half).filter((_, index) => index % phones === phone),
  );
  await Promise.all([...shares.map(byPhone), byProgram(plan.slice(half))]);
  expect(new Set(asked.map(({ number }) => number)).size).toBe(questions);
  for (const { number, email, link, department, need, at } of asked) {
    expect(await site.letterTo(email, /已收到询盘/)).toContain(number);
    expect(performance.now() - at).toBeLessThan(receiptMs);
    const headers = { 'Enquiry-Token': new URL(link).hash.replace('#t=', '') };
    const enquiry = Enquiry.parse(await (await outside.get(`/api/enquiries/${number}`, { headers })).json());
    expect([number, enquiry.department.code]).toEqual([number, department]);
    expect(enquiry.entries[0]?.message?.replace(/\r/g, '')).toBe(need.trim().replace(/\r/g, ''));
  }
  expect(site.letters.every(({ to, mail }) => to.length === 1 && mail.bcc === undefined)).toBe(true);
});

/** Opens the case, reads there what was written, and answers it. */
async function answer(desk: Page, { number, need }: Asked): Promise<void> {
  await desk.goto(`${site.origin}/console/enquiries/${number}`);
  const words = desk.getByRole('article').first();
  await expect.poll(() => words.innerText()).toContain(need.trim().split(/\s/).at(-1));
  await desk.getByRole('textbox', { name: '回复企业' }).fill('已收到，明天电话联系。');
  await desk.getByRole('button', { name: '发出首答' }).click();
  await desk.getByText('首答，企业可见').waitFor();
}

it('shows hostile words at the desk as they were written, and its answers in figures that another program counts alike', async () => {
  const desks: { desk: Page; department: string | undefined }[] = [];
  for (const account of demoAccounts(site.dataDir, 'publisher')) {
    const desk = await site.openAs(account, '/console/enquiries');
    const { department } = Me.parse(await (await desk.request.get(`${site.origin}/api/me`)).json());
    desks.push({ desk, department });
  }
  const isStaffed = (code: string) => desks.some(({ department }) => department === code);
  for (const { desk, department } of desks) {
    const own = asked.filter((question) => question.department === department);
    expect(own.length).toBeGreaterThan(2);
    const rows = desk.getByRole('region', { name: '询盘列表' }).getByRole('listitem');
    // The city's own desk has those too that nobody else could open.
    const others = department === cityHotline ? asked.filter((one) => !isStaffed(one.department)) : [];
    const theirs = [...own, ...others].map(({ number }) => number).sort();
    const listed = async () => {
      const numbers = await rows
        .locator('code')
        .evaluateAll((codes) => codes.map((code) => code.getAttribute('title') ?? ''));
      return numbers.filter((number) => asked.some((one) => one.number === number)).sort();
    };
    await expect.poll(listed).toEqual(theirs);
    for (const question of own.slice(1)) await answer(desk, question);
  }
  const folder = await mkdtemp(join(tmpdir(), 'zhaotu-figures-'));
  const files = [join(folder, 'cases.csv'), join(folder, 'figures.json')] as const;
  await writeFile(files[0], await publicCases());
  await writeFile(files[1], await (await outside.get('/api/response-times')).text());
  const { stdout } = await runFile(process.execPath, ['scripts/recompute-response-times.mjs', ...files]);
  await rm(folder, { recursive: true });
  expect(stdout).toBe(`${casesBefore + questions} cases, every figure agrees\n`);
});
