import { fetchDataVersion } from './client.ts';

/** An open page is at most so far behind what is public; each question is a few bytes. */
const everyMs = 3_000;

/** Raised when what is public has changed since the page was opened: whoever shows some of it asks anew. */
export const publicData = $state({ changes: 0 });
/** Kept while nobody asks, so that what changed meanwhile is told by the next answer. */
let known: string | null = null;

/**
 * Asks, from now on, whether something was published, changed, withdrawn or recalled: every three seconds while somebody
 * looks at the page, and at once when he comes back to it. Without a line it waits for the next time.
 */
export function followPublicData(): () => void {
  const asked = new AbortController();
  let asking = false;

  async function ask() {
    if (asking || document.visibilityState === 'hidden') return;
    asking = true;
    const reply = await fetchDataVersion(asked.signal).catch(() => null);
    asking = false;
    if (reply === null || !reply.ok) return;
    if (known !== null && known !== reply.value.version) publicData.changes += 1;
    known = reply.value.version;
  }

  void ask();
  const timer = setInterval(() => void ask(), everyMs);
  const askNow = () => void ask();
  document.addEventListener('visibilitychange', askNow);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', askNow);
    asked.abort();
  };
}
