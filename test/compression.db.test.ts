import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { precompress } from '../scripts/precompress.mjs';
import { builtPages } from './support/pages.ts';
import { commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const script = `export const words = ${JSON.stringify('地块 '.repeat(2000))};`;
const decoders = { br: brotliDecompressSync, gzip: gunzipSync };

onBothDatabases('what goes out', (open) => {
  let app: Awaited<ReturnType<typeof testPortal>>;
  let pages: ReturnType<typeof builtPages>;

  beforeAll(async () => {
    const city = await readJinhua();
    await prepareCity(open(), city);
    await commit(open(), [parcelDraft('WY-1')], { pack: city.pack });
    pages = builtPages();
    writeFileSync(join(pages.folder, 'assets/words-1234.js'), script);
    await precompress(join(pages.folder, 'assets'));
    app = await testPortal(open(), city, { pagesFolder: pages.folder });
  });
  afterAll(() => pages.remove());

  const get = (path: string, accepted: string, over: RequestInit = {}) =>
    app.request(path, { ...over, headers: { 'accept-encoding': accepted, ...over.headers } });
  const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());
  const encodingOf = ({ headers }: Response) => headers.get('content-encoding');

  it.each(['/api/city', '/api/parcels.geojson', '/api/city/basemap.geojson', '/assets/words-1234.js'])(
    '%s has the same bytes in every encoding, and is smaller in each',
    async (path) => {
      const plain = await get(path, 'identity');
      expect([encodingOf(plain), plain.headers.get('vary')]).toEqual([null, 'Accept-Encoding']);
      const whole = await bytes(plain);
      expect(whole.length).toBeGreaterThan(1024);
      for (const encoding of ['br', 'gzip'] as const) {
        const encoded = await get(path, encoding);
        expect([encodingOf(encoded), encoded.headers.get('vary')]).toEqual([encoding, 'Accept-Encoding']);
        expect(encoded.headers.get('content-type')).toBe(plain.headers.get('content-type'));
        const sent = await bytes(encoded);
        expect(sent.length).toBeLessThan(whole.length);
        expect(decoders[encoding](sent).equals(whole)).toBe(true);
      }
    },
  );

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['deflate', null],
    ['', null],
  ])('for a browser that accepts "%s" is in %s', async (accepted, encoding) => {
    expect(encodingOf(await get('/api/city', accepted))).toBe(encoding);
  });

  it('is left as it is where it is short', async () => {
    const response = await get('/api/health', 'br');
    expect(encodingOf(response)).toBeNull();
    expect(await response.json()).toMatchObject({ status: 'ok' });
  });

  it('has the same headers when only they are asked for', async () => {
    for (const path of ['/api/city', '/assets/words-1234.js']) {
      const head = await get(path, 'br', { method: 'HEAD' });
      expect([head.status, encodingOf(head), (await bytes(head)).length]).toEqual([200, 'br', 0]);
    }
  });

  it('can be had in parts', async () => {
    const path = join(pages.folder, 'assets/words-1234.js');
    for (const [accepted, file] of [
      ['identity', path],
      ['br', `${path}.br`],
    ] as const) {
      const part = await get('/assets/words-1234.js', accepted, { headers: { range: 'bytes=5-14' } });
      const size = readFileSync(file).length;
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 5-14/${size}`]);
      expect((await bytes(part)).equals(readFileSync(file).subarray(5, 15))).toBe(true);
    }
  });

  it('names the shapes it was written by, refusals too', async () => {
    for (const path of ['/api/city', '/api/parcels?minMu=many', '/api/nothing'])
      expect((await get(path, '')).headers.get(wireHeader)).toBe(wire);
  });
});
