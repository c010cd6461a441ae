import type { Database } from '../db/database.ts';
import type { Follower } from '../db/follow.ts';
import { countAttendance } from './attendance.ts';
import { createChannel, type Channel } from './channel.ts';
import { findEvent, readEntries, readPositions } from './event-store.ts';

export type HubParts = {
  database: Database;
  /** Looks when something was committed under `events`, and from time to time. */
  follow: (look: (signal: AbortSignal) => Promise<void>) => Follower;
  now: () => Date;
  /** Of the counting of viewers, without which an event goes on. */
  onError: (error: unknown) => void;
};

/** 转播站 of this process: one channel for each event that somebody here watches. */
export type Hub = ReturnType<typeof openHub>;

/** Entries that a channel begins with, for who was away while nobody watched here. */
const keptEntries = 100;
const beatMs = 1_000;
/** A channel nobody watches is given up after so many beats. */
const idleBeats = 60;
const slices = 30;
const sliceMs = 100;

/**
 * Brings every entry to whoever watches its event here. That a commit wakes it only makes it quick: it looks by itself every
 * second, and what it sends is what the log holds behind what it sent before.
 */
export function openHub({ database, follow, now, onError }: HubParts) {
  const attendance = countAttendance({ database, now });
  const channels = new Map<string, Promise<Channel | null>>();
  const open = new Map<string, Channel>();
  const idle = new Map<string, number>();
  let follower: Follower | null = null;
  let beats: NodeJS.Timeout | null = null;
  let isClosed = false;

  function begin(): void {
    follower ??= follow(look);
    beats ??= setInterval(beat, beatMs).unref();
  }

  async function start(slug: string): Promise<Channel | null> {
    const event = await findEvent(database.sql, slug);
    if (event === null || isClosed) return null;
    const isRehearsal = event.rehearsalOf !== null;
    if (!event.isAnnounced && !isRehearsal) return null;
    const { id: eventId, epoch, state } = event;
    const after = Math.max(0, state.seq - keptEntries);
    const entries = (await readEntries(database.sql, eventId, after)).filter(({ seq }) => seq <= state.seq);
    const channel = createChannel({ eventId, epoch, entries, seq: state.seq, isRehearsal });
    open.set(slug, channel);
    begin();
    return channel;
  }

  async function look(signal: AbortSignal): Promise<void> {
    // One that is opened meanwhile was not asked about: it is looked at next time.
    const asked = [...open];
    if (asked.length === 0) return;
    const ids = asked.map(([, { eventId }]) => eventId);
    const positions = new Map((await readPositions(database.sql, ids)).map((row) => [row.id, row]));
    for (const [slug, channel] of asked) {
      if (signal.aborted) return;
      if (open.get(slug) !== channel) continue;
      const position = positions.get(channel.eventId);
      if (position === undefined || !position.isShown) {
        leave(slug);
        channel.dismiss(1);
      } else await goOn(channel, position);
    }
  }

  async function goOn(channel: Channel, { epoch, seq }: { epoch: string; seq: number }): Promise<void> {
    const { eventId } = channel;
    // Fewer entries than were sent: the database lost some, whether or not somebody gave it a new epoch.
    if (epoch !== channel.epoch || seq < channel.seq) {
      const entries = await readEntries(database.sql, eventId, Math.max(0, seq - keptEntries));
      channel.startAgain({ epoch, entries, seq: entries.at(-1)?.seq ?? seq });
      return;
    }
    while (channel.seq < seq) {
      const entries = await readEntries(database.sql, eventId, channel.seq);
      if (entries.length === 0) return;
      channel.append(entries);
    }
  }

  function leave(slug: string): void {
    open.delete(slug);
    channels.delete(slug);
    idle.delete(slug);
  }

  function beat(): void {
    for (const [slug, channel] of open) {
      channel.beat();
      const quiet = channel.size === 0 ? (idle.get(slug) ?? 0) + 1 : 0;
      idle.set(slug, quiet);
      if (quiet > idleBeats) leave(slug);
    }
    attendance.beat([...open.values()].filter(({ isRehearsal }) => !isRehearsal)).catch(onError);
  }

  function size(): number {
    return [...open.values()].reduce((sum, channel) => sum + channel.size, 0);
  }

  return {
    /** The event's channel, opened by one reading however many ask at once; null where there is no such event. */
    async channel(slug: string): Promise<Channel | null> {
      let channel = channels.get(slug);
      if (channel === undefined) {
        channel = start(slug);
        channels.set(slug, channel);
        const forget = () => channels.delete(slug);
        channel.then((found) => found === null && forget(), forget);
      }
      return await channel;
    },

    /** All who watch here. */
    get size() {
      return size();
    },

    /** Lets everybody go, a slice at a time, so that they do not all come to another process at once. */
    async close(): Promise<void> {
      isClosed = true;
      if (beats !== null) clearInterval(beats);
      await follower?.stop();
      for (let slice = 0; slice < slices && size() > 0; slice += 1) {
        for (const channel of open.values()) channel.dismiss(1 / (slices - slice));
        await new Promise((resolve) => setTimeout(resolve, sliceMs));
      }
      open.clear();
    },
  };
}
