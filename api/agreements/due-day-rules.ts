/** `2028年6月30日`, `2028-6-30`; full-width digits are read as well. */
const writtenDays = /(?<!\d)(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)\s*日?/g;
/** `6个月`, `二十四个月`, `30 个工作日`, `当年`. */
const span = /[\d零〇一二两三四五六七八九十百半]\s*个?\s*(?:工作日|年|月|日|天|周|季度)|[当本次同该明]年/;

/** The first day that is named, as `2028-06-30`; null where none is, or one that no calendar has. */
export function dayIn(text: string): string | null {
  return hasNoSuchDay(text) ? null : (daysIn(text)[0] ?? null);
}

/** `2028年13月1日`, `2028年6月31日`. */
export function hasNoSuchDay(text: string): boolean {
  return daysIn(text).some((day) => {
    const instant = new Date(`${day}T00:00:00Z`);
    return day < '1000' || Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== day;
  });
}

/** A day or a span: what was filled in before 内建设 may be a place. */
export function saysWhen(text: string): boolean {
  return span.test(text.normalize('NFKC'));
}

/** What 前竣工 can follow: a day of the calendar, or a span from a day that is not known yet (取得用地之日起二十四个月). */
export function isDueDay(text: string): boolean {
  if (hasNoSuchDay(text)) return false;
  return dayIn(text) !== null || (saysWhen(text) && /[起后满内]|大写/.test(text));
}

function daysIn(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(writtenDays)].map(
    ([, year = '', month = '', day = '']) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  );
}
