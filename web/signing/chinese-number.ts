const digits = '零一二三四五六七八九';

/** 第二十一条: numbers of clauses, below a hundred. */
export function chineseNumber(value: number): string {
  if (value >= 100) return String(value);
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  const head = tens === 0 ? '' : `${tens === 1 ? '' : digits[tens]}十`;
  return `${head}${ones === 0 && tens > 0 ? '' : digits[ones]}`;
}
