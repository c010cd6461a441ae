import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { minuteOf, settledMs, toldViewers } from './attendance-rules.ts';
import { readViewers, writeAttendance } from './attendance-store.ts';
import type { Channel } from './channel.ts';

export type AttendanceParts = { database: Database; now: () => Date };

/**
 * 收看人数 without persons: what this process has of open lines, once a minute, and once all have counted how many they are
 * together, told to everybody in one message for all.
 */
export function countAttendance({ database: { sql }, now }: AttendanceParts) {
  const node = randomBytes(8).toString('hex');
  let written = minuteOf(now());
  let told = written;
  let isBusy = false;

  async function count(channels: readonly Channel[]): Promise<void> {
    const at = now();
    const minute = minuteOf(at);
    if (minute !== written) {
      written = minute;
      const counted = channels
        .map(({ eventId, size }) => ({ eventId, viewers: size }))
        .filter(({ viewers }) => viewers > 0);
      await writeAttendance(sql, { node, minute: new Date(minute), counted });
    }
    if (minute !== told && at.getTime() - minute >= settledMs && channels.length > 0) {
      told = minute;
      const ids = channels.map(({ eventId }) => eventId);
      const viewers = await readViewers(sql, { ids, minute: new Date(minute) });
      for (const channel of channels) channel.tellViewers(toldViewers(viewers.get(channel.eventId) ?? 0));
    }
  }

  return {
    /** Every second or so. A minute that cannot be written is lost. */
    async beat(channels: readonly Channel[]): Promise<void> {
      if (isBusy) return;
      isBusy = true;
      await count(channels).finally(() => (isBusy = false));
    },
  };
}
