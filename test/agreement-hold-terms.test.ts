import { expect, it } from 'vitest';
import { holdEnd, holdTermDays, holdTermFault } from '../api/agreements/hold-rules.ts';

const from = new Date('2026-09-30T20:00:00+08:00');
const ends = (amount: number, unit: 'day' | 'month') => holdEnd(from, { amount, unit }).toISOString();

it('a parcel is held for the days or the months that the text says, from the hour of the sending', () => {
  expect(ends(30, 'day')).toBe('2026-10-30T12:00:00.000Z');
  expect(ends(2, 'month')).toBe('2026-11-30T12:00:00.000Z');
  // No 30 February.
  expect(ends(5, 'month')).toBe('2027-02-28T12:00:00.000Z');
  expect(holdEnd(from, undefined)).toEqual(new Date('2027-03-29T12:00:00Z'));
});

it('whatever may be written ends within the days that it is kept at most, whenever it begins', () => {
  for (let day = 0; day < 1500; day += 1) {
    const start = new Date(from.getTime() + day * 86_400_000);
    for (const said of [{ amount: 180, unit: 'day' } as const, { amount: 5, unit: 'month' } as const]) {
      expect(holdTermFault(said)).toBeNull();
      const days = (holdEnd(start, said).getTime() - start.getTime()) / 86_400_000;
      expect(days).toBeLessThanOrEqual(holdTermDays);
    }
  }
});

it.each([
  { amount: 181, unit: 'day' },
  { amount: 6, unit: 'month' },
  { amount: 1, unit: 'year' },
  { amount: 5, unit: 'working-day' },
  '三个月',
] as const)('%j is no term that a draft may say', (said) => {
  expect(holdTermFault(said)).toMatch(/最长 180 日/);
});
