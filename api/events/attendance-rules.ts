/** Fewer than so many are not told to everybody. */
export const leastToldViewers = 10;

/** 收看: sums over the minutes of an event. */
export type Attendance = {
  /** As counted last; 0 where that is long ago. */
  now: number;
  peak: number;
  /** Of all viewers together. */
  viewerMinutes: number;
};

const minuteMs = 60_000;
/** Every process has counted by then. */
export const settledMs = 5_000;

/** The beginning of the minute, milliseconds since 1970. */
export function minuteOf(at: Date): number {
  return Math.floor(at.getTime() / minuteMs) * minuteMs;
}

export type MinuteCount = { minute: Date; viewers: number };
type Show = { begunAt: Date | null; endedAt: Date | null; at: Date };

/** What `minutes`, in their order, come to: peak and sum of the show alone, and who follows at `at`, also before it. */
export function attendanceOf(minutes: readonly MinuteCount[], { begunAt, endedAt, at }: Show): Attendance {
  const last = minutes.at(-1);
  const isFresh =
    last !== undefined && endedAt === null && at.getTime() - last.minute.getTime() < 2 * minuteMs;
  const shown = minutes.filter(
    ({ minute }) =>
      begunAt !== null && minute.getTime() >= minuteOf(begunAt) && (endedAt === null || minute <= endedAt),
  );
  return {
    now: isFresh ? last.viewers : 0,
    peak: Math.max(0, ...shown.map(({ viewers }) => viewers)),
    viewerMinutes: shown.reduce((sum, { viewers }) => sum + viewers, 0),
  };
}

/** What everybody is told; null: too few. */
export function toldViewers(viewers: number): number | null {
  return viewers < leastToldViewers ? null : viewers;
}
