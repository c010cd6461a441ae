import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { workingDays } from '../api/calendar/working-days.ts';
import {
  afterWorkingMs,
  beforeWorkingMs,
  clockPhaseAt,
  pausesBetween,
  workingMsBetween,
} from '../api/calendar/working-time.ts';

const hours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const time = { hours, isWorked: workingDays() };
const at = (text: string) => new Date(`${text}+08:00`);
const hourMs = 3_600_000;

describe('a working day', () => {
  it.each([
    ['2026-10-01', false, 'National Day'],
    ['2026-10-10', true, 'a Saturday worked instead of the holiday'],
    ['2026-09-20', true, 'a Sunday worked before it'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-11-23', true, 'a Monday'],
    ['2026-02-17', false, 'Spring Festival'],
  ])('%s is worked: %s (%s)', (day, worked) => {
    expect(time.isWorked(day)).toBe(worked);
  });

  it('cannot be told in a year whose holidays nobody has announced, nor in the week before it', () => {
    const unannounced = '2099';
    expect(time.isWorked(`${unannounced}-01-01`)).toBeNull();
    expect(time.isWorked(`${unannounced}-06-15`)).toBeNull();
    const years = [{ year: 2098, holidays: ['2098-01-01'], workdays: [] }];
    const isWorked = workingDays(years);
    expect([isWorked('2098-12-23'), isWorked('2098-12-24'), isWorked('2098-12-31')]).toEqual([
      true,
      null,
      null,
    ]);
  });

  it('is as the city entered it, also where the New Year holiday reaches into the year before', () => {
    const announced = [
      { year: 2098, holidays: ['2098-01-01'], workdays: [] },
      { year: 2099, holidays: ['2098-12-31', '2099-01-01', '2099-01-02'], workdays: ['2099-01-04'] },
    ];
    const isWorked = workingDays(announced);
    expect([isWorked('2098-12-30'), isWorked('2098-12-31'), isWorked('2099-01-02')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isWorked('2099-01-04')).toBe(true);
  });
});

describe('working time', () => {
  it('leaves out noon, the night, the weekend and holidays, and counts a Saturday that is worked', () => {
    const used = (from: string, to: string) => workingMsBetween(at(from), at(to), time);
    expect(used('2026-11-23T10:10:00', '2026-11-23T14:30:00')).toBe((1 + 50 / 60 + 1) * hourMs);
    expect(used('2026-11-20T17:00:00', '2026-11-23T09:30:00')).toBe(hourMs);
    expect(used('2026-09-30T17:00:00', '2026-10-08T10:00:00')).toBe(1.5 * hourMs);
    expect(used('2026-10-09T17:30:00', '2026-10-12T09:00:00')).toBe(7 * hourMs);
    expect(used('2026-11-23T12:00:00', '2026-11-23T13:30:00')).toBe(0);
    expect(used('2026-11-23T11:00:00', '2026-11-23T10:00:00')).toBe(0);
  });

  it('says when the promise ends, across a holiday', () => {
    expect(afterWorkingMs(at('2026-09-30T16:30:00'), 8 * hourMs, time)).toEqual(at('2026-10-08T17:30:00'));
    expect(afterWorkingMs(at('2026-11-21T08:00:00'), 8 * hourMs, time)).toEqual(at('2026-11-24T10:00:00'));
  });

  it('is not told across a year that nobody has announced', () => {
    expect(workingMsBetween(at('2098-12-30T16:00:00'), at('2099-01-05T10:00:00'), time)).toBeNull();
    expect(afterWorkingMs(at('2099-03-02T10:00:00'), hourMs, time)).toBeNull();
    expect(clockPhaseAt(at('2099-03-02T10:00:00'), time)).toEqual({ phase: 'undetermined', until: null });
  });

  it('says what the clock does now and when that changes', () => {
    const phase = (text: string) => clockPhaseAt(at(text), time);
    expect(phase('2026-11-23T10:00:00')).toEqual({ phase: 'running', until: at('2026-11-23T12:00:00') });
    expect(phase('2026-11-23T12:00:00')).toEqual({ phase: 'paused', until: at('2026-11-23T13:30:00') });
    expect(phase('2026-11-20T17:30:00')).toEqual({ phase: 'paused', until: at('2026-11-23T09:00:00') });
  });

  const instant = fc
    .integer({ min: at('2024-01-02T00:00:00').getTime(), max: at('2026-12-01T00:00:00').getTime() })
    .map((ms) => new Date(ms));

  it('adds up: from a to c is from a to b and from b to c', () => {
    fc.assert(
      fc.property(fc.tuple(instant, instant, instant), (instants) => {
        const [a, b, c] = instants.sort((x, y) => x.getTime() - y.getTime());
        const between = (from: Date, to: Date) => workingMsBetween(from, to, time) ?? Number.NaN;
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with a count of every minute', () => {
    const minuteMs = 60_000;
    const isOpen = (ms: number) => {
      const local = new Date(ms + 8 * hourMs).toISOString();
      const clock = local.slice(11, 16);
      const inHours = (clock >= '09:00' && clock < '12:00') || (clock >= '13:30' && clock < '17:30');
      return inHours && time.isWorked(local.slice(0, 10)) === true;
    };
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 20 * 24 * 60 }), (start, minutes) => {
        const from = Math.floor(start.getTime() / minuteMs) * minuteMs;
        let counted = 0;
        for (let minute = 0; minute < minutes; minute += 1)
          if (isOpen(from + minute * minuteMs)) counted += minuteMs;
        const to = new Date(from + minutes * minuteMs);
        expect(workingMsBetween(new Date(from), to, time)).toBe(counted);
      }),
      { numRuns: 25 },
    );
  });

  it('ends exactly when so much of it is used', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 200 * hourMs }), (from, ms) => {
        const end = afterWorkingMs(from, ms, time);
        if (end === null) return;
        expect(workingMsBetween(from, end, time)).toBe(ms);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the latest beginning of so much working time', () => {
  const before = (text: string, hoursUsed: number, within = time) =>
    beforeWorkingMs(at(text), hoursUsed * hourMs, within);

  it('goes back over noon, nights, weekends and holidays', () => {
    expect(before('2026-11-23T14:30:00', 2)).toEqual(at('2026-11-23T11:00:00'));
    expect(before('2026-11-23T09:30:00', 1)).toEqual(at('2026-11-20T17:00:00'));
    expect(before('2026-11-22T20:00:00', 4)).toEqual(at('2026-11-20T13:30:00'));
    expect(before('2026-10-08T10:00:00', 1.5)).toEqual(at('2026-09-30T17:00:00'));
    expect(before('2099-03-02T10:00:00', 1)).toBeNull();
  });

  it('leaves exactly so much', () => {
    const ends = fc.integer({
      min: at('2025-03-02T00:00:00').getTime(),
      max: at('2026-12-01T00:00:00').getTime(),
    });
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 100 * hourMs }), (end, ms) => {
        const from = beforeWorkingMs(new Date(end), ms, time);
        expect(from && workingMsBetween(from, new Date(end), time)).toBe(ms);
      }),
      { numRuns: 100 },
    );
  });
});

