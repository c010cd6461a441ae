import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, shanghaiDay, shiftDay, shiftTime, wholeWeeksBetween } from '../api/calendar/rules.ts';
import { mergeDrafts, shiftDraft } from '../api/parcels/draft-rules.ts';
import { factsByRecordPath } from '../api/parcels/fact-paths.ts';
import { evaluationOn, factOn, roundToPrecision } from '../api/parcels/rules.ts';
import { searchTextOf } from '../api/parcels/search-text.ts';
import { wordPatterns } from '../api/parcels/search-words.ts';
import { parcelDraft, verified } from './support/parcels.ts';

describe('a verification badge', () => {
  it.each([
    ['2026-11-22', 'fresh', 0],
    ['2026-10-23', 'fresh', 30],
    ['2026-10-22', 'ageing', 31],
    ['2026-05-26', 'ageing', 180],
    ['2026-05-25', 'due', 181],
  ])('verified on %s is %s on 22 November', (verifiedOn, badge, ageDays) => {
    expect(factOn({ ...verified, verifiedOn }, '2026-11-22')).toMatchObject({ badge, ageDays });
  });

  it('is due as soon as the validity has ended, however fresh', () => {
    expect(
      factOn({ ...verified, verifiedOn: '2026-11-20', validUntil: '2026-11-21' }, '2026-11-22').badge,
    ).toBe('due');
  });

  it('is not due on the last day of its validity', () => {
    expect(
      factOn({ ...verified, verifiedOn: '2026-11-20', validUntil: '2026-11-22' }, '2026-11-22').badge,
    ).toBe('fresh');
  });

  it('is unverified when nobody verified it', () => {
    expect(factOn({ ...verified, verifiedOn: null }, '2026-11-22').badge).toBe('unverified');
  });
});

describe('provenance in the public record', () => {
  const fact = (verifiedOn: string | null) => factOn({ ...verified, verifiedOn }, '2026-11-22');

  it('stands under the record’s own paths', () => {
    const facts = factsByRecordPath([
      ['fields', fact('2026-11-20')],
      ['fields.startPriceYuan', fact('2026-11-01')],
      ['utilities.power', fact('2026-10-01')],
      ['fields.offeredAreaM2', fact('2026-09-01')],
    ]);
    expect(Object.keys(facts).sort()).toEqual(
      ['dates', 'fields', 'offeredAreaM2', 'prices', 'prices.start', 'readiness', 'readiness.power'].sort(),
    );
  });

  it('never shows a group fresher than its weakest member', () => {
    const facts = factsByRecordPath([
      ['utilities.power', fact('2026-11-20')],
      ['utilities.heat', fact('2026-01-01')],
      ['costs.water', fact(null)],
      ['costs.power', fact('2025-01-01')],
    ]);
    expect(facts['readiness']?.badge).toBe('due');
    expect(facts['costs']?.badge).toBe('unverified');
  });
});

describe('a regional evaluation', () => {
  it.each([
    [null, 'valid', null],
    ['2027-11-22', 'valid', 365],
    ['2027-02-20', 'expiring', 90],
    ['2026-11-22', 'expiring', 0],
    ['2026-11-21', 'expired', -1],
  ])('valid until %s is %s', (validUntil, state, daysLeft) => {
    expect(evaluationOn(validUntil, '2026-11-22')).toEqual({ state, daysLeft });
  });
});

describe('the calendar', () => {
  it('counts days of Shanghai, whatever the offset an instant was written with', () => {
    expect(shanghaiDay(new Date('2026-11-21T15:59:59Z'))).toBe('2026-11-21');
    expect(shanghaiDay(new Date('2026-11-21T16:00:00Z'))).toBe('2026-11-22');
  });

  it('moves days there and back', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        const start = date.toISOString().slice(0, 10);
        const moved = shiftDay(start, days);
        expect(daysBetween(start, moved)).toBe(days);
        expect(shiftDay(moved, -days)).toBe(start);
      }),
    );
  });

  it('keeps the hour of the day and the weekday when it moves by whole weeks', () => {
    const days = wholeWeeksBetween('2020-06-15', '2026-11-22');
    expect(days % 7).toBe(0);
    const moved = shiftTime('2020-06-12T16:00:00+08:00', days);
    expect(moved).toMatch(/T16:00:00\+08:00$/);
    expect(new Date(moved).getUTCDay()).toBe(new Date('2020-06-12T16:00:00+08:00').getUTCDay());
  });
});

