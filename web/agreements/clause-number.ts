const digits = '零一二三四五六七八九';

/** 第二十一条, of the clause at `index` from 0, as the paper numbers it; below one hundred. */
export function clauseNumber(index: number): string {
  const number = index + 1;
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const head = tens === 0 ? '' : `${tens === 1 ? '' : digits[tens]}十`;
  return `第${head}${ones === 0 ? '' : digits[ones]}条`;
}
