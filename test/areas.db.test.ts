import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBatch } from '../api/imports/batch.ts';
import { readJinhua } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const folder = 'data/demo';

/** EPSG:4549: CGCS2000, 3-degree Gauss–Krüger, central meridian 120°E, no zone prefix. */
onBothDatabases('areas', (open) => {
  it('are what ST_Area finds on EPSG:4549, for every survey file of the demonstration', async () => {
    const { pack } = await readJinhua();
    const names = (await readdir(folder)).filter((name) => /\.(txt|zip|xlsx)$/.test(name));
    const files = await Promise.all(
      names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) })),
    );
    const { drafts } = await readBatch(files, { pack });
    expect(drafts.length).toBeGreaterThan(0);
    for (const { code, geometry } of drafts) {
      if (geometry === undefined) throw new Error(`${code} has no geometry`);
      const [row] = await open().sql<{ areaM2: number }[]>`
        select st_area(st_transform(st_setsrid(
          st_geomfromgeojson(${JSON.stringify(geometry.multiPolygon)}::text), 4490), 4549)) as "areaM2"`;
      expect(Math.abs((row?.areaM2 ?? 0) - geometry.areaM2), code).toBeLessThan(0.05);
    }
  });
});