describe('drafts', () => {
  it('move every date and nothing else', () => {
    const draft = parcelDraft('A-1', {
      fields: { noticeAt: '2020-03-02T09:00:00+08:00', releasedOn: '2020-03-02', termYears: 50 },
      events: [{ kind: 'sold', at: '2020-05-08T10:00:00+08:00', amountYuan: 1, document: null }],
      utilities: [
        { key: 'power', state: 'building', capacity: null, capacityEn: null, readyOn: '2020-12-01' },
      ],
    });
    const back = shiftDraft(shiftDraft(draft, 2345), -2345);
    expect(back).toEqual(draft);
    const moved = shiftDraft(draft, 7);
    expect(moved.fields).toMatchObject({
      noticeAt: '2020-03-09T09:00:00+08:00',
      releasedOn: '2020-03-09',
      termYears: 50,
    });
    expect(moved.events[0]?.at).toBe('2020-05-15T10:00:00+08:00');
    expect(moved.utilities[0]?.readyOn).toBe('2020-12-08');
    expect(moved.provenance['fields']?.verifiedOn).toBe('2026-11-08');
  });

  it('merge so that what new files do not state stays', () => {
    const before = parcelDraft('A-1', { fields: { termYears: 50, name: '旧名' } });
    const update = {
      ...parcelDraft('A-1', { admissions: [], utilities: [] }),
      geometry: undefined,
      fields: { name: '新名' },
    };
    const merged = mergeDrafts(before, update);
    expect(merged.geometry).toEqual(before.geometry);
    expect(merged.fields).toMatchObject({ name: '新名', termYears: 50 });
    expect(merged.admissions).toEqual(before.admissions);
    expect(merged.utilities).toEqual(before.utilities);
  });
});

describe('a search', () => {
  it('takes wildcards for themselves and full-width letters for half-width ones', () => {
    expect(wordPatterns('100%_\\ ＪＫＣ，新能源').map(({ written }) => written)).toEqual([
      '%100\\%\\_\\\\%',
      '%jkc%',
      '%新能源%',
    ]);
  });

  it('writes a line for each text and reading, so that no word is found across two', () => {
    expect(searchTextOf(['WY-1', '汽车大道北侧 1 号', '武义县'])).toEqual({
      written: 'wy-1\n汽车大道北侧1号\n武义县',
      read: "^QCDDBCH 'qi'che'da'dao'bei'ce'hao'\n^WYX 'wu'yi'xian'",
    });
  });

  it.each([
    ['科创街北侧 １ 号地', '科创街北侧1号地'],
    ['科创街 A 座', '科创街a座'],
    ['Plot 12 A', 'plot 12 a'],
    ['金华 武义', '金华 武义'],
    ['北侧\n1 号', '北侧\n1号'],
  ])('writes %s without the blanks that only some people write', (text, written) => {
    expect(searchTextOf([text]).written).toBe(written);
  });

  it.each([
    ['qcdd', ['%QCDD%']],
    ['wy', ['%^WY%']],
    ['qichedadao', ["%'qi'che'da'dao%", "%'qi'che'da'da'o%"]],
    ["xi'an", ["%'xian'%", "%'xi'an%", "%'xi'a'n%"]],
    ['lüse', ["%'lv'se%"]],
    ['celue', ["%'ce'lve%", "%'ce'lv'e%"]],
    ['xian', ["%'xian'%", "%'xi'an%", "%'xi'a'n%"]],
    ['an', ['%^AN%', "%'an'%"]],
    ['plot', ['%PLOT%']],
    ['w', []],
    ['wy-1', []],
    ['36kv', []],
    ['汽车', []],
    ['qi车', []],
  ])('reads the word %s as pinyin %j', (word, patterns) => {
    expect(wordPatterns(word).flatMap(({ read }) => read)).toEqual(patterns);
  });

  it('never rounds a distance finer than the public precision', () => {
    expect(roundToPrecision(8437, 10)).toBe(8440);
    expect(roundToPrecision(8437, 100)).toBe(8400);
  });
});
