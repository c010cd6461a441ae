import { describe, expect, it } from 'vitest';
import { timelineStops, todayIndex } from '../web/parcels/timeline.ts';

const undated = {
  notice: null,
  signupStarts: null,
  signupEnds: null,
  depositEnds: null,
  listingStarts: null,
  listingEnds: null,
  deal: null,
  constructionStartDue: null,
  completionDue: null,
  fullProductionDue: null,
};
const listing = {
  ...undated,
  notice: '2026-10-09T09:00:00+08:00',
  signupStarts: '2026-10-30T09:00:00+08:00',
  signupEnds: '2026-12-01T16:00:00+08:00',
  listingStarts: '2026-10-30T09:00:00+08:00',
  listingEnds: '2026-12-03T10:00:00+08:00',
};
const between = new Date('2026-11-22T12:00:00+08:00');

describe('the stops of a parcel', () => {
  it('come in the order of time; what begins together is one stop', () => {
    const stops = timelineStops(listing, between);
    expect(stops.slice(0, 4).map(({ kinds, state }) => [kinds.join('+'), state])).toEqual([
      ['notice', 'done'],
      ['signupStarts+listingStarts', 'done'],
      ['signupEnds', 'next'],
      ['listingEnds', 'later'],
    ]);
    expect(todayIndex(stops)).toBe(2);
  });

  it('stand apart when they begin on different days, the earlier first', () => {
    const stops = timelineStops({ ...listing, listingStarts: '2026-10-20T09:00:00+08:00' }, between);
    expect(stops.slice(0, 3).map(({ kinds }) => kinds)).toEqual([
      ['notice'],
      ['listingStarts'],
      ['signupStarts'],
    ]);
  });

  it('have today between what is done and what comes, whenever one looks', () => {
    const days = ['2026-10-01', '2026-10-15', '2026-11-22', '2026-12-02', '2026-12-20'];
    days.forEach((day) => {
      const stops = timelineStops(listing, new Date(`${day}T12:00:00+08:00`));
      const today = todayIndex(stops);
      expect(stops.slice(0, today).map(({ state }) => state)).not.toContain('next');
      expect(stops.slice(today).map(({ state }) => state)).not.toContain('done');
    });
  });

  it('keep their place in the procedure while they have no date', () => {
    const stops = timelineStops(
      { ...undated, notice: listing.notice, signupEnds: listing.signupEnds },
      between,
    );
    expect(stops.map(({ kinds }) => kinds[0])).toEqual([
      'notice',
      'signupStarts',
      'signupEnds',
      'listingStarts',
      'listingEnds',
      'constructionStartDue',
      'completionDue',
      'fullProductionDue',
    ]);
  });
});
