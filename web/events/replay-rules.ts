import type { Snapshot } from '../../api/events/event-schema.ts';
import { fold, notBegun, type EventState } from '../../api/events/fold-rules.ts';
import { snapshotOf } from '../../api/events/public-rules.ts';
import type { Entry } from './follow-rules.ts';

/** 回放: what an event was at every moment, from its public log. */
export type Recording = {
  event: Pick<Snapshot, 'slug' | 'title' | 'startsAt' | 'epoch' | 'items' | 'stage' | 'venues'> & {
    isRehearsal: boolean;
  };
  /** In the order of the log; `atMs` since 1970 never goes back, whichever server wrote the entry. */
  moments: readonly { atMs: number; state: EventState }[];
  /** When the first item went on air. */
  begunMs: number;
  /** From then to the end of the event; what was sealed or corrected later is not of the show. */
  seconds: number;
  marks: readonly Mark[];
};

/** An item that went on air, `at` seconds after the beginning. */
export type Mark = { item: number; at: number };

/**
 * The recording of an event that is over: the same fold as on the server and in every follower. `now` lends the names; what was
 * taken back and is no more public has none.
 * @throws LogGap where an entry is missing.
 */
export function recordingOf(now: Snapshot, entries: readonly Entry[]): Recording {
  const moments: { atMs: number; state: EventState }[] = [];
  let state: EventState = notBegun;
  let atMs = 0;
  for (const entry of entries) {
    state = fold(state, entry);
    atMs = Math.max(atMs, Date.parse(entry.at));
    moments.push({ atMs, state });
    if (entry.cue.type === 'end') break;
  }
  const begunMs = moments.find((moment) => moment.state.takes.length > 0)?.atMs ?? atMs;
  const { slug, title, startsAt, epoch, isRehearsal = false, items, stage, venues } = now;
  return {
    ...{ event: { slug, title, startsAt, epoch, isRehearsal, items, stage, venues }, moments, begunMs },
    seconds: Math.max(0, (atMs - begunMs) / 1_000),
    marks: state.takes.map((take) => ({
      item: take.item,
      at: Math.max(0, (Date.parse(take.at) - begunMs) / 1_000),
    })),
  };
}

/** Which moment it is so many seconds after the beginning. */
export function momentAt({ moments, begunMs }: Recording, seconds: number): number {
  const atMs = begunMs + seconds * 1_000;
  return moments.findLastIndex((moment) => moment.atMs <= atMs);
}

/** The event as everybody saw it in that moment. */
export function replayed({ event, moments }: Recording, moment: number): Snapshot {
  const state = moments[moment]?.state ?? notBegun;
  const { items, stage, venues } = event;
  return snapshotOf({ ...event, startsAt: new Date(event.startsAt), state }, items, { stage, venues });
}

/** The item that is on air then, by its mark; -1 before the first. */
export function markAt({ marks }: Recording, seconds: number): number {
  return marks.findLastIndex(({ at }) => at <= seconds);
}

/** `1:02:03`; `?at=` takes seconds. */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, '0'));
  return [Math.floor(whole / 3_600), ...parts].join(':');
}
