import { mayReload } from './screen-rules.ts';

const lookMs = 5_000;
const reloadedKey = 'zhaotu-screen-reloaded';

export type RepairParts = {
  /** Something is broken that does not heal by itself. */
  isBroken: () => boolean;
  /** When something came on air last, by this device's clock; null: nothing did. */
  cueAt: () => number | null;
  reload: () => void;
};

/**
 * Loads the page anew where nothing else helps: at a calm moment, and only after the server has just given out this very page,
 * so that the last picture never gives way to an error.
 */
export function repairItself({ isBroken, cueAt, reload }: RepairParts): () => void {
  const left = new AbortController();
  let brokenAt: number | null = null;
  let isAsking = false;

  async function look(): Promise<void> {
    const now = Date.now();
    brokenAt = isBroken() ? (brokenAt ?? now) : null;
    const since = (at: number | null) => (at === null ? null : now - at);
    const past = { sinceBroken: since(brokenAt), sinceCue: since(cueAt()), sinceReload: since(reloadedAt()) };
    if (isAsking || !mayReload(past)) return;
    isAsking = true;
    const isThere = await fetch(location.href, { cache: 'no-store', signal: left.signal })
      .then((response) => response.ok)
      .catch(() => false);
    isAsking = false;
    if (!isThere || left.signal.aborted) return;
    remember(now);
    reload();
  }

  const timer = setInterval(() => void look(), lookMs);
  return () => {
    clearInterval(timer);
    left.abort();
  };
}

function reloadedAt(): number | null {
  try {
    const kept = sessionStorage.getItem(reloadedKey);
    return kept === null ? null : Number(kept);
  } catch {
    return null;
  }
}

function remember(at: number): void {
  try {
    sessionStorage.setItem(reloadedKey, String(at));
  } catch {
    // Storage is refused in some private windows: five minutes are not kept then.
  }
}
