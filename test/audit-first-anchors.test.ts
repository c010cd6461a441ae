import { appendFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { anchorsPath, appendAnchor, type AnchorPlace } from '../api/audit/anchors.ts';
import { firstAnchorsFrom } from '../api/audit/first-anchors.ts';

const hash = 'ab'.repeat(32);
const at = '2026-11-22T02:00:00.000Z';
const megabyte = 1024 * 1024;

describe('the first anchors behind a row', () => {
  let place: AnchorPlace;
  const anchors = 120;
  const stamped = [3, 20, 90];

  /** Lines of other databases, as many as make up so many bytes. */
  const others = (bytes: number) =>
    appendFile(anchorsPath(place), `${'x'.repeat(249)}\n`.repeat(Math.ceil(bytes / 250)));

  /** How many bytes of the file are read meanwhile. */
  async function bytesRead(work: () => Promise<unknown>): Promise<number> {
    const file = await open(anchorsPath(place));
    const read = vi.spyOn(Object.getPrototypeOf(file) as typeof file, 'read');
    await file.close();
    await work();
    const { results } = read.mock;
    read.mockRestore();
    const answers = await Promise.all(results.map(({ value }) => value as ReturnType<typeof file.read>));
    return answers.reduce((sum, answer) => sum + answer.bytesRead, 0);
  }

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-first-anchors-'));
    place = { dataDir, database: 'embedded', keys: [Buffer.alloc(32, 1)] };
    expect(await firstAnchorsFrom(place, 1)).toEqual({ first: null, firstStamped: null });
    // Every other row, half a chunk apart.
    for (let seq = 2; seq <= 2 * anchors; seq += 2) {
      await others(megabyte / 32);
      const token = stamped.includes(seq / 2) ? { token: 'dG9rZW4=' } : {};
      await appendAnchor(place, { seq, hash, at, ...token });
    }
  });
  afterAll(() => rm(place.dataDir, { recursive: true }));

  it('are the next one of each kind, wherever in the file they stand', async () => {
    for (let seq = 1; seq <= 2 * anchors; seq += 1) {
      const { first, firstStamped } = await firstAnchorsFrom(place, seq);
      const next = stamped.find((one) => one * 2 >= seq);
      expect([first?.seq, firstStamped?.seq]).toEqual([
        Math.ceil(seq / 2) * 2,
        next === undefined ? undefined : next * 2,
      ]);
    }
    expect(await firstAnchorsFrom(place, 2 * anchors + 1)).toEqual({ first: null, firstStamped: null });
  });

  it('are found without reading the file from its beginning', async () => {
    const { size } = await stat(anchorsPath(place));
    expect(size).toBeGreaterThan(3 * megabyte);
    for (const seq of [1, 39, 175]) {
      const read = await bytesRead(() => firstAnchorsFrom(place, seq));
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(size / 4);
    }
  });

  it('are looked for no further than 4 MiB where no authority stamps', async () => {
    await others(5 * megabyte);
    await appendAnchor(place, { seq: 250, hash, at, token: 'dG9rZW4=' });
    const far = await firstAnchorsFrom(place, 239);
    expect(far).toMatchObject({ first: { seq: 240 }, firstStamped: null });
    const near = await firstAnchorsFrom(place, 241);
    expect(near).toMatchObject({ first: { seq: 250 }, firstStamped: { seq: 250 } });
  });
});
