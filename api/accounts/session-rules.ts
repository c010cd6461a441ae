import type { Role } from './terms.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long a session lives without a request, and altogether: a working day for staff, two weeks for investors. */
const staffLimits = { idleMs: 30 * minuteMs, absoluteMs: 8 * hourMs };
const investorLimits = { idleMs: dayMs, absoluteMs: 14 * dayMs };

export type SessionLimits = typeof staffLimits;

/** The last request is noted at most so often: reading does not write every time. */
export const lastSeenStepMs = minuteMs;

export function sessionLimits(role: Role): SessionLimits {
  return role === 'investor' ? investorLimits : staffLimits;
}

export type SessionTimes = { startedAt: Date; lastSeenAt: Date; endsAt: Date };

/** Whether a session still stands. The limits are those of the role its owner has now. */
export function isSessionLive(times: SessionTimes, role: Role, now: Date): boolean {
  const { idleMs, absoluteMs } = sessionLimits(role);
  const endsMs = Math.min(times.endsAt.getTime(), times.startedAt.getTime() + absoluteMs);
  return now.getTime() < endsMs && now.getTime() - times.lastSeenAt.getTime() < idleMs;
}
