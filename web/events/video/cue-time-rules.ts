/** 画面时钟: which moment the picture shows. */
export type PictureClock =
  /** By the clock in the stream; ms since 1970, as the server counts them. */
  | { kind: 'known'; atMs: number }
  /** The stream has no clock, and its picture is so many ms behind its end. */
  | { kind: 'behind'; ms: number }
  /** It moves, and nobody knows how late. */
  | { kind: 'unknown' }
  /** It stands still, or there is none. */
  | { kind: 'stalled' };

/** An entry of the log: when it was pressed, by the server's clock, and when it came, by the device's; ms. */
export type CueTime = { atMs: number; heardMs: number };

/** Whatever a picture does, nothing waits longer. */
export const longestWaitMs = 10_000;
/** A stream whose clock is further off than any stream is late has a wrong clock. */
const mostBehindMs = 60_000;
const mostAheadMs = 2_000;

/** How long an entry still waits so that it is not ahead of the picture; 0: it is shown. `nowMs`: by the device's clock. */
export function waitMs({ atMs, heardMs }: CueTime, clock: PictureClock, nowMs: number): number {
  const passedMs = Math.max(0, nowMs - heardMs);
  const left = pictureLeftMs(atMs, clock, passedMs);
  return Math.max(0, Math.min(left, longestWaitMs - passedMs));
}

function pictureLeftMs(atMs: number, clock: PictureClock, passedMs: number): number {
  switch (clock.kind) {
    case 'known': {
      // It came at once: by the server's clock it is now about so late.
      const behindMs = atMs + passedMs - clock.atMs;
      const isWrong = behindMs > mostBehindMs || behindMs < -mostAheadMs;
      return isWrong ? 0 : atMs - clock.atMs;
    }
    case 'behind':
      return clock.ms - passedMs;
    case 'unknown':
    case 'stalled':
      return 0;
  }
}
