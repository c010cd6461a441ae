import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';
import { launchBrowser, openPage, type SizeName } from './browser.ts';
import { signInAs, type DemoAccount } from './demo-accounts.ts';
import { copyDemo } from './demo-site.ts';
import { startMailServer, type MailServer } from './mail-server.ts';
import { npmStart, type StartedSite } from './npm-start.ts';

const setClock = fileURLToPath(new URL('set-clock.mjs', import.meta.url));
const quickWasm = fileURLToPath(new URL('quick-wasm.mjs', import.meta.url));

export type Opening = { size?: SizeName; locale?: string; expected?: RegExp };

/**
 * A site of a file's own, as a person starts it, with a mail server that takes its letters and one browser: what is done there
 * stays. With `startsAt` its clock stands still there, the demonstration is made at that time, and the test sets it on.
 * `webgl`: where a map is drawn on.
 */
export function ownSite({ startsAt, webgl = false }: { startsAt?: string; webgl?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-own-site-'));
  const dataDir = join(folder, 'var');
  const clockFile = join(folder, 'clock');
  let mail: MailServer;
  let site: StartedSite;
  let browser: Browser;

  function setTo(instant: string): void {
    writeFileSync(clockFile, new Date(instant).toISOString());
  }

  beforeAll(async () => {
    mail = await startMailServer();
    const letters = { SMTP_URL: `smtp://127.0.0.1:${mail.port}` };
    if (startsAt === undefined) {
      const quickly = { NODE_OPTIONS: `--import=${quickWasm}` };
      site = await npmStart(copyDemo(inject('demoFolder'), dataDir), { ...letters, ...quickly });
    } else {
      setTo(startsAt);
      const clock = { CLOCK_FILE: clockFile, NODE_OPTIONS: `--import=${setClock} --import=${quickWasm}` };
      site = await npmStart(dataDir, { ...letters, ...clock });
    }
    browser = await launchBrowser({ webgl });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await mail?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A browser profile of its own; what goes wrong in its pages fails the test at its end. */
  async function open(path: string, { size = 'wide', expected, ...rest }: Opening = {}): Promise<Page> {
    const opened = await openPage(browser, site.origin, { size, ...rest });
    onTestFinished(async () => {
      await opened.close();
      expect(opened.complaints.filter((complaint) => !expected?.test(complaint))).toEqual([]);
    });
    await opened.page.goto(site.origin + path);
    return opened.page;
  }

  /** The page as it stands after the sign-in that it asked for. */
  async function openAs(account: DemoAccount, path: string, opening: Opening = {}): Promise<Page> {
    const signIn = `/sign-in?back=${encodeURIComponent(path)}`;
    const page = await open(signIn, { expected: /status of 401/, ...opening });
    await signInAs(page, account);
    await page.waitForURL((url) => url.pathname.startsWith(path));
    return page;
  }

  /** The text of the letter that came to `address` with such a subject, once it is there. */
  async function letterTo(address: string, subject: RegExp): Promise<string> {
    const found = () =>
      mail.received.find((letter) => letter.to.includes(address) && subject.test(letter.mail.subject ?? ''));
    await expect.poll(() => found() !== undefined, { message: `${subject} to ${address}` }).toBe(true);
    return found()?.mail.text ?? '';
  }

  return {
    dataDir,
    get origin() {
      return site.origin;
    },
    get letters() {
      return mail.received;
    },
    setTo,
    open,
    openAs,
    letterTo,
  };
}
