import { strFromU8, strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { newBudget, readArchive } from '../api/imports/archive.ts';
import { encodeText } from '../api/imports/text.ts';
import type { RawEntry } from './support/raw-zip.ts';
import { rawZip } from './support/raw-zip.ts';

function read(bytes: Uint8Array) {
  return readArchive(bytes, newBudget());
}

function ruleOf(bytes: Uint8Array): string | undefined {
  const reading = read(bytes);
  return reading.ok ? undefined : reading.finding.rule;
}

function ruleOfEntry(entry: RawEntry): string | undefined {
  return ruleOf(rawZip([{ name: 'a.txt', data: strToU8('a') }, entry]));
}

describe('an archive that is what it says', () => {
  it('gives its files, without folders and what operating systems leave behind', () => {
    const bytes = zipSync({
      地块: { 'a.txt': strToU8('甲') },
      __MACOSX: { '._a.txt': strToU8('x') },
      '.DS_Store': strToU8('x'),
    });
    expect(read(bytes)).toEqual({ ok: true, files: [{ name: '地块/a.txt', bytes: strToU8('甲') }] });
  });

  it('reads stored and deflated entries and GBK names', () => {
    const bytes = rawZip([
      { name: encodeText('开发区.txt', 'gbk'), data: strToU8('一'), flags: 0 },
      { name: 'b.txt', data: strToU8('二'), method: 0 },
    ]);
    const reading = read(bytes);
    expect(reading.ok && reading.files.map(({ name }) => name)).toEqual(['开发区.txt', 'b.txt']);
  });
});

describe('hostile archives', () => {
  it.each([
    '../a.txt',
    'b/../../a.txt',
    '/etc/passwd',
    'C:/a.txt',
    'b\\a.txt',
    'a\u0000.txt',
    'b//a.txt',
    './a.txt',
    '',
  ])('refuses the name %j', (name) => {
    expect(ruleOfEntry({ name, data: strToU8('x') })).toBe('archive-name');
  });

  it('refuses duplicate names, also when only case or composition differ', () => {
    expect(ruleOfEntry({ name: 'a.txt', data: strToU8('b') })).toBe('archive-duplicate-name');
    expect(ruleOfEntry({ name: 'A.TXT', data: strToU8('b') })).toBe('archive-duplicate-name');
  });

  it('refuses symbolic links, passwords, other methods and archives within', () => {
    expect(ruleOfEntry({ name: 'b.txt', data: strToU8('/etc/passwd'), mode: 0o120777 })).toBe(
      'archive-symlink',
    );
    expect(ruleOfEntry({ name: 'b.txt', data: strToU8('x'), flags: 0x801 })).toBe('archive-encrypted');
    expect(ruleOfEntry({ name: 'b.txt', data: strToU8('x'), method: 12, compressed: strToU8('x') })).toBe(
      'archive-method',
    );
    expect(ruleOfEntry({ name: 'b.zip', data: strToU8('x') })).toBe('archive-nested');
    expect(ruleOfEntry({ name: 'b.txt', data: zipSync({ a: strToU8('x') }), method: 0 })).toBe(
      'archive-nested',
    );
  });

  it('refuses a local header whose name differs from the directory', () => {
    expect(ruleOfEntry({ name: 'b.txt', localName: 'c.txt', data: strToU8('x') })).toBe('archive-name');
  });

  it('refuses entries that share their bytes, the trick of a bomb without recursion', () => {
    const inner = { name: 'b.txt', data: strToU8('hello'), method: 0 };
    const outer = { name: 'a.txt', data: rawZip([inner]).slice(0, 40), method: 0 };
    expect(ruleOf(rawZip([outer]))).toBe('archive-nested');
    const hidden = { ...outer, data: new Uint8Array([0, ...outer.data]) };
    expect(ruleOf(rawZip([hidden]))).toBeUndefined();
    expect(ruleOf(rawZip([hidden, { ...inner, localAt: 36 }]))).toBe('archive-overlap');
  });

  it('refuses more than 50 entries before inflating any of them', () => {
    const entries = Array.from({ length: 51 }, (_, index) => ({ name: `${index}.txt`, data: strToU8('x') }));
    expect(ruleOf(rawZip(entries))).toBe('archive-too-many-entries');
    expect(ruleOf(rawZip(entries.slice(0, 50)))).toBeUndefined();
  });

  it('stops a bomb by the bytes that really come out, however small the headers say it is, at once', () => {
    const inflatesTo64Mb = deflateRawSync(new Uint8Array(1024 * 1024 * 64), { level: 9 });
    const started = performance.now();
    expect(ruleOfEntry({ name: 'bomb.txt', compressed: inflatesTo64Mb, size: 100, crc: 0 })).toBe(
      'archive-bomb',
    );
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('counts what all archives of a batch inflate to together', () => {
    const archive = rawZip([1, 2].map((index) => ({ name: `${index}.txt`, data: new Uint8Array(400_000) })));
    const budget = { remainingBytes: 1_000_000 };
    expect(readArchive(archive, budget).ok).toBe(true);
    expect(budget.remainingBytes).toBe(200_000);
    const second = readArchive(archive, budget);
    expect(second.ok ? '' : second.finding.rule).toBe('archive-bomb');
    expect(newBudget().remainingBytes).toBe(200 * 1024 * 1024);
  });

  it('refuses sizes and checksums that are not true', () => {
    expect(ruleOfEntry({ name: 'b.txt', data: strToU8('hello'), size: 4 })).toBe('archive-lying-header');
    expect(ruleOfEntry({ name: 'b.txt', data: strToU8('hello'), crc: 1 })).toBe('archive-lying-header');
    expect(ruleOfEntry({ name: 'b.txt', data: strToU8('hello'), method: 0, size: 4 })).toBe(
      'archive-lying-header',
    );
  });

  it('refuses broken deflate streams and cut archives', () => {
    expect(ruleOfEntry({ name: 'b.txt', compressed: new Uint8Array([0xff, 0xff, 0xff]), size: 9 })).toBe(
      'archive-broken',
    );
    const whole = rawZip([{ name: 'a.txt', data: strToU8('hello') }]);
    expect(ruleOf(whole.subarray(0, whole.length - 5))).toBe('archive-broken');
    expect(ruleOf(new Uint8Array())).toBe('archive-broken');
  });

  it('refuses a directory that claims more entries than it has room for, and ZIP64', () => {
    const bytes = rawZip([{ name: 'a.txt', data: strToU8('hello') }]);
    const many = bytes.slice();
    many.set([0x40, 0x9c], bytes.length - 22 + 10);
    expect(ruleOf(many)).toBe('archive-broken');
    const zip64 = bytes.slice();
    zip64.set([0xff, 0xff], bytes.length - 22 + 10);
    expect(ruleOf(zip64)).toBe('archive-zip64');
  });

  it('refuses an end record that counts fewer entries than the directory holds, or two different numbers', () => {
    const bytes = rawZip(Array.from({ length: 60 }, (_, at) => ({ name: `${at}.txt`, data: strToU8('x') })));
    const end = bytes.length - 22;
    const lying = bytes.slice();
    lying.set([1, 0, 1, 0], end + 8);
    expect(ruleOf(lying)).toBe('archive-broken');
    const whole = rawZip([{ name: 'a.txt', data: strToU8('hello') }]);
    const differing = whole.slice();
    differing.set([2, 0], whole.length - 22 + 8);
    expect([ruleOf(whole), ruleOf(differing)]).toEqual([undefined, 'archive-broken']);
  });

  it('answers any damage to an archive with a finding, or with contents that its checksums vouch for', () => {
    const contents = ['hello '.repeat(50), 'x,y'];
    const whole = rawZip(contents.map((text, index) => ({ name: `${index}.txt`, data: strToU8(text) })));
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(whole.length * 2), (changes, cut) => {
        const bytes = whole.slice(0, cut);
        for (const [at, value] of changes) bytes[at % Math.max(bytes.length, 1)] = value;
        const reading = read(bytes);
        if (!reading.ok) expect(reading.finding.severity).toBe('error');
        else for (const file of reading.files) expect(contents).toContain(strFromU8(file.bytes));
      }),
      { numRuns: 2000 },
    );
  });
});
