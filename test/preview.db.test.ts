import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { Parcel } from '../api/parcels/schema.ts';
import { openPublishing, type Content, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

/** What nobody can know before it is published. */
function settled({ version, asOf, publishedAt, ...rest }: Parcel) {
  void [version, asOf, publishedAt];
  return rest;
}

const text = fc.constantFrom('东至规划路', '紧邻互通', '南侧为在建厂房');
const utility = (key: string) =>
  fc.record({
    key: fc.constant(key),
    state: fc.constantFrom('none' as const, 'planned' as const, 'building' as const, 'ready' as const),
    capacity: fc.option(fc.constantFrom('DN300', '110 kV')),
    capacityEn: fc.constant(null),
    readyOn: fc.constant(null),
  });
const changes = fc.record({
  bounds: fc.option(text),
  price: fc.option(fc.integer({ min: 5_000_000, max: 90_000_000 })),
  netLand: fc.option(fc.boolean()),
  supplyMode: fc.option(fc.constantFrom('listing', 'auction')),
  releasedOn: fc.option(fc.constantFrom('2026-01-10', '2026-11-01')),
  utilities: fc.tuple(utility('power'), utility('water')).map((rows) => [...rows]),
  verifiedOn: fc.option(fc.constantFrom('2026-11-10', '2026-03-01')),
  farUpper: fc.integer({ min: 21, max: 30 }),
});
type Changes = typeof changes extends fc.Arbitrary<infer T> ? T : never;

function changed(
  content: Content,
  { bounds, price, netLand, supplyMode, releasedOn, ...rest }: Changes,
): Partial<Content> {
  const provenance = { source: '勘测定界报告', sourceNumber: null, verifiedBy: null, validUntil: null };
  return {
    fields: {
      ...content.fields,
      ...(bounds !== null && { boundsText: bounds }),
      ...(price !== null && { startPriceYuan: price, depositYuan: Math.ceil(price / 5) }),
      ...(netLand !== null && { netLand }),
      ...(supplyMode !== null && { supplyMode }),
      ...(releasedOn !== null && { releasedOn }),
    },
    utilities: rest.utilities,
    ...(rest.verifiedOn !== null && {
      provenance: {
        ...content.provenance,
        'utilities.power': { ...provenance, verifiedOn: rest.verifiedOn },
      },
    }),
  };
}

onBothDatabases('the preview of a draft', (open) => {
  let portal: Publishing;
  let next = 0;

  beforeAll(async () => {
    portal = await openPublishing(open());
  });

  const preview = async (code: string) => {
    const response = await portal.send(portal.publisher, `GET /api/staff/parcels/${code}/preview`);
    return await portal.expectStatus(response, 200).then((answer) => answer.json());
  };
  const published = async (code: string) => {
    const response = await portal.send(portal.publisher, `GET /api/parcels/${code}`);
    return await portal.expectStatus(response, 200).then((answer) => answer.json());
  };
  const standing = async () => {
    const [row] = await open().sql<{ counted: string }[]>`
      select concat_ws(' ', (select count(*) from parcel), (select count(*) from parcel_version),
        (select count(*) from publication), (select count(*) from parcel_event), (select count(*) from import_batch),
        (select version from public_data), (select count(*) from audit_entry)) as counted`;
    return row?.counted;
  };

  it('is the record that the public gets once it is approved, for new parcels and changed ones', async () => {
    await fc.assert(
      fc.asyncProperty(changes, changes, async (first, second) => {
        const code = `PV-${next++}`;
        const drafted = await portal.draft(code, (content) => changed(content, first));
        const fresh = await preview(code);
        await portal.submit(code);
        await portal.approve(code);
        expect(settled(Parcel.parse(fresh))).toEqual(settled(Parcel.parse(await published(code))));

        const { fields, utilities } = changed(drafted, second);
        const patched = await portal.send(portal.publisher, `PATCH /api/parcels/${code} "1"`, {
          utilities,
          fields: { ...(await standingFields(code)), boundsText: fields?.boundsText ?? '北至河道' },
        });
        await portal.expectStatus(patched, 200);
        const anew = await preview(code);
        await portal.submit(code);
        await portal.approve(code);
        const now = Parcel.parse(await published(code));
        expect(settled(Parcel.parse(anew))).toEqual(settled(now));
        expect(now.version).toBe(2);
      }),
      { numRuns: 6, seed: 20261122 },
    );
  });

  async function standingFields(code: string): Promise<Content['fields']> {
    const response = await portal.send(portal.publisher, `GET /api/staff/parcels/${code}`);
    const { base }: { base: { content: { fields: Content['fields'] } } } = await response.json();
    return base.content.fields;
  }

  it('leaves nothing behind, and the public none the wiser', async () => {
    await portal.draft('PV-QUIET');
    const before = await standing();
    await preview('PV-QUIET');
    expect(await standing()).toBe(before);
    expect((await portal.send(portal.publisher, 'GET /api/parcels/PV-QUIET')).status).toBe(404);
  });

  it('is what is public where there is no draft', async () => {
    await portal.publish('PV-PUBLIC');
    expect(settled(Parcel.parse(await preview('PV-PUBLIC')))).toEqual(
      settled(Parcel.parse(await published('PV-PUBLIC'))),
    );
  });

  it('is of the draft, and without one of what waits for its day, while that day has not come', async () => {
    const publicFrom = '2026-12-01T09:00:00+08:00';
    const content = await portal.publish('PV-LATER');
    const rename = async (name: string, ifMatch: string) => {
      const fields = { ...content.fields, name };
      const path = `PATCH /api/parcels/PV-LATER ${ifMatch}`;
      await portal.expectStatus(await portal.send(portal.publisher, path, { fields }), 200);
    };
    await rename('待公开', '"1"');
    await portal.submit('PV-LATER');
    await portal.approve('PV-LATER', { publicFrom });
    const named = async () => Parcel.parse(await preview('PV-LATER')).name;
    expect(await named()).toBe('待公开');
    await rename('再改', '"2"');
    const before = await standing();
    expect(await named()).toBe('再改');
    expect(await standing()).toBe(before);
    expect(Parcel.parse(await published('PV-LATER')).name).toBe(content.fields.name);
    await portal.submit('PV-LATER');
    await portal.approve('PV-LATER');
    expect(Parcel.parse(await published('PV-LATER')).name).toBe('再改');
  });

  it('is what the public will get of one that was never public and waits for its day', async () => {
    await portal.publish('PV-FIRST', undefined, { publicFrom: '2026-12-01T09:00:00+08:00' });
    expect((await portal.send(portal.publisher, 'GET /api/parcels/PV-FIRST')).status).toBe(404);
    expect(await preview('PV-FIRST')).toMatchObject({ code: 'PV-FIRST', version: 1 });
  });

  it('names what is wanting where the draft could not be published at all', async () => {
    await portal.expectStatus(
      await portal.send(portal.publisher, 'POST /api/parcels', { code: 'PV-BARE' }),
      201,
    );
    const response = await portal.send(portal.publisher, 'GET /api/staff/parcels/PV-BARE/preview');
    const problem: { code: string; errors: { path: string }[] } = await response.json();
    expect([response.status, problem.code]).toEqual([422, 'refused-by-rule']);
    expect(problem.errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['fields.district', 'fields.name', 'geometry']),
    );
  });

  it('is nobody else’s to see', async () => {
    await portal.draft('PV-OWN');
    const other = await portal.person('publisher', { department: 'lanxi' });
    expect((await portal.send(other, 'GET /api/staff/parcels/PV-OWN/preview')).status).toBe(404);
    const investor = await portal.person('investor');
    expect((await portal.send(investor, 'GET /api/staff/parcels/PV-OWN/preview')).status).toBe(403);
  });
});
