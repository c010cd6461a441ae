import { beforeAll, describe, expect, it } from 'vitest';
import { openPasswords } from '../api/accounts/passwords.ts';
import { goodPassword, openAccountPortal, type AccountPortal } from './support/account-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('signing in', (open) => {
  let portal: AccountPortal;
  beforeAll(async () => {
    portal = await openAccountPortal(open());
  });
  /** Past every window of throttling. */
  const later = () => portal.passMinutes(24 * 60);

  it('answers alike for a wrong password, an address nobody has, one without a password and a locked one, with one verification each', async () => {
    const known = await portal.person('investor');
    const locked = await portal.person('investor');
    const without = await portal.person('investor');
    await open().sql`update account set locked_at = now() where id = ${locked.accountId}`;
    await open().sql`update account set password_hash = null where id = ${without.accountId}`;
    const attempts = [
      [known.email, 'nicht das Passwort'],
      ['nobody@zhaotu.test', goodPassword],
      ['not an address', goodPassword],
      [locked.email, goodPassword],
      [without.email, goodPassword],
    ] as const;
    const answers: unknown[] = [];
    for (const [email, password] of attempts) {
      const before = portal.verified();
      const { status, json, cookie } = await portal.signIn(email, password);
      answers.push({ status, json, cookie, verifications: portal.verified() - before });
    }
    expect(answers[0]).toMatchObject({
      status: 401,
      json: { code: 'credentials-wrong' },
      cookie: null,
      verifications: 1,
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('lets ten failures of an account through in a quarter of an hour, then none, not even the right password, and never for ever', async () => {
    later();
    const { email } = await portal.person('investor');
    const other = await portal.person('investor');
    // Twenty at once count as twenty.
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => portal.signIn(email, `falsch ${index} falsch`)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ code }) => code === 'too-often')).toHaveLength(10);
    const refused = await portal.signIn(email);
    expect(refused.status).toBe(429);
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(15 * 60);
    expect((await portal.signIn(other.email)).status).toBe(204);
    portal.passMinutes(15.1);
    expect((await portal.signIn(email)).status).toBe(204);
  });

  it('does the same for an address nobody has, so that it cannot be told from one that somebody has', async () => {
    later();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1)
      statuses.push((await portal.signIn('nobody-at-all@zhaotu.test', 'falsch falsch')).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
  });

  it('lets thirty failures of one network address through, whatever accounts they try', async () => {
    later();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 31; attempt += 1)
      statuses.push((await portal.signIn(`nobody-${attempt}@zhaotu.test`, 'falsch falsch')).status);
    expect(statuses).toEqual([...Array<number>(30).fill(401), 429]);
  });

  it('does not count what succeeds', async () => {
    later();
    const { email } = await portal.person('investor');
    for (let attempt = 0; attempt < 35; attempt += 1) expect((await portal.signIn(email)).status).toBe(204);
  });

  it('keeps no address and no e-mail of those who tried', async () => {
    later();
    await portal.signIn('stranger@zhaotu.test', 'falsch falsch');
    const rows = await open().sql<{ row: string }[]>`select to_jsonb(a)::text as row from attempt a`;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => /stranger|zhaotu|none/.test(row))).toEqual([]);
  });

  it('writes who signed in into the log, and not with what', async () => {
    later();
    const { email, accountId } = await portal.person('investor');
    await portal.signIn(email);
    const rows = await open().sql<{ action: string; row: string }[]>`
      select action, to_jsonb(e)::text as row from audit_entry e where account_id = ${accountId}`;
    expect(rows.map(({ action }) => action)).toEqual(['session.start']);
    expect(rows.some(({ row }) => row.includes(email) || row.includes(goodPassword))).toBe(false);
  });
});

describe('passwords', () => {
  it('are kept as argon2id at the cost that OWASP names, and match in any spelling of Unicode', async () => {
    const passwords = openPasswords();
    const stored = await passwords.hash('Straße ﬁnden Ångström');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify('Straße finden Ångström'.normalize('NFD'), stored)).toBe(true);
    expect(await passwords.verify('Straße finden Angström', stored)).toBe(false);
    expect(await passwords.verify('nobody has this password', null)).toBe(false);
  });

  it('are worked on in a line with an end', async () => {
    const passwords = openPasswords({ memoryKib: 8_192, passes: 1 });
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => passwords.verify('x', null)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(outcomes.length - refused.length).toBe(64);
    for (const { reason } of refused)
      expect(reason).toMatchObject({ code: 'too-often', retryAfterSeconds: 5 });
    expect(await passwords.verify('x', null)).toBe(false);
  });
});
