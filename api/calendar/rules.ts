/**
 * Days and instants of the portal. Every calendar day is one in Asia/Shanghai, which has had a fixed offset of
 * +08:00 since 1991 and is written so on the wire.
 */
const shanghaiOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** `2026-11-22`: the calendar day in Asia/Shanghai at an instant. */
export function shanghaiDay(instant: Date): string {
  return new Date(instant.getTime() + shanghaiOffsetMs).toISOString().slice(0, 10);
}

/** `2026-11-22T09:30:00+08:00`: an instant as the wire carries it, to the second. */
export function shanghaiTime(instant: Date): string {
  return `${new Date(instant.getTime() + shanghaiOffsetMs).toISOString().slice(0, 19)}+08:00`;
}

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** A calendar day moved by whole days. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * A calendar day moved by whole months: the day of the same number, or the last of a month that has none such
 * (31 January and a month is the last of February; 民法典第二百零二条).
 */
export function shiftMonths(day: string, count: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const [year, month] = [Math.floor(months / 12), months % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const moved = Date.UTC(year, month, Math.min(Number(day.slice(8)), last));
  return new Date(moved).toISOString().slice(0, 10);
}

/** An instant with offset moved by whole days; the time of day in Shanghai stays. */
export function shiftTime(time: string, days: number): string {
  return shanghaiTime(new Date(Date.parse(time) + days * dayMs));
}

/** Days that bring `from` to `to`, rounded down to whole weeks so that working days stay working days. */
export function wholeWeeksBetween(from: string, to: string): number {
  return Math.floor(daysBetween(from, to) / 7) * 7;
}
