import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSerialDate, readWrittenDate } from '../api/imports/dates.ts';

describe('dates', () => {
  it('reads back every day in every way of writing it', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
        const [shortMonth, shortDay] = [Number(month), Number(dayOfMonth)];
        const serial = Math.round((Date.parse(`${iso}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
        for (const text of [
          iso,
          `${year}.${shortMonth}.${shortDay}`,
          `${year}/${month}/${dayOfMonth}`,
          `${year}年${shortMonth}月${shortDay}日`,
        ]) {
          expect(readWrittenDate(text)).toEqual({ day: iso, time: undefined });
        }
        expect(readSerialDate(serial)).toEqual({ day: iso, time: undefined });
        expect(readSerialDate(serial + 0.75)).toEqual({ day: iso, time: '18:00:00' });
      }),
    );
  });
});