describe('pauses', () => {
  const pauses = (from: string, to: string, within = time) =>
    pausesBetween(at(from), at(to), within).map((pause) => [pause.from, pause.to]);

  it('are noon, the night and the weekend, from the asking to the end', () => {
    expect(pauses('2026-11-20T11:00:00', '2026-11-23T09:30:00')).toEqual([
      [at('2026-11-20T12:00:00'), at('2026-11-20T13:30:00')],
      [at('2026-11-20T17:30:00'), at('2026-11-23T09:00:00')],
    ]);
    expect(pauses('2026-11-22T10:00:00', '2026-11-22T11:00:00')).toEqual([
      [at('2026-11-22T10:00:00'), at('2026-11-22T11:00:00')],
    ]);
    expect(pauses('2026-11-23T10:00:00', '2026-11-23T10:00:00')).toEqual([]);
  });

  it('leave out the office hours of a day that nobody can tell', () => {
    expect(pauses('2099-06-15T08:00:00', '2099-06-15T13:00:00')).toEqual([
      [at('2099-06-15T08:00:00'), at('2099-06-15T09:00:00')],
      [at('2099-06-15T12:00:00'), at('2099-06-15T13:00:00')],
    ]);
  });

  it('and working time are the whole time', () => {
    const first = at('2026-01-01T00:00:00').getTime();
    const instant = fc.integer({ min: first, max: first + 200 * 24 * hourMs }).map((ms) => new Date(ms));
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 30 * 24 * hourMs }), (from, lengthMs) => {
        const to = new Date(from.getTime() + lengthMs);
        const idle = pausesBetween(from, to, time);
        const idleMs = idle.reduce((sum, pause) => sum + pause.to.getTime() - pause.from.getTime(), 0);
        expect(idleMs + (workingMsBetween(from, to, time) ?? 0)).toBe(lengthMs);
        for (const [index, pause] of idle.entries())
          expect(pause.from.getTime()).toBeGreaterThan(idle[index - 1]?.to.getTime() ?? 0);
      }),
    );
  });
});
