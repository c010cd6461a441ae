import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import { answerQuery } from '../api/parcels/answer.ts';
import { readParcel } from '../api/parcels/records.ts';
import { ParcelQuery } from '../api/parcels/query-schema.ts';
import { ParcelAnswer, Parcel } from '../api/parcels/schema.ts';
import { commit, parcelDraft, prepareCity, readJinhua, square } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');

onBothDatabases('public parcels', (open) => {
  let city: City;
  const ask = (query: Record<string, unknown> = {}, at = now) =>
    answerQuery(open().sql, ParcelQuery.parse(query), { city, at });

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    const outcome = await commit(
      open(),
      [
        parcelDraft('WY-1', {
          fields: { startPriceYuan: 30_000_000, noticeAt: '2026-11-10T09:00:00+08:00' },
        }),
        parcelDraft('WY-2', {
          geometry: square(119.7, 28.9),
          fields: {
            offeredAreaM2: 100_000,
            landAreaM2: 100_000,
            noticeAt: '2026-10-01T09:00:00+08:00',
            listingStartsAt: '2026-11-01T09:00:00+08:00',
            listingEndsAt: '2026-12-01T09:00:00+08:00',
          },
          utilities: [],
        }),
        parcelDraft('YK-1', {
          geometry: square(120.0, 28.9),
          fields: {
            district: '永康市',
            park: 'park-yk-hardware',
            department: 'yongkang',
            offeredAreaM2: 20_000,
          },
          admissions: [{ industry: '33', note: null, indicators: {}, basis: null }],
        }),
      ],
      { pack: city.pack },
    );
    expect(outcome.findings).toEqual([]);
  });

  it('answers list, totals, park counts and facets that fit its own schema', async () => {
    const answer = ParcelAnswer.parse(await ask());
    expect(answer.items.map(({ code }) => code)).toEqual(['WY-1', 'WY-2', 'YK-1']);
    expect(answer.total).toBe(3);
    expect(answer.totalAreaM2).toBe(160_000);
    expect(answer.parks.map(({ code, count }) => [code, count])).toEqual(
      expect.arrayContaining([
        ['park-wy-equipment', 2],
        ['park-yk-hardware', 1],
      ]),
    );
  });

  it('derives the status from dates', async () => {
    const statuses = (await ask()).items.map(({ status }) => status);
    expect(statuses).toEqual(['announced', 'listed', 'planned']);
  });

  it('gives a whole record that fits its own schema', async () => {
    const parcel = Parcel.parse(await readParcel(open().sql, 'WY-1', { city, at: now }));
    expect(parcel.admissions.map(({ industry }) => industry.code)).toEqual(['36', '381']);
    expect(parcel.limits['far']).toMatchObject({ op: '>=', value: 1.5, upperOp: '<=', upper: 2.5 });
    expect(parcel.facts['fields']).toMatchObject({ badge: 'fresh', ageDays: 21 });
  });

  it('puts what has no value last, in both directions', async () => {
    const order = async (sort: string) => (await ask({ sort })).items.map(({ code }) => code);
    expect(await order('startPrice')).toEqual(['WY-1', 'WY-2', 'YK-1']);
    expect(await order('-startPrice')).toEqual(['WY-1', 'WY-2', 'YK-1']);
    expect(await order('-offeredAreaM2')).toEqual(['WY-2', 'WY-1', 'YK-1']);
    expect(await order('indicator')).toEqual(['WY-1', 'WY-2', 'YK-1']);
  });

  it('counts in each park what matches, and in each utility what is ready', async () => {
    const { parks, facets } = await ask({ district: '330784' });
    expect(Object.fromEntries(parks.map(({ code, count, areaM2 }) => [code, [count, areaM2]]))).toEqual({
      'park-wy-equipment': [0, 0],
      'park-yk-hardware': [1, 20_000],
    });
    const ready = Object.fromEntries(facets.readiness.map(({ code, count }) => [code, count]));
    expect(ready).toMatchObject({ power: 1, water: 0 });
  });

  it('shows the row of the industry looked at, which narrows nothing, and their own of those that do not admit it', async () => {
    const rows = async (query: Record<string, string>) =>
      (await ask(query)).items.map(({ code, indicatorIndustry }) => `${code} ${indicatorIndustry}`);
    expect(await rows({})).toEqual(['WY-1 36', 'WY-2 36', 'YK-1 33']);
    expect(await rows({ for: '38' })).toEqual(['WY-1 381', 'WY-2 381', 'YK-1 33']);
    expect(await rows({ for: '381', industry: '36' })).toEqual(['WY-1 381', 'WY-2 381']);
    expect(await rows({ for: '99', industry: '38' })).toEqual(['WY-1 381', 'WY-2 381']);
  });

  it('finds an industry by prefix, downwards and upwards', async () => {
    const codes = async (industry: string) => (await ask({ industry })).items.map(({ code }) => code);
    expect(await codes('38')).toEqual(['WY-1', 'WY-2']);
    expect(await codes('361')).toEqual(['WY-1', 'WY-2']);
    expect(await codes('382')).toEqual([]);
    expect(await codes('33,38')).toHaveLength(3);
  });

  it('counts each facet over the answer without its own condition', async () => {
    const { facets, total } = await ask({ district: '330784', minMu: '20' });
    expect(total).toBe(1);
    const counts = Object.fromEntries(facets.district.map(({ code, count }) => [code, count]));
    expect(counts).toMatchObject({ '330784': 1, '330723': 2 });
    expect(facets.industry.find(({ code }) => code === 'C')?.count).toBe(1);
    expect(facets.area).toEqual([
      { mu: 30, count: 1, matching: 1 },
      { mu: 60, count: 1, matching: 0 },
      { mu: 150, count: 1, matching: 0 },
    ]);
  });

  it.each([
    [{ minMu: '60' }, ['WY-1', 'WY-2']],
    [{ minMu: '60.01' }, ['WY-2']],
    [{ maxMu: '60' }, ['WY-1', 'YK-1']],
    [{ maxMu: '59.99' }, ['YK-1']],
    [{ readiness: 'power,water' }, []],
    [{ maxPrice: '30000000' }, ['WY-1']],
    [{ readiness: 'power' }, ['WY-1', 'YK-1']],
    [{ indicator: 'tax_per_mu<=30' }, []],
    [{ indicator: 'tax_per_mu<=32' }, ['WY-1', 'WY-2']],
    [{ indicator: 'tax_per_mu<=30', industry: '381' }, ['WY-1', 'WY-2']],
    [{ indicator: 'tax_per_mu<=30', industry: '36' }, []],
    [{ indicator: ['tax_per_mu>=32', 'far<2'] }, ['WY-1', 'WY-2']],
    [{ bbox: '119.69,28.8,119.8,29' }, ['WY-2']],
    [{ near: '120.0,28.9,5' }, ['YK-1']],
    [{ q: 'wy-1' }, ['WY-1']],
    [{ q: '永康 金属' }, ['YK-1']],
    [{ q: '%' }, []],
    [{ status: 'planned,listed' }, ['WY-2', 'YK-1']],
    [{ use: '100102' }, []],
    [{ park: 'park-yk-hardware' }, ['YK-1']],
  ])('filters by %j', async (query, codes) => {
    expect((await ask(query)).items.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    'code',
    '-code',
    'offeredAreaM2',
    '-offeredAreaM2',
    'startPrice',
    '-startPrice',
    'signupEnds',
    'indicator',
  ])('pages through %s one by one without losing or repeating a parcel', async (sort) => {
    const whole = (await ask({ sort })).items.map(({ code }) => code);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await ask({ sort, limit: '1', ...(cursor && { cursor }) });
      paged.push(...answer.items.map(({ code }) => code));
      cursor = answer.next ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole);
  });

  it('shows the public a geometry of the pack’s precision only', async () => {
    const { items } = await ask();
    const parcel = await readParcel(open().sql, 'WY-1', { city, at: now });
    const numbers = [...items.map(({ footprint }) => footprint), parcel.geometry].flatMap((geometry) =>
      geometry.coordinates.flat(3),
    );
    numbers.push(...items.flatMap(({ bbox, centroid }) => [...bbox, ...centroid]));
    for (const degrees of numbers)
      expect(Math.abs(degrees * 10_000 - Math.round(degrees * 10_000))).toBeLessThan(1e-6);
  });

  it('keeps an embargoed parcel out of every answer until its hour', async () => {
    await commit(open(), [parcelDraft('SECRET-9', { geometry: square(120.5, 29.2) })], {
      pack: city.pack,
      publicFrom: new Date('2026-12-24T00:00:00Z'),
    });
    expect(JSON.stringify(await ask({ q: 'secret' }))).not.toContain('SECRET');
    expect((await ask()).all.total).toBe(3);
    await expect(readParcel(open().sql, 'SECRET-9', { city, at: now })).rejects.toMatchObject({
      code: 'parcel-unknown',
    });
    expect((await ask({}, new Date('2026-12-25T00:00:00Z'))).total).toBe(4);
  });

  it('publishes a new version and still shows what was public before', async () => {
    await commit(open(), [parcelDraft('WY-1', { fields: { name: '新名', offeredAreaM2: 40_001 } })], {
      pack: city.pack,
      publicFrom: new Date('2026-11-20T00:00:00Z'),
    });
    const current = await readParcel(open().sql, 'WY-1', { city, at: now });
    expect(current).toMatchObject({ name: '新名', version: 2, offeredAreaM2: 40_001 });
    const day = new Date('2026-11-15T00:00:00Z');
    const answers = await Promise.all([now, day, now, day].map((at) => ask({ q: 'wy-1' }, at)));
    expect(answers.map(({ totalAreaM2 }) => totalAreaM2)).toEqual([40_001, 40_000, 40_001, 40_000]);
    const past = await readParcel(open().sql, 'WY-1', { city, at: day });
    expect(past).toMatchObject({ name: 'WY-1 号地', version: 1, offeredAreaM2: 40_000 });
    await expect(
      readParcel(open().sql, 'WY-1', { city, at: new Date('2026-10-15T00:00:00Z') }),
    ).rejects.toMatchObject({ code: 'parcel-unknown' });
  });

  it('writes nothing when the files say nothing new', async () => {
    const again = await commit(
      open(),
      [parcelDraft('WY-1', { fields: { name: '新名', offeredAreaM2: 40_001 } })],
      {
        pack: city.pack,
        publicFrom: new Date('2026-11-21T00:00:00Z'),
      },
    );
    expect(again.committed).toEqual([{ code: 'WY-1', action: 'unchanged', version: 2 }]);
  });

  it('writes nothing at all when one draft of a batch is refused, and names the place', async () => {
    const outcome = await commit(
      open(),
      [
        parcelDraft('NEW-1', { geometry: square(119.8, 28.95) }),
        parcelDraft('NEW-2', { fields: { park: '没有的园区' } }),
      ],
      { pack: city.pack },
    );
    expect(outcome.committed).toEqual([]);
    expect(outcome.findings).toMatchObject([
      { rule: 'unknown-name', severity: 'error', field: '园区', file: 'test.xlsx', row: 2 },
    ]);
    await expect(readParcel(open().sql, 'NEW-1', { city, at: now })).rejects.toMatchObject({
      code: 'parcel-unknown',
    });
  });

  it('never changes a version, nor adds to one that was published', async () => {
    const { sql } = open();
    await expect(sql`update parcel_version set name_zh = 'x' where version = 1`).rejects.toThrow(/immutable/);
    await expect(sql`delete from requirement`).rejects.toThrow(/immutable/);
    await expect(
      sql`insert into cost (parcel_id, version, key, value, unit) select parcel_id, version, 'x', 1, '元' from publication`,
    ).rejects.toThrow(/was published/);
    await expect(sql`update publication set public_from = now()`).rejects.toThrow(/can only be ended/);
  });

  it('lets only one of two racing holds stand', async () => {
    const { sql } = open();
    const hold = () =>
      sql`insert into parcel_hold (parcel_id, reason) select id, '试' from parcel where code = 'WY-2'`;
    const outcomes = await Promise.allSettled([hold(), hold()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('says 410 for a parcel that was public once', async () => {
    const { sql } = open();
    await sql`
      update publication set public_until = '2026-11-21T00:00:00Z', ended_as = 'recalled'
      where public_until is null and parcel_id = (select id from parcel where code = 'YK-1')`;
    await expect(readParcel(sql, 'YK-1', { city, at: now })).rejects.toMatchObject({
      code: 'parcel-recalled',
    });
    expect((await ask()).total).toBe(2);
  });
});
