// Its build for Node names no exports that Node could find.
import chineseDays from 'chinese-days';

/**
 * One year's holidays (法定节假日) and the weekend days worked instead (调休) as the General Office of the State Council
 * announced them, for a city that enters them before the library knows them. Days as `2027-01-01`.
 */
export type AnnouncedYear = { year: number; holidays: readonly string[]; workdays: readonly string[] };

/** Whether a day in Asia/Shanghai is worked; null while nobody can know. */
export type WorkingDays = (day: string) => boolean | null;

/** From here on a day may already belong to next year's New Year holiday, or be worked instead of it. */
const newYearBegins = '12-24';

/**
 * The working days of the People's Republic. A year whose holidays are not announced yet has none that can be told, and
 * with it the last week of the year before it: its New Year holiday may reach back.
 */
export function workingDays(announced: readonly AnnouncedYear[] = []): WorkingDays {
  const byYear = new Map(announced.map((year) => [year.year, year]));
  const isAnnounced = (year: number) => byYear.has(year) || chineseDays.isHoliday(`${year}-01-01`);
  const known = new Map<string, boolean | null>();
  return (day) => {
    const kept = known.get(day);
    if (kept !== undefined) return kept;
    const found = isWorked(day);
    known.set(day, found);
    return found;
  };

  function isWorked(day: string): boolean | null {
    const year = Number(day.slice(0, 4));
    if (!isAnnounced(year)) return null;
    if (day.slice(5) >= newYearBegins && !isAnnounced(year + 1)) return null;
    // An announcement may name days of the year before it: the New Year holiday can begin in December.
    const own = [byYear.get(year), byYear.get(year + 1)];
    if (own.some((entry) => entry?.holidays.includes(day))) return false;
    if (own.some((entry) => entry?.workdays.includes(day))) return true;
    return byYear.has(year) ? isWeekday(day) : chineseDays.isWorkday(day);
  }
}

function isWeekday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
