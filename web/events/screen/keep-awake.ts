/** Keeps the display on while the page is seen, where the browser can; returns what lets go. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;

  async function hold(): Promise<void> {
    if (isOver || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    // A device that is low on power refuses; nothing else depends on it.
    const held = await navigator.wakeLock.request('screen').catch(() => null);
    if (isOver) await held?.release();
    else lock = held;
  }

  const look = () => void hold();
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', look);
    void lock?.release();
  };
}

/** 全屏, by the key F. */
export function toggleFullScreen({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void {
  if (key.toLowerCase() !== 'f' || ctrlKey || metaKey || altKey) return;
  const asked = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  asked.catch(() => undefined);
}
