import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { answerTimestamp } from '../../api/signatures/timestamp-responder.ts';
import { npmStart } from '../support/npm-start.ts';
import { openOutsideAuthority } from '../support/outside-authority.ts';
import { makeTrust } from '../support/signed-agreement.ts';
import { startServer } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhaotu-refusals-'));
/** A city without demonstration data, so that a start is quick. */
const city = { CITY: 'xiaoshi', CITIES_DIR: 'test/support/cities' };
const dataDir = join(folder, 'var');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  [{ PORT: 'eighty' }, /^PORT is wrong/],
  [{ DATABASE_URL: 'mysql://root:secret@db/x' }, /^DATABASE_URL is wrong(?!.*secret)/],
  [{ CITY: 'nowhere' }, /CITY=nowhere: .*pack\.json cannot be read/],
])('does not start with %j, and says so in a sentence', async (over, sentence) => {
  const { code, complaint } = await startServer({ ...city, DATA_DIR: dataDir, ...over });
  expect(code).toBe(1);
  expect(complaint).toMatch(sentence);
  expect(complaint.trim().split('\n')).toHaveLength(1);
});

it('does not open the embedded database a second time, and names who has it', async () => {
  const site = await npmStart(dataDir, city);
  onTestFinished(async () => void (await site.stop()));
  const { code, complaint } = await startServer({ ...city, DATA_DIR: dataDir, PORT: '0' });
  expect(code).toBe(1);
  expect(complaint).toMatch(/is open in process \d+/);
});

it('does not start on a port that is taken, and names it', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const port = (taken.address() as AddressInfo).port;
  const { code, complaint } = await startServer({ ...city, DATA_DIR: dataDir, PORT: String(port) });
  expect(code).toBe(1);
  expect(complaint).toContain(`PORT ${port} is in use`);
});

it('does not start where nobody knows who stamps, and starts where he is away, which it logs', async () => {
  const authority = await openOutsideAuthority();
  onTestFinished(() => authority.close());
  const { p12Path, password, timestampUrl, rootsPath } = authority.signing;
  const signing = { SIGNING_P12: p12Path, SIGNING_P12_PASSWORD: password, SIGNING_ROOTS: rootsPath };
  const over = { ...city, ...signing, PORT: '0' };
  const { root } = await makeTrust();
  authority.suffer(async (request) =>
    Buffer.from(await answerTimestamp(new Uint8Array(request), { credential: root, now: () => new Date() })),
  );
  const refused = await startServer({ ...over, DATA_DIR: dataDir, TSA_URL: timestampUrl });
  expect([refused.code, refused.complaint]).toEqual([
    1,
    expect.stringMatching(/^The time stamping authority at TSA_URL leads to no root .*SIGNING_ROOTS.*\n$/),
  ]);
  const away = await npmStart(dataDir, { ...over, TSA_URL: 'http://127.0.0.1:9/' });
  onTestFinished(async () => void (await away.stop()));
  expect(away.output()).toContain('TSA_URL gives no timestamp: until it does, nothing is signed or sealed');
});
