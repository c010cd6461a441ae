import type { Clock } from '../../../api/enquiries/schema.ts';

const minuteMs = 60_000;
/** From here on a case is near its end: six and a half of eight working hours. */
const amberFromMinutes = 390;
const cellCount = 8;
const mostArrows = 2;

/** The clock of a case as it stands at `now`, told by a reading of `asOf`: between readings it goes on by itself. */
export function tickedClock(clock: Clock, asOf: Date, now: Date): Clock {
  const { phase, usedMinutes, changesAt } = clock;
  if (usedMinutes === null || phase === 'stopped' || phase === 'undetermined') return clock;
  const change = changesAt === null ? Infinity : Date.parse(changesAt);
  const isChanged = now.getTime() >= change;
  const workedMs =
    phase === 'running'
      ? Math.min(now.getTime(), change) - asOf.getTime()
      : Math.max(0, now.getTime() - change);
  return {
    ...clock,
    usedMinutes: usedMinutes + Math.floor(Math.max(0, workedMs) / minuteMs),
    // What comes after the change, and when it ends, the next reading says.
    ...(isChanged && { phase: phase === 'running' ? 'paused' : 'running', changesAt: null }),
  };
}

export function isOverdue({ usedMinutes, promisedMinutes, dueAt }: Clock, now: Date): boolean {
  if (usedMinutes === null || usedMinutes < promisedMinutes) return false;
  return dueAt === null ? usedMinutes > promisedMinutes : now.getTime() > Date.parse(dueAt);
}

/** What is drawn: how much of each working hour is used, and an arrowhead for each hour beyond, two at most. */
export type ClockFace = { tone: 'brand' | 'amber' | 'stop' | 'muted'; fills: number[]; arrows: number };

export function clockFace({ usedMinutes, promisedMinutes }: Clock): ClockFace {
  const used = usedMinutes ?? 0;
  const cellMinutes = promisedMinutes / cellCount;
  const fills = Array.from({ length: cellCount }, (_, index) =>
    Math.min(1, Math.max(0, used / cellMinutes - index)),
  );
  const over = used - promisedMinutes;
  return { tone: toneOf(usedMinutes, promisedMinutes), fills, arrows: arrowsOf(over) };
}

function toneOf(usedMinutes: number | null, promisedMinutes: number): ClockFace['tone'] {
  if (usedMinutes === null) return 'muted';
  if (usedMinutes > promisedMinutes) return 'stop';
  return usedMinutes >= amberFromMinutes ? 'amber' : 'brand';
}

function arrowsOf(overMinutes: number): number {
  return overMinutes <= 0 ? 0 : Math.min(mostArrows, Math.ceil(overMinutes / 60));
}
