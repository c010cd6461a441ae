import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { chromiumLaunch } from './browser.ts';
import { freePort } from './free-port.ts';

export type LighthouseReport = {
  /** From 0 to 1; 0 where it was not asked for. */
  scores: { performance: number; accessibility: number; bestPractices: number };
  /** Audits of accessibility and best practices that are not passed, with what they found. */
  flaws: string[];
  /** Figures of the load as Lighthouse words them, by its names. */
  figures: Record<string, string>;
  /** How fast Lighthouse finds this machine; performance means little without it. */
  benchmarkIndex: number;
};

const figures = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'total-blocking-time',
  'cumulative-layout-shift',
  'speed-index',
];

/**
 * Lighthouse 12 in its own default: a mid-range phone on a slow line, simulated, in a browser of its own. Performance needs
 * a trace of the whole load, which Lighthouse now and then cannot read (NO_NAVSTART): it is for the long figures.
 */
export async function askLighthouse(
  url: string,
  { performance }: { performance: boolean },
): Promise<LighthouseReport> {
  const port = await freePort();
  const { executablePath, args } = chromiumLaunch();
  const browser = await chromium.launch({
    executablePath,
    args: [...args, `--remote-debugging-port=${port}`],
  });
  try {
    const quality = ['accessibility', 'best-practices'];
    const onlyCategories = performance ? ['performance', ...quality] : quality;
    const result = await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories });
    if (result === undefined) throw new Error('Lighthouse gave no answer');
    return reportOf(result.lhr);
  } finally {
    await browser.close();
  }
}

type Lhr = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

function reportOf({ runtimeError, categories, audits, environment }: Lhr): LighthouseReport {
  if (runtimeError !== undefined) throw new Error(`Lighthouse: ${runtimeError.code} ${runtimeError.message}`);
  const scoreOf = (category: string) => categories[category]?.score ?? 0;
  const flaws = Object.values(categories)
    .filter(({ id }) => id !== 'performance')
    .flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => `${id}: ${JSON.stringify(audits[id]?.details)?.slice(0, 600)}`);
  return {
    scores: {
      performance: scoreOf('performance'),
      accessibility: scoreOf('accessibility'),
      bestPractices: scoreOf('best-practices'),
    },
    flaws,
    figures: Object.fromEntries(figures.map((id) => [id, audits[id]?.displayValue ?? 'unknown'])),
    benchmarkIndex: environment.benchmarkIndex,
  };
}
