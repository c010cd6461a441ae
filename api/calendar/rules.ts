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

/** An instant with offset moved by whole days; the time of day in Shanghai stays. */
export function shiftTime(time: string, days: number): string {
  return shanghaiTime(new Date(Date.parse(time) + days * dayMs));
}

/** Days that bring `from` to `to`, rounded down to whole weeks so that working days stay working days. */
export function wholeWeeksBetween(from: string, to: string): number {
  return Math.floor(daysBetween(from, to) / 7) * 7;
}
