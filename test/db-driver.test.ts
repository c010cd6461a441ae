import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { parseBigint, parseNumeric } from '../api/db/driver.ts';
import { toAppError } from '../api/db/failures.ts';
import { AppError } from '../api/errors.ts';

describe('the installed postgres driver', () => {
  it('carries every line that our patch adds', async () => {
    const patch = await readFile(new URL('../patches/postgres+3.4.9.patch', import.meta.url), 'utf8');
    const folder = new URL('..', import.meta.url);
    const files = patch.split(/^diff --git /m).slice(1);
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) {
      const path = /^\+\+\+ b\/(.+)$/m.exec(file)?.[1] ?? '';
      const installed = new Set((await readFile(new URL(path, folder), 'utf8')).split('\n'));
      const added = [...file.matchAll(/^\+(?!\+\+ )(.*)$/gm)].map((match) => match[1] ?? '');
      expect(added.filter((line) => !installed.has(line))).toEqual([]);
    }
  });

  it('is the version that the patch was made for', async () => {
    const manifest = await readFile(
      new URL('../node_modules/postgres/package.json', import.meta.url),
      'utf8',
    );
    expect(JSON.parse(manifest)).toMatchObject({ version: '3.4.9' });
  });
});

describe('numbers from the database', () => {
  it('are read exactly or refused', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(parseBigint(String(n))).toBe(n);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }), fc.boolean(), (n, isNegative) => {
        expect(() => parseBigint(String(isNegative ? -n : n))).toThrow(RangeError);
      }),
    );
  });

  it('keep the cents of every amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const text = `${whole}.${String(cents).padStart(2, '0')}`;
        expect(parseNumeric(text).toFixed(2)).toBe(text);
      }),
    );
    expect(() => parseNumeric('NaN')).toThrow(RangeError);
    expect(() => parseNumeric('Infinity')).toThrow(RangeError);
  });
});

describe('an error of the driver', () => {
  const withCode = (code: string) => Object.assign(new Error('from the driver'), { code });
  const fromServer = (code: string) =>
    Object.assign(Object.create(postgres.PostgresError.prototype), { code });

  it('becomes database-unavailable when it speaks of the connection or the state of the server', () => {
    const lost = [
      'CONNECTION_CLOSED',
      'CONNECT_TIMEOUT',
      'QUERY_TIMEOUT',
      'ECONNREFUSED',
      'ECONNRESET',
      'ENOENT',
    ];
    const down = ['57P01', '57P03', '57014', '55P03', '53300', '08006', '25006', '55000'];
    for (const error of [...lost.map(withCode), ...down.map(fromServer)]) {
      expect(toAppError(error)).toMatchObject({ code: 'database-unavailable', status: 503, cause: error });
    }
  });

  it('stays what it is when it speaks of the statement, or is ours already', () => {
    const own = new AppError('conflict');
    for (const error of [own, fromServer('23505'), fromServer('42P01'), withCode('UNDEFINED_VALUE'), null]) {
      expect(toAppError(error)).toBe(error);
    }
  });
});
