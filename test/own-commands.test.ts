import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestCommands, ownCommands } from '../web/verify/own-commands.ts';
import { makeTrust, signedRevisions } from './support/signed-agreement.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhaotu-own-'));
const [, list = '', numbers = '', covered = '', slot = '', cms = '', ts = ''] = ownCommands;
const sh = (...commands: string[]) =>
  spawnSync('sh', ['-c', commands.join('\n')], { cwd: folder, encoding: 'utf8' });

/** What stands in the place of `B=… C=… D=…`, one for each signature, as a reader would copy it. */
let ranges: string[] = [];

beforeAll(async () => {
  const trust = await makeTrust();
  const sealed = (await signedRevisions(trust, 2)).at(-1)?.bytes ?? new Uint8Array();
  writeFileSync(join(folder, 'a.pdf'), sealed);
  const input = trust.root.certificate;
  writeFileSync(join(folder, 'ca.pem'), execFileSync('openssl', ['x509', '-inform', 'DER'], { input }));
  ranges = [...sh(list).stdout.matchAll(/\[\s*0 +(\d+) +(\d+) +(\d+)\s*\]/g)].map(
    ([, b = '', c = '', d = '']) => `B=${b} C=${c} D=${d}`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const checkOf = (range: string, check: string) => sh(range, covered, slot, check).status === 0;

it('the commands on the page for checking verify each signature of a sealed file, and its timestamp', () => {
  expect(numbers).toBe('B=… C=… D=…');
  expect(sh(...ownCommands.slice(0, 2)).status).toBe(0);
  expect(ranges).toHaveLength(4);
  expect(ranges.map((range) => [checkOf(range, cms), checkOf(range, ts)])).toEqual([
    [true, false],
    [true, false],
    [true, false],
    [false, true],
  ]);
});

it('the digest is had with what each system brings along; that of Windows is spelled as it takes it', () => {
  const sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'a.pdf')))
    .digest('hex');
  const [linux, macos, windows] = digestCommands;
  for (const { command } of [linux, macos]) expect(sh(command).stdout).toBe(`${sha256}  a.pdf\n`);
  expect(windows.command).toBe('certutil -hashfile a.pdf SHA256');
});

it('they fail where a byte was changed', () => {
  expect(sh("sed -i '1s/%PDF-1/%PDF-2/' a.pdf").status).toBe(0);
  expect(ranges.some((range) => checkOf(range, cms) || checkOf(range, ts))).toBe(false);
});
