// After `npm ci`: leaves out of the embedded database's PostGIS what no migration asks for. Of its archive, rasters, topology
// and geocoding make two thirds, and each start of the database would unpack and compile all of it.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const blockBytes = 512;
const unused = /raster|topology|tiger|\/contrib\/|unpackaged/;

const archive = join(
  dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-postgis')),
  'postgis.tar.gz',
);
if (process.argv[1] === fileURLToPath(import.meta.url)) slim(archive);

/** @param {string} path an archive (.tar.gz), written anew without its unused members; once is enough */
function slim(path) {
  const whole = gunzipSync(readFileSync(path));
  const slimmed = withoutUnused(whole);
  if (slimmed.length === whole.length) return;
  const made = `${path}.${process.pid}`;
  writeFileSync(made, gzipSync(slimmed));
  renameSync(made, path);
}

/**
 * @param {Buffer} tar
 * @returns {Buffer} the same archive without the members whose names match `unused`
 */
export function withoutUnused(tar) {
  const kept = [];
  for (let at = 0; at < tar.length;) {
    const name = text(tar, [at, at + 100]);
    const bytes = Number.parseInt(text(tar, [at + 124, at + 136]), 8) || 0;
    const end = at + blockBytes * (1 + Math.ceil(bytes / blockBytes));
    if (!unused.test(name)) kept.push(tar.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/**
 * @param {Buffer} tar
 * @param {[number, number]} range of bytes, the text ending at the first NUL
 */
function text(tar, [from, to]) {
  const field = tar.subarray(from, to);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? field.length : end).toString();
}
