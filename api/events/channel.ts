import type { StoredEntry } from './event-store.ts';
import { frameOf, heartbeat, joinFrames, lastChunk, type Frame } from './frame.ts';
import { publicCue } from './public-rules.ts';
import { createRing } from './ring.ts';

const nothing = Buffer.alloc(0);

/** Where a viewer's messages are written: the socket itself, past all that would copy them for each. */
export type Line = {
  write(bytes: Buffer): unknown;
  end(bytes: Buffer): unknown;
  destroy(): unknown;
  /** Bytes that wait to be sent. */
  readonly writableLength: number;
};

/** 观众: one open stream. */
export type Viewer = { line: Line; isChunked: boolean };

/** Where a viewer goes on: behind `seq`, of any epoch where none is named; null: with what comes next. */
export type Position = { epoch: string | null; seq: number } | null;

/** What waits for a viewer at most; who does not read is cut off and comes back where he was. */
const mostWaitingBytes = 64 * 1024;
/** Each viewer hears of us in so many beats, by whatever is sent or else by a sign of life. */
export const heartbeatTurns = 15;
/** So many beats after everybody was told something nobody needs a sign of life yet; then it is two buckets at a beat. */
const freshBeats = Math.ceil(heartbeatTurns / 2);
const retryMs = { least: 500, most: 4_000 };
const stoppingRetryMs = { least: 500, most: 8_000 };

/** 频道: the viewers of one event and what they were sent last. */
export type Channel = ReturnType<typeof createChannel>;

type Beginning = {
  eventId: number;
  epoch: string;
  entries: readonly StoredEntry[];
  seq: number;
  /** 演练: staff alone may follow, and nobody counts them. */
  isRehearsal?: boolean;
};

