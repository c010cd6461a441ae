import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { stateDigests } from '../api/agreements/state-digests.ts';
import { makeTrust, signedRevisions } from './support/signed-agreement.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hex = (digests: readonly Buffer[]) => digests.map((digest) => digest.toString('hex'));
const textOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** Every state of a file that two sign: each signature, the seal, the archive. */
let states: Uint8Array[];
beforeAll(async () => {
  const revisions = await signedRevisions(await makeTrust(), 2);
  states = revisions.map(({ bytes }) => bytes);
});

it('finds every state of a file, alone and with whatever was put behind it', async () => {
  const last = states.at(-1) ?? new Uint8Array();
  for (const tail of ['', '\n', '% more\n%%EOF\n', '\r\n%%EOF'.repeat(5_000)]) {
    const file = new Uint8Array(Buffer.concat([last, textOf(tail)]));
    const { whole, beginnings } = await stateDigests(file);
    expect(whole.toString('hex')).toBe(sha256(file));
    expect(hex(beginnings)).toEqual(expect.arrayContaining(states.map(sha256)));
    expect(beginnings.length).toBeLessThan(1_010);
  }
});

it('finds a state that ends with its mark or with the line break behind it, and no other beginning', async () => {
  const ends = ['ab%%EOF', 'ab%%EOF\r', 'ab%%EOF\r\n', 'ab%%EOF\r\n\ncd%%EOF', 'ab%%EOF\r\n\ncd%%EOF\n'];
  const { beginnings } = await stateDigests(textOf(`${ends.at(-1)}ef`));
  expect(hex(beginnings)).toEqual([...ends, `${ends.at(-1)}ef`].map((text) => sha256(textOf(text))));
  const { beginnings: bare } = await stateDigests(textOf('no mark'));
  expect(hex(bare)).toEqual([sha256(textOf('no mark'))]);
});

it('lets others have their turn while it reads, however many marks a file has', async () => {
  const marks = textOf('%%EOF'.repeat(4 * 1024 * 1024));
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const { whole, beginnings } = await stateDigests(marks);
  isOver = true;
  expect(whole.toString('hex')).toBe(sha256(marks));
  expect(beginnings).toHaveLength(1_001);
  // One for each mebibyte of the twenty.
  expect(turns).toBeGreaterThanOrEqual(19);
});
