import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withoutUnused } from '../scripts/slim-postgis.mjs';

const blockBytes = 512;

function member(name: string, content: string): Buffer {
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  const body = Buffer.alloc(Math.ceil(content.length / blockBytes) * blockBytes);
  body.write(content);
  return Buffer.concat([header, body]);
}

const library = member('lib/postgresql/postgis-3.so', 'x'.repeat(700));
const rasters = member('lib/postgresql/postgis_raster-3.so', 'y'.repeat(1025));
const grids = member('share/proj/proj.db', '');
const end = Buffer.alloc(2 * blockBytes);

describe('the archive of PostGIS', () => {
  it('keeps every member that is used, byte for byte, and its end', () => {
    const slimmed = withoutUnused(Buffer.concat([library, rasters, grids, rasters, end]));
    expect(slimmed.equals(Buffer.concat([library, grids, end]))).toBe(true);
  });

  it('is not changed a second time', () => {
    const slimmed = withoutUnused(Buffer.concat([rasters, library, end]));
    expect(withoutUnused(slimmed).equals(slimmed)).toBe(true);
  });

  it('holds nothing unused once the packages are installed', () => {
    const packageFolder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-postgis'));
    const installed = gunzipSync(readFileSync(join(packageFolder, 'postgis.tar.gz')));
    expect(installed.includes('lib/postgresql/postgis-3.so')).toBe(true);
    expect(withoutUnused(installed).length).toBe(installed.length);
  });
});
