import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Officer } from '../api/duty/schema.ts';
import type { Clock, EnquiryEntry, EnquirySummary } from '../api/enquiries/schema.ts';
import { enquiryStates } from '../api/enquiries/terms.ts';
import { clockFace, isOverdue, tickedClock } from '../web/console/enquiries/clock-face.ts';
import { clockNote, clockWord } from '../web/console/enquiries/clock-words.ts';
import { deputyOf } from '../web/console/enquiries/deputy.ts';
import { departmentsToChoose } from '../web/console/enquiries/department-text.ts';
import EnquiryClock from '../web/console/enquiries/EnquiryClock.svelte';
import { groupCases, groupOf, inboxGroups } from '../web/console/enquiries/inbox-groups.ts';
import { forgetDrafts, keepDraft, readDraft } from '../web/console/enquiries/kept-drafts.ts';
import { passes } from '../web/console/enquiries/inbox-filter.ts';
import { viewOf, viewQuery } from '../web/console/enquiries/inbox-tabs.ts';
import { conversationLines, pausesText } from '../web/console/enquiries/pause-lines.ts';
import { parcelCard, withCard } from '../web/console/enquiries/parcel-card.ts';
import { ShownContact } from '../web/console/enquiries/shown-contact.svelte.ts';
import InboxRow from '../web/console/enquiries/InboxRow.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { asOf, runningClock, waitingCase } from './support/desk-cases.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';
import { jinhua } from './support/map-fixtures.ts';
import { parcelRecord } from './support/parcel-records.ts';

const after = (minutes: number, from = asOf) => new Date(from.getTime() + minutes * 60_000);

beforeEach(() => overwriteGetLocale(() => 'zh-CN'));
afterEach(clearPage);

describe('the clock between two readings', () => {
  it('goes on by the minute until the office closes, and stands still from then on', () => {
    expect(tickedClock(runningClock, asOf, after(16)).usedMinutes).toBe(450);
    const atNoon = tickedClock(runningClock, asOf, new Date('2026-11-25T12:20:00+08:00'));
    expect(atNoon).toMatchObject({ phase: 'paused', usedMinutes: 434 + 96, changesAt: null });
  });

  it('stands still over noon and goes on when the office opens again', () => {
    const noon: Clock = { ...runningClock, phase: 'paused', changesAt: '2026-11-25T13:30:00+08:00' };
    const read = new Date('2026-11-25T12:10:00+08:00');
    expect(tickedClock(noon, read, new Date('2026-11-25T13:29:00+08:00'))).toEqual(noon);
    const opened = tickedClock(noon, read, new Date('2026-11-25T13:40:00+08:00'));
    expect(opened).toMatchObject({ phase: 'running', usedMinutes: 444 });
  });

  it('never goes on once it stopped, nor where nobody can tell', () => {
    for (const phase of ['stopped', 'undetermined'] as const) {
      const clock: Clock = { ...runningClock, phase };
      expect(tickedClock(clock, asOf, after(600))).toEqual(clock);
    }
  });

  it('goes neither back nor faster than the time', () => {
    fc.assert(
      fc.property(
        fc.record({
          phase: fc.constantFrom<Clock['phase']>('running', 'paused', 'undetermined', 'stopped'),
          usedMinutes: fc.option(fc.integer({ min: 0, max: 5000 })),
          changesIn: fc.option(fc.integer({ min: -60, max: 600 })),
          minutes: fc.integer({ min: 0, max: 900 }),
        }),
        ({ phase, usedMinutes, changesIn, minutes }) => {
          const changesAt = changesIn === null ? null : after(changesIn).toISOString();
          const clock: Clock = { ...runningClock, phase, usedMinutes, changesAt };
          const gone = tickedClock(clock, asOf, after(minutes)).usedMinutes;
          if (usedMinutes === null) {
            expect(gone).toBeNull();
            return;
          }
          expect(gone).toBeGreaterThanOrEqual(usedMinutes);
          if (changesIn === null || changesIn >= 0) expect(gone).toBeLessThanOrEqual(usedMinutes + minutes);
        },
      ),
    );
  });
});

