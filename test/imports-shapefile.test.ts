import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBatch } from '../api/imports/batch.ts';
import type { InputFile } from '../api/imports/batch-files.ts';
import { readDbf } from '../api/imports/dbf.ts';
import { readShapefile } from '../api/imports/shapefile.ts';
import { readShp } from '../api/imports/shp.ts';
import { ogr2ogr } from './support/gdal.ts';
import { smallPack } from './support/small-pack.ts';
import { lonLatRing, square } from './support/survey-files.ts';

const options = { pack: smallPack };

/** A parcel with a hole and an island, and a second parcel, with Chinese column names and values. */
const source = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { 地块编号: 'JK-01', 名称: '金义一号', 面积_亩: '15.75' },
      geometry: {
        type: 'MultiPolygon',
        coordinates: [
          [lonLatRing(square(100)), lonLatRing(square(20, [40, 40]))],
          [lonLatRing(square(30, [200, 0]))],
        ],
      },
    },
    {
      type: 'Feature',
      properties: { 地块编号: 'JK-02', 名称: '金义二号' },
      geometry: { type: 'Polygon', coordinates: [lonLatRing(square(50, [300, 0]))] },
    },
  ],
});

const toPlane = [
  '-f',
  'ESRI Shapefile',
  '-s_srs',
  'EPSG:4490',
  '-t_srs',
  'EPSG:4528',
  '-lco',
  'ENCODING=GBK',
];

function part(files: readonly InputFile[], ending: string): Uint8Array {
  const file = files.find(({ name }) => name.endsWith(`.${ending}`));
  if (file === undefined) throw new Error(`no .${ending}`);
  return file.bytes;
}

function changed(bytes: Uint8Array, changes: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  changes(new DataView(copy.buffer));
  return copy;
}

let files: InputFile[];
beforeAll(async () => {
  files = await ogr2ogr({ name: 'in.geojson', text: source }, 'parcels.shp', toPlane);
});

describe('a shapefile as GDAL writes it', () => {
  it('gives the parcels with hole, island, GBK names and the system of its .prj', async () => {
    const { drafts, findings } = await readBatch(files, options);
    expect(findings).toEqual([]);
    expect(drafts.map(({ code, fields }) => [code, fields.name])).toEqual([
      ['JK-01', '金义一号'],
      ['JK-02', '金义二号'],
    ]);
    const [first] = drafts;
    expect(first?.geometry).toMatchObject({ sourceCrs: 'EPSG:4528', format: 'shp', file: 'parcels.shp' });
    expect(first?.geometry?.multiPolygon.coordinates.map((polygon) => polygon.length)).toEqual([2, 1]);
    expect(first?.geometry?.areaM2).toBeCloseTo(10_500, 0);
    expect(first?.geometry?.multiPolygon.coordinates[0]?.[0]?.[0]?.[0]).toBeCloseTo(
      lonLatRing(square(100))[0]?.[0] ?? 0,
      8,
    );
  });

  it('stays the same with a .prj that holds only a name, and without .cpg or with another spelling of GBK', async () => {
    const expected = (await readBatch(files, options)).drafts.map(({ geometry }) => geometry);
    const nameOnly = new TextEncoder().encode('CGCS2000_3_Degree_GK_Zone_40');
    for (const codePage of [undefined, '936', 'GB18030', 'ANSI 936']) {
      const rest = files.filter(({ name }) => !/\.(prj|cpg)$/.test(name));
      const cpg =
        codePage === undefined ? [] : [{ name: 'parcels.cpg', bytes: new TextEncoder().encode(codePage) }];
      const batch = await readBatch([...rest, { name: 'parcels.prj', bytes: nameOnly }, ...cpg], options);
      expect(batch.findings).toEqual([]);
      expect(batch.drafts.map(({ geometry }) => geometry)).toEqual(expected);
      expect(batch.drafts[0]?.fields.name).toBe('金义一号');
    }
  });

  it('says that the datum was not stated when there is no .prj, and refuses one of another datum', async () => {
    const rest = files.filter(({ name }) => !name.endsWith('.prj'));
    expect((await readBatch(rest, options)).findings).toMatchObject([
      { rule: 'crs-assumed-cgcs2000', severity: 'warning' },
    ]);
    const xian = new TextEncoder().encode('PROJCS["Xian_1980_3_Degree_GK_Zone_40"]');
    const refused = await readBatch([...rest, { name: 'parcels.prj', bytes: xian }], options);
    expect(refused.findings).toMatchObject([
      { rule: 'crs-other-datum', severity: 'error', file: 'parcels.shp' },
    ]);
  });

  it('reads UTF-8 and metres without prefix when the .prj names the central meridian', async () => {
    const other = await ogr2ogr({ name: 'in.geojson', text: source }, 'parcels.shp', [
      ...toPlane.slice(0, 5),
      'EPSG:4549',
      '-lco',
      'ENCODING=UTF-8',
    ]);
    const { drafts, findings } = await readBatch(other, options);
    expect(findings).toEqual([]);
    expect(drafts[0]).toMatchObject({ fields: { name: '金义一号' }, geometry: { sourceCrs: 'EPSG:4549' } });
  });

  it('refuses points by name', async () => {
    const point = JSON.stringify({
      type: 'Feature',
      properties: { DKBH: 'A' },
      geometry: { type: 'Point', coordinates: [119.65, 29.08] },
    });
    const points = await ogr2ogr({ name: 'in.geojson', text: point }, 'p.shp', ['-f', 'ESRI Shapefile']);
    const { findings } = await readBatch(points, options);
    expect(findings).toMatchObject([{ rule: 'shp-not-areas', message: expect.stringContaining('点') }]);
  });
});

