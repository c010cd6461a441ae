import type { StreamSource } from '../../../api/events/venue-schema.ts';
import type { PictureClock } from './cue-time-rules.ts';
import { playerFor, type OpenPlayer, type VenuePlayer } from './venue-player.ts';
import { beginWatch, tickMs, watched } from './watch-rules.ts';

export type PictureState = {
  /** The picture is good; else a slide stands in its place. */
  isShown: boolean;
  wasShown: boolean;
  /** The person paused it. */
  isHeld: boolean;
  /** The browser begins nothing by itself: a press is needed. */
  needsPress: boolean;
  /** The page was loaded before the stream was at its host; loading it anew lets it through. */
  isBarred: boolean;
  /** This browser plays no such stream. */
  isUnplayable: boolean;
};

export const nothingPlayed: PictureState = {
  ...{ isShown: false, wasShown: false, isHeld: false, needsPress: false, isBarred: false },
  isUnplayable: false,
};

type Watched = { video: HTMLVideoElement; sources: readonly StreamSource[] };
type PictureParts = Watched & {
  isHeld: boolean;
  report: (state: PictureState) => void;
  now?: () => number;
};

/** Plays the first stream of a venue that can be played, and watches it until `close`; `sources` are at least one. */
export function watchPicture({
  video,
  sources,
  isHeld,
  report,
  now = () => performance.now(),
}: PictureParts) {
  let watch = beginWatch(now());
  let openPlayer: OpenPlayer | null = null;
  let player: VenuePlayer | null = null;
  let [isLost, isClosed] = [false, false];
  let state: PictureState = { ...nothingPlayed, isHeld };
  const source = () => sources[watch.source];

  function tell(change: Partial<PictureState>): void {
    const next = { ...state, ...change };
    const isSame = JSON.stringify(next) === JSON.stringify(state);
    state = next;
    if (!isSame && !isClosed) report(state);
  }

  function begin(): void {
    video.play().then(
      () => tell({ needsPress: false }),
      // Whatever else goes wrong stands still, and is seen by that.
      (error: unknown) =>
        error instanceof DOMException && error.name === 'NotAllowedError' && tell({ needsPress: true }),
    );
  }

  function open(): void {
    player?.close();
    isLost = false;
    const { attempt } = watch;
    const onlost = () => {
      if (attempt === watch.attempt) isLost = true;
    };
    player = openPlayer?.({ video, url: source()?.url ?? '', onlost }) ?? null;
    if (!state.isHeld) begin();
  }

  function look(): void {
    const { attempt } = watch;
    const isResting = video.paused && (state.isHeld || state.needsPress || document.hidden);
    const position = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? video.currentTime : null;
    watch = watched(watch, { at: now(), position, isHeld: isResting, isLost }, sources.length);
    tell({ isShown: watch.isShown, wasShown: watch.wasShown });
    if (watch.attempt !== attempt) open();
    else if (video.paused && !isResting && position !== null) begin();
  }

  function bar({ blockedURI }: SecurityPolicyViolationEvent): void {
    const hosts = sources.map(({ url }) => new URL(url).origin);
    if (hosts.some((host) => blockedURI.startsWith(host))) tell({ isBarred: true });
  }

  document.addEventListener('securitypolicyviolation', bar);
  const timer = setInterval(look, tickMs);
  void playerFor(video).then(
    (found) => {
      if (isClosed) return;
      openPlayer = found;
      if (found === null) tell({ isUnplayable: true });
      else open();
    },
    () => tell({ isUnplayable: true }),
  );

  return {
    clock(): PictureClock {
      if (!state.isShown || state.isHeld || player === null) return { kind: 'stalled' };
      const offsetMs = source()?.offsetMs ?? 0;
      const atMs = player.streamClockMs();
      if (atMs !== null) return { kind: 'known', atMs: atMs + offsetMs };
      const ms = player.behindMs();
      return ms === null ? { kind: 'unknown' } : { kind: 'behind', ms: Math.max(0, ms - offsetMs) };
    },
    hold(mustStand: boolean): void {
      if (mustStand === state.isHeld && !state.needsPress) return;
      tell({ isHeld: mustStand });
      if (mustStand) video.pause();
      else begin();
    },
    close(): void {
      isClosed = true;
      clearInterval(timer);
      document.removeEventListener('securitypolicyviolation', bar);
      player?.close();
    },
  };
}

export type WatchedPicture = ReturnType<typeof watchPicture>;
