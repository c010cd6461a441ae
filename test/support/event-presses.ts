import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { SignedIn } from './accounts.ts';

const Written = z.object({ seq: z.int() });
/** Slow enough that nobody who comes back in 8 s has missed more than is kept for him. */
const pressEveryMs = 150;

type Place = { slug: string; item: number; host: SignedIn; origins: readonly string[] };

export type EventPresses = ReturnType<typeof pressAt>;

/** A host who presses by HTTP; what is not answered is sent again with the same key, to the other server. */
export function pressAt({ slug, item, host, origins }: Place) {
  let written = 0;
  let isOver = false;
  const unexpected = new Set<string>();

  async function pressOnce(): Promise<void> {
    const body = JSON.stringify({ expectedSeq: written, item: written % 2 === 0 ? item : null });
    const key = randomUUID();
    for (let attempt = 0; ; attempt += 1) {
      const origin = origins[attempt % origins.length] ?? '';
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key, Origin: origin };
      const response = await fetch(`${origin}/api/events/${slug}/standby`, {
        method: 'POST',
        headers: { ...host.headers, ...headers },
        body,
      }).catch(() => null);
      if (response?.ok) {
        written = Written.parse(await response.json()).seq;
        return;
      }
      if (response !== null && response.status !== 503) {
        unexpected.add(`${response.status} ${await response.text()}`);
        isOver = true;
        return;
      }
      await wait(50);
    }
  }

  return {
    get written() {
      return written;
    },
    unexpected,
    /** So many more. */
    async more(count: number): Promise<void> {
      const until = written + count;
      while (written < until && unexpected.size === 0) await pressOnce();
    },
    async withoutPause(): Promise<void> {
      isOver = false;
      while (!isOver) {
        await pressOnce();
        await wait(pressEveryMs);
      }
    },
    stop: () => void (isOver = true),
    /** The log ends elsewhere than it did. */
    goOnBehind: (seq: number) => void (written = seq),
  };
}
