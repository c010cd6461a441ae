import { beforeAll, expect, it } from 'vitest';
import { goodPassword, openAccountPortal, type AccountPortal } from './support/account-portal.ts';
import { testPortal } from './support/portal.ts';
import { recordStatements } from './support/recorded-statements.ts';
import { onBothDatabases } from './support/test-database.ts';

const newPassword = '落霞与孤鹜齐飞，秋水共长天一色';

onBothDatabases('links of letters', (open) => {
  let portal: AccountPortal;
  beforeAll(async () => {
    portal = await openAccountPortal(open());
  });
  const later = () => portal.passMinutes(24 * 60 + 1);
  const register = (email: string, name = '沈括') =>
    portal.ask('POST /api/accounts', { body: { email, name, locale: 'zh-CN' } });
  const choose = (kind: 'verify' | 'reset', token: string, password = newPassword) =>
    portal.ask(`POST /api/account-tokens/${kind}`, { body: { token, password } });

  it('registers an investor, who chooses the password from the letter', async () => {
    expect((await register('Investor@Firm.example')).status).toBe(202);
    expect((await portal.signIn('investor@firm.example', newPassword)).status).toBe(401);
    const { page, token } = await portal.linkTo('investor@firm.example');
    expect(page).toBe('/account');
    const chosen = await choose('verify', token);
    expect([chosen.status, chosen.json]).toEqual([200, { email: 'investor@firm.example' }]);
    const { cookie } = await portal.signIn('investor@firm.example', newPassword);
    const me = await portal.ask('GET /api/me', { cookie: cookie ?? '' });
    expect(me.json).toMatchObject({ role: 'investor', name: '沈括', competences: [] });
  });

  it('answers a known address as an unknown one, and tells its owner alone', async () => {
    later();
    const { email } = await portal.person('publisher');
    const [known, unknown] = [await register(email), await register('somebody-new@firm.example')];
    expect(known).toEqual(unknown);
    expect((await portal.linkTo(email)).page).toBe('/reset');
    const [row] = await open().sql<{ role: string; count: number }[]>`
      select min(role) as role, count(*)::int as count from account where email = ${email}`;
    expect(row).toEqual({ role: 'publisher', count: 1 });
  });

  it('answers a request for a new password alike, and writes only to who has an account that is open', async () => {
    later();
    const open1 = await portal.person('host');
    const locked = await portal.person('host');
    await open().sql`update account set locked_at = now() where id = ${locked.accountId}`;
    const ask = (email: string) => portal.ask('POST /api/password-resets', { body: { email } });
    const answers = [await ask(open1.email), await ask(locked.email), await ask('nobody@firm.example')];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const [row] = await open().sql<{ recipients: string[] }[]>`
      select array_agg(recipient order by recipient) as recipients from letter
      where recipient in (${open1.email}, ${locked.email}, 'nobody@firm.example')`;
    expect(row?.recipients).toEqual([open1.email]);
  });

  it('does the same work for an address that nobody has, so that the time tells nothing', async () => {
    later();
    const { email } = await portal.person('host');
    const locked = await portal.person('host');
    await open().sql`update account set locked_at = now() where id = ${locked.accountId}`;
    const { recorded, statements } = recordStatements(open());
    const app = await testPortal(recorded, portal.city, {
      now: () => portal.clock.at,
      accounts: portal.settings,
    });
    async function workFor(address: string) {
      statements.length = 0;
      const asked = performance.now();
      const response = await app.request('/api/password-resets', {
        method: 'POST',
        headers: { Origin: 'http://127.0.0.1:8080', 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: address }),
      });
      expect(response.status).toBe(202);
      // A timer may be early by a fraction of a millisecond.
      expect(performance.now() - asked).toBeGreaterThan(99);
      return [...statements];
    }
    const known = await workFor(email);
    expect(known.filter((text) => /^insert into (account_token|letter)/.test(text))).toHaveLength(2);
    expect(await workFor('nobody-at-all@firm.example')).toEqual(known);
    expect(await workFor(locked.email)).toEqual(known);
    expect((await portal.linkTo(email)).page).toBe('/reset');
    const rows = await open().sql`
      select from letter where recipient in (${locked.email}, 'nobody-at-all@firm.example')`;
    expect(rows).toHaveLength(0);
  });

  it('resets a password once, within half an hour, and ends every session', async () => {
    later();
    const { email, cookie } = await portal.person('investor');
    await portal.ask('POST /api/password-resets', { body: { email } });
    const { token } = await portal.linkTo(email);
    const poor = await choose('reset', token, 'zhaotu2026zhaotu');
    expect([poor.status, poor.code]).toEqual([422, 'refused-by-rule']);
    expect((await choose('verify', token)).code).toBe('link-spent');
    expect((await choose('reset', token)).status).toBe(200);
    expect((await portal.ask('GET /api/me', { cookie })).status).toBe(401);
    expect((await portal.signIn(email, goodPassword)).status).toBe(401);
    expect((await portal.signIn(email, newPassword)).status).toBe(204);
    expect((await choose('reset', token)).code).toBe('link-spent');

    await portal.ask('POST /api/password-resets', { body: { email } });
    const late = await portal.linkTo(email);
    portal.passMinutes(31);
    expect((await choose('reset', late.token)).code).toBe('link-spent');
  });

  it('lets nobody in with a password that was replaced, or locked out, while it was being verified', async () => {
    later();
    const owner = await portal.person('investor');
    await portal.ask('POST /api/password-resets', { body: { email: owner.email } });
    const { token } = await portal.linkTo(owner.email);
    expect(await portal.signInAround(owner.email, () => choose('reset', token))).toBe(401);
    const locked = await portal.person('investor');
    const lock = () => open().sql`update account set locked_at = now() where id = ${locked.accountId}`;
    expect(await portal.signInAround(locked.email, lock)).toBe(401);
    const untouched = await portal.person('investor');
    expect(await portal.signInAround(untouched.email, () => Promise.resolve())).toBe(204);
    const rows = await open().sql<{ id: number; sessions: number }[]>`
      select a.id, (select count(*)::int from session s where s.account_id = a.id) as sessions
      from account a where a.id in (${owner.accountId}, ${locked.accountId}, ${untouched.accountId}) order by a.id`;
    // The fixture signs each in once; the reset ended that.
    expect(rows.map(({ sessions }) => sessions)).toEqual([0, 1, 2]);
  });

  it('spends every link that lies about once its owner has chosen a password, signed in or not', async () => {
    later();
    const { email } = await portal.person('investor');
    await open().sql`update account set password_hash = null where email = ${email}`;
    await register(email);
    const first = await portal.linkTo(email);
    await open()
      .sql`update letter set written_at = written_at - interval '1 hour' where recipient = ${email}`;
    await portal.ask('POST /api/password-resets', { body: { email } });
    const reset = await portal.linkTo(email);
    expect([first.page, reset.page]).toEqual(['/account', '/reset']);
    expect((await choose('reset', reset.token)).status).toBe(200);
    expect((await choose('verify', first.token, goodPassword)).code).toBe('link-spent');
    expect((await portal.signIn(email, newPassword)).status).toBe(204);

    const other = await portal.person('investor');
    await portal.ask('POST /api/password-resets', { body: { email: other.email } });
    const { token } = await portal.linkTo(other.email);
    const body = { oldPassword: goodPassword, password: newPassword };
    expect((await portal.ask('PATCH /api/me', { ...other, body })).status).toBe(200);
    expect((await choose('reset', token, goodPassword)).code).toBe('link-spent');
  });

  it('lets only the newest link for a purpose work', async () => {
    later();
    const { email } = await portal.person('investor');
    await portal.ask('POST /api/password-resets', { body: { email } });
    const first = await portal.linkTo(email);
    portal.passMinutes(1);
    await portal.ask('POST /api/password-resets', { body: { email } });
    await open()
      .sql`update letter set written_at = written_at - interval '1 hour' where body like ${`%${first.token}%`}`;
    const second = await portal.linkTo(email);
    expect(second.token).not.toBe(first.token);
    expect((await choose('reset', first.token)).code).toBe('link-spent');
    expect((await choose('reset', second.token)).status).toBe(200);
  });

  it('gives one of fifty who use a link at once the session, and the others nothing', async () => {
    later();
    const { email } = await portal.person('investor');
    await portal.ask('POST /api/password-resets', { body: { email } });
    const { token } = await portal.linkTo(email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => choose('reset', token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'link-spent')).toHaveLength(49);
  });

  it('sends no more than three letters to an address in a quarter of an hour', async () => {
    later();
    const { email } = await portal.person('investor');
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1)
      statuses.push((await portal.ask('POST /api/password-resets', { body: { email } })).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
  });

  it('keeps of a link only what it is recognised by', async () => {
    later();
    const { email } = await portal.person('investor');
    await portal.ask('POST /api/password-resets', { body: { email } });
    const { token } = await portal.linkTo(email);
    expect(token).toMatch(/^[\w-]{43}$/);
    const [row] = await open().sql<{ count: number }[]>`
      select count(*)::int as count from account_token
      where encode(token_hash, 'escape') like ${`%${token}%`} or token_hash = ${Buffer.from(token, 'base64url')}`;
    expect(row?.count).toBe(0);
  });

  it.each([
    [{ email: 'x', name: '沈括', locale: 'zh-CN' }, 'email'],
    [{ email: 'a@b.cn\r\nBcc: c@d.cn', name: '沈括', locale: 'zh-CN' }, 'email'],
    [{ email: 'a@b.cn', name: '', locale: 'zh-CN' }, 'name'],
    [{ email: 'a@b.cn', name: '沈括', locale: 'zh-CN', role: 'admin' }, 'role'],
    [{ email: 'a@b.cn', name: '沈括', locale: 'zh-CN', password: newPassword }, 'password'],
  ])('refuses a registration of %j', async (body, path) => {
    const { status, json } = await portal.ask('POST /api/accounts', { body });
    expect(status).toBe(422);
    expect(json).toMatchObject({ errors: [{ path }] });
  });
});
