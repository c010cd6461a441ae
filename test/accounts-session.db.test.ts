import { beforeAll, expect, it } from 'vitest';
import { openPasswords } from '../api/accounts/passwords.ts';
import { Me } from '../api/accounts/schema.ts';
import type { City } from '../api/city/pack.ts';
import { signedIn } from './support/accounts.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const origin = 'http://127.0.0.1:8080';
const password = '碧海 潮生 2026 曲';

onBothDatabases('sessions', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  const at = new Date('2026-11-22T02:00:00Z');

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    app = await testPortal(open(), city, { now: () => at });
  });

  const giveEverybodyThePassword = async () => {
    const hash = await openPasswords({ memoryKib: 64, passes: 1 }).hash(password);
    await open().sql`update account set password_hash = ${hash}`;
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { Origin: origin, 'Content-Type': 'application/json', ...headers },
    });

  it('signs in with a password, says who it is, and signs out', async () => {
    const { email } = await signedIn(open(), 'investor');
    await giveEverybodyThePassword();
    const answer = await post('/api/session', { email: email.toUpperCase(), password });
    expect(answer.status).toBe(204);
    const cookie = answer.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/^sid=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/);
    const headers = { Cookie: cookie.split(';')[0] ?? '', Origin: origin };
    const me = await app.request('/api/me', { headers });
    expect(Me.parse(await me.json())).toMatchObject({ email, role: 'investor' });
    expect(me.headers.get('Cache-Control')).toBe('private, no-store');
    expect((await app.request('/api/session', { method: 'DELETE', headers })).status).toBe(204);
    expect((await app.request('/api/me', { headers })).status).toBe(401);
  });

  it('knows whom a test has signed in', async () => {
    const { headers, email } = await signedIn(open(), 'publisher', { department: 'lanxi' });
    const me = Me.parse(await (await app.request('/api/me', { headers })).json());
    expect(me).toMatchObject({ email, role: 'publisher', department: 'lanxi', lacksSecondFactor: false });
    expect(me.departmentName?.['zh-CN']).toBe('兰溪市投资促进中心');
  });
});
