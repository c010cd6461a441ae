/** What a field may hold at all, so that sums are still read exactly: more m² than any city has, more yuan than any land costs. */
export const fieldBounds = {
  /** m² */
  area: { least: 0.01, most: 1e10 },
  /** Yuan. */
  money: { least: 0, most: 1e13 },
  /** 使用年限: no right to use land lasts longer than seventy years. */
  years: { least: 1, most: 70 },
} as const;
