/** 播放: one stream in one video element, by whatever protocol. Another protocol is another function of this kind. */
export type VenuePlayer = {
  /** Which moment the picture shows by the clock in the stream; ms since 1970, null: it has none. */
  streamClockMs(): number | null;
  /** How far the picture is behind the end of what is there of the stream; ms, null: not known. */
  behindMs(): number | null;
  close(): void;
};

/** `onlost`: it has given up, and only another opening helps. */
export type Opening = { video: HTMLVideoElement; url: string; onlost: () => void };
export type OpenPlayer = (opening: Opening) => VenuePlayer;

export type Device = {
  userAgent: string;
  maxTouchPoints: number;
  /** It opens HLS by itself, or says so. */
  opensHls: boolean;
  hasMediaSource: boolean;
};

/**
 * Whether the browser plays HLS itself: on telephones and tablets from Apple, in WeChat, and where no page can hand over
 * pieces. What other browsers play themselves has no clock that a page could read.
 */
export function playsItself({ userAgent, maxTouchPoints, opensHls, hasMediaSource }: Device): boolean {
  if (!opensHls) return false;
  // An iPad calls itself a Macintosh, and is touched.
  const isApple = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return isApple || /MicroMessenger/i.test(userAgent) || !hasMediaSource;
}

/** Null: this browser plays no HLS at all. */
export async function playerFor(video: HTMLVideoElement): Promise<OpenPlayer | null> {
  const opensHls = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  const hasMediaSource = 'MediaSource' in window || 'ManagedMediaSource' in window;
  const { userAgent, maxTouchPoints } = navigator;
  if (playsItself({ userAgent, maxTouchPoints, opensHls, hasMediaSource }))
    return (await import('./native-player.ts')).openNative;
  return hasMediaSource ? (await import('./hls-player.ts')).openHls : null;
}
