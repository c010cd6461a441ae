import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { takeUploads, type Uploads } from '../api/agreements/verify-uploads.ts';
import { openBlobs } from '../api/attachments/blobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhaotu-uploads-'));
afterAll(() => rmSync(folder, { recursive: true }));
const onDisk = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

const limits = {
  ...{ bytes: 100_000, tooLarge: 'too large', detail: 'too many' },
  ...{ mostIncoming: 12, mostIncomingOfOne: 10, mostInMemory: 3 },
};
const open = () => takeUploads(openBlobs(folder), limits);

/** A body that ends when it is told, or breaks off. */
function slowBody(text: string) {
  let send: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (send = controller) });
  send?.enqueue(Buffer.from(text));
  return { body, end: () => send?.close(), breakOff: () => send?.error(new Error('gone')) };
}

function sent(body: BodyInit, address = '203.0.113.7') {
  // A stream goes one way at a time.
  const how = { method: 'POST', body, duplex: 'half' };
  return { request: new Request('http://127.0.0.1/', how), address };
}

const lengthOf = (uploads: Uploads, body: BodyInit, address?: string) =>
  uploads(sent(body, address), ({ use }) => use((bytes) => Promise.resolve(bytes.length)));

it('of ten that are sent at once, three are in memory at a time, and all come to be read', async () => {
  const uploads = open();
  const ends: (() => void)[] = [];
  let [held, mostHeld] = [0, 0];
  const answers = Array.from({ length: 10 }, (_, index) =>
    uploads(sent(`upload ${index}`), ({ use }) =>
      use(async (bytes) => {
        mostHeld = Math.max(mostHeld, (held += 1));
        await new Promise<void>((resolve) => ends.push(resolve));
        held -= 1;
        return bytes.toString();
      }),
    ),
  );
  for (let ended = 0; ended < 10; ended += 1) {
    await expect.poll(() => ends.length).toBe(Math.min(10, ended + 3));
    ends[ended]?.();
  }
  expect((await Promise.all(answers)).sort()).toEqual(
    Array.from({ length: 10 }, (_, nth) => `upload ${nth}`),
  );
  expect([mostHeld, held, onDisk().length]).toEqual([3, 0, 0]);
});

it('whoever sends slowly lies on the disk, and keeps nobody from memory', async () => {
  const uploads = open();
  const slow = Array.from({ length: 6 }, () => slowBody('x'.repeat(50_000)));
  const later = slow.map(({ body }) => lengthOf(uploads, body));
  await expect.poll(() => onDisk().length).toBe(6);
  expect(await lengthOf(uploads, 'quick')).toBe(5);
  for (const { end } of slow) end();
  expect(await Promise.all(later)).toEqual(Array(6).fill(50_000));
  expect(onDisk()).toEqual([]);
});

it('is given back to the memory while it waits for something else, and read again in another turn', async () => {
  const uploads = open();
  const stay: (() => void)[] = [];
  const waiting = Array.from({ length: 3 }, () =>
    uploads(sent('waits'), async ({ use }) => {
      const first = await use((bytes) => Promise.resolve(bytes.length));
      await new Promise<void>((resolve) => stay.push(resolve));
      return first + (await use((bytes) => Promise.resolve(bytes.length)));
    }),
  );
  await expect.poll(() => stay.length).toBe(3);
  expect(await lengthOf(uploads, 'another')).toBe(7);
  for (const go of stay) go();
  expect(await Promise.all(waiting)).toEqual([10, 10, 10]);
});

it('of one address and of all are so many at most, and what is refused, too long or broken off leaves nothing', async () => {
  const uploads = open();
  const own = Array.from({ length: 10 }, () => slowBody('.'));
  const others = Array.from({ length: 2 }, () => slowBody('.'));
  const kept = own.map(({ body }) => lengthOf(uploads, body));
  await expect(lengthOf(uploads, 'one more')).rejects.toMatchObject({ code: 'busy' });
  kept.push(...others.map(({ body }) => lengthOf(uploads, body, '198.51.100.1')));
  await expect(lengthOf(uploads, 'of somebody else', '198.51.100.2')).rejects.toMatchObject({ code: 'busy' });

  own[0]?.breakOff();
  await expect(kept.shift()).rejects.toMatchObject({ code: 'invalid-body' });
  await expect(lengthOf(uploads, 'x'.repeat(100_001))).rejects.toMatchObject({ code: 'too-large' });
  expect(await lengthOf(uploads, 'and again')).toBe(9);
  for (const { end } of [...own.slice(1), ...others]) end();
  expect(await Promise.all(kept)).toEqual(Array(11).fill(1));
  expect(onDisk()).toEqual([]);
});
