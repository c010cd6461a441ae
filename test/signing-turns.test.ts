import { describe, expect, it } from 'vitest';
import { inSigningTurn } from '../api/agreements/signing-turns.ts';

/** Work that ends when it is told. */
function work() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const asked: Promise<number>[] = [];
  return {
    begun,
    asked,
    end: (index: number) => ends[index]?.(),
    ask(index: number) {
      const answer = inSigningTurn(async () => {
        begun.push(index);
        await new Promise<void>((resolve) => (ends[index] = resolve));
        return index;
      });
      asked.push(answer);
      return answer;
    },
  };
}

describe('signatures that are asked for together', () => {
  it('are made four at a time, in the order in which they came', async () => {
    const { begun, ask, asked, end } = work();
    for (let index = 0; index < 7; index += 1) void ask(index);
    await Promise.resolve();
    expect(begun).toEqual([0, 1, 2, 3]);
    end(2);
    await expect(asked[2]).resolves.toBe(2);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    for (const index of [0, 1, 3, 4]) {
      end(index);
      await asked[index];
    }
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const index of [5, 6]) end(index);
    await expect(Promise.all(asked)).resolves.toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('hand their place on when they fail', async () => {
    const failing = Array.from({ length: 9 }, (_, index) =>
      inSigningTurn(() => Promise.reject(new Error(`no ${index}`))),
    );
    const outcomes = await Promise.allSettled(failing);
    expect(outcomes.map(({ status }) => status)).toEqual(Array<string>(9).fill('rejected'));
    await expect(inSigningTurn(() => Promise.resolve('made'))).resolves.toBe('made');
  });

  it('are refused at once where four hundred wait already', async () => {
    const { ask, asked, end } = work();
    for (let index = 0; index < 404; index += 1) void ask(index);
    await expect(ask(404)).rejects.toMatchObject({ code: 'busy', status: 503 });
    const served = asked.slice(0, 404);
    for (const [index, answer] of served.entries()) {
      end(index);
      await answer;
    }
    await expect(Promise.all(served)).resolves.toHaveLength(404);
  });
});
