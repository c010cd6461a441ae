import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { expect, inject, it, onTestFinished } from 'vitest';
import { chromiumLaunch } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';

// Lighthouse 12 in its own default: a mid-range phone on a slow line, simulated.
it.each(['/parcels/JKC-2020-07'])(
  '%s is accessible and well made in the eyes of Lighthouse',
  async (path) => {
    const port = await freePort();
    const { executablePath, args } = chromiumLaunch();
    const browser = await chromium.launch({
      executablePath,
      args: [...args, `--remote-debugging-port=${port}`],
    });
    onTestFinished(() => browser.close());
    const result = await lighthouse(`${inject('siteOrigin')}${path}`, {
      port,
      output: 'json',
      logLevel: 'error',
      onlyCategories: ['performance', 'accessibility', 'best-practices'],
    });
    expect(result?.lhr.runtimeError).toBeUndefined();
    const { categories, audits } = result?.lhr ?? {};
    const flaws = Object.values(categories ?? {})
      .filter(({ id }) => id !== 'performance')
      .flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight > 0 && (audits?.[id]?.score ?? 1) < 1)
      .map(({ id }) => id);
    // Performance depends on the machine: it is said, never demanded.
    console.log(`Lighthouse ${path}: performance ${categories?.['performance']?.score}`);
    expect(categories?.['accessibility']?.score, flaws.join(', ')).toBe(1);
    expect(categories?.['best-practices']?.score, flaws.join(', ')).toBeGreaterThanOrEqual(0.95);
  },
);
