import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import type { ParcelDraft } from '../api/imports/schema.ts';
import { Intake, SettledIntake } from '../api/intakes/schema.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { cleanParcels } from './support/clean-parcels.ts';
import { asGeojson, postFiles, type SentFile } from './support/intake-files.ts';
import { commit, prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');

onBothDatabases('a batch intake', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  let publisher: SignedIn;
  let stranger: SignedIn;
  let wuyi: ParcelDraft[];
  let clock = now;

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    app = await testPortal(open(), city, { now: () => clock });
    publisher = await signedIn(open(), 'publisher', { department: 'wuyi' });
    stranger = await signedIn(open(), 'publisher', { department: 'yongkang' });
    wuyi = cleanParcels(city, { count: 13, seed: 7, today: '2026-11-22', park: 'park-wy-equipment' });
  });

  const send = (files: SentFile[], who = publisher) => postFiles(app, { headers: who.headers, files });
  async function bring(drafts: ParcelDraft[], who = publisher): Promise<Intake> {
    const response = await send([asGeojson('batch.geojson', drafts)], who);
    expect([response.status, await response.clone().text()]).toEqual([201, expect.any(String)]);
    return Intake.parse(await response.json());
  }
  const post = (path: string, body: object = {}, who = publisher) =>
    app.request(path, {
      method: 'POST',
      headers: { ...who.headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const drafts = () =>
    open()
      .sql`select code, content, state, base_version, st_astext(geom) as shape from parcel_draft order by code limit 100`;
  const count = async (table: 'intake' | 'parcel_draft' | 'audit_entry') => {
    const sql = open().sql;
    const [row] = await sql<{ rows: number }[]>`select count(*) as rows from ${sql(table)}`;
    return row?.rows ?? -1;
  };
  const some = (from: number, to: number) => wuyi.slice(from, to);

  it('says what every row would become, and writes nothing but itself', async () => {
    const [known, changed, fresh] = some(0, 3);
    if (!known || !changed || !fresh) throw new Error('three are needed');
    await commit(open(), [known, changed], { pack: city.pack });
    const before = await drafts();
    const { rows, counts, id } = await bring([{ ...known, fields: {} }, moved(changed), fresh]);
    expect(rows.map(({ ref, action }) => [ref, action])).toEqual([
      [known.code, 'unchanged'],
      [changed.code, 'update'],
      [fresh.code, 'create'],
    ]);
    expect(counts).toEqual({ create: 1, update: 1, unchanged: 1, reject: 0 });
    expect(rows[1]).toMatchObject({
      geometryBefore: changed.geometry?.multiPolygon,
      geometryAfter: moved(changed).geometry?.multiPolygon,
    });
    expect(rows[2]?.geometryBefore).toBeUndefined();
    expect(await drafts()).toEqual(before);
    const again = await app.request(`/api/staff/imports/${id}`, { headers: publisher.headers });
    expect(Intake.parse(await again.json()).rows).toEqual(rows);
  });

  it('is opened once however often it is sent with one key, which stands for those very files', async () => {
    const file = asGeojson('once.geojson', some(0, 1));
    const headers = { ...publisher.headers, 'Idempotency-Key': 'one-and-the-same-batch' };
    const sendAgain = (files: SentFile[], fields = {}) => postFiles(app, { headers, files, fields });
    const before = await count('intake');
    const first = await sendAgain([file]);
    const second = await sendAgain([file]);
    expect([first.status, second.status]).toEqual([201, 201]);
    const opened = Intake.parse(await first.json());
    expect(Intake.parse(await second.json())).toEqual(opened);
    expect(first.headers.get('Location')).toBe(`/api/staff/imports/${opened.id}`);
    expect(await count('intake')).toBe(before + 1);
    for (const another of [
      await sendAgain([asGeojson('once.geojson', some(1, 2))]),
      await sendAgain([{ ...file, name: 'another.geojson' }]),
      await sendAgain([file], { department: 'wuyi' }),
    ])
      expect([another.status, await another.text()]).toEqual([
        422,
        expect.stringContaining('Idempotency-Key'),
      ]);
    expect(await count('intake')).toBe(before + 1);
  });

  it('has a row for a parcel of which nothing could be read, beside those that could', async () => {
    const [sound, crossing] = some(0, 2);
    if (!sound || !crossing) throw new Error('two are needed');
    const ring = crossing.geometry?.multiPolygon.coordinates[0]?.[0] ?? [];
    const [one, two, three, four] = ring;
    if (!one || !two || !three || !four || !crossing.geometry) throw new Error('a ring has four corners');
    const bowtie = { type: 'MultiPolygon' as const, coordinates: [[[one, three, two, four, one]]] };
    const { rows, counts } = await bring([
      { ...sound, code: 'WHOLE-1' },
      { ...crossing, code: 'CROSS-1', geometry: { ...crossing.geometry, multiPolygon: bowtie } },
    ]);
    expect(rows.map(({ ref, action }) => [ref, action])).toContainEqual(['CROSS-1', 'reject']);
    const crossed = rows.find(({ ref }) => ref === 'CROSS-1');
    expect(crossed?.findings.some(({ severity }) => severity === 'error')).toBe(true);
    expect(counts.reject).toBeGreaterThan(0);
  });

  it('becomes drafts, all of them, and undone they are as they were', async () => {
    const [live, draftedBefore, fresh] = some(3, 6);
    if (!live || !draftedBefore || !fresh) throw new Error('three are needed');
    await commit(open(), [live], { pack: city.pack });
    const first = await bring([draftedBefore]);
    expect((await post(`/api/imports/${first.id}/commit`)).status).toBe(200);
    const before = await drafts();
    const batch = await bring([moved(live), moved(draftedBefore), fresh]);
    const committed = SettledIntake.parse(await (await post(`/api/imports/${batch.id}/commit`)).json());
    expect(committed).toMatchObject({
      state: 'committed',
      written: [live, draftedBefore, fresh].map(({ code }) => code),
    });
    const written = await drafts();
    expect(written).toHaveLength(before.length + 2);
    const now = written.find(({ code }) => code === live.code);
    expect(now).toMatchObject({
      base_version: 1,
      content: {
        geometry: { multiPolygon: moved(live).geometry?.multiPolygon },
        fields: { department: 'wuyi' },
      },
    });
    // An editor who still holds the version's number must not overwrite it.
    const [mark] = await open().sql`select revision from parcel_draft where code = ${live.code} limit 1`;
    expect(mark).toEqual({ revision: 2 });
    const undone = await post(`/api/imports/${batch.id}/undo`);
    expect([undone.status, await drafts()]).toEqual([200, before]);
    expect((await post(`/api/imports/${batch.id}/undo`)).status).toBe(409);
  });

  it('has both who opened and who wrote it as authors', async () => {
    const [one] = some(10, 11);
    if (!one) throw new Error('one is needed');
    const colleague = await signedIn(open(), 'publisher', { department: 'wuyi' });
    const batch = await bring([one]);
    await post(`/api/imports/${batch.id}/commit`, {}, colleague);
    const authors = await open().sql<{ id: number }[]>`
      select account_id as id from draft_author where code = ${one.code} order by account_id limit 5`;
    expect(authors.map(({ id }) => id)).toEqual([publisher.accountId, colleague.accountId]);
    expect((await post(`/api/imports/${batch.id}/undo`)).status).toBe(200);
  });

  it('gives a draft back to its former authors, whoever opened, wrote and took back the batch', async () => {
    const [one] = some(10, 11);
    if (!one) throw new Error('one is needed');
    const [opener, writer, undoer] = [
      await signedIn(open(), 'publisher', { department: 'wuyi' }),
      await signedIn(open(), 'publisher', { department: 'wuyi' }),
      await signedIn(open(), 'publisher', { department: 'wuyi' }),
    ];
    const authors = async () => {
      const rows = await open().sql<{ id: number }[]>`
        select account_id as id from draft_author where code = ${one.code} order by account_id limit 5`;
      return rows.map(({ id }) => id);
    };
    const first = await bring([one]);
    await post(`/api/imports/${first.id}/commit`);
    const batch = await bring([moved(one)], opener);
    await post(`/api/imports/${batch.id}/commit`, {}, writer);
    expect(await authors()).toEqual([publisher, opener, writer].map(({ accountId }) => accountId));
    const undone = await post(`/api/imports/${batch.id}/undo`, {}, undoer);
    expect([undone.status, await authors()]).toEqual([200, [publisher.accountId]]);
    await open().sql`delete from parcel_draft where code = ${one.code}`;
  });

  it('writes no row whose draft has become another department’s since it was shown', async () => {
    const [one, other] = some(10, 12);
    if (!one || !other) throw new Error('two are needed');
    const first = await bring([one]);
    await post(`/api/imports/${first.id}/commit`);
    const batch = await bring([moved(one), other]);
    await open().sql`update parcel_draft set department_code = 'yongkang' where code = ${one.code}`;
    const before = await drafts();
    const refused = await post(`/api/imports/${batch.id}/commit`);
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ errors: [expect.objectContaining({ path: one.code })] }),
    ]);
    expect(await drafts()).toEqual(before);
    await open().sql`delete from parcel_draft where code = ${one.code}`;
  });

  it('is not undone when one of its rows was handed in', async () => {
    const [one] = some(10, 11);
    if (!one) throw new Error('one is needed');
    const batch = await bring([one]);
    await post(`/api/imports/${batch.id}/commit`);
    await open().sql`update parcel_draft set state = 'submitted' where code = ${one.code}`;
    const refused = await post(`/api/imports/${batch.id}/undo`);
    await open().sql`update parcel_draft set state = 'draft' where code = ${one.code}`;
    expect(refused.status).toBe(409);
    expect((await post(`/api/imports/${batch.id}/undo`)).status).toBe(200);
  });

  it('is not undone when something newer stands on one of its rows, and says on which', async () => {
    const [one, other] = some(6, 8);
    if (!one || !other) throw new Error('two are needed');
    const batch = await bring([one, other]);
    await post(`/api/imports/${batch.id}/commit`);
    const next = await bring([moved(other)]);
    await post(`/api/imports/${next.id}/commit`);
    const before = await drafts();
    const refused = await post(`/api/imports/${batch.id}/undo`);
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'conflict', errors: [expect.objectContaining({ path: other.code })] }),
    ]);
    expect(await drafts()).toEqual(before);
  });

  it('is not written when a row has changed since it was shown', async () => {
    const [one, other] = some(8, 10);
    if (!one || !other) throw new Error('two are needed');
    const shown = await bring([one, other]);
    const quicker = await bring([one]);
    await post(`/api/imports/${quicker.id}/commit`);
    const before = await drafts();
    const refused = await post(`/api/imports/${shown.id}/commit`);
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ errors: [expect.objectContaining({ path: one.code })] }),
    ]);
    expect(await drafts()).toEqual(before);
  });

  it('is not written when another version became public since it was shown', async () => {
    const [one] = some(7, 8);
    if (!one) throw new Error('one is needed');
    await open().sql`delete from parcel_draft where code = ${one.code}`;
    const shown = await bring([one]);
    await commit(open(), [{ ...one, fields: { ...one.fields, name: '已另行公开' } }], { pack: city.pack });
    const refused = await post(`/api/imports/${shown.id}/commit`);
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ errors: [expect.objectContaining({ path: one.code })] }),
    ]);
  });

  it('rejects what lies on a public parcel, and is written without it only when that is said', async () => {
    const [live, beside] = some(0, 11).slice(-2);
    if (!live || !beside) throw new Error('two are needed');
    await commit(open(), [live], { pack: city.pack });
    const batch = await bring([{ ...live, code: 'OVER-1' }, beside]);
    expect(batch.rows.map(({ ref, action }) => [ref, action])).toEqual([
      ['OVER-1', 'reject'],
      [beside.code, expect.stringMatching(/create|update|unchanged/)],
    ]);
    expect(batch.rows[0]?.findings.map(({ rule }) => rule)).toContain('overlap-live-parcel');
    const refused = await post(`/api/imports/${batch.id}/commit`);
    expect([refused.status, await refused.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'OVER-1' })] }),
    ]);
    const written = await post(`/api/imports/${batch.id}/commit`, { withoutRejected: true });
    expect(written.status).toBe(200);
    expect((await drafts()).map(({ code }) => String(code))).not.toContain('OVER-1');
  });

  it('shows where a row lies on a public parcel or an own draft, and never where on others’ drafts or protected land', async () => {
    const [live] = some(9, 10);
    if (!live?.geometry) throw new Error('one is needed');
    const shape = live.geometry;
    const yongkang = { ...live.fields, department: 'yongkang' };
    const theirs = { ...live, code: 'LAP-THEIRS', fields: yongkang, geometry: shifted(shape, [0, 0.3]) };
    await commit(open(), [live], { pack: city.pack });
    const { committed, findings: objections } = await commit(open(), [theirs], { pack: city.pack });
    expect([committed.length, objections]).toEqual([1, []]);
    const at = (code: string, east: number, north: number) => ({
      ...live,
      code,
      geometry: shifted(shape, [east, north]),
    });
    const drafted = (draft: ParcelDraft, department: string) => open().sql`
      insert into parcel_draft (code, department_code, content, geom, created_at, updated_at)
      values (${draft.code}, ${department}, ${open().sql.json(draft)},
        st_setsrid(st_geomfromgeojson(${JSON.stringify(draft.geometry?.multiPolygon)}::text), 4490), ${clock}, ${clock})`;
    await open().sql`delete from parcel_draft where code = ${live.code}`;
    await drafted(at('LAP-OWN', 0, 0.5), 'wuyi');
    await drafted(at('LAP-FOREIGN', 0, 0.6), 'yongkang');
    await open().sql`
      insert into protected_area (kind, geom) values ('basic-farmland',
        st_setsrid(st_geomfromgeojson(${JSON.stringify(shifted(shape, [0, 0.7]).multiPolygon)}::text), 4490))`;
    const { rows } = await bring([
      at('LAP-1', 0.0002, 0),
      at('LAP-2', 0.0002, 0.5),
      at('LAP-3', 0.0002, 0.6),
      at('LAP-4', 0.0002, 0.7),
      at('LAP-5', 0.0002, 0.3),
    ]);
    await open().sql`delete from protected_area`;
    await open().sql`delete from parcel_draft where code like 'LAP-%'`;
    const rules = rows.map(({ findings }) =>
      findings.flatMap(({ rule }) => (/^(overlap|protected)-/.test(rule) ? [rule] : [])),
    );
    expect(rules).toEqual([
      ['overlap-live-parcel'],
      ['overlap-draft'],
      ['overlap-draft'],
      ['protected-area'],
      ['overlap-live-parcel'],
    ]);
    // Of another department's parcel as much as the public sees: its outline, not its survey.
    const [outline] = await open().sql<{ text: string }[]>`
      select st_asgeojson(pub.geom, 12, 0) as text from parcel_public pub join parcel p on p.id = pub.parcel_id
      where p.code = 'LAP-THEIRS'`;
    const stood = [
      JSON.stringify(shape.multiPolygon),
      JSON.stringify(shifted(shape, [0, 0.5]).multiPolygon),
      undefined,
      undefined,
      outline?.text,
    ];
    for (const [index, { geometryAfter, overlap }] of rows.entries()) {
      expect(overlap === undefined).toBe(stood[index] === undefined);
      if (overlap === undefined) continue;
      const [row] = await open().sql<{ off: number }[]>`
        select st_area(st_symdifference(s.overlap, st_intersection(s.after, s.stood))) / st_area(s.overlap) as off
        from (select ${[JSON.stringify(overlap), JSON.stringify(geometryAfter), stood[index] ?? '']}::text[] as t) as g,
          lateral (select st_geomfromgeojson(t[1]) as overlap, st_geomfromgeojson(t[2]) as after,
            st_geomfromgeojson(t[3]) as stood) as s`;
      expect(row?.off).toBeLessThan(0.0001);
    }
  });

  it('tells nothing of another department’s parcel, drafted or public, but that it is not one’s own', async () => {
    const [own] = some(11, 12);
    if (!own) throw new Error('one is needed');
    const mine = await bring([own]);
    await post(`/api/imports/${mine.id}/commit`);
    const seen = await bring([own], stranger);
    expect(seen.rows).toEqual([
      expect.objectContaining({ action: 'reject', name: null, areaBeforeM2: null, areaAfterM2: null }),
    ]);
    expect(seen.rows[0]?.findings.map(({ rule }) => rule)).toEqual(['other-department']);
    expect(seen.rows[0]?.geometryBefore).toBeUndefined();
    const statuses = await Promise.all(
      ['commit', 'undo', 'discard'].map(
        async (verb) => (await post(`/api/imports/${mine.id}/${verb}`, {}, stranger)).status,
      ),
    );
    const read = await app.request(`/api/staff/imports/${mine.id}`, { headers: stranger.headers });
    expect([...statuses, read.status]).toEqual([404, 404, 404, 404]);
  });

  it('rejects a row whose draft waits for review', async () => {
    const [own] = some(11, 12);
    if (!own) throw new Error('one is needed');
    await open().sql`update parcel_draft set state = 'submitted' where code = ${own.code}`;
    const { rows } = await bring([moved(own)]);
    await open().sql`update parcel_draft set state = 'draft' where code = ${own.code}`;
    expect(rows).toEqual([expect.objectContaining({ action: 'reject' })]);
    expect(rows[0]?.findings.map(({ rule }) => rule)).toContain('draft-submitted');
  });

  it('is written once, discarded once, and not undone after a week', async () => {
    const [one] = some(12, 13);
    if (!one) throw new Error('one is needed');
    const discarded = await bring([one]);
    expect((await post(`/api/imports/${discarded.id}/discard`)).status).toBe(200);
    expect((await post(`/api/imports/${discarded.id}/commit`)).status).toBe(409);
    const batch = await bring([one]);
    const statuses = [
      await post(`/api/imports/${batch.id}/commit`),
      await post(`/api/imports/${batch.id}/commit`),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([200, 409]);
    clock = new Date(now.getTime() + 7 * 86_400_000 + 1);
    const { headers } = await signedIn(open(), 'publisher', { department: 'wuyi', at: clock });
    const late = await post(`/api/imports/${batch.id}/undo`, {}, { ...publisher, headers });
    clock = now;
    expect(late.status).toBe(409);
  });

  it('leaves one line in the log for each thing done with it', async () => {
    const actions = await open().sql<{ action: string }[]>`
      select action from audit_entry where action like 'intake.%' group by action order by action limit 10`;
    expect(actions.map(({ action }) => action)).toEqual([
      'intake.commit',
      'intake.discard',
      'intake.open',
      'intake.undo',
    ]);
  });

  it('is no batch for anybody but a publisher', async () => {
    const reviewer = await signedIn(open(), 'reviewer');
    const response = await send([asGeojson('a.geojson', some(0, 1))], reviewer);
    const anonymous = await postFiles(app, {
      headers: { Origin: 'http://127.0.0.1:8080' },
      files: [asGeojson('a.geojson', some(0, 1))],
    });
    expect([response.status, anonymous.status]).toEqual([403, 401]);
  });

  it('keeps nothing of what is no batch', async () => {
    const before = [await count('intake'), await count('parcel_draft'), await count('audit_entry')];
    const response = await send([{ name: 'a.geojson', bytes: Buffer.from('%PDF-1.7 not json') }]);
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({
        code: 'refused-by-rule',
        errors: [expect.objectContaining({ path: 'a.geojson' })],
      }),
    ]);
    expect([await count('intake'), await count('parcel_draft'), await count('audit_entry')]).toEqual(before);
  });
});

/** So many degrees further east and north. */
function shifted(geometry: NonNullable<ParcelDraft['geometry']>, [east, north]: [number, number]) {
  const coordinates = geometry.multiPolygon.coordinates.map((polygon) =>
    polygon.map((ring) =>
      ring.map(([lon, lat]): [number, number] => [
        Number((lon + east).toFixed(9)),
        Number((lat + north).toFixed(9)),
      ]),
    ),
  );
  return { ...geometry, multiPolygon: { ...geometry.multiPolygon, coordinates } };
}

/** A metre or two further north; its area stays. */
function moved(draft: ParcelDraft): ParcelDraft {
  const { geometry } = draft;
  if (geometry === undefined) throw new Error(`${draft.code} has no shape`);
  const coordinates = geometry.multiPolygon.coordinates.map((polygon) =>
    polygon.map((ring) =>
      ring.map(([lon, lat]): [number, number] => [lon, Number((lat + 0.00001).toFixed(9))]),
    ),
  );
  return { ...draft, geometry: { ...geometry, multiPolygon: { ...geometry.multiPolygon, coordinates } } };
}
