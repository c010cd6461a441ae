import { beforeAll, expect, it } from 'vitest';
import { ReadOutlines } from '../api/outlines/schema.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import type { SentFile } from './support/intake-files.ts';
import { rawZip } from './support/raw-zip.ts';
import { testPortal } from './support/portal.ts';
import { gbk, lonLatRing, square, txt, utf8 } from './support/survey-files.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('outlines read for the editor', (open) => {
  let app: Awaited<ReturnType<typeof testPortal>>;
  let publisher: SignedIn;

  beforeAll(async () => {
    const city = await readJinhua();
    await prepareCity(open(), city);
    app = await testPortal(open(), city);
    publisher = await signedIn(open(), 'publisher', { department: 'wuyi' });
  });

  const send = (files: SentFile[], fields: Record<string, string> = {}, { headers } = publisher) => {
    const body = new FormData();
    for (const { name, bytes } of files) body.append('file', new Blob([new Uint8Array(bytes)]), name);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return Promise.resolve(app.request('/api/staff/outlines', { method: 'POST', headers, body }));
  };
  const read = async (...sent: Parameters<typeof send>) => {
    const response = await send(...sent);
    expect(response.status).toBe(200);
    return ReadOutlines.parse(await response.json());
  };
  const written = async () => {
    const [row] = await open().sql<{ rows: number }[]>`
      select (select count(*) from intake) + (select count(*) from parcel_draft) + (select count(*) from audit_entry) as rows`;
    return row?.rows;
  };
  const twoPlots = [
    { code: 'WY-1', hectares: '1.0000', rings: [square(100)] },
    { code: 'WY-2', hectares: '4.0000', rings: [square(200, [300, 0]), square(50, [350, 50])] },
  ];

  it('come from a TXT of 勘测定界 with their system, area and what the file declares', async () => {
    const before = await written();
    const { items, findings, asksForCrs } = await read([{ name: '界址.txt', bytes: gbk(txt(twoPlots)) }]);
    expect(items.map(({ code, sourceCrs, format }) => [code, sourceCrs, format])).toEqual([
      ['WY-1', 'EPSG:4528', 'txt'],
      ['WY-2', 'EPSG:4528', 'txt'],
    ]);
    expect(items.map(({ areaM2, declaredAreaM2 }) => [Math.round(areaM2), declaredAreaM2])).toEqual([
      [10_000, 10_000],
      [37_500, 40_000],
    ]);
    expect(items[1]?.geometry.coordinates[0]).toHaveLength(2);
    expect(findings.map(({ rule, parcel }) => [rule, parcel])).toEqual([['area-differs', 'WY-2']]);
    expect(asksForCrs).toBe(false);
    expect(await written()).toBe(before);
  });

  it('ask for the system where nothing says the zone, and are read with the one that is told', async () => {
    const attributes = { 带号: '', 几度分带: '' };
    const file = { name: 'a.txt', bytes: utf8(txt(twoPlots.slice(0, 1), { attributes, dropPrefix: true })) };
    const unsaid = await read([file]);
    expect(unsaid).toMatchObject({ items: [], asksForCrs: true, findings: [{ rule: 'crs-zone-missing' }] });
    const told = await read([file], { crs: 'EPSG:4549' });
    expect(told).toMatchObject({ items: [{ code: 'WY-1', sourceCrs: 'EPSG:4549' }], asksForCrs: false });
    const [corner] = told.items[0]?.geometry.coordinates[0]?.[0] ?? [];
    const [expected] = lonLatRing(square(100));
    expect(corner?.[0]).toBeCloseTo(expected?.[0] ?? 0, 7);
    expect(corner?.[1]).toBeCloseTo(expected?.[1] ?? 0, 7);
  });

  it('need no code: the parcel that is edited has one', async () => {
    const coordinates = [lonLatRing(square(100))];
    const feature = { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates } };
    const { items } = await read([{ name: 'a.geojson', bytes: utf8(JSON.stringify(feature)) }]);
    expect(items).toMatchObject([{ code: null, format: 'geojson', sourceCrs: 'EPSG:4490' }]);
  });

  it('come out of an archive too', async () => {
    const bytes = rawZip([{ name: 'a/界址.txt', data: Buffer.from(txt(twoPlots)) }]);
    const { items } = await read([{ name: 'a.zip', bytes }]);
    expect(items.map(({ code, file }) => [code, file])).toEqual([
      ['WY-1', 'a.zip/a/界址.txt'],
      ['WY-2', 'a.zip/a/界址.txt'],
    ]);
  });

  it('are refused with reasons where a file cannot be read', async () => {
    for (const bytes of [utf8('<html>'), utf8('[地块坐标]\n')]) {
      const { items, findings } = await read([{ name: 'a.txt', bytes }]);
      expect(items).toEqual([]);
      expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
    }
    const crossing = [
      { code: 'X', rings: [[...square(100).slice(0, 2), ...square(100).slice(2).reverse()]] },
    ];
    expect((await read([{ name: 'x.txt', bytes: utf8(txt(crossing)) }])).items).toEqual([]);
  });

  it('are read for publishers alone, within the limits of uploads', async () => {
    const file = { name: 'a.txt', bytes: utf8(txt(twoPlots)) };
    expect((await send([file], {}, await signedIn(open(), 'reviewer'))).status).toBe(403);
    expect(
      (await send([file], {}, { ...publisher, headers: { ...publisher.headers, Cookie: '' } })).status,
    ).toBe(401);
    expect((await send([])).status).toBe(422);
    expect((await send([file], { department: 'lanxi' })).status).toBe(404);
    const headers = { ...publisher.headers, 'Content-Length': String(65 * 1024 * 1024) };
    expect((await send([file], {}, { ...publisher, headers })).status).toBe(413);
  });
});
