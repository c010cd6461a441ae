import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Role } from '../../api/accounts/terms.ts';
import { expectAccessible, launchBrowser, sizes } from '../support/browser.ts';
import { consoleScreens, type ConsoleScreen } from '../support/console-screens.ts';
import { doWork } from '../support/console-work.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { copyDemo } from '../support/demo-site.ts';
import { npmStart, type StartedSite } from '../support/npm-start.ts';
import { areFiguresLong } from '../support/results.ts';
import { overhangPx } from '../support/touch.ts';

/**
 * Every screen and dialog of those who sign in. `npm test` looks at each in one language, for what axe finds on the wide one
 * and for what hangs over at any size; `npm run pictures` takes all of them in both languages, to be looked at by a person.
 */
const folder = mkdtempSync(join(tmpdir(), 'zhaotu-screens-'));
const dataDir = join(folder, 'var');
const shots = 'test/journeys/shots';
const widths = ['wide', 'small', 'phone'] as const;
let site: StartedSite;
let browser: Browser;
const pages = new Map<string, Page>();
const contexts: BrowserContext[] = [];
const screens: ConsoleScreen[] = [];

/** One sign-in a role. */
async function pageOf(role: Role | null): Promise<Page> {
  const known = pages.get(role ?? '');
  if (known !== undefined) return known;
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce' });
  contexts.push(context);
  if (role !== null) {
    const { email, password } = demoAccount(dataDir, role);
    const headers = { Origin: site.origin };
    const answer = await context.request.post(`${site.origin}/api/session`, {
      headers,
      data: { email, password },
    });
    if (!answer.ok()) throw new Error(await answer.text());
  }
  const page = await context.newPage();
  pages.set(role ?? '', page);
  return page;
}

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  site = await npmStart(copyDemo(inject('demoFolder'), dataDir));
  browser = await launchBrowser({ webgl: true });
  const [publisher, reviewer] = [await pageOf('publisher'), await pageOf('reviewer')];
  const desk = ({ request }: Page) => ({ origin: site.origin, request });
  screens.push(...consoleScreens(await doWork(desk(publisher), desk(reviewer))));
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Whether a dialog is open that has the focus on the button that closes it, though there is something to fill in or to choose. */
function beginsOnClosing(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]');
    const hasChoice =
      dialog?.querySelector(':is(input:not([role="switch"]), select, textarea, .ways button):enabled') !=
      null;
    return hasChoice && document.activeElement === dialog.querySelector('header button');
  });
}

async function expectScreen({ name, role, path, arrange }: ConsoleScreen, lang: 'zh-CN' | 'en') {
  const page = await pageOf(role);
  await page.setViewportSize(sizes.wide.viewport);
  await page.goto(`${site.origin}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
  await arrange(page);
  await expect.poll(() => page.locator('[aria-busy="true"]').count(), { message: name }).toBe(0);
  await expectAccessible(page);
  expect(await beginsOnClosing(page), name).toBe(false);
  for (const width of widths) {
    await page.setViewportSize(sizes[width].viewport);
    expect(await overhangPx(page), `${name} ${width}`).toBe(0);
    if (areFiguresLong) await page.screenshot({ path: `${shots}/console-${name}-${width}-${lang}.png` });
  }
}

const languages = areFiguresLong ? (['zh-CN', 'en'] as const) : (['zh-CN'] as const);
const nowhere = {
  review: { open: '', returned: '', decided: '' },
  intake: { open: '', committed: '', undone: '' },
};

describe.each(languages)('in %s', (lang) => {
  it.each(consoleScreens(nowhere))(
    '$name can be used by everybody and fits every window',
    async ({ name }) => {
      const screen = screens.find((known) => known.name === name);
      if (screen === undefined) throw new Error('the screens have the same names every time');
      await expectScreen(screen, lang);
    },
  );
});
