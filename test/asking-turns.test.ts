import { expect, it } from 'vitest';
import { networkOf } from '../api/accounts/client-address.ts';
import { takeAskingTurns } from '../api/enquiries/asking-turns.ts';

const { signal } = new AbortController();

/** Work that is over when it is told to be. */
function work(turns: ReturnType<typeof takeAskingTurns>, begun: string[]) {
  const open = new Map<string, () => void>();
  return {
    begin(name: string, address: string | null = name.slice(0, 1), leaving = signal) {
      return turns({ address, signal: leaving }, async () => {
        begun.push(name);
        await new Promise<void>((resolve) => open.set(name, resolve));
        return name;
      });
    },
    finish: (name: string) => open.get(name)?.(),
  };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('gives an address one turn at a time, and others theirs before its next', async () => {
  const begun: string[] = [];
  const { begin, finish } = work(takeAskingTurns(), begun);
  const all = ['a1', 'a2', 'a3', 'b1', 'c1'].map((name) => begin(name));
  await settled();
  expect(begun).toEqual(['a1', 'b1']);
  finish('a1');
  await settled();
  // One turn was free: whoever waits longest for his first has it.
  expect(begun).toHaveLength(3);
  for (const name of ['b1', 'a2', 'c1', 'a3']) {
    finish(name);
    await settled();
  }
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1']);
});

it('refuses at once what is beyond the line of an address, and of all', async () => {
  const begun: string[] = [];
  const { begin } = work(takeAskingTurns(), begun);
  const refusals: unknown[] = [];
  const note = (error: unknown) => void refusals.push(error);
  for (let index = 0; index <= 31; index += 1) begin(`a${index}`).catch(note);
  await settled();
  expect(refusals).toEqual([expect.objectContaining({ code: 'too-often', retryAfterSeconds: 5 })]);
  for (let index = 0; index <= 120; index += 1) begin(`x${index}`, `address ${index}`).catch(note);
  await settled();
  expect(refusals.at(-1)).toMatchObject({ code: 'busy', retryAfterSeconds: 5 });
  expect(begun).toHaveLength(2);
});

it('lets whoever stands for everybody wait for nobody’s address', async () => {
  const begun: string[] = [];
  const { begin } = work(takeAskingTurns(), begun);
  void begin('n1', null);
  void begin('n2', null);
  await settled();
  expect(begun).toEqual(['n1', 'n2']);
});

it('goes on after a failure, and without whoever went away', async () => {
  const turns = takeAskingTurns();
  const begun: string[] = [];
  const { begin, finish } = work(turns, begun);
  const fails = () => Promise.reject(new Error('no database'));
  await expect(turns({ address: 'a', signal }, fails)).rejects.toThrow('no database');
  const first = begin('a1');
  const away = new AbortController();
  const gone = begin('a2', 'a', away.signal);
  const last = begin('a3');
  away.abort();
  await expect(gone).rejects.toMatchObject({ code: 'busy' });
  finish('a1');
  await settled();
  finish('a3');
  expect(await Promise.all([first, last])).toEqual(['a1', 'a3']);
  expect(begun).toEqual(['a1', 'a3']);
});

it('counts a network of 64 bits as one sender', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:0db8:0001:0002::/64');
  expect(networkOf('2001:db8:1:2::9')).toBe('2001:0db8:0001:0002::/64');
  expect(networkOf('2001:db8::1:2:9')).toBe('2001:0db8:0000:0000::/64');
  expect(networkOf('::1')).toBe('0000:0000:0000:0000::/64');
  expect(networkOf('none')).toBe('none');
});
