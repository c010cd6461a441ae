import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { npmStart } from '../support/npm-start.ts';
import { appendResults } from '../support/results.ts';

const root = join(import.meta.dirname, '../..');
const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-start-'));
const laterStarts = 5;

afterAll(() => rmSync(dataDir, { recursive: true }));

it('builds, creates the database and serves within a minute; later starts take ten seconds at most', async () => {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const first = await npmStart(dataDir);
  const stops = [await first.stop()];
  const laterMs: number[] = [];
  for (let start = 0; start < laterStarts; start += 1) {
    const site = await npmStart(dataDir);
    laterMs.push(site.usableAfterMs);
    stops.push(await site.stop());
  }
  const slowestStopMs = Math.max(...stops.map(({ afterMs }) => afterMs));
  appendResults(import.meta.filename, 'npm start, packages installed', [
    {
      name: 'first start: build, database, demonstration city',
      value: seconds(first.usableAfterMs),
      goal: '≤ 60 s',
    },
    { name: `later starts, slowest of ${laterStarts}`, value: seconds(Math.max(...laterMs)), goal: '≤ 10 s' },
    { name: 'stop by SIGTERM to the group, slowest', value: seconds(slowestStopMs), goal: '≤ 10 s' },
  ]);
  expect(first.usableAfterMs).toBeLessThan(60_000);
  expect(Math.max(...laterMs)).toBeLessThan(10_000);
  expect(slowestStopMs).toBeLessThan(10_000);
  expect(stops.map(({ code }) => code)).toEqual(stops.map(() => 0));
});

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
