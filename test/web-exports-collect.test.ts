import { describe, expect, it } from 'vitest';
import type { ParcelAnswer, ParcelRecords } from '../api/parcels/schema.ts';
import { collectAnswer, collectRecords } from '../web/exports/collect.ts';
import { wholeAnswer } from './support/answers.ts';
import { parcelRecord } from './support/parcel-records.ts';

/** Answers a question in pages of `size`, as the API does. */
function pagedAnswer(codes: string[], size: number) {
  return (query: URLSearchParams): Promise<{ ok: true; value: ParcelAnswer }> => {
    const start = Number(query.get('cursor') ?? 0);
    const items = codes.slice(start, start + size).map((code) => parcelRecord(code));
    const next = start + size < codes.length ? String(start + size) : null;
    return Promise.resolve({ ok: true, value: { ...wholeAnswer(items), total: codes.length, next } });
  };
}

function recordsOf(gone: string[] = []) {
  return (codes: readonly string[]): Promise<{ ok: true; value: ParcelRecords }> =>
    Promise.resolve({
      ok: true,
      value: {
        items: codes.filter((code) => !gone.includes(code)).map((code) => parcelRecord(code)),
        gone: codes.filter((code) => gone.includes(code)).map((code) => ({ code, why: 'recalled' })),
        asOf: '2026-11-22T09:30:00+08:00',
      },
    });
}

describe('collecting an answer for a file', () => {
  const codes = Array.from({ length: 250 }, (_, index) => `P-${String(index).padStart(3, '0')}`);
  const collecting = () => {
    const steps: string[] = [];
    const cancel = new AbortController();
    return {
      steps,
      cancel,
      signal: cancel.signal,
      onprogress: ({ done, total }: { done: number; total: number }) => steps.push(`${done}/${total}`),
    };
  };

  it('takes every page, in order, and tells how far it is', async () => {
    const { steps, ...rest } = collecting();
    const collected = await collectAnswer(new URLSearchParams('q=a'), pagedAnswer(codes, 100), rest);
    expect(collected.ok && collected.value.items.map(({ code }) => code)).toEqual(codes);
    expect(steps).toEqual(['100/250', '200/250', '250/250']);
  });

  it('asks for records by the hundred and names those recalled meanwhile', async () => {
    const { steps, ...rest } = collecting();
    const collected = await collectRecords(codes, recordsOf(['P-101']), rest);
    expect(collected.ok && collected.value.records).toHaveLength(249);
    expect(collected.ok && collected.value.gone).toEqual(['P-101']);
    expect(steps).toEqual(['0/250', '100/250', '200/250', '250/250']);
  });

  it('keeps nothing of an answer that failed half way', async () => {
    const { steps: _steps, ...rest } = collecting();
    let asked = 0;
    const failing = (some: readonly string[]) => {
      asked += 1;
      if (asked === 1) return recordsOf()(some);
      return Promise.resolve({ ok: false, failure: { kind: 'offline' } } as const);
    };
    expect(await collectRecords(codes, failing, rest)).toEqual({ ok: false, failure: { kind: 'offline' } });
    expect(asked).toBe(2);
  });

  it('stops when the person cancels', async () => {
    const { steps: _steps, cancel, ...rest } = collecting();
    let asked = 0;
    const cancelled = collectRecords(
      codes,
      (some) => {
        asked += 1;
        cancel.abort();
        return recordsOf()(some);
      },
      rest,
    );
    await expect(cancelled).rejects.toThrow();
    expect(asked).toBe(1);
  });
});
