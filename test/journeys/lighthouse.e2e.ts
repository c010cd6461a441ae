import { expect, inject, it } from 'vitest';
import { askLighthouse } from '../support/lighthouse.ts';

it.each(['/', '/parcels/JKC-2020-07'])(
  '%s is accessible and well made in the eyes of Lighthouse',
  async (path) => {
    // Performance depends on the machine: `npm run bench` writes it down, nothing demands it.
    const { scores, flaws } = await askLighthouse(`${inject('siteOrigin')}${path}`, { performance: false });
    expect(scores.accessibility, flaws.join('\n')).toBe(1);
    expect(scores.bestPractices, flaws.join('\n')).toBeGreaterThanOrEqual(0.95);
  },
);
