import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const texts = /\.(js|css|svg|json|map)$/;
const leastBytes = 1024;
const brotlied = promisify(brotliCompress);
const gzipped = promisify(gzip);

/**
 * Writes every text of a folder, once more, as small as it can be made, beside itself: `.br` and `.gz`, which the server
 * hands out to those who accept them.
 *
 * @param {string} folder
 */
export async function precompress(folder) {
  const names = readdirSync(folder).filter((name) => texts.test(name));
  await Promise.all(names.map((name) => writeSmall(`${folder}/${name}`)));
}

/** @param {string} path */
async function writeSmall(path) {
  const text = readFileSync(path);
  if (text.length < leastBytes) return;
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  const [br, gz] = await Promise.all([brotlied(text, { params }), gzipped(text, { level: 9 })]);
  writeFileSync(`${path}.br`, br);
  writeFileSync(`${path}.gz`, gz);
}