/** @param entries the last ones up to `seq`, for who was away */
export function createChannel({
  eventId,
  epoch: firstEpoch,
  entries,
  seq: firstSeq,
  isRehearsal = false,
}: Beginning) {
  let epoch = firstEpoch;
  let seq = firstSeq;
  let ring = ringOf(entries);
  /** In the buckets of the heartbeat's wheel. */
  const wheel = Array.from({ length: heartbeatTurns }, () => new Set<Viewer>());
  const waiters = new Set<() => void>();
  let isDismissed = false;
  /** Beats since everybody was told something. */
  let quiet = 0;
  let nextBucket = 0;
  let viewers: number | null = null;
  /** Who joins is told, too; null until somebody was. */
  let viewersFrame: Frame | null = null;

  function ringOf(known: readonly StoredEntry[]) {
    const started = createRing((known[0]?.seq ?? seq + 1) - 1);
    for (const entry of known) started.push(entry.seq, frameOfEntry(entry));
    return started;
  }

  function frameOfEntry({ seq: number, at, cue, totals }: StoredEntry): Frame {
    const event = cue.type === 'end' || cue.type === 'notice' ? cue.type : 'cue';
    const id = `${epoch}.${number}`;
    return frameOf({ id, event, data: { seq: number, at, cue: publicCue(cue), totals } });
  }

  function send(viewer: Viewer, { plain, chunked }: Frame): void {
    if (viewer.line.writableLength > mostWaitingBytes) viewer.line.destroy();
    else viewer.line.write(viewer.isChunked ? chunked : plain);
  }

  function sendViewers(frame: Frame): void {
    quiet = 0;
    for (const bucket of wheel) for (const viewer of bucket) send(viewer, frame);
  }

  function sendAll(frame: Frame): void {
    sendViewers(frame);
    for (const wake of waiters) wake();
  }

  /** What a viewer hears first: who saw nothing yet can come back by its number, too. */
  function missed(position: Position): readonly Frame[] {
    const id = `${epoch}.${seq}`;
    const hello = (from: string) => frameOf({ id: from, retryMs: between(retryMs) });
    if (position === null) return [hello(id)];
    const isKnown = position.epoch === null || position.epoch === epoch;
    const tail = isKnown ? ring.after(position.seq) : null;
    if (tail !== null) return [hello(`${epoch}.${position.seq}`), ...tail];
    return [hello(id), frameOf({ id, event: 'reset', data: { epoch, seq } })];
  }

  function happened(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        waiters.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      waiters.add(done);
      signal.addEventListener('abort', done);
    });
  }

  return {
    eventId,
    isRehearsal,
    get epoch() {
      return epoch;
    },
    get seq() {
      return seq;
    },
    /** Viewers, and those who wait for the next entry. */
    get size() {
      return wheel.reduce((sum, bucket) => sum + bucket.size, waiters.size);
    },

    /** As told last, over all processes; null: too few, or not counted yet. */
    get viewers() {
      return viewers;
    },

    /** Tells everybody how many follow, in one message that is no entry; those who wait for an entry go on waiting. */
    tellViewers(count: number | null): void {
      if (count === viewers) return;
      viewers = count;
      viewersFrame = frameOf({ event: 'totals', data: { viewers } });
      sendViewers(viewersFrame);
    },

    /** Sends what was missed, then all that comes; returns what lets the viewer go. */
    join(viewer: Viewer, position: Position): () => void {
      const bucket = wheel[(nextBucket = (nextBucket + 1) % heartbeatTurns)];
      for (const frame of missed(position)) send(viewer, frame);
      if (viewersFrame !== null) send(viewer, viewersFrame);
      bucket?.add(viewer);
      return () => void bucket?.delete(viewer);
    },

    /**
     * Once there is an entry behind `seen`, the log is another one or everybody is let go; or when `signal` ends the waiting. Who
     * read the snapshot may be ahead of this process for a moment, and waits as well.
     */
    async changed(seen: number, signal: AbortSignal): Promise<void> {
      const log = epoch;
      while (seq <= seen && epoch === log && !isDismissed && !signal.aborted) await happened(signal);
    },

    /** One write for each viewer, however many entries. */
    append(news: readonly StoredEntry[]): void {
      const frames = news.map((entry) => {
        const frame = frameOfEntry(entry);
        ring.push(entry.seq, frame);
        seq = entry.seq;
        return frame;
      });
      if (frames.length > 0) sendAll(joinFrames(frames));
    },

    /** The log is another one, as after a restored database: all read the snapshot again. */
    startAgain({ epoch: another, entries: known, seq: last }: Omit<Beginning, 'eventId'>): void {
      epoch = another;
      seq = last;
      ring = ringOf(known);
      const id = `${epoch}.${seq}`;
      sendAll(frameOf({ id, event: 'reset', data: { epoch, seq } }));
    },

    /** A sign of life to the viewers of the next buckets, where nothing else was sent for a while. */
    beat(): void {
      quiet += 1;
      for (const bucket of bucketsAt(quiet))
        for (const viewer of wheel[bucket] ?? []) send(viewer, heartbeat);
    },

    /** Lets a share of the viewers go, each with another time to come back; 1 is all of them. */
    dismiss(share: number): void {
      const viewers = wheel.flatMap((bucket) => [...bucket].map((viewer) => ({ bucket, viewer })));
      for (const { bucket, viewer } of viewers.slice(0, Math.ceil(viewers.length * share))) {
        bucket.delete(viewer);
        send(viewer, frameOf({ retryMs: between(stoppingRetryMs) }));
        viewer.line.end(viewer.isChunked ? lastChunk : nothing);
      }
      isDismissed = true;
      for (const wake of waiters) wake();
    },
  };
}

/** All of them within the first turn of the wheel, then one at a beat. */
function bucketsAt(quiet: number): number[] {
  if (quiet > heartbeatTurns) return [(quiet - 1) % heartbeatTurns];
  const next = 2 * (quiet - freshBeats);
  return next < 0 ? [] : [next, next + 1];
}

function between({ least, most }: { least: number; most: number }): number {
  return Math.round(least + Math.random() * (most - least));
}
