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
