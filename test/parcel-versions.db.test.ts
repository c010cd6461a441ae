import { beforeAll, describe, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import { loadDemonstration } from '../api/demonstration/load.ts';
import type { ParcelDraft, ParcelEvent } from '../api/imports/schema.ts';
import { answerQuery } from '../api/parcels/answer.ts';
import { readParcel } from '../api/parcels/records.ts';
import { insertEvaluations } from '../api/evaluations/store.ts';
import { ParcelQuery } from '../api/parcels/query-schema.ts';
import { commit, parcelDraft, prepareCity, readJinhua, square, verified } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');
const first = new Date('2026-11-01T00:00:00Z');
const later = new Date('2026-11-10T00:00:00Z');

onBothDatabases('versions of a parcel', (open) => {
  let city: City;
  const read = (code: string, at = now) => readParcel(open().sql, code, { city, at });
  const bring = (draft: ParcelDraft, publicFrom: Date | null) =>
    commit(open(), [draft], { pack: city.pack, publicFrom });
  /** A file that states one field of a known parcel and nothing else. */
  const only = (
    code: string,
    fields: ParcelDraft['fields'],
    over: Partial<ParcelDraft> = {},
  ): ParcelDraft => ({
    ...parcelDraft(code),
    geometry: undefined,
    limits: {},
    admissions: [],
    utilities: [],
    provenance: {},
    ...over,
    fields,
  });
  const rules = ({ findings }: { findings: { rule: string }[] }) => findings.map(({ rule }) => rule);

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
  });

  it('never let a draft out with somebody else’s change', async () => {
    await bring(parcelDraft('D-1'), first);
    await bring(only('D-1', { name: '机密名', startPriceYuan: 9_999_999 }), null);
    await bring(only('D-1', { termYears: 40 }), later);
    const parcel = await read('D-1');
    expect(parcel).toMatchObject({ name: 'D-1 号地', startPrice: null, termYears: 40 });
  });

  it('publish a draft when its own files are brought again to be published', async () => {
    await bring(parcelDraft('D-2'), null);
    await expect(read('D-2')).rejects.toMatchObject({ code: 'parcel-unknown' });
    expect((await bring(parcelDraft('D-2'), later)).committed).toMatchObject([
      { action: 'update', version: 2 },
    ]);
    expect((await read('D-2')).version).toBe(2);
  });

  it('do not lend an old verification to a new value', async () => {
    await bring(parcelDraft('P-1', { fields: { startPriceYuan: 30_000_000, termYears: 50 } }), first);
    await bring(only('P-1', { startPriceYuan: 3_000 }), later);
    const { facts } = await read('P-1');
    expect(facts['prices.start']?.badge).toBe('unverified');
    expect(facts['fields']?.badge).toBe('fresh');
  });

  it('vouch only for what the new files state', async () => {
    await bring(parcelDraft('P-2', { fields: { startPriceYuan: 1, termYears: 50 } }), first);
    const newer = { ...verified, verifiedBy: '另一单位', verifiedOn: '2026-11-20' };
    await bring(only('P-2', { startPriceYuan: 2 }, { provenance: { fields: newer } }), later);
    const { facts } = await read('P-2');
    expect(facts['prices.start']?.verifiedBy).toBe('另一单位');
    expect(facts['fields']?.verifiedBy).toBe('试验核实单位');
  });

  it('refuse what comes before a version that is scheduled, and say so', async () => {
    await bring(parcelDraft('S-1'), new Date('2099-01-01T00:00:00Z'));
    expect(rules(await bring(parcelDraft('S-1', { fields: { termYears: 30 } }), later))).toContain(
      'publication-order',
    );
  });

  it('can be moved or taken back while they have not begun, and recalled when they have', async () => {
    const { sql } = open();
    await bring(parcelDraft('S-2'), first);
    await bring(parcelDraft('S-2', { fields: { termYears: 30 } }), new Date('2099-01-01T00:00:00Z'));
    await sql`
      delete from publication
      where public_from > now() and parcel_id = (select id from parcel where code = 'S-2')`;
    await sql`
      update publication set public_until = '2026-11-21T00:00:00Z', ended_as = 'recalled'
      where parcel_id = (select id from parcel where code = 'S-2')`;
    await expect(read('S-2')).rejects.toMatchObject({ code: 'parcel-recalled' });
    // What was recalled was a mistake: not even the past shows it.
    await expect(read('S-2', new Date('2026-11-15T00:00:00Z'))).rejects.toMatchObject({
      code: 'parcel-recalled',
    });
  });

  it('cannot overlap in public', async () => {
    const { sql } = open();
    await bring(parcelDraft('S-3'), first);
    const [identity] = await sql<{ id: number }[]>`select id from parcel where code = 'S-3'`;
    await expect(
      sql`insert into publication (parcel_id, version, public_from) values (${identity?.id ?? 0}, 1, ${later})`,
    ).rejects.toThrow(/exclusion/);
  });

  it.each<[string, ParcelDraft['fields'], string]>([
    [
      'a sign-up that ends before it begins',
      { signupStartsAt: '2026-12-02T09:00:00+08:00', signupEndsAt: '2026-12-01T09:00:00+08:00' },
      'date-order',
    ],
    [
      'a listing that ends before it begins',
      { listingStartsAt: '2026-12-02T09:00:00+08:00', listingEndsAt: '2026-12-01T09:00:00+08:00' },
      'date-order',
    ],
    ['a park of another district', { district: '永康市' }, 'region-mismatch'],
    ['an offered area larger than the land', { offeredAreaM2: 41_001 }, 'offered-exceeds-land'],
  ])('refuse %s by its place', async (_what, fields, rule) => {
    const outcome = await bring(parcelDraft('X-1', { fields }), later);
    expect(outcome.committed).toEqual([]);
    expect(outcome.findings).toMatchObject([{ rule, file: 'test.xlsx', row: 2 }]);
  });

  it('name a shape that moved by the shift of GCJ-02', async () => {
    await bring(parcelDraft('G-1', { geometry: square(119.6494, 29.079) }), first);
    const moved = parcelDraft('G-1', { geometry: square(119.654108, 29.076027) });
    expect(rules(await bring(moved, later))).toContain('suspected-shift');
  });

  it('are found by the area a person reads', async () => {
    await bring(parcelDraft('A-1', { fields: { offeredAreaM2: 31_112, landAreaM2: 31_112 } }), first);
    const { total } = await answerQuery(
      open().sql,
      ParcelQuery.parse({ q: 'a-1', minMu: '46.67', maxMu: '46.67' }),
      {
        city,
        at: now,
      },
    );
    expect(total).toBe(1);
  });

  describe('and what happened to them', () => {
    const dates = {
      noticeAt: '2026-11-10T09:00:00+08:00',
      listingStartsAt: '2026-11-12T09:00:00+08:00',
      listingEndsAt: '2026-11-20T09:00:00+08:00',
    };
    const event = (kind: ParcelEvent['kind'], at: string, amountYuan: number | null = null): ParcelEvent => ({
      kind,
      at,
      amountYuan,
      document: null,
    });

    it('waits for its result when the listing has ended and nobody said how', async () => {
      await bring(parcelDraft('E-1', { fields: dates }), first);
      expect((await read('E-1')).status).toBe('awaiting-result');
      expect((await read('E-1', new Date('2026-11-19T00:00:00Z'))).status).toBe('listed');
    });

    it('counts an event of the notice’s own day, dated without its hour', async () => {
      await bring(
        parcelDraft('E-2', { fields: dates, events: [event('suspended', '2026-11-10T00:00:00+08:00')] }),
        first,
      );
      expect((await read('E-2')).status).toBe('suspended');
    });

    it('begins a new cycle with a new notice', async () => {
      await bring(
        parcelDraft('E-3', { fields: dates, events: [event('unsold', '2026-10-01T10:00:00+08:00')] }),
        first,
      );
      expect((await read('E-3', new Date('2026-11-05T00:00:00Z'))).status).toBe('unsold');
      expect((await read('E-3', new Date('2026-11-11T00:00:00Z'))).status).toBe('announced');
    });

    it('is not known before it was recorded', async () => {
      await commit(
        open(),
        [parcelDraft('E-4', { fields: dates, events: [event('sold', '2026-11-15T10:00:00+08:00', 7)] })],
        {
          pack: city.pack,
          publicFrom: first,
          eventsKnownWhenTheyHappened: false,
        },
      );
      const parcel = await read('E-4', new Date('2026-11-16T00:00:00Z'));
      expect(parcel).toMatchObject({ status: 'listed', events: [], prices: { deal: null } });
    });

    it('says that an event is new, and refuses to rewrite one', async () => {
      const sold = (amount: number) =>
        parcelDraft('E-5', { fields: dates, events: [event('sold', '2026-11-15T10:00:00+08:00', amount)] });
      await bring(parcelDraft('E-5', { fields: dates }), first);
      expect((await bring(sold(7), later)).committed).toMatchObject([{ action: 'update', version: 1 }]);
      expect((await read('E-5')).prices.deal).toBe(7);
      expect(rules(await bring(sold(99), later))).toContain('event-conflict');
      await expect(open().sql`update parcel_event set amount_yuan = 1`).rejects.toThrow(/immutable/);
    });
  });

  describe('and the areas evaluated around them', () => {
    const around = (lon: number, lat: number) => square(lon - 0.01, lat - 0.01, 0.03)?.multiPolygon;
    const evaluation = (kind: string, geometry: ReturnType<typeof around>) => ({
      kind,
      geometry: geometry ?? { type: 'MultiPolygon' as const, coordinates: [] },
      reportNumber: kind,
      approvedBy: null,
      approvedOn: null,
      validUntil: '2028-01-01',
    });

    it('are found by intersection, from their first day on, whole or in part', async () => {
      await bring(parcelDraft('V-1', { geometry: square(119.3, 28.9) }), first);
      await open().transaction((tx) =>
        insertEvaluations(
          tx,
          [
            evaluation('flood', around(119.3, 28.9)),
            evaluation('energy', square(119.301, 28.9)?.multiPolygon),
            evaluation('soil', around(119.5, 28.9)),
          ],
          { publicFrom: later, demo: false },
        ),
      );
      const states = async (at: Date) =>
        Object.fromEntries(
          (await read('V-1', at)).evaluations.map(({ kind, state, coversWhole }) => [
            kind,
            [state, coversWhole],
          ]),
        );
      expect(await states(now)).toMatchObject({
        flood: ['valid', true],
        energy: ['valid', false],
        soil: ['missing', null],
      });
      expect(await states(new Date('2026-11-05T00:00:00Z'))).toMatchObject({ flood: ['missing', null] });
      await expect(open().sql`update evaluation set valid_until = '2099-01-01'`).rejects.toThrow(
        /only be ended/,
      );
    });
  });

  it('and holds stay on record, are never doubled, and show only where the city wants them shown', async () => {
    const { sql } = open();
    await bring(parcelDraft('H-1'), first);
    const hold = () =>
      sql`insert into parcel_hold (parcel_id, held_from, reason) select id, ${later}, '试' from parcel where code = 'H-1'`;
    await hold();
    await expect(hold()).rejects.toThrow(/exclusion/);
    expect((await read('H-1')).holds).toBeNull();
    const shown = await readParcel(sql, 'H-1', {
      city: { ...city, pack: { ...city.pack, showHolds: true } },
      at: now,
    });
    expect(shown.holds).not.toBeNull();
    await expect(sql`update parcel_hold set reason = 'x'`).rejects.toThrow(/only be released/);
  });

  it('keep the demonstration out of a database that holds real land', async () => {
    const days = await loadDemonstration(open(), { city, env: { demo: true, city: 'jinhua' }, now });
    expect(days).toBeNull();
    expect(
      (await answerQuery(open().sql, ParcelQuery.parse({ q: 'jkc-2020' }), { city, at: now })).total,
    ).toBe(0);
  });
});
