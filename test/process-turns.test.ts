import { describe, expect, it } from 'vitest';
import { takeProcessTurns, type ProcessTurns } from '../api/processes/process-turns.ts';

const { signal } = new AbortController();
const limits = {
  mostAtOnce: 2,
  mostWaiting: 5,
  mostWaitingOfOne: 3,
  longestWaitMs: 60_000,
  detail: '请稍后再试。',
};
const busy = { code: 'busy', status: 503, retryAfterSeconds: 10, detail: '请稍后再试。' };

/** Work that is over when it is told to be; the address is the first letter of its name. */
function work(turns: ProcessTurns) {
  const begun: string[] = [];
  const open = new Map<string, () => void>();
  return {
    begun,
    begin: (name: string, leaving = signal) =>
      turns({ address: name.slice(0, 1), signal: leaving }, async () => {
        begun.push(name);
        await new Promise<void>((resolve) => open.set(name, resolve));
        return name;
      }),
    async finish(name: string) {
      open.get(name)?.();
      await settled();
    },
  };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('turns for processes', () => {
  it('are two at once, one of each address, and an address waits for its next behind all others', async () => {
    const { begun, begin, finish } = work(takeProcessTurns(limits));
    const all = ['a1', 'a2', 'a3', 'b1', 'c1'].map((name) => begin(name));
    await settled();
    expect(begun).toEqual(['a1', 'b1']);
    await finish('b1');
    expect(begun).toEqual(['a1', 'b1', 'c1']);
    await finish('c1');
    // Nobody else waits, and this address has its one.
    expect(begun).toEqual(['a1', 'b1', 'c1']);
    for (const name of ['a1', 'a2', 'a3']) await finish(name);
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1']);
  });

  it('let an address with a long line wait for whoever came after it', async () => {
    const { begun, begin, finish } = work(takeProcessTurns(limits));
    const all = ['a1', 'b1', 'a2', 'a3', 'c1'].map((name) => begin(name));
    await settled();
    for (const name of ['a1', 'a2']) await finish(name);
    expect(begun).toEqual(['a1', 'b1', 'a2', 'c1']);
    for (const name of ['b1', 'c1', 'a3']) await finish(name);
    expect(await Promise.all(all)).toHaveLength(5);
  });

  it('are refused at once where an address has its line full, and where all together have', async () => {
    const { begun, begin, finish } = work(takeProcessTurns(limits));
    const taken = ['a1', 'a2', 'a3'].map((name) => begin(name));
    const last = begin('a4');
    await settled();
    await expect(begin('a5')).rejects.toMatchObject(busy);
    taken.push(...['b1', 'b2', 'c1'].map((name) => begin(name)));
    await settled();
    // Who has most of a full line gives way to who has nothing of it.
    taken.push(begin('d1'));
    await expect(last).rejects.toMatchObject(busy);
    const third = taken.splice(2, 1);
    taken.push(begin('e1'));
    await expect(third[0]).rejects.toMatchObject(busy);
    await expect(begin('f1')).rejects.toMatchObject(busy);
    await expect(begin('b3')).rejects.toMatchObject(busy);
    expect(begun).toEqual(['a1', 'b1']);
    for (let done = 0; done < taken.length; done += 1) await finish(begun[done] ?? '');
    expect(await Promise.all(taken)).toHaveLength(7);
    const next = begin('d2');
    await settled();
    await finish('d2');
    await expect(next).resolves.toBe('d2');
  });

  it('are handed on after a failure, and by whoever went away', async () => {
    const turns = takeProcessTurns(limits);
    await expect(
      turns({ address: 'a', signal }, () => Promise.reject(new Error('it ended'))),
    ).rejects.toThrow('it ended');
    const { begun, begin, finish } = work(turns);
    const away = new AbortController();
    const [first, gone, last] = [begin('a1'), begin('a2', away.signal), begin('a3')];
    away.abort();
    await expect(gone).rejects.toMatchObject(busy);
    await expect(begin('a4', away.signal)).rejects.toThrow();
    await finish('a1');
    await finish('a3');
    expect(await Promise.all([first, last])).toEqual(['a1', 'a3']);
    expect(begun).toEqual(['a1', 'a3']);
  });

  it('that do not come in time are refused', async () => {
    const { begun, begin, finish } = work(takeProcessTurns({ ...limits, longestWaitMs: 1 }));
    const first = begin('a1');
    await expect(begin('a2')).rejects.toMatchObject(busy);
    await finish('a1');
    await expect(first).resolves.toBe('a1');
    expect(begun).toEqual(['a1']);
  });
});