describe('the face of the clock', () => {
  const faceAt = (usedMinutes: number) => clockFace({ ...runningClock, usedMinutes });

  it('has eight cells of an hour, blue until six and a half hours, amber until eight, cinnabar beyond', () => {
    expect(faceAt(90).fills).toEqual([1, 0.5, 0, 0, 0, 0, 0, 0]);
    expect([0, 389, 390, 480, 481].map((minutes) => faceAt(minutes).tone)).toEqual([
      'brand',
      'brand',
      'amber',
      'amber',
      'stop',
    ]);
  });

  it('has an arrowhead for each hour beyond, two at most', () => {
    expect([480, 481, 540, 541, 900].map((minutes) => faceAt(minutes).arrows)).toEqual([0, 1, 1, 2, 2]);
  });

  it('is drawn with its cells and arrowheads, and leaves the words to what stands beside it', () => {
    showInCity(EnquiryClock, { clock: { ...runningClock, usedMinutes: 615 } });
    const clock = document.querySelector('.clock');
    expect(clock?.getAttribute('aria-hidden')).toBe('true');
    expect(clock?.getAttribute('data-tone')).toBe('stop');
    expect([clock?.querySelectorAll('.cell').length, clock?.querySelectorAll('.arrow').length]).toEqual([
      8, 2,
    ]);
  });
});

describe('the words of the clock', () => {
  const words = (over: Partial<Clock>, now = asOf) => {
    const clock = { ...runningClock, ...over };
    return [clockWord(clock, now), clockNote(clock, now, 'zh-CN')];
  };

  it.each<[string, Partial<Clock>, string[]]>([
    ['what is left, and until when', {}, ['剩 46 分', '11:10 前']],
    [
      'a due time of the next day',
      { usedMinutes: 44, dueAt: '2026-11-26T10:40:00+08:00' },
      ['剩 7 小时 16 分', '明天 10:40 前'],
    ],
    [
      'what it is over',
      { usedMinutes: 614, dueAt: '2026-11-24T15:20:00+08:00' },
      ['超 2 小时 14 分', '昨天 15:20 到期'],
    ],
    [
      'a pause and its end',
      { phase: 'paused', changesAt: '2026-11-26T09:00:00+08:00' },
      ['剩 46 分', '停，明天 09:00 继续'],
    ],
    ['a pause without a known end', { phase: 'paused', changesAt: null }, ['剩 46 分', '停']],
    [
      'a year not announced',
      { phase: 'undetermined', usedMinutes: null, dueAt: null },
      ['按未定', '假日未公布，按未定'],
    ],
    ['an end beyond a year not announced', { dueAt: null }, ['剩 46 分', '假日未公布，按未定']],
    ['how long the first answer took', { phase: 'stopped', usedMinutes: 192 }, ['首答用时 3 小时 12 分', '']],
  ])('say %s', (_what, over, expected) => {
    expect(words(over)).toEqual(expected);
  });

  it('call nothing late before its end, and everything late after it', () => {
    const clock = { ...runningClock, usedMinutes: 480 };
    expect(isOverdue(clock, new Date('2026-11-25T11:10:00+08:00'))).toBe(false);
    expect(isOverdue(clock, new Date('2026-11-25T11:10:01+08:00'))).toBe(true);
  });

  it('stand in the row of the inbox beside who asks and what', () => {
    showInCity(InboxRow, {
      item: waitingCase,
      asOf,
      now: after(10),
      current: true,
      href: '/console/enquiries/XP-2611-0091',
    });
    expect(pageText()).toContain('宁波某汽车零部件有限公司 剩 36 分');
    expect(pageText()).toContain('11:10 前');
    expect(document.querySelector('a')?.getAttribute('aria-current')).toBe('true');
  });
});

describe('the groups of the inbox', () => {
  const at = (over: Partial<EnquirySummary>, clock: Partial<Clock> = {}) =>
    groupOf({ ...waitingCase, ...over, clock: { ...runningClock, ...clock } }, { asOf, now: asOf });

  it('say what a case asks of the desk', () => {
    expect(at({}, { usedMinutes: 614, dueAt: '2026-11-24T15:20:00+08:00' })).toBe('overdue');
    expect(at({})).toBe('soon');
    expect(at({}, { usedMinutes: 264, dueAt: '2026-11-25T15:30:00+08:00' })).toBe('today');
    expect(at({}, { usedMinutes: 44, dueAt: '2026-11-26T10:40:00+08:00' })).toBe('later');
    expect(at({}, { phase: 'undetermined', usedMinutes: null, dueAt: null })).toBe('today');
    expect(at({ firstAnswerAt: '2026-11-24T11:00:00+08:00' }, { phase: 'stopped' })).toBe('follow-up');
    expect(at({ waitingSince: null, firstAnswerAt: '2026-11-24T11:00:00+08:00' })).toBe('theirs');
  });

  it('move a case on while nobody reads anew', () => {
    const clock: Clock = { ...runningClock, usedMinutes: 340, dueAt: '2026-11-25T14:14:00+08:00' };
    const groupAfter = (minutes: number) => groupOf({ ...waitingCase, clock }, { asOf, now: after(minutes) });
    expect([groupAfter(0), groupAfter(20)]).toEqual(['today', 'soon']);
  });

  it('hold every case exactly once, in the order of their urgency, whatever its state', () => {
    const instant = fc.integer({ min: -20_000, max: 20_000 }).map((minutes) => after(minutes).toISOString());
    const summary = fc
      .record({
        state: fc.constantFrom(...enquiryStates),
        waitingSince: fc.option(instant),
        firstAnswerAt: fc.option(instant),
        receivedAt: instant,
        lastAt: instant,
        clock: fc.record({
          phase: fc.constantFrom<Clock['phase']>('running', 'paused', 'undetermined', 'stopped'),
          usedMinutes: fc.option(fc.integer({ min: 0, max: 3000 })),
          promisedMinutes: fc.constant(480),
          dueAt: fc.option(instant),
          changesAt: fc.option(instant),
        }),
      })
      .map((part) => ({ ...waitingCase, ...part }));
    fc.assert(
      fc.property(
        fc.array(summary, { maxLength: 30 }),
        fc.integer({ min: 0, max: 600 }),
        (parts, minutes) => {
          const items = parts.map((part, index) => ({
            ...part,
            number: `XP-2611-${String(index + 1).padStart(4, '0')}`,
          }));
          const groups = groupCases(items, { asOf, now: after(minutes) });
          const numbers = groups.flatMap((group) => group.items.map(({ number }) => number));
          expect(numbers.toSorted()).toEqual(items.map(({ number }) => number));
          const places = groups.map(({ group }) => inboxGroups.indexOf(group));
          expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
          expect(groups.every((group) => group.items.length > 0)).toBe(true);
        },
      ),
    );
  });
});

