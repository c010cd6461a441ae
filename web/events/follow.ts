import type { LogPage, Snapshot } from '../../api/events/event-schema.ts';
import { wire, wireHeader } from '../../api/wire/terms.ts';
import {
  followingFrom,
  withEntry,
  withReset,
  withSnapshot,
  type Entry,
  type Following,
} from './follow-rules.ts';
import type { CueTime } from './video/cue-time-rules.ts';
import { serverClock } from './server-clock.ts';
import { streamReader, type StreamMessage } from './stream-reader.ts';

/** Why there is nothing to show, by what the person can do about it. */
export type FollowFailure = 'missing' | 'busy' | 'offline' | 'outdated' | 'broken';

/** 信号. `behind`: what is on the screen is about to be made good; `offline`: it stands still. */
export type Signal = 'live' | 'behind' | 'offline';

export type Told = {
  /** Null until the first answer. */
  snapshot: Snapshot | null;
  signal: Signal;
  /** When the server was heard last, by its own clock. */
  heardAt: Date | null;
  /** Who follow, by open lines; null: too few, or not counted yet. */
  viewers: number | null;
  /** When the last entry was pressed and heard; null where that is not known, since the event was read as a whole. */
  cue: CueTime | null;
  /** Of the first answer; later ones are a matter of `signal`. */
  failure: FollowFailure | null;
};

type Span = { least: number; most: number };
type FollowTimes = {
  /** The server gives a sign of life every 15 s; where none comes, something keeps it back. */
  silentMs: number;
  /** A line that is lost for so long is said to be. */
  offlineAfterMs: number;
  retryMs: Span;
  /** Thousands read the snapshot after the same entry: not all at once. */
  repairMs: Span;
  /** After so long by long answers the stream is tried again. */
  streamAgainMs: number;
};

export const usualTimes: FollowTimes = {
  silentMs: 20_000,
  offlineAfterMs: 3_000,
  retryMs: { least: 400, most: 2_000 },
  repairMs: { least: 50, most: 800 },
  streamAgainMs: 120_000,
};
const mostRetryMs = 8_000;
const answerMs = 20_000;
const longAnswerMs = 45_000;

export type FollowParts = { report: (told: Told) => void; origin?: string; times?: FollowTimes };

class Refusal extends Error {
  readonly failure: FollowFailure;

  constructor(failure: FollowFailure) {
    super(failure);
    this.failure = failure;
  }
}

/**
 * Follows an event: its snapshot, then every entry as it is written, over the stream or, where a stream does not come through,
 * by one long answer after another. A fetched stream, and no EventSource: that one hides the server's signs of life, and a
 * line that is dead without a word would look like one on which nothing happens.
 */
