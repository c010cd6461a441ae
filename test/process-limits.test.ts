import { expect, it } from 'vitest';
import { examine } from '../api/agreements/examine.ts';
import { askProcess } from '../api/processes/ask.ts';
import { swollenPdf } from './support/swollen-pdf.ts';
import { watchOwnProcesses } from './support/own-processes.ts';
import { agreementPdf } from './support/signed-agreement.ts';

const { signal } = new AbortController();
/** What a process fills between two looks, on a machine that has no time. */
const overshootMb = 512;

it('ends a process that unpacks more than the machine can spare, which is not what V8 counts', async () => {
  const bytes = swollenPdf(190);
  expect(bytes.length).toBeLessThan(2_000_000);
  const { result, peakMb, left } = await watchOwnProcesses(() =>
    askProcess({
      program: 'agreements/examine-worker',
      input: { bytes, roots: [] },
      timeLimitMs: 60_000,
      memoryLimitMb: 512,
      signal,
      cancelled: '',
    }),
  );
  expect(result).toEqual({ kind: 'out-of-memory' });
  expect(peakMb).toBeGreaterThan(500);
  expect(peakMb).toBeLessThan(768 + overshootMb);
  expect(left).toEqual([]);
}, 90_000);

it('says of such a file that it is too heavy, not that nobody can read it, and reads the next', async () => {
  expect(await examine(swollenPdf(190), [], signal)).toBe('too-heavy');
  expect(await examine(new Uint8Array(Buffer.from('no PDF')), [], signal)).toBe('unreadable');
  expect(await examine(await agreementPdf(1), [], signal)).toMatchObject({ signatures: [] });
}, 90_000);
