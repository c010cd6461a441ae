import Hls from 'hls.js/light';
import type { Opening, VenuePlayer } from './venue-player.ts';

/** The page fetches the pieces of the list and hands them to the video (Media Source Extensions). */
export function openHls({ video, url, onlost }: Opening): VenuePlayer {
  const hls = new Hls({
    // It would be made of text, which the security policy refuses.
    enableWorker: false,
    liveSyncDurationCount: 2,
    // Who falls behind is taken along again: a picture must not drift away from the hall.
    liveMaxLatencyDurationCount: 6,
    maxBufferLength: 10,
    backBufferLength: 10,
    capLevelToPlayerSize: true,
  });
  hls.on(Hls.Events.ERROR, (_event, { fatal }) => fatal && onlost());
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    streamClockMs: () => hls.playingDate?.getTime() ?? null,
    behindMs: () => (hls.latency > 0 ? hls.latency * 1_000 : null),
    close: () => hls.destroy(),
  };
}
