import type { Opening, VenuePlayer } from './venue-player.ts';

/** The browser plays the list itself. */
export function openNative({ video, url, onlost }: Opening): VenuePlayer {
  video.addEventListener('error', onlost);
  video.src = url;
  return {
    streamClockMs() {
      const begun = dateMs(startDate(video));
      return begun === null ? null : begun + video.currentTime * 1_000;
    },
    behindMs() {
      const { seekable } = video;
      if (seekable.length === 0) return null;
      const behind = (seekable.end(seekable.length - 1) - video.currentTime) * 1_000;
      return Number.isFinite(behind) ? Math.max(0, behind) : null;
    },
    close() {
      video.removeEventListener('error', onlost);
      video.removeAttribute('src');
      video.load();
    },
  };
}

/** Safari alone knows when a stream began (HTML, draft of 2011). */
function startDate(video: HTMLVideoElement & { getStartDate?: unknown }): unknown {
  const { getStartDate } = video;
  return typeof getStartDate === 'function' ? Reflect.apply(getStartDate, video, []) : null;
}

function dateMs(date: unknown): number | null {
  const ms = date instanceof Date ? date.getTime() : NaN;
  return Number.isNaN(ms) ? null : ms;
}
