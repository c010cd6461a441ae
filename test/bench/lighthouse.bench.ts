import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { askLighthouse } from '../support/lighthouse.ts';
import { npmStart } from '../support/npm-start.ts';
import { appendResults } from '../support/results.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-lighthouse-'));

afterAll(() => rmSync(dataDir, { recursive: true }));

it('the built site as Lighthouse sees it from a mid-range phone on a slow line', async () => {
  const site = await npmStart(dataDir);
  try {
    for (const path of ['/', '/parcels/JKC-2020-07']) {
      const { scores, figures, benchmarkIndex } = await askLighthouse(`${site.origin}${path}`, {
        performance: true,
      });
      appendResults(import.meta.filename, `Lighthouse 12.8.2, mobile, ${path}`, [
        { name: 'accessibility', value: String(scores.accessibility), goal: '1' },
        { name: 'best practices', value: String(scores.bestPractices), goal: '≥ 0.95' },
        { name: 'performance, the map drawn without a graphics card', value: String(scores.performance) },
        ...Object.entries(figures).map(([name, value]) => ({ name, value })),
        { name: 'benchmark index of the machine', value: String(benchmarkIndex) },
      ]);
      expect(scores.accessibility).toBe(1);
      expect(scores.bestPractices).toBeGreaterThanOrEqual(0.95);
    }
  } finally {
    await site.stop();
  }
});
