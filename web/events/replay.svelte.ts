import type { LogPage, Snapshot } from '../../api/events/event-schema.ts';
import { read, type Failure } from '../console/client.ts';
import { rewriteQuery } from '../ui/place.svelte.ts';
import type { Entry } from './follow-rules.ts';
import { momentAt, recordingOf, replayed, type Recording } from './replay-rules.ts';

export const speeds = [1, 4, 16] as const;
export type Speed = (typeof speeds)[number];

const tickMs = 100;
/** A tick that comes later than that was not watched: the tab slept. */
const longestTickMs = 1_000;

/** The whole public log of an event that is over, page by page. */
async function readLog({ slug, epoch, seq }: Snapshot): Promise<Entry[] | Failure> {
  const entries: Entry[] = [];
  for (let last = 0; last < seq; last = entries.at(-1)?.seq ?? seq) {
    const reply = await read<LogPage>(`/api/events/${encodeURIComponent(slug)}/log?after=${epoch}.${last}`);
    if (!reply.ok) return reply.failure;
    if (reply.value.epoch !== epoch || reply.value.entries.length === 0) return { kind: 'broken' };
    entries.push(...reply.value.entries);
  }
  return entries;
}

/** 回放 of one event: what was, by the clock of the person who looks. `now`: the event as it stands. */
export class Replay {
  recording = $state.raw<Recording | null>(null);
  /** After the beginning. */
  seconds = $state(0);
  speed = $state<Speed>(1);
  isPlaying = $state(false);
  isLoading = $state(false);
  failure = $state.raw<Failure | null>(null);
  readonly #moment = $derived(this.recording === null ? -1 : momentAt(this.recording, this.seconds));
  readonly #shown = $derived(this.recording && replayed(this.recording, this.#moment));
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Null while nothing is replayed. */
  get shown(): Snapshot | null {
    return this.#shown;
  }

  async open(now: Snapshot, seconds: number): Promise<void> {
    if (this.isLoading) return;
    [this.isLoading, this.failure] = [true, null];
    const log = await readLog(now).catch((): Failure => ({ kind: 'broken' }));
    this.isLoading = false;
    if (!Array.isArray(log)) this.failure = log;
    else {
      this.recording = recordingOf(now, log);
      this.seek(seconds);
    }
  }

  seek(seconds: number): void {
    this.seconds = Math.min(Math.max(0, seconds), this.recording?.seconds ?? 0);
    if (!this.isPlaying) this.#remember();
  }

  /** To the beginning of the item before or behind; near its beginning "before" is the one before that. */
  step(direction: 1 | -1): void {
    const marks = this.recording?.marks ?? [];
    const to =
      direction === 1
        ? marks.find(({ at }) => at > this.seconds + 0.5)?.at
        : marks.findLast(({ at }) => at < this.seconds - 2)?.at;
    this.seek(to ?? (direction === 1 ? (this.recording?.seconds ?? 0) : 0));
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.#play();
  }

  pause(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    if (this.isPlaying) {
      this.isPlaying = false;
      this.#remember();
    }
  }

  close(): void {
    this.pause();
    this.recording = null;
    const query = new URLSearchParams(location.search);
    query.delete('at');
    rewriteQuery(query.size === 0 ? '' : `?${query}`, { replace: true });
  }

  #play(): void {
    if (this.recording === null) return;
    if (this.seconds >= this.recording.seconds) this.seconds = 0;
    this.isPlaying = true;
    let before = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      const passedMs = Math.min(now - before, longestTickMs);
      before = now;
      this.seek(this.seconds + (passedMs / 1_000) * this.speed);
      if (this.seconds >= (this.recording?.seconds ?? 0)) this.pause();
    }, tickMs);
  }

  #remember(): void {
    const query = new URLSearchParams(location.search);
    query.set('at', String(Math.floor(this.seconds)));
    rewriteQuery(`?${query}`, { replace: true });
  }
}

/** Where a link says that the replay begins; null: it says nothing of one. */
export function linkedSeconds(search: string): number | null {
  const at = new URLSearchParams(search).get('at');
  return at !== null && /^\d{1,6}$/.test(at) ? Number(at) : null;
}
