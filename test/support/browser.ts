import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';

const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
];
const sandboxless = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-sync', ...quiet];
/** WebGL without a graphics card. */
const softwareWebgl = [
  // Drawing the page itself is left to the processor, which does it in half the time of a graphics card that is none.
  '--disable-gpu-compositing',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];
const withoutWebgl = ['--disable-gpu', '--disable-3d-apis'];

/** Where Chromium is and how it runs in a container without a graphics card. */
export function chromiumLaunch({ webgl = true } = {}): { executablePath: string; args: string[] } {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return { executablePath, args: [...sandboxless, ...(webgl ? softwareWebgl : withoutWebgl)] };
}

export function launchBrowser({ webgl = true } = {}): Promise<Browser> {
  return chromium.launch(chromiumLaunch({ webgl }));
}

export const sizes = {
  wide: { viewport: { width: 1440, height: 900 } },
  small: { viewport: { width: 960, height: 600 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  /** The wide screen at 200 % of zoom. */
  zoomed: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
} satisfies Record<string, BrowserContextOptions>;
export type SizeName = keyof typeof sizes;

export type OpenedPage = {
  page: Page;
  /** What went wrong in the page: script errors, refusals of the security policy, requests that left the host. */
  complaints: string[];
  close(): Promise<void>;
};

/** A page of its own, without animation, that writes down everything that goes wrong in it. */
export async function openPage(
  browser: Browser,
  origin: string,
  { size, locale = 'zh-CN', userAgent }: { size: SizeName; locale?: string; userAgent?: string },
): Promise<OpenedPage> {
  const context = await browser.newContext({
    ...sizes[size],
    locale,
    ...(userAgent !== undefined && { userAgent }),
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) complaints.push(`left the host: ${url}`);
  });
  return { page, complaints, close: () => context.close() };
}

/** Waits until the map has drawn everything it knows. */
export async function mapIsIdle(page: Page): Promise<void> {
  await page.locator('[data-map-state="idle"]').waitFor({ timeout: 60_000 });
}

/**
 * WCAG 2.0 to 2.2, A and AA, on what stands on the page now. No page has frames, so that axe need not gather what it found
 * through a second page (its legacy mode), which takes longer than the finding.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .setLegacyMode(true)
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  );
  expect(found).toEqual([]);
}
