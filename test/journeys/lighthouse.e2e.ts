import { expect, inject, it } from 'vitest';
import { askLighthouse } from '../support/lighthouse.ts';

it.each(['/', '/parcels/JKC-2020-07'])(
  '%s is accessible and well made in the eyes of Lighthouse',
  async (path) => {
    const { scores, flaws } = await askLighthouse(`${inject('siteOrigin')}${path}`);
    // Performance depends on the machine: it is said, never demanded.
    console.log(`Lighthouse ${path}: performance ${scores.performance}`);
    expect(scores.accessibility, flaws.join('\n')).toBe(1);
    expect(scores.bestPractices, flaws.join('\n')).toBeGreaterThanOrEqual(0.95);
  },
);