describe('what is being written to a case', () => {
  const first = { account: 'he@example.com', number: 'XP-2611-0001' };

  it('is kept for each case and kind, until it is sent or somebody signs out', () => {
    keepDraft(first, { answer: '您好', note: '问供电局' });
    keepDraft({ ...first, number: 'XP-2611-0002' }, { answer: '二', note: '' });
    expect(readDraft(first)).toEqual({ answer: '您好', note: '问供电局' });
    keepDraft({ ...first, number: 'XP-2611-0002' }, { answer: '', note: '' });
    expect(Object.keys(localStorage).filter((key) => key.includes('XP-2611-0002'))).toEqual([]);
    forgetDrafts();
    expect(readDraft(first)).toEqual({ answer: '', note: '' });
  });

  it('is not the next account’s on the same device, whichever way the session ended', () => {
    keepDraft(first, { answer: '您好', note: '' });
    expect(readDraft({ ...first, account: 'lu@example.com' })).toEqual({ answer: '', note: '' });
    expect(readDraft(first).answer).toBe('您好');
    forgetDrafts();
  });

  it('is nothing where what was kept is not what we wrote', () => {
    keepDraft(first, { answer: '一', note: '' });
    const key = Object.keys(localStorage).find((kept) => kept.includes(first.number)) ?? '';
    localStorage.setItem(key, '[1');
    expect(readDraft(first)).toEqual({ answer: '', note: '' });
    forgetDrafts();
  });

  it('takes a parcel’s card in lines of its own where the caret stands', () => {
    const at = (value: string, selectionStart: number, selectionEnd = selectionStart) =>
      withCard({ value, selectionStart, selectionEnd }, 'A\nB');
    expect(at('', 0)).toEqual({ text: 'A\nB\n', caret: 4 });
    expect(at('您好。谢谢', 3)).toEqual({ text: '您好。\nA\nB\n谢谢', caret: 8 });
    expect(at('您好\n\n谢谢', 3)).toEqual({ text: '您好\nA\nB\n谢谢', caret: 7 });
    expect(at('您好 xx', 3, 5).text).toBe('您好 \nA\nB\n');
  });
});

describe('when no time was counted', () => {
  const at = (day: number, time: string) => `2026-11-${day}T${time}:00+08:00`;
  const entry = (seq: number, when: string): EnquiryEntry => ({
    ...{ seq, at: when, kind: 'received', by: null, department: null, officer: null },
    ...{ detail: null, message: '一', files: [] },
  });
  const noon = { from: at(24, '12:00'), to: at(24, '14:00') };
  const night = { from: at(24, '17:30'), to: at(25, '08:30') };
  const lasting = { from: at(25, '12:00'), to: null };

  it('stands where it began, those in a row in one line; what lasts is told by the clock', () => {
    const entries = [entry(1, at(24, '10:10')), entry(2, at(24, '18:00')), entry(3, at(25, '09:20'))];
    const lines = conversationLines(entries, [noon, night, lasting]);
    expect(lines.map((line) => ('entry' in line ? line.entry.seq : line.pauses))).toEqual([
      1,
      [noon, night],
      2,
      3,
    ]);
    expect(conversationLines(entries.slice(0, 1), [noon]).at(-1)).toEqual({ pauses: [noon] });
    expect(conversationLines(entries, [])).toHaveLength(3);
  });

  it('is said in the days of who reads, and no longer than a line', () => {
    expect(pausesText([noon, night], asOf, 'zh-CN')).toBe('昨天 12:00–14:00、昨天 17:30–今天 08:30 不计时');
    const many = [22, 23].map((day) => ({ from: at(day, '12:00'), to: at(day, '14:00') }));
    expect(pausesText([...many, noon, night], asOf, 'zh-CN')).toBe(
      '11-23 12:00–14:00、昨天 12:00–14:00、昨天 17:30–今天 08:30 不计时，此前另有 1 段',
    );
  });
});

