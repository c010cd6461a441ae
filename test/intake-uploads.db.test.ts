import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import { readJinhua, prepareCity } from './support/parcels.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { cleanParcels } from './support/clean-parcels.ts';
import { asGeojson, postFiles, type SentFile } from './support/intake-files.ts';
import { rawZip } from './support/raw-zip.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const boundary = '----zhaotuTestBoundary7MA4YWxkTrZu0gW';

onBothDatabases('a hostile upload', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  let publisher: SignedIn;
  let good: SentFile;

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    app = await testPortal(open(), city);
    publisher = await signedIn(open(), 'publisher', { department: 'wuyi' });
    const today = '2026-11-22';
    good = asGeojson(
      'good.geojson',
      cleanParcels(city, { count: 1, seed: 3, today, park: 'park-wy-equipment' }),
    );
  });

  const kept = async () => {
    const [row] = await open().sql<{ rows: number }[]>`
      select (select count(*) from intake) + (select count(*) from parcel_draft) + (select count(*) from audit_entry) as rows`;
    return row?.rows;
  };
  const answerTo = async (response: Response) => {
    const problem: { code?: string; errors?: { path: string }[] } = JSON.parse(await response.text());
    return [response.status, problem.code];
  };
  const sendRaw = (body: BodyInit, headers: Record<string, string> = {}) =>
    app.request('/api/imports', {
      method: 'POST',
      headers: {
        ...publisher.headers,
        'Content-Type': `multipart/form-data; boundary=${boundary}`,
        ...headers,
      },
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    });

  const zeros = new Uint8Array(8 * 1024 * 1024);
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('<html><script>')]);
  const hostile: [string, SentFile[]][] = [
    ['a bomb', [{ name: 'bomb.zip', bytes: rawZip([{ name: 'a.txt', data: zeros }]) }]],
    [
      'a nested archive',
      [{ name: 'n.zip', bytes: rawZip([{ name: 'a.zip', data: rawZip([{ name: 'a.txt' }]) }]) }],
    ],
    [
      'a name that climbs',
      [{ name: 'up.zip', bytes: rawZip([{ name: '../../etc/passwd', data: Buffer.from('x') }]) }],
    ],
    [
      'a symbolic link',
      [
        {
          name: 'l.zip',
          bytes: rawZip([{ name: 'l.txt', data: Buffer.from('/etc/passwd'), mode: 0o120777 }]),
        },
      ],
    ],
    ['a picture that is a page', [{ name: 'map.geojson', bytes: png }]],
    [
      'a program called a spreadsheet',
      [{ name: 'parcels.xlsx', bytes: Buffer.from('MZ\x90\x00', 'latin1') }],
    ],
    ['a page', [{ name: 'page.html', bytes: Buffer.from('<script>alert(1)</script>') }]],
    ['nothing', [{ name: 'empty.txt', bytes: new Uint8Array() }]],
    [
      'two files of one name',
      [
        { name: 'a.txt', bytes: png },
        { name: 'a.txt', bytes: png },
      ],
    ],
  ];

  it.each(hostile)('is refused and nothing of it kept: %s', async (_what, files) => {
    const before = await kept();
    expect(await answerTo(await postFiles(app, { headers: publisher.headers, files }))).toEqual([
      422,
      'refused-by-rule',
    ]);
    expect(await kept()).toBe(before);
  });

  it('is refused together with the sound files beside it', async () => {
    const before = await kept();
    const [, files = []] = hostile[0] ?? [];
    expect(
      await answerTo(await postFiles(app, { headers: publisher.headers, files: [good, ...files] })),
    ).toEqual([422, 'refused-by-rule']);
    expect(await kept()).toBe(before);
  });

  it('is too large by what it says, and by what it sends while it says nothing', async () => {
    const told = await sendRaw('x', { 'Content-Length': String(65 * 1024 * 1024) });
    expect(await answerTo(told)).toEqual([413, 'too-large']);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    expect(await answerTo(await sendRaw(endless))).toEqual([413, 'too-large']);
    expect(sent).toBeLessThan(70);
  });

  it('is no batch when its parts are other than files, or more than files may be', async () => {
    const part = (name: string, more = '') =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\nx\r\n`;
    const other = await answerTo(await sendRaw(`${part('sql', '; filename="a.txt"')}--${boundary}--\r\n`));
    expect(other).toEqual([422, 'refused-by-rule']);
    expect(await answerTo(await sendRaw('no parts at all'))).toEqual([400, 'invalid-body']);
    expect(await answerTo(await sendRaw('{}', { 'Content-Type': 'application/json' }))).toEqual([
      400,
      'invalid-body',
    ]);
    const many = await sendRaw(`${part('file', '; filename="a.txt"').repeat(400)}--${boundary}--\r\n`);
    expect(await answerTo(many)).toEqual([422, 'refused-by-rule']);
  });

  it('names a system of coordinates that nobody knows and is told so', async () => {
    const response = await postFiles(app, {
      headers: publisher.headers,
      files: [good],
      fields: { crs: 'EPSG:3857' },
    });
    expect(await answerTo(response)).toEqual([422, 'refused-by-rule']);
  });

  it('asks for another department and finds none', async () => {
    const response = await postFiles(app, {
      headers: publisher.headers,
      files: [good],
      fields: { department: 'yongkang' },
    });
    expect(await answerTo(response)).toEqual([404, 'not-found']);
  });

  it('waits its turn: a second batch of the same person is refused with a time to come back', async () => {
    const both = await Promise.all([
      postFiles(app, { headers: publisher.headers, files: [good] }),
      postFiles(app, { headers: publisher.headers, files: [good] }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 429]);
    expect(both.find(({ status }) => status === 429)?.headers.get('Retry-After')).toMatch(/^\d+$/);
  });

  it('is not read at all where no upload belongs', async () => {
    const response = await app.request('/api/session', {
      method: 'POST',
      headers: { ...publisher.headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'x'.repeat(300 * 1024) }),
    });
    expect(response.status).toBe(413);
  });
});
