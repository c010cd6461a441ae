import { generateSync } from 'otplib';
import { beforeAll, expect, it } from 'vitest';
import { RecoveryCodes, SecondFactorStart } from '../api/accounts/schema.ts';
import { openAccountPortal, goodPassword, type AccountPortal } from './support/account-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('the second factor', (open) => {
  let portal: AccountPortal;
  beforeAll(async () => {
    portal = await openAccountPortal(open());
  });
  const codeAt = (secret: string, steps = 0) =>
    generateSync({ secret, epoch: portal.clock.at.getTime() / 1000 + steps * 30 });

  /** Somebody with a second factor that the test knows, in a later quarter of an hour than whoever came before. */
  async function enrolled(role: 'reviewer' | 'investor' = 'reviewer') {
    portal.passMinutes(60);
    const who = await portal.person(role);
    const { secret } = SecondFactorStart.parse((await portal.ask('POST /api/me/second-factor', who)).json);
    const confirmed = await portal.ask('POST /api/me/second-factor/confirm', {
      ...who,
      body: { code: codeAt(secret) },
    });
    const { recoveryCodes } = RecoveryCodes.parse(confirmed.json);
    return { ...who, before: who.cookie, cookie: confirmed.cookie ?? '', secret, recoveryCodes };
  }
  const signIn = (email: string, totp?: string) => portal.signIn(email, goodPassword, totp);

  it('is all that staff can set up before they have it', async () => {
    const who = await portal.person('reviewer');
    expect((await portal.ask('GET /api/staff/work', who)).code).toBe('second-factor-needed');
    expect((await portal.ask('GET /api/me', who)).json).toMatchObject({ lacksSecondFactor: true });
    const begun = await portal.ask('POST /api/me/second-factor', who);
    const { secret, uri } = SecondFactorStart.parse(begun.json);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toContain(`secret=${secret}`);
    expect(decodeURIComponent(uri)).toContain(`金华招商地图:${who.email}`);
    const wrong = await portal.ask('POST /api/me/second-factor/confirm', {
      ...who,
      body: { code: '000000' },
    });
    expect([wrong.status, wrong.code]).toEqual([422, 'refused-by-rule']);
    const right = await portal.ask('POST /api/me/second-factor/confirm', {
      ...who,
      body: { code: codeAt(secret) },
    });
    expect(RecoveryCodes.parse(right.json).recoveryCodes).toHaveLength(10);
    // What was signed in with less is gone.
    expect((await portal.ask('GET /api/me', who)).status).toBe(401);
    expect((await portal.ask('GET /api/staff/work', { cookie: right.cookie ?? '' })).status).toBe(200);
  });

  it('lets nobody in by password alone who began before it was set up', async () => {
    portal.passMinutes(60);
    const who = await portal.person('reviewer');
    const { secret } = SecondFactorStart.parse((await portal.ask('POST /api/me/second-factor', who)).json);
    const confirm = () =>
      portal.ask('POST /api/me/second-factor/confirm', { ...who, body: { code: codeAt(secret) } });
    expect(await portal.signInAround(who.email, confirm)).toBe(401);
    const [row] = await open().sql<{ count: number }[]>`
      select count(*)::int as count from session where account_id = ${who.accountId}`;
    expect(row?.count).toBe(1);
  });

  it('is asked for after the right password only, and then needed', async () => {
    const { email, secret } = await enrolled();
    portal.passMinutes(1);
    expect((await portal.signIn(email, 'falsch falsch', codeAt(secret))).code).toBe('credentials-wrong');
    expect((await portal.signIn(email, 'falsch falsch')).code).toBe('credentials-wrong');
    const asked = await signIn(email);
    expect([asked.status, asked.code, asked.cookie]).toEqual([401, 'totp-needed', null]);
    expect((await signIn(email, '000000')).code).toBe('totp-needed');
    expect((await signIn(email, codeAt(secret))).status).toBe(204);
  });

  it('takes a code once, from one step before to one step after', async () => {
    const { email, secret } = await enrolled();
    expect((await signIn(email, codeAt(secret))).code).toBe('totp-needed');
    portal.passMinutes(5);
    expect((await signIn(email, codeAt(secret, -2))).code).toBe('totp-needed');
    expect((await signIn(email, codeAt(secret, 2))).code).toBe('totp-needed');
    expect((await signIn(email, codeAt(secret, -1))).status).toBe(204);
    expect((await signIn(email, codeAt(secret, -1))).code).toBe('totp-needed');
    expect((await signIn(email, codeAt(secret, 1))).status).toBe(204);
    // An older one than the last is none either.
    expect((await signIn(email, codeAt(secret))).code).toBe('totp-needed');
  });

  it('gives one of twenty who send one code at once a session', async () => {
    const { email, secret } = await enrolled();
    portal.passMinutes(5);
    const answers = await Promise.all(Array.from({ length: 9 }, () => signIn(email, codeAt(secret))));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  it('takes each recovery code once, as it is read off paper', async () => {
    const { email, recoveryCodes } = await enrolled();
    const [first = '', second = ''] = recoveryCodes;
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await signIn(email, first.toUpperCase().replace('-', ' '))).status).toBe(204);
    expect((await signIn(email, first)).code).toBe('totp-needed');
    expect((await signIn(email, second)).status).toBe(204);
    const { email: other } = await enrolled();
    expect((await signIn(other, recoveryCodes[2])).code).toBe('totp-needed');
  });

  it('lies sealed in the database, and opens in its own row only', async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    const rows = await open().sql<{ row: string }[]>`select to_jsonb(a)::text as row from account a`;
    const hex = Buffer.from(one.secret).toString('hex');
    expect(rows.filter(({ row }) => row.includes(one.secret) || row.includes(hex))).toEqual([]);
    await open().sql`
      update account set totp_secret = (select totp_secret from account where id = ${other.accountId})
      where id = ${one.accountId}`;
    portal.passMinutes(5);
    expect((await signIn(one.email, codeAt(other.secret))).status).toBe(500);
  });

  it('proves again who is there: for five minutes, and no more than five tries', async () => {
    const { cookie, secret } = await enrolled();
    const prove = (body: object) => portal.ask('POST /api/session/proof', { cookie, body });
    portal.passMinutes(6);
    const begin = () => portal.ask('DELETE /api/me/second-factor', { cookie });
    expect((await begin()).code).toBe('forbidden');
    expect((await prove({ password: goodPassword })).code).toBe('totp-needed');
    expect((await prove({ totp: codeAt(secret) })).status).toBe(204);
    expect((await portal.ask('GET /api/me', { cookie })).json).toMatchObject({
      provedAt: portal.clock.at.toISOString(),
    });
    const wrong: (string | null)[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) wrong.push((await prove({ totp: '000000' })).code);
    expect(wrong).toEqual([...Array<string>(5).fill('refused-by-rule'), 'too-often']);
    expect((await portal.ask('GET /api/me', { cookie })).status).toBe(401);
  });

  it('can be ended by an investor who has just proved who it is', async () => {
    const { cookie, secret, email } = await enrolled('investor');
    portal.passMinutes(6);
    expect((await portal.ask('DELETE /api/me/second-factor', { cookie })).code).toBe('proof-needed');
    await portal.ask('POST /api/session/proof', { cookie, body: { totp: codeAt(secret) } });
    expect((await portal.ask('DELETE /api/me/second-factor', { cookie })).status).toBe(204);
    expect((await signIn(email)).status).toBe(204);
  });

  it('is not begun anew while one is in use, nor without a recent proof', async () => {
    const { cookie } = await enrolled();
    expect((await portal.ask('POST /api/me/second-factor', { cookie })).code).toBe('conflict');
    const other = await portal.person('investor');
    portal.passMinutes(6);
    expect((await portal.ask('POST /api/me/second-factor', other)).code).toBe('proof-needed');
  });
});
