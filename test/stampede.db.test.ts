import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { freePort } from './support/free-port.ts';
import { KilledPortal } from './support/killed-portal.ts';
import { testDatabase } from './support/test-database.ts';

const callers = 1_500;
const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

it(`keeps ${callers} who come at once waiting while the server is busy, and turns none away`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-stampede-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const { config, end } = await testDatabase('postgis');
  ends.push(end);
  const port = await freePort();
  const portal = new KilledPortal(port, { DATABASE_URL: config.databaseUrl ?? '', DATA_DIR: folder });
  ends.push(() => portal.kill());
  await portal.start();
  const pid = Number(readFileSync(join(folder, 'server.pid'), 'utf8'));
  // Busier than busy: it takes nobody. Whoever finds no room among those who wait is not connected before it goes on.
  process.kill(pid, 'SIGSTOP');
  const lines = Array.from({ length: callers }, () => connect(port, '127.0.0.1'));
  lines.forEach((line) => line.on('error', () => line.destroy()));
  ends.push(() => lines.forEach((line) => line.destroy()));
  await Promise.all(lines.map((line) => once(line, 'connect')));
  process.kill(pid, 'SIGCONT');
  const answers = lines.map(async (line) => {
    line.write('GET /api/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n');
    const [data] = (await once(line, 'data')) as [Buffer];
    line.destroy();
    return data.toString('latin1', 9, 12);
  });
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['200']));
}, 60_000);
