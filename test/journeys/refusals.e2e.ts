import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { npmStart } from '../support/npm-start.ts';
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
