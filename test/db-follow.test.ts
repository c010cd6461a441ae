import { expect, it } from 'vitest';
import { followCommits } from '../api/db/follow.ts';

/** What a follower uses of a database: commits happen when the test says so. */
function commits() {
  const listeners = new Set<() => void>();
  return {
    onCommit(_topic: string, listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    happen: () => listeners.forEach((listener) => listener()),
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

it.each(Array.from({ length: 12 }, (_, behind) => behind))(
  'looks again after a commit that comes %i turns behind the end of a look',
  async (behind) => {
    const { happen, onCommit } = commits();
    /** Each ends a look. */
    const looks: (() => void)[] = [];
    const run = () => new Promise<void>((resolve) => void looks.push(resolve));
    const everyMs = 3_600_000;
    const follower = followCommits({ onCommit }, { topic: 'events', everyMs, run, onError: () => undefined });
    looks[0]?.();
    await turns(behind);
    happen();
    await turns(20);
    expect(looks).toHaveLength(2);
    looks[1]?.();
    await follower.stop();
  },
);