describe('damaged and lying shapefiles', () => {
  const ruleOf = (bytes: Uint8Array) => {
    const reading = readShp(bytes);
    return reading.ok ? undefined : `${reading.failure.reason} ${reading.failure.row ?? ''}`.trim();
  };

  it('refuses every length to which the file can be cut', () => {
    const shp = part(files, 'shp');
    expect(ruleOf(shp)).toBeUndefined();
    for (let length = 0; length < shp.length; length += 7)
      expect(ruleOf(shp.slice(0, length))).toMatch(/^truncated/);
  });

  it('refuses counts beyond the bytes before allocating anything for them', () => {
    const shp = part(files, 'shp');
    const started = performance.now();
    expect(ruleOf(changed(shp, (view) => view.setInt32(100 + 8 + 40, 0x7fffffff, true)))).toBe('counts 1');
    expect(ruleOf(changed(shp, (view) => view.setInt32(100 + 8 + 36, 0x7fffffff, true)))).toBe('counts 1');
    expect(ruleOf(changed(shp, (view) => view.setInt32(100 + 8 + 36, -1, true)))).toBe('counts 1');
    expect(ruleOf(changed(shp, (view) => view.setInt32(100 + 8 + 44, 5, true)))).toBe('counts 1');
    expect(ruleOf(changed(shp, (view) => view.setInt32(100 + 4, 0x3fffffff)))).toBe('truncated 1');
    expect(ruleOf(changed(shp, (view) => view.setInt32(100 + 4, 0)))).toBe('truncated 1');
    expect(ruleOf(changed(shp, (view) => view.setFloat64(100 + 8 + 56, Number.NaN, true)))).toBe(
      'not-a-number 1',
    );
    expect(ruleOf(changed(shp, (view) => view.setInt32(0, 1)))).toBe('not-a-shp');
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('refuses tables that claim more rows, wider rows or other text than they have', () => {
    const dbf = part(files, 'dbf');
    expect(readDbf(dbf, undefined).ok).toBe(true);
    expect(
      readDbf(
        changed(dbf, (view) => view.setUint32(4, 0xffffffff, true)),
        undefined,
      ),
    ).toEqual({ ok: false, reason: 'truncated' });
    expect(
      readDbf(
        changed(dbf, (view) => view.setUint16(10, 7, true)),
        undefined,
      ),
    ).toEqual({ ok: false, reason: 'not-a-dbf' });
    expect(readDbf(dbf.slice(0, 20), undefined)).toEqual({ ok: false, reason: 'truncated' });
    expect(readDbf(dbf, 'UTF-8')).toEqual({ ok: false, reason: 'encoding' });
  });

  it('refuses a .shp without its table, a table without its .shp, and numbers of rows that differ', async () => {
    const only = (...endings: string[]) =>
      files.filter(({ name }) => endings.some((ending) => name.endsWith(ending)));
    expect((await readBatch(only('.shp', '.prj'), options)).findings).toMatchObject([
      { rule: 'shp-parts-missing' },
    ]);
    expect((await readBatch(only('.dbf', '.prj'), options)).findings).toMatchObject([
      { rule: 'shp-parts-missing' },
    ]);
    const dbf = changed(part(files, 'dbf'), (view) => view.setUint32(4, 1, true));
    const survey = readShapefile({ file: 'a.shp', shp: part(files, 'shp'), dbf });
    expect(survey.findings).toMatchObject([{ rule: 'shp-counts' }]);
  });

  it('answers any damage with shapes or findings, never an exception', () => {
    const shp = part(files, 'shp');
    const dbf = part(files, 'dbf');
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 });
    const apply = (bytes: Uint8Array, changes: readonly (readonly [number, number])[]) =>
      changed(bytes, (view) => changes.forEach(([at, value]) => view.setUint8(at % view.byteLength, value)));
    fc.assert(
      fc.property(damage, damage, (inShp, inDbf) => {
        const survey = readShapefile({ file: 'a.shp', shp: apply(shp, inShp), dbf: apply(dbf, inDbf) });
        expect(survey.shapes.length + survey.findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
