import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';
import { launchBrowser, openPage, type SizeName } from './browser.ts';
import { areFiguresLong } from './results.ts';

/** Pictures of what a run saw, for a person to look at; taken where figures are long (`npm run pictures`), not committed. */
const shots = 'test/journeys/shots';

export type Visit = {
  size?: SizeName;
  locale?: string;
  userAgent?: string;
  /** What goes wrong on purpose, as the browser words it. */
  expected?: RegExp;
};

/** One browser for the tests of a file, on the site that all journeys of the run share. */
export function visitSite({ webgl = true } = {}) {
  const origin = inject('siteOrigin');
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    browser = await launchBrowser({ webgl });
  });
  afterAll(() => browser.close());

  /** Opens an address in a browser profile of its own; whatever goes wrong in the page fails the test at its end. */
  async function open(path: string, { size = 'wide', expected, ...rest }: Visit = {}): Promise<Page> {
    const opened = await openPage(browser, origin, { size, ...rest });
    onTestFinished(async () => {
      await opened.close();
      expect(opened.complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
    });
    await opened.page.goto(origin + path);
    return opened.page;
  }

  /** An empty page of a profile of its own, for a test that makes things go wrong before it goes to `origin`. */
  async function openEmpty({ size = 'wide', ...rest }: Omit<Visit, 'expected'> = {}): Promise<Page> {
    const opened = await openPage(browser, origin, { size, ...rest });
    onTestFinished(() => opened.close());
    return opened.page;
  }

  /** What the site answers a program. */
  async function read<T>(path: string, schema: { parse(value: unknown): T }): Promise<T> {
    const answer = await fetch(origin + path);
    return schema.parse(await answer.json());
  }

  async function shoot(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
    if (areFiguresLong) await page.screenshot({ path: `${shots}/${name}.png`, fullPage });
  }

  return { origin, open, openEmpty, read, shoot };
}
