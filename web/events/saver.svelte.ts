const key = 'zhaotu-event-saver';

function remembered(): boolean {
  try {
    const kept = localStorage.getItem(key);
    if (kept !== null) return kept === 'on';
  } catch {
    // Storage is refused in some private windows: what the browser says holds then.
  }
  return 'connection' in navigator && Object(navigator.connection).saveData === true;
}

let isOn = $state(remembered());

/** 省流量: no map and no pictures; figures and words alone. The person's own choice, else the browser's. */
export const saver = {
  get on(): boolean {
    return isOn;
  },
  toggle(): void {
    isOn = !isOn;
    try {
      localStorage.setItem(key, isOn ? 'on' : 'off');
    } catch {
      // It holds for this page alone.
    }
  },
};
