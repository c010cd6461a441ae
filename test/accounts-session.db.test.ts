import { beforeAll, expect, it } from 'vitest';
import { Me, Sessions } from '../api/accounts/schema.ts';
import { goodPassword, openAccountPortal, type AccountPortal } from './support/account-portal.ts';
import { testAccounts, testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('sessions', (open) => {
  let portal: AccountPortal;
  beforeAll(async () => {
    portal = await openAccountPortal(open());
  });

  it('signs in with a password, says who it is, and signs out', async () => {
    const { email } = await portal.person('investor');
    const { status, cookie } = await portal.signIn(email.toUpperCase());
    expect(status).toBe(204);
    const session = { cookie: cookie ?? '' };
    const me = await portal.ask('GET /api/me', session);
    expect(Me.parse(me.json)).toMatchObject({ email, role: 'investor', demo: false });
    expect((await portal.ask('DELETE /api/session', session)).status).toBe(204);
    expect((await portal.ask('GET /api/me', session)).code).toBe('unauthenticated');
  });

  it('sets a cookie that scripts and other sites cannot use, and with https one that no plain page can set', async () => {
    const { email } = await portal.person('host', { hasSecondFactor: false });
    const signIn = (app: AccountPortal['app']) =>
      app.request('/api/session', {
        method: 'POST',
        headers: { Origin: 'http://127.0.0.1:8080', 'Content-Type': 'application/json' },
        body: JSON.stringify({ email, password: goodPassword }),
      });
    expect((await signIn(portal.app)).headers.get('Set-Cookie')).toMatch(
      /^sid=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const secure = await testPortal(open(), portal.city, { isHttps: true, accounts: testAccounts() });
    const cookie = (await signIn(secure)).headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/^__Host-sid=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const plain = await secure.request('/api/me', { headers: { Cookie: cookie.replace('__Host-', '') } });
    expect(plain.status).toBe(401);
  });

  it('keeps nothing in the database from which a cookie could be made', async () => {
    const { email } = await portal.person('investor');
    const token = (await portal.signIn(email)).cookie?.slice('sid='.length) ?? '';
    const rows = await open().sql<{ row: string }[]>`select to_jsonb(s)::text as row from session s`;
    expect(
      rows.some(({ row }) => row.includes(token) || row.includes(Buffer.from(token).toString('hex'))),
    ).toBe(false);
    const asHash = rows.map(({ row }) => /\\\\x([0-9a-f]{64})/.exec(row)?.[1] ?? '');
    expect(asHash.filter((hash) => hash.length === 64)).toHaveLength(rows.length);
    for (const hash of asHash)
      expect(
        (await portal.ask('GET /api/me', { cookie: `sid=${Buffer.from(hash, 'hex').toString('base64url')}` }))
          .status,
      ).toBe(401);
  });

  it('gives a new session at each sign-in and ends the one the browser had', async () => {
    const { email, cookie } = await portal.person('investor');
    const body = { email, password: goodPassword };
    const fresh = await portal.ask('POST /api/session', { cookie, body });
    expect(fresh.cookie).not.toBe(cookie);
    expect((await portal.ask('GET /api/me', { cookie })).status).toBe(401);
    expect((await portal.ask('GET /api/me', { cookie: fresh.cookie ?? '' })).status).toBe(200);
  });

  it.each([
    { role: 'publisher', shorter: 29, longer: 31, whole: 8 * 60 },
    { role: 'investor', shorter: 23.9 * 60, longer: 24.1 * 60, whole: 14 * 24 * 60 },
  ] as const)('ends the session of a $role that is idle, or has lasted its whole time', async (limits) => {
    const { role, shorter, longer, whole } = limits;
    const began = portal.clock.at;
    const idle = await portal.person(role, { hasSecondFactor: true });
    portal.passMinutes(longer);
    expect((await portal.ask('GET /api/me', idle)).status).toBe(401);
    portal.clock.at = began;
    const busy = await portal.person(role, { hasSecondFactor: true });
    // The fixture's session is of eight hours: an investor's own is given its fortnight.
    await open().sql`
      update session set ends_at = ${new Date(began.getTime() + whole * 60_000)} where account_id = ${busy.accountId}`;
    let passed = 0;
    while (passed + shorter < whole) {
      portal.passMinutes(shorter);
      passed += shorter;
      expect((await portal.ask('GET /api/me', busy)).status).toBe(200);
    }
    portal.passMinutes(whole - passed);
    expect((await portal.ask('GET /api/me', busy)).status).toBe(401);
    portal.clock.at = began;
  });

  it('notes when it was last seen, at most once a minute', async () => {
    const who = await portal.person('investor');
    const lastSeen = async () => {
      const [row] = await open().sql<{ at: Date }[]>`
        select last_seen_at as at from session where account_id = ${who.accountId}`;
      return row?.at.getTime();
    };
    const began = portal.clock.at.getTime();
    portal.passMinutes(0.9);
    await portal.ask('GET /api/me', who);
    expect(await lastSeen()).toBe(began);
    portal.passMinutes(0.2);
    await portal.ask('GET /api/me', who);
    expect(await lastSeen()).toBe(portal.clock.at.getTime());
  });

  it('follows lock and role on the very next request', async () => {
    const who = await portal.person('admin', { hasSecondFactor: true });
    expect((await portal.ask('GET /api/admin/accounts', who)).status).toBe(200);
    await open().sql`update account set role = 'auditor' where id = ${who.accountId}`;
    expect((await portal.ask('GET /api/admin/accounts', who)).code).toBe('forbidden');
    await open().sql`update account set locked_at = now() where id = ${who.accountId}`;
    expect((await portal.ask('GET /api/me', who)).code).toBe('unauthenticated');
  });

  it('lists where one is signed in and signs out everywhere', async () => {
    const { email, cookie } = await portal.person('investor');
    const other = (await portal.signIn(email)).cookie ?? '';
    const stranger = await portal.person('investor');
    const { items } = Sessions.parse((await portal.ask('GET /api/sessions', { cookie })).json);
    expect(items.map(({ isThisOne }) => isThisOne).sort()).toEqual([false, true]);
    expect((await portal.ask('DELETE /api/sessions', { cookie: other })).status).toBe(204);
    for (const ended of [cookie, other])
      expect((await portal.ask('GET /api/me', { cookie: ended })).status).toBe(401);
    expect((await portal.ask('GET /api/me', stranger)).status).toBe(200);
  });

  it('ends every other session with a new password of one’s own, and keeps this one', async () => {
    const { email, cookie } = await portal.person('investor');
    const other = (await portal.signIn(email)).cookie ?? '';
    const change = (body: object) => portal.ask('PATCH /api/me', { cookie, body });
    const password = '大漠孤烟直，长河落日圆，萧关逢候骑';
    expect((await change({ password, oldPassword: 'nicht das alte' })).code).toBe('refused-by-rule');
    expect((await portal.ask('GET /api/me', { cookie: other })).status).toBe(200);
    expect((await change({ password, oldPassword: goodPassword })).status).toBe(200);
    expect((await portal.ask('GET /api/me', { cookie: other })).status).toBe(401);
    expect((await portal.ask('GET /api/me', { cookie })).status).toBe(200);
  });

  it('asks the database nothing on public routes, whatever the cookie', async () => {
    const who = await portal.person('investor');
    await open().sql`update session set last_seen_at = ${new Date(0)} where account_id = ${who.accountId}`;
    await portal.ask('GET /api/city', who);
    const [row] = await open().sql<{ at: Date }[]>`
      select last_seen_at as at from session where account_id = ${who.accountId}`;
    expect(row?.at.getTime()).toBe(0);
  });

  it.each(['', 'x', 'a'.repeat(43), `${'a'.repeat(42)}=`, '../../etc', '%00'])(
    'takes %j for no session',
    async (token) => {
      expect((await portal.ask('GET /api/me', { cookie: `sid=${token}` })).code).toBe('unauthenticated');
    },
  );
});
