import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import { loadDemonstration } from '../api/demonstration/load.ts';
import { ParcelAnswer, ParcelRecords } from '../api/parcels/schema.ts';
import { Problem } from '../api/problem.ts';
import { commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');

onBothDatabases('records by name', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  let demonstration: string[];
  const answerTo = (codes: string[]) =>
    app.request(`/api/parcel-records?${new URLSearchParams(codes.map((code) => ['code', code])).toString()}`);
  const ask = async (codes: string[]) => ParcelRecords.parse(await (await answerTo(codes)).json());

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    await loadDemonstration(open(), { city, env: { demo: true, city: 'jinhua' }, now });
    await commit(open(), [parcelDraft('WY-1, 南块'), parcelDraft('RECALLED-1')], { pack: city.pack });
    await commit(open(), [parcelDraft('DRAFT-1')], { pack: city.pack, publicFrom: null });
    await commit(open(), [parcelDraft('LATER-1')], {
      pack: city.pack,
      publicFrom: new Date('2027-01-01T00:00:00Z'),
    });
    await open().sql`
      update publication set public_until = ${new Date('2026-11-20T00:00:00Z')}, ended_as = 'recalled'
      where parcel_id = (select id from parcel where code = 'RECALLED-1')`;
    app = await testPortal(open(), city, { now: () => now });
    const list = ParcelAnswer.parse(await (await app.request('/api/parcels?limit=500')).json());
    demonstration = list.items.filter(({ demo }) => demo).map(({ code }) => code);
  });

  it('give each parcel exactly as its own address does, in the order asked for', async () => {
    const wanted = [...demonstration].reverse();
    const response = (await (await answerTo(wanted)).json()) as { items: unknown[]; gone: unknown[] };
    expect(ParcelRecords.parse(response).items.map(({ code }) => code)).toEqual(wanted);
    expect(response.gone).toEqual([]);
    const alone = await Promise.all(
      wanted.map(async (code) => (await app.request(`/api/parcels/${encodeURIComponent(code)}`)).json()),
    );
    expect(alone).toHaveLength(29);
    expect(response.items).toEqual(alone);
  });

  it('take a code with a comma as one code, and a repeated code once', async () => {
    const { items, gone } = await ask(['WY-1, 南块', 'WY-1, 南块']);
    expect(items.map(({ code }) => code)).toEqual(['WY-1, 南块']);
    expect(gone).toEqual([]);
  });

  it('name what is gone, and tell nothing of what was never public', async () => {
    const [first = ''] = demonstration;
    const { items, gone } = await ask(['NOPE', 'RECALLED-1', first, 'DRAFT-1', 'LATER-1']);
    expect(items.map(({ code }) => code)).toEqual([first]);
    expect(gone).toEqual([
      { code: 'NOPE', why: 'unknown' },
      { code: 'RECALLED-1', why: 'recalled' },
      { code: 'DRAFT-1', why: 'unknown' },
      { code: 'LATER-1', why: 'unknown' },
    ]);
  });

  it('are read again each time: an embargo may end at any moment', async () => {
    const later = await testPortal(open(), city, { now: () => new Date('2027-01-01T00:00:00Z') });
    const response = await later.request('/api/parcel-records?code=LATER-1');
    expect(ParcelRecords.parse(await response.json()).items.map(({ code }) => code)).toEqual(['LATER-1']);
    expect(response.headers.get('Cache-Control')).toBe('public, no-cache');
  });

  it.each([
    ['', 'code'],
    ['?code=', 'code'],
    ['?code=a%2Fb', 'code'],
    ['?code=%00', 'code'],
    [`?code=${'x'.repeat(65)}`, 'code'],
    ['?code=A&asOf=2026-11-01T00:00:00Z', 'asOf'],
    [`?${Array.from({ length: 101 }, (_, index) => `code=P-${index}`).join('&')}`, 'code'],
  ])('refuse %s with 400 and name the parameter', async (query, parameter) => {
    const response = await app.request(`/api/parcel-records${query}`);
    expect(response.status).toBe(400);
    const { code, errors } = Problem.parse(await response.json());
    expect(code).toBe('invalid-parameters');
    expect(errors?.map(({ path }) => path.split('.')[0])).toContain(parameter);
  });

  it('take a hundred at once', async () => {
    const codes = Array.from({ length: 100 }, (_, index) => `P-${index}`);
    expect((await ask(codes)).gone.map(({ code }) => code)).toEqual(codes);
  });

  it('stand in the published description of the interface', async () => {
    const document = (await (await app.request('/api/openapi.json')).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(document.paths)).toContain('/api/parcel-records');
  });
});