export function followEvent(slug: string, { report, origin = '', times = usualTimes }: FollowParts) {
  const left = new AbortController();
  const clock = serverClock();
  let again = new AbortController();
  let known: Following | null = null;
  let failure: FollowFailure | null = null;
  let heardAt: Date | null = null;
  let viewers: number | null = null;
  let cue: (CueTime & { seq: number }) | null = null;
  let lostAt: number | null = performance.now();
  let isRepairing = false;

  const address = (ending: string) => `${origin}/api/events/${encodeURIComponent(slug)}/${ending}`;

  function tell(): void {
    if (left.signal.aborted) return;
    const snapshot = known?.snapshot ?? null;
    const last = cue?.seq === snapshot?.seq ? cue : null;
    report({ snapshot, signal: signalNow(), heardAt, viewers, cue: last, failure });
  }

  function signalNow(): Signal {
    if (lostAt !== null) return performance.now() - lostAt < times.offlineAfterMs ? 'behind' : 'offline';
    return known?.lacks === 'nothing' || known?.lacks === 'names' ? 'live' : 'behind';
  }

  function heard(): void {
    heardAt = clock.now();
    lostAt = null;
  }

  function lose(): void {
    lostAt ??= performance.now();
    tell();
    setTimeout(tell, times.offlineAfterMs + 1);
  }

  async function ask(ending: string, signals: AbortSignal[], accept = 'application/json'): Promise<Response> {
    const signal = AbortSignal.any([left.signal, again.signal, ...signals]);
    const response = await fetch(address(ending), { signal, headers: { accept }, cache: 'no-cache' });
    if (!response.ok) throw new Refusal(failureOf(response));
    clock.hear(response);
    return response;
  }

  async function readSnapshot(): Promise<void> {
    const response = await ask('snapshot', [AbortSignal.timeout(answerMs)]);
    if (response.headers.get(wireHeader) !== wire) throw new Refusal('outdated');
    const snapshot: Snapshot = await response.json();
    known = known === null ? followingFrom(snapshot) : withSnapshot(known, snapshot);
    failure = null;
  }

  /** Reads the snapshot until nothing is lacking, however often that is asked for meanwhile. */
  async function repair(): Promise<void> {
    if (isRepairing) return;
    isRepairing = true;
    for (let attempt = 1; known !== null && known.lacks !== 'nothing' && !left.signal.aborted; attempt += 1) {
      await pause(between(times.repairMs) * Math.min(attempt, 8), left.signal);
      await readSnapshot().catch((error: unknown) => {
        // What is known stands; only loading the page anew brings more.
        if (error instanceof Refusal && error.failure === 'outdated') ({ failure } = error);
      });
      tell();
    }
    isRepairing = false;
  }

  function take(epoch: string, entry: Entry): void {
    if (known === null) return;
    const before = known.snapshot.seq;
    known = withEntry(known, epoch, entry);
    if (before < entry.seq && known.snapshot.seq === entry.seq)
      cue = { seq: entry.seq, atMs: Date.parse(entry.at), heardMs: performance.now() };
  }

  function read({ id, event, data }: StreamMessage): void {
    if (known === null) return;
    if (event === 'reset') known = withReset(known);
    else if (event === 'totals') ({ viewers } = JSON.parse(data));
    else if (event === 'cue' || event === 'notice' || event === 'end')
      take(id.split('.')[0] ?? '', JSON.parse(data));
  }

  function position(): string {
    return known === null ? '' : `${known.snapshot.epoch}.${known.snapshot.seq}`;
  }

  /** Until the line ends; false where nothing was heard on it for too long. */
  async function followStream(): Promise<boolean> {
    const silence = new AbortController();
    let watch = setTimeout(() => silence.abort(), times.silentMs);
    try {
      const response = await ask(`stream?after=${position()}`, [silence.signal], 'text/event-stream');
      const reader = response.body?.getReader();
      if (reader === undefined) return false;
      const decoder = new TextDecoder();
      const messages = streamReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return true;
        clearTimeout(watch);
        watch = setTimeout(() => silence.abort(), times.silentMs);
        messages(decoder.decode(value, { stream: true })).forEach(read);
        heard();
        tell();
        void repair();
      }
    } catch (error) {
      if (silence.signal.aborted && !left.signal.aborted) return false;
      throw error;
    } finally {
      clearTimeout(watch);
    }
  }

  async function followLog(): Promise<void> {
    const until = performance.now() + times.streamAgainMs;
    while (performance.now() < until) {
      const response = await ask(`log?after=${position()}`, [AbortSignal.timeout(longAnswerMs)]);
      const page: LogPage = await response.json();
      if (known !== null && page.epoch !== known.snapshot.epoch) known = withReset(known);
      else page.entries.forEach((entry) => take(page.epoch, entry));
      viewers = page.viewers;
      heard();
      tell();
      void repair();
      if (known?.lacks === 'all') await pause(between(times.retryMs), left.signal);
    }
  }

  async function run(): Promise<void> {
    let comesThrough = true;
    for (let attempt = 0; !left.signal.aborted; attempt += 1) {
      const before = heardAt;
      try {
        if (known === null) {
          await readSnapshot();
          tell();
        }
        if (comesThrough) comesThrough = await followStream();
        else {
          await followLog();
          comesThrough = true;
        }
      } catch (error) {
        comesThrough = true;
        // It is no more to be followed, or never was.
        if (error instanceof Refusal && (error.failure === 'missing' || error.failure === 'outdated'))
          known = null;
        if (known === null) failure = error instanceof Refusal ? error.failure : 'offline';
      }
      if (left.signal.aborted) return;
      if (failure === 'missing' || failure === 'outdated') return tell();
      if (heardAt !== before) attempt = 0;
      lose();
      await pause(Math.min(between(times.retryMs) * 2 ** Math.min(attempt, 4), mostRetryMs), again.signal);
      if (again.signal.aborted) again = new AbortController();
    }
  }

  void run();
  return {
    /** By the server's clock. */
    now: () => clock.now(),
    /** The line may be there again, or may have died unheard: begins anew at once from where it stands. */
    wake(): void {
      const isQuiet =
        lostAt !== null || heardAt === null || clock.now().getTime() - heardAt.getTime() > times.silentMs;
      if (isQuiet) again.abort();
    },
    /** The device says that it has no network. */
    cut(): void {
      lostAt ??= performance.now() - times.offlineAfterMs;
      tell();
      again.abort();
    },
    leave(): void {
      left.abort();
    },
  };
}

function failureOf({ status }: Response): FollowFailure {
  if (status === 404) return 'missing';
  return status === 429 || status === 503 ? 'busy' : 'broken';
}

function between({ least, most }: Span): number {
  return least + Math.random() * (most - least);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
}
