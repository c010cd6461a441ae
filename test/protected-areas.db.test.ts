import { Writable } from 'node:stream';
import pino from 'pino';
import { beforeAll, expect, it } from 'vitest';
import { ProtectedCollection } from '../api/checks/protected.ts';
import { replaceProtectedAreas } from '../api/checks/protected-store.ts';
import type { City } from '../api/city/pack.ts';
import type { ParcelDraft } from '../api/imports/schema.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { cleanParcels } from './support/clean-parcels.ts';
import { asGeojson, postFiles } from './support/intake-files.ts';
import { commit, parcelDraft, prepareCity, readJinhua, square } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

/** Digits and words that stand nowhere else: wherever they appear, the layer got out. */
const canaries = [
  '119.7312345',
  '28.7654321',
  'canary-plot',
  '金丝雀',
  'basic-farmland',
  'ecological-redline',
  '基本农田',
  '红线',
];

onBothDatabases('protected land', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  let publisher: SignedIn;
  let reviewer: SignedIn;
  let parcel: ParcelDraft;
  let logged = '';

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged += chunk.toString();
        done();
      },
    });
    app = await testPortal(open(), city, { logger: pino({ level: 'trace' }, stream) });
    publisher = await signedIn(open(), 'publisher', { department: 'wuyi' });
    reviewer = await signedIn(open(), 'reviewer');
    const [drawn] = cleanParcels(city, { count: 1, seed: 3, today: '2026-11-22', park: 'park-wy-equipment' });
    if (drawn === undefined) throw new Error('one is needed');
    parcel = drawn;
    await replace([canaryOver(parcel)]);
  });

  const replace = (features: object[]) =>
    open().transaction((tx) =>
      replaceProtectedAreas(tx, {
        kinds: ['basic-farmland', 'ecological-redline'],
        areas: ProtectedCollection.parse({ type: 'FeatureCollection', features }).features.map(
          ({ geometry, properties }) => ({ kind: properties?.kind ?? 'basic-farmland', geometry }),
        ),
        at: new Date('2026-11-22T02:00:00Z'),
      }),
    );

  it('is told as a yes and an area, and nothing of it is in any answer, line of the log, error or record', async () => {
    await commit(open(), [parcel], { pack: city.pack });
    const imported = await postFiles(app, {
      headers: publisher.headers,
      files: [asGeojson('a.geojson', [{ ...parcel, code: 'CP-2' }, parcel])],
    });
    const texts = [await imported.text()];
    const paths = [
      `/api/parcels/${parcel.code}/check`,
      '/api/staff/imports',
      '/api/staff/imports/1',
      `/api/staff/parcels/${parcel.code}`,
      '/api/parcels',
      `/api/parcels/${parcel.code}`,
      '/api/city',
      '/api/openapi.json',
    ];
    for (const path of paths)
      for (const { headers } of [publisher, reviewer])
        texts.push(await (await app.request(path, { headers })).text());
    const [kept] = await open().sql<{ kept: string }[]>`
      select (select json_agg(i)::text from intake i) || (select json_agg(e)::text from audit_entry e
        where action <> 'protected-area.replace') || coalesce((select json_agg(d)::text from parcel_draft d), '') as kept`;
    const check = texts[1] ?? '';
    expect(JSON.parse(check)).toMatchObject({
      findings: [
        {
          rule: 'protected-area',
          severity: 'error',
          path: 'geometry',
          message: expect.stringMatching(/^地块约有 [\d.]+ 亩（[\d,.]+ m²）落在保护范围内。$/),
        },
      ],
    });
    const [overlap] = await open().sql<{ areaM2: number }[]>`
      select st_area(st_intersection(a.geom, v.geom_survey)::geography) as "areaM2"
      from protected_area a, parcel p join parcel_version v on v.parcel_id = p.id where p.code = ${parcel.code}`;
    const exactM2 = overlap?.areaM2 ?? 0;
    const [{ values }] = (JSON.parse(check) as { findings: [{ values: { areaM2: number } }] }).findings;
    // Two figures of it and no more.
    expect(String(values.areaM2)).toMatch(/^[1-9]\d?0*$/);
    expect(Math.abs(values.areaM2 / exactM2 - 1)).toBeLessThan(0.06);
    expect(exactM2.toFixed(0)).not.toBe(values.areaM2.toFixed(0));
    const everything = `${texts.join('\n')}${logged}${kept?.kept ?? ''}`;
    expect(logged).toContain('/api/imports');
    expect(canaries.filter((canary) => everything.includes(canary))).toEqual([]);
  });

  it('is not drawn by a raster of small parcels: such a batch is refused as a whole, and noted', async () => {
    const [west, south] = parcel.geometry?.multiPolygon.coordinates[0]?.[0]?.[0] ?? [0, 0];
    const probes = Array.from({ length: 25 }, (_, index) =>
      parcelDraft(`PROBE-${index}`, {
        ...parcel,
        code: `PROBE-${index}`,
        geometry: square(west, south + 0.0004 * index, 0.0002),
      }),
    );
    const kept = async () => {
      const [row] = await open().sql<{ rows: number }[]>`select count(*) as rows from intake`;
      return row?.rows;
    };
    const before = await kept();
    const refused = await postFiles(app, {
      headers: publisher.headers,
      files: [asGeojson('raster.geojson', probes)],
    });
    const text = await refused.text();
    expect([refused.status, await kept()]).toEqual([422, before]);
    expect(text).toContain('整批不受理');
    expect(text).not.toContain('PROBE-');
    const [noted] = await open().sql`
      select action, details ->> 'rows' as rows from audit_entry order by seq desc limit 1`;
    expect(noted).toEqual({ action: 'intake.refuse-probe', rows: '25' });
  });

  it('stays as it was when a file holds a shape that is none, of which only its number is told', async () => {
    const bowtie = [
      [119.7312345, 28.7654321],
      [119.7412345, 28.7754321],
      [119.7412345, 28.7654321],
      [119.7312345, 28.7754321],
      [119.7312345, 28.7654321],
    ];
    const feature = {
      type: 'Feature',
      properties: null,
      geometry: { type: 'Polygon', coordinates: [bowtie] },
    };
    const refusal = await replace([canaryOver(parcel), feature]).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      message: 'Feature 2 is no valid polygon; nothing was replaced.',
    });
    expect(refusal).not.toHaveProperty('cause');
    const [row] = await open().sql<{ areas: number }[]>`select count(*) as areas from protected_area`;
    expect(row?.areas).toBe(1);
  });
});

/** Over the western part of a parcel, with a far part whose corner only it has. */
function canaryOver(parcel: ParcelDraft) {
  const [west, south] = parcel.geometry?.multiPolygon.coordinates[0]?.[0]?.[0] ?? [0, 0];
  const over = [
    [west - 0.001, south - 0.001],
    [west + 0.0006, south - 0.001],
    [west + 0.0006, south + 0.01],
    [west - 0.001, south + 0.01],
    [west - 0.001, south - 0.001],
  ];
  const far = [
    [119.7312345, 28.7654321],
    [119.7322345, 28.7654321],
    [119.7322345, 28.7664321],
    [119.7312345, 28.7654321],
  ];
  return {
    type: 'Feature',
    properties: { kind: 'ecological-redline', id: 'canary-plot', name: '金丝雀' },
    geometry: { type: 'MultiPolygon', coordinates: [[over], [far]] },
  };
}
