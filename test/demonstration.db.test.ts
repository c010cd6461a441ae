import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerQuery } from '../api/parcels/answer.ts';
import { readParcel } from '../api/parcels/records.ts';
import { shiftDay } from '../api/calendar/rules.ts';
import type { City } from '../api/city/pack.ts';
import { loadDemonstration } from '../api/demonstration/load.ts';
import { ParcelQuery } from '../api/parcels/query-schema.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { databaseKinds, testDatabase, type TestDatabase } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');

describe.each(databaseKinds)('the demonstration city (%s)', (kind) => {
  let opened: TestDatabase;
  let city: City;
  let days: number | null;
  const ask = (query: Record<string, unknown> = {}) =>
    answerQuery(opened.database.sql, ParcelQuery.parse(query), { city, at: now });

  beforeAll(async () => {
    opened = await testDatabase(kind);
    city = await readJinhua();
    await prepareCity(opened.database, city);
    days = await loadDemonstration(opened.database, { city, env: { demo: true, city: 'jinhua' }, now });
  }, 60_000);
  afterAll(async () => {
    await opened.end();
  });

  it('holds exactly 29 parcels of together 2,174,000.00 m²', async () => {
    const { total, totalAreaM2, all, items } = await ask({ limit: '500' });
    expect(total).toBe(29);
    expect(totalAreaM2).toBe(2_174_000);
    expect(all.total).toBe(29);
    const onOffer = items.filter(({ status }) => ['planned', 'announced', 'listed'].includes(status));
    expect(items.filter((item) => item.onOffer)).toEqual(onOffer);
    expect(all.onOffer).toBe(onOffer.length);
    expect(all.onOfferAreaM2).toBeCloseTo(
      onOffer.reduce((sum, { offeredAreaM2 }) => sum + offeredAreaM2, 0),
      2,
    );
  });

  it('moved every date by the same whole weeks', () => {
    expect(days).not.toBeNull();
    expect((days ?? 1) % 7).toBe(0);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('shows every status on day %i of the week it starts in', async (day) => {
    const monday = shiftDay(city.pack.demonstration?.referenceDay ?? '', days ?? 0);
    const at = new Date(`${shiftDay(monday, day)}T12:00:00+08:00`);
    const { facets } = await answerQuery(opened.database.sql, ParcelQuery.parse({}), { city, at });
    const occurring = facets.status.filter(({ count }) => count > 0).map(({ code }) => code);
    expect(occurring.sort()).toEqual(
      [
        'planned',
        'announced',
        'listed',
        'sold',
        'unsold',
        'suspended',
        'supplied',
        'under-construction',
        'in-production',
        'returned',
      ].sort(),
    );
  });

  it('gives every parcel complete: indicators, limits, utilities, evaluations, dates, costs, office', async () => {
    const { items } = await ask({ limit: '500' });
    expect(items.every(({ demo }) => demo)).toBe(true);
    for (const { code } of items) {
      const parcel = await readParcel(opened.database.sql, code, { city, at: now });
      expect(parcel.admissions.length, code).toBeGreaterThan(0);
      for (const { indicators } of parcel.admissions) {
        for (const { key } of city.pack.indicators.filter(({ basic }) => basic))
          expect(indicators[key], code).not.toBeNull();
      }
      expect(parcel.limits['far'], code).toBeTruthy();
      expect(Object.values(parcel.readiness).filter(({ state }) => state !== null).length, code).toBe(
        city.pack.utilities.length,
      );
      expect(parcel.evaluations.filter(({ state }) => state !== 'missing').length, code).toBeGreaterThan(5);
      expect(parcel.costs.length, code).toBe(city.pack.costs.length);
      expect(parcel.contact.phone, code).toMatch(/^\+86/);
      expect(parcel.distances.length, code).toBeGreaterThan(3);
      expect(parcel.dates.constructionStartDue, code).not.toBeNull();
      expect(Object.keys(parcel.facts), code).toEqual(
        expect.arrayContaining(['fields', 'limits', 'prices', 'dates', 'readiness', 'costs', 'geometry']),
      );
    }
  });

  it('is loaded once only', async () => {
    const again = await loadDemonstration(opened.database, {
      city,
      env: { demo: true, city: 'jinhua' },
      now: new Date('2027-11-22T02:00:00Z'),
    });
    expect(again).toBe(days);
    expect((await ask()).total).toBe(29);
  });
});
