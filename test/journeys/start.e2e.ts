import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { npmStart } from '../support/npm-start.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-start-'));
const pidFile = join(dataDir, 'server.pid');

afterAll(() => rmSync(dataDir, { recursive: true }));

it('starts on an empty folder, says where it is, and ends with 0 when its group is told to', async () => {
  const site = await npmStart(dataDir);
  onTestFinished(async () => void (await site.stop()));
  expect(site.output()).toContain(site.origin);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  // Signal 0 is delivered to nobody; it throws when there is no such process.
  expect(process.kill(pid, 0)).toBe(true);
  const { code, afterMs } = await site.stop();
  expect(code).toBe(0);
  expect(afterMs).toBeLessThan(10_000);
  expect(existsSync(pidFile)).toBe(false);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

it('starts again without installing or building anything, with what was there', async () => {
  const site = await npmStart(dataDir);
  onTestFinished(async () => void (await site.stop()));
  expect(site.output()).not.toMatch(/Installing|Building/);
  const answer = await fetch(`${site.origin}/api/parcels`);
  expect(await answer.json()).toMatchObject({ total: 29 });
  expect(await site.stop()).toMatchObject({ code: 0 });
});