it('an inbox is narrowed by words, department and state, and its address says so', () => {
  const view = viewOf('?show=active&q=宁波%20180&state=waiting');
  expect(view).toEqual({ tab: 'active', words: '宁波 180', department: '', state: 'waiting' });
  expect(viewOf(viewQuery(view))).toEqual(view);
  expect(viewQuery(viewOf('?show=nothing&state=lost'))).toBe('');
  expect(passes(waitingCase, view)).toBe(true);
  expect(passes(waitingCase, { ...view, words: '宁波 台州' })).toBe(false);
  expect(passes({ ...waitingCase, parcelCodes: ['JK-7'] }, { ...view, words: 'jk-7' })).toBe(true);
  expect(passes(waitingCase, { ...view, department: 'lanxi' })).toBe(false);
  expect(passes(waitingCase, { ...view, state: 'closed' })).toBe(false);
});

function officer(id: number, over: Partial<Officer> = {}): Officer {
  return {
    ...{ id, name: `${id}`, department: 'wuyi', departmentName: '武义县', departmentNameEn: 'Wuyi' },
    ...{ isYou: false, duty: id, isHead: false, isAway: false },
    ...over,
  };
}

it('a case can go to every department of the city, and to one that was added once somebody works there', () => {
  const city = jinhua();
  const own = city.departments.map(({ code }) => code);
  expect(departmentsToChoose(city, []).map(({ code }) => code)).toEqual(own);
  const added = { department: 'port', departmentName: '无水港', departmentNameEn: 'Dry port' };
  const all = [officer(1, { department: own[0] }), officer(2, added), officer(3, added)];
  expect(departmentsToChoose(city, all).map(({ code }) => code)).toEqual([...own, 'port']);
  expect(departmentsToChoose(city, all).at(-1)).toMatchObject({ name: '无水港', nameEn: 'Dry port' });
});

it('who stands in for an officer is the next on duty of the department who is there', () => {
  const all = [officer(1), officer(2, { isAway: true }), officer(3, { duty: null }), officer(4)];
  expect(deputyOf(officer(1), all)?.id).toBe(4);
  expect(deputyOf(officer(4), all)?.id).toBe(1);
  expect(deputyOf(officer(1), [officer(1), officer(5, { department: 'lanxi' })])).toBeNull();
});

describe('the card of a parcel', () => {
  it('is plain words in the language of who asks, with the address of its page at its end', () => {
    const city = jinhua();
    const parcel = parcelRecord('JKC-2020-06', { offeredAreaM2: 124_266.67, startPrice: 54_500_000 });
    const chinese = parcelCard(parcel, { city, locale: 'zh-CN', origin: 'https://land.example' }).split('\n');
    expect(chinese[0]).toBe(parcel.name);
    expect(chinese[1]).toContain('JKC-2020-06 ・ ');
    expect(chinese[2]).toBe('出让面积：186.40 亩 ・ 12.43 公顷');
    expect(chinese[3]).toBe('起始价：5,450 万元');
    expect(chinese.at(-1)).toBe('https://land.example/parcels/JKC-2020-06');
    const english = parcelCard(parcel, { city, locale: 'en', origin: 'https://land.example' }).split('\n');
    expect(english[2]).toMatch(/: 186\.40 mu ・ 12\.43 ha$/);
    expect(english.at(-1)).toBe('https://land.example/parcels/JKC-2020-06?lang=en');
  });
});

describe('a telephone that was asked for', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is whole for a minute with its seconds, and masked again after it', () => {
    const shown = new ShownContact();
    shown.show({ phone: '13805742217', email: null });
    vi.advanceTimersByTime(20_000);
    expect([shown.contact?.phone, shown.secondsLeft]).toEqual(['13805742217', 40]);
    vi.advanceTimersByTime(40_000);
    expect(shown.contact).toBeNull();
  });

  it('does not stay longer for a window that slept', () => {
    const shown = new ShownContact();
    shown.show({ phone: '13805742217', email: null });
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(250);
    expect(shown.contact).toBeNull();
  });
});
