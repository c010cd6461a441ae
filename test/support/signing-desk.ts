import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { Agreement, PreparedAgreement, Project } from '../../api/agreements/agreement-schema.ts';
import { demoAccount } from './demo-accounts.ts';
import type { ownSite } from './own-site.ts';
import { staffOf, type Ask } from './staff-requests.ts';

type Signatory = { name: string; organisation: string; email: string; role: string; group: number };

/** The office and its reviewer, who prepare over HTTP what is signed in a browser, and the letters of those who sign. */
export function signingDesk(site: ReturnType<typeof ownSite>) {
  /** What staff were answered, and what they must not have been told in it. */
  const answers: string[] = [];
  const secrets: string[] = [];
  const read = new Set<object>();
  let office: Ask;
  let reviewer: Ask;

  beforeAll(async () => {
    const [publisher, second] = [
      demoAccount(site.dataDir, 'publisher'),
      demoAccount(site.dataDir, 'reviewer'),
    ];
    office = await staffOf(site.origin, publisher, answers);
    reviewer = await staffOf(site.origin, second, answers);
  });

  const asOffice: Ask = (request, data) => office(request, data);

  /** The path of the link in the letter with such a subject; its secret is remembered. */
  async function linkIn(email: string, subject: RegExp): Promise<string> {
    const letter = await site.letterTo(email, subject);
    const { pathname, hash } = new URL(/http\S+\/sign#t=\S+/.exec(letter)?.[0] ?? '');
    secrets.push(hash.slice('#t='.length));
    return pathname + hash;
  }

  /** The six digits that came by mail and were not read yet; they are remembered. */
  async function codeIn(email: string): Promise<string> {
    const fresh = () =>
      site.letters.find(
        (letter) =>
          letter.to.includes(email) && /验证码/.test(letter.mail.subject ?? '') && !read.has(letter),
      );
    await expect.poll(() => fresh() !== undefined, { message: `a code to ${email}` }).toBe(true);
    const letter = fresh();
    if (letter !== undefined) read.add(letter);
    const code = /^\d{6}$/m.exec(letter?.mail.text ?? '')?.[0] ?? '';
    secrets.push(code);
    return code;
  }

  async function shown(number: string) {
    return Agreement.pick({ draftSha256: true, status: true }).parse(
      await office(`GET /api/agreements/${number}`),
    );
  }

  /** 投资意向书, past its gates and confirmed by the city; a draft is at the company. */
  async function prepare(company: Signatory, city: Signatory, over: object = {}): Promise<string> {
    const { id } = Project.pick({ id: true }).parse(
      await office('POST /api/projects', {
        ...{ name: '年产 60 万套电驱动总成项目', company: company.organisation },
        ...{ investorClass: 'private', channel: 'enquiry', investmentTotal: 1_680_000_000 },
      }),
    );
    const asked = { template: 'letter-of-intent', projectId: id, parties: [company, city], ...over };
    const { number } = PreparedAgreement.pick({ number: true }).parse(
      await office('POST /api/agreements', asked),
    );
    for (const gate of ['legality', 'fair-competition', 'seal'])
      await reviewer(`POST /api/agreements/${number}/review`, { gate, outcome: 'passed' });
    const { draftSha256 } = await shown(number);
    await office(`POST /api/agreements/${number}/confirm`, { draftSha256 });
    await office(`POST /api/agreements/${number}/share`);
    return number;
  }

  return {
    answers,
    secrets,
    office: asOffice,
    linkIn,
    codeIn,
    shown,
    prepare,
  };
}

/** 草稿无误: read to its end, and confirmed with the code that came for it. */
export async function confirmDraft(page: Page, code: () => Promise<string>): Promise<void> {
  await readToTheEnd(page, '继续');
  await page.getByRole('button', { name: '发送验证码' }).tap();
  await page.getByLabel('六位验证码').fill(await code());
  await page.getByRole('button', { name: '草稿无误，确认' }).tap();
}

/** Down to the end of the text, screen by screen, which alone lets the button go on. */
export async function readToTheEnd(page: Page, face: string): Promise<void> {
  await page.getByRole('button', { name: /^(读到末尾后继续|Read to the end to go on)$/ }).waitFor();
  await page.evaluate(async () => {
    const { scrollHeight } = document.documentElement;
    for (let top = 0; top < scrollHeight; top += innerHeight / 2) {
      scrollTo({ top, behavior: 'instant' });
      // The page is told of it with its next frame.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
  });
  await page.getByRole('button', { name: face, exact: true }).tap();
}
