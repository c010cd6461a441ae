import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLog } from '../api/log.ts';

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
