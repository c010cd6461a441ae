import { expect, it } from 'vitest';
import { keepUnits } from '../web/console/findings/keep-units.ts';

it.each([
  ['已于 2026-10-02 过期 52 天，低于 20 %。', '已于 2026-10-02\u00a0过期 52\u00a0天，低于 20\u00a0%。'],
  ['rows 3 4 of JKC-2020-06', 'rows 3 4\u00a0of JKC-2020-06'],
])('keeps each number of %s beside its unit', (text, kept) => {
  expect(keepUnits(text)).toBe(kept);
});
