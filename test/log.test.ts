import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLog, loggedPath } from '../api/log.ts';

it('cuts what is private out of every object that is logged, three levels deep', () => {
  const lines: string[] = [];
  const log = createLog(
    'info',
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const secret = 'canary-13800138000';
  log.info({ password: secret, user: { email: secret, phone: secret, deep: { token: secret } } }, 'sign-in');
  log.info({ headers: { authorization: secret, cookie: secret }, env: { databaseUrl: secret } }, 'request');
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toContain('canary');
  expect(lines.join('')).toContain('[redacted]');
});

it.each([
  ['/api/enquiries/XP-2611-0091/reply', '/api/enquiries/XP-2611-0091/reply'],
  ['/tiles/3/parcels/12/3400/1700.mvt', '/tiles/3/parcels/12/3400/1700.mvt'],
  ['/api/parcels/330702001012GB00031', '/api/parcels/330702001012GB00031'],
  ['/api/enquiries/13987654321', '/api/enquiries/***'],
  ['/api/enquiries/tel-13987654321/reply', '/api/enquiries/***/reply'],
  ['/api/wang@example.test', '/api/***'],
  ['/api/parcels/%E9%87%91', '/api/parcels/***'],
])('names the path %s as %s', (path, logged) => {
  expect(loggedPath(path)).toBe(logged);
});

it('names an error and its cause by their places, without the values that a database or a parser quotes', () => {
  const lines: string[] = [];
  const log = createLog(
    'info',
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const refused = Object.assign(new Error('value "13800138000" is too long'), {
    name: 'PostgresError',
    code: '22001',
    detail: 'Failing row contains (13800138000).',
    where: 'JSON data, line 1: 13800138000',
    query: 'select 13800138000',
    parameters: ['13800138000'],
    table_name: 'project',
  });
  log.error({ err: new Error('not written', { cause: refused }) }, 'request failed');
  let unread: unknown;
  try {
    JSON.parse('x13800138000');
  } catch (error) {
    unread = error;
  }
  log.error({ err: unread }, 'request failed');
  log.error({ err: '13800138000' }, 'request failed');
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toContain('13800138000');
  expect(lines[0]).toMatch(/"message":"not written".*log\.test\.ts.*"code":"22001","table_name":"project"/);
  expect(lines[1]).toContain('SyntaxError');
});
