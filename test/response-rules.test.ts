import { describe, expect, it } from 'vitest';
import { workingDays } from '../api/calendar/working-days.ts';
import { answerableFor, countAs, figuresOf, type TimedCase } from '../api/enquiries/response-rules.ts';

/** Monday 23 November 2026, in Shanghai. */
const at = (clock: string, day = '2026-11-23') => new Date(`${day}T${clock}+08:00`);
const hours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const time = { hours, isWorked: workingDays() };

function timed(over: Partial<TimedCase>): TimedCase {
  return {
    number: 'XP-2611-0001',
    channel: 'web',
    holders: [{ department: 'wuyi', from: at('09:00:00') }],
    park: null,
    clockFrom: at('09:00:00'),
    resumed: [],
    firstAnswerAt: null,
    state: 'waiting',
    endedAt: null,
    marked: null,
    ...over,
  };
}

const tuesday = '2026-11-24';

it('eight working hours are within the promise, and a second more is not', () => {
  const answered = (clock: string) =>
    countAs(timed({ state: 'answered', firstAnswerAt: at(clock, tuesday) }), at('17:00:00', tuesday), time);
  expect(answered('10:00:00')).toEqual({ as: 'answered', minutes: 480, isWithin: true });
  expect(answered('10:00:01')).toEqual({ as: 'answered', minutes: 480, isWithin: false });
});

it('what nobody answered in time stays overdue, also when who asked gave up afterwards', () => {
  const withdrawn = (clock: string) =>
    countAs(timed({ state: 'withdrawn', endedAt: at(clock, tuesday) }), at('17:00:00', tuesday), time);
  expect(withdrawn('09:30:00')).toEqual({ as: 'withdrawn' });
  expect(withdrawn('10:30:00')).toEqual({ as: 'overdue' });
  expect(countAs(timed({}), at('09:30:00', tuesday), time)).toEqual({ as: 'pending' });
  expect(countAs(timed({}), at('10:30:00', tuesday), time)).toEqual({ as: 'overdue' });
});

it('what is marked as spam only after the promise had lapsed is told apart from what was marked in time', () => {
  const marked = (clock: string, day: string) =>
    countAs(
      timed({ state: 'spam', marked: { at: at(clock, day), reason: 'advertising' } }),
      at('17:00:00', tuesday),
      time,
    );
  expect(marked('11:00:00', '2026-11-23')).toEqual({ as: 'spam' });
  expect(marked('10:00:00', tuesday)).toEqual({ as: 'spam' });
  expect(marked('10:00:01', tuesday)).toEqual({ as: 'spam-late' });
});

it('what was withdrawn in time and asked again has its clock from the new word; what was missed before stays missed', () => {
  const thursday = '2026-11-26';
  const again = (withdrawn: string) =>
    timed({ resumed: [{ withdrawnAt: at(withdrawn, tuesday), askedAt: at('09:00:00', thursday) }] });
  const count = (one: TimedCase, clock: string) => countAs(one, at(clock, thursday), time);
  expect(count(again('09:30:00'), '09:10:00')).toEqual({ as: 'pending' });
  expect(count(again('10:00:01'), '09:10:00')).toEqual({ as: 'overdue' });
  const answered = {
    ...again('09:30:00'),
    state: 'answered',
    firstAnswerAt: at('09:20:00', thursday),
  } as const;
  expect(count(answered, '09:30:00')).toEqual({ as: 'answered', minutes: 20, isWithin: true });
  // Who has it while the new clock runs answers for it.
  const holders = [
    { department: 'wuyi', from: at('09:00:00') },
    { department: 'lanxi', from: at('09:30:00', thursday) },
  ];
  expect(answerableFor({ ...again('09:30:00'), holders }, time)).toBe('lanxi');
  expect(answerableFor({ ...again('10:00:01'), holders }, time)).toBe('wuyi');
});

describe('over days nobody can tell yet', () => {
  // The holidays of 2027 are not announced: what happens from 24 December 2026 on is told only once they are.
  const missed = { clockFrom: at('09:00:00', '2026-12-21') };
  const open = { clockFrom: at('16:00:00', '2026-12-23') };
  const christmas = at('10:00:00', '2026-12-24');
  const count = (over: Partial<TimedCase>) => countAs(timed(over), christmas, time);

  it('a promise that had lapsed before stays missed, whatever happens now', () => {
    expect(count(missed)).toEqual({ as: 'overdue' });
    expect(count({ ...missed, state: 'withdrawn', endedAt: christmas })).toEqual({ as: 'overdue' });
    const late = count({ ...missed, state: 'answered', firstAnswerAt: christmas });
    expect(late).toEqual({ as: 'answered', minutes: null, isWithin: false });
    const marked = { at: christmas, reason: 'advertising' } as const;
    expect(count({ ...missed, state: 'spam', marked })).toEqual({ as: 'spam-late' });
    // How late cannot be told: in the median it is longer than any that can.
    const figures = figuresOf([
      ...Array.from({ length: 9 }, () => late),
      { as: 'answered', minutes: 60, isWithin: true },
    ]);
    expect(figures).toMatchObject({
      cases: 10,
      within: 1,
      late: 9,
      overdue: 0,
      medianMinutes: null,
      shareWithin: 0.1,
    });
  });

  it('one that had not is neither kept nor missed', () => {
    expect(count(open)).toEqual({ as: 'undetermined' });
    expect(count({ ...open, state: 'answered', firstAnswerAt: christmas })).toEqual({ as: 'undetermined' });
    expect(count({ ...open, state: 'withdrawn', endedAt: christmas })).toEqual({ as: 'undetermined' });
    const marked = { at: christmas, reason: 'machine' } as const;
    expect(count({ ...open, state: 'spam', marked })).toEqual({ as: 'undetermined' });
    // What was done before is told.
    const evening = at('17:00:00', '2026-12-23');
    const answered = { as: 'answered', minutes: 60, isWithin: true };
    expect(count({ ...open, state: 'answered', firstAnswerAt: evening })).toEqual(answered);
    expect(count({ ...open, state: 'spam', marked: { ...marked, at: evening } })).toEqual({ as: 'spam' });
  });
});

it('a case is of who had it when the promise lapsed, or last before an earlier answer', () => {
  const first = { department: 'wuyi', from: at('09:00:00') };
  const handedOver = (clock: string, day: string) => [first, { department: 'lanxi', from: at(clock, day) }];
  const of = (holders: TimedCase['holders']) => answerableFor(timed({ holders }), time);
  expect(of([first])).toBe('wuyi');
  expect(of(handedOver('16:00:00', '2026-11-23'))).toBe('lanxi');
  // The eight hours end on Tuesday at ten.
  expect(of(handedOver('10:00:00', tuesday))).toBe('lanxi');
  expect(of(handedOver('10:00:01', tuesday))).toBe('wuyi');
  // A call that was entered a week later was nobody else's before.
  expect(of([{ department: 'lanxi', from: at('09:00:00', '2026-11-30') }])).toBe('lanxi');
});
