const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 第十一条, of the clause at `index` from 0, as the paper numbers it; below one hundred. */
export function clauseNumber(index: number): string {
  const number = index + 1;
  const tens = Math.floor(number / 10);
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : digits[tens]}十`;
  return `第${ten}${digits[number % 10]}条`;
}
