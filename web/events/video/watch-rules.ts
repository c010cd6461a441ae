/** 画面看护: whether the picture of a venue is shown, or a slide in its place; and which of its streams is tried. Times in ms. */
export type Watch = {
  /** Of the venue's streams, by priority; from 0. */
  source: number;
  /** Counted up with every opening. */
  attempt: number;
  isShown: boolean;
  wasShown: boolean;
  /** Seconds of the stream; null: nothing of it is here. */
  position: number | null;
  movedAt: number;
  /** Since when it moves without standing still; null: it does not. */
  movingSince: number | null;
  openedAt: number;
  tickedAt: number;
};

/** `isLost`: the player has given this attempt up. `isHeld`: the person, or the browser, holds the picture on purpose. */
export type Tick = { at: number; position: number | null; isHeld: boolean; isLost: boolean };

export const tickMs = 250;
/** With the look that saw the last movement, and the one that is late, the slide stands within 3 s. */
export const frozenMs = 2_700;
/** A picture comes back after so much of movement in which it never stood longer than `pauseMs`. */
export const backMs = 3_000;
const pauseMs = 1_000;
const firstMs = 300;
/** So long a stream may stand until another one is tried, or, where there is none, the same from its beginning. */
const nextMs = 6_000;
const againMs = 20_000;
/** An attempt that is lost at once is not followed at once by another. */
const leastAttemptMs = 2_000;
/** Later than that the page slept: what stood meanwhile proves nothing. */
const sleptMs = 2_000;

export function beginWatch(at: number): Watch {
  return {
    ...{ source: 0, attempt: 1, isShown: false, wasShown: false, position: null },
    ...{ movedAt: at, movingSince: null, openedAt: at, tickedAt: at },
  };
}

/** After one more look at the player; `sourceCount` is at least 1. */
export function watched(watch: Watch, tick: Tick, sourceCount: number): Watch {
  const { at } = tick;
  const seen = { ...watch, position: tick.position, tickedAt: at };
  if (tick.isHeld || at - watch.tickedAt > sleptMs)
    return { ...seen, movedAt: at, openedAt: at, movingSince: null };
  if (hasMoved(watch, tick)) return moved(seen, at);
  const stoodMs = at - watch.movedAt;
  const still = {
    ...seen,
    isShown: watch.isShown && stoodMs < frozenMs,
    movingSince: stoodMs > pauseMs ? null : watch.movingSince,
  };
  return isSpent(still, tick, sourceCount) ? opened(still, at, sourceCount) : still;
}

/** A jump to another place is no movement yet: what is there may stand still as well. */
function hasMoved({ position, tickedAt }: Watch, { at, position: now }: Tick): boolean {
  if (position === null || now === null) return false;
  return now > position && now - position <= (2 * (at - tickedAt)) / 1_000 + 0.5;
}

function moved(watch: Watch, at: number): Watch {
  const movingSince = watch.movingSince ?? at;
  const isShown = watch.isShown || at - movingSince >= (watch.wasShown ? backMs : firstMs);
  return { ...watch, movedAt: at, movingSince, isShown, wasShown: watch.wasShown || isShown };
}

function isSpent(watch: Watch, { at, isLost }: Tick, sourceCount: number): boolean {
  if (isLost) return at - watch.openedAt >= leastAttemptMs;
  return at - Math.max(watch.movedAt, watch.openedAt) >= (sourceCount > 1 ? nextMs : againMs);
}

/** The next by priority, after the last one the first again. */
function opened(watch: Watch, at: number, sourceCount: number): Watch {
  const source = (watch.source + 1) % sourceCount;
  return { ...watch, source, attempt: watch.attempt + 1, position: null, movingSince: null, openedAt: at };
}
