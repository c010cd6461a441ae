import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount, lockAccount, resetAccount } from '../api/admin/account.ts';
import { sweepAccounts } from '../api/accounts/sweep-store.ts';
import {
  closeDemonstrationAccounts,
  demonstrationLinks,
  prepareDemonstrationAccounts,
} from '../api/demonstration/accounts.ts';
import { readEnv } from '../api/env.ts';
import { openAccountPortal, type AccountPortal } from './support/account-portal.ts';
import { databaseKinds, testDatabase, type TestDatabase } from './support/test-database.ts';

describe.each(databaseKinds)('accounts of an installation (%s)', (kind) => {
  let opened: TestDatabase;
  let portal: AccountPortal;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhaotu-accounts-'));
    opened = await testDatabase(kind);
    portal = await openAccountPortal(opened.database, { isDemonstration: true });
  });
  afterAll(async () => {
    await opened.end();
    await rm(folder, { recursive: true });
  });

  const prepare = () =>
    prepareDemonstrationAccounts({
      database: opened.database,
      pack: portal.city.pack,
      dataDir: folder,
      passwords: portal.settings.passwords,
      now: portal.clock.at,
    });
  const kept = async (): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, 'demo-accounts.json'), 'utf8'));
  const useLink = async (link: string) => {
    const [, token = ''] = /\/sign-in#t=([\w-]{43})$/.exec(link) ?? [];
    return portal.ask('POST /api/account-tokens/sign-in', { body: { token } });
  };

  describe('of the demonstration', () => {
    it('are one to three of every role, in a file for its owner alone', async () => {
      const accounts = await prepare();
      expect(accounts.map(({ role }) => role)).toEqual([
        'investor',
        'investor',
        'publisher',
        'publisher',
        'reviewer',
        'reviewer',
        'reviewer',
        // For what is asked of the city, after those of the departments that have parcels.
        'publisher',
        // Two, since an event is ended by two.
        'host',
        'host',
        'auditor',
        'admin',
      ]);
      expect(await kept()).toEqual(accounts);
      expect((await stat(join(folder, 'demo-accounts.json'))).mode & 0o777).toBe(0o600);
      expect(new Set(accounts.map(({ password }) => password)).size).toBe(accounts.length);
      for (const { password } of accounts) expect(password.length).toBeGreaterThanOrEqual(16);
    });

    it('sign in with the passwords of the file, without a second factor, each as what it is', async () => {
      const departments: unknown[] = [];
      for (const { email, password, role } of await prepare()) {
        const { cookie } = await portal.signIn(email, password);
        const { json } = await portal.ask('GET /api/me', { cookie: cookie ?? '' });
        expect(json).toMatchObject({ email, role, demo: true, lacksSecondFactor: false });
        if (role === 'publisher') departments.push((json as { department: unknown }).department);
        if (email === 'reviewer@zhaotu.example')
          expect(json).toMatchObject({ department: 'natural-resources', competences: ['land', 'terms'] });
        if (email === 'reviewer2@zhaotu.example')
          expect(json).toMatchObject({ department: 'terms-review', competences: ['terms'] });
        // Who recalls a parcel cannot lift the recall, and who lifts it needs the competence for land.
        if (email === 'reviewer3@zhaotu.example')
          expect(json).toMatchObject({ department: 'natural-resources', competences: ['land'] });
      }
      expect(new Set(departments).size).toBe(3);
      expect(departments.at(-1)).toBe('city-hotline');
      const onDuty = await opened.database.sql<{ department: string }[]>`
        select o.department_code as department from duty_officer o join account a on a.id = o.account_id
        where a.demo and a.department_code = o.department_code`;
      expect(onDuty.map(({ department }) => department).sort()).toEqual([...departments].sort());
      // What is overdue is told to a head, who is one of the department.
      const headed = await opened.database.sql<{ department: string }[]>`
        select h.department_code as department from department_head h join account a on a.id = h.account_id
        where a.demo and a.department_code = h.department_code`;
      expect(headed.map(({ department }) => department).sort()).toEqual([...departments].sort());
    });

    it('stay as they are at the next start, and are made anew for who has lost the file', async () => {
      const first = await prepare();
      expect(await prepare()).toEqual(first);
      await rm(join(folder, 'demo-accounts.json'));
      const second = await prepare();
      for (const [index, { email, password }] of second.entries()) {
        expect(password).not.toBe(first[index]?.password);
        expect((await portal.signIn(email, password)).status).toBe(204);
      }
    });

    it('come with one link for each role, that works once', async () => {
      const links = await demonstrationLinks(opened.database, await prepare(), {
        origin: 'http://127.0.0.1:8080',
        at: portal.clock.at,
      });
      expect(links.map(({ role }) => role)).toEqual([
        'investor',
        'publisher',
        'reviewer',
        'host',
        'auditor',
        'admin',
      ]);
      for (const { role, link } of links) {
        const { cookie } = await useLink(link);
        expect((await portal.ask('GET /api/me', { cookie: cookie ?? '' })).json).toMatchObject({ role });
        expect((await useLink(link)).code).toBe('link-spent');
      }
    });

    it('are shut once the installation is no demonstration any more', async () => {
      const [{ email, password } = { email: '', password: '' }] = await prepare();
      const { cookie } = await portal.signIn(email, password);
      await closeDemonstrationAccounts(opened.database, portal.clock.at);
      expect((await portal.ask('GET /api/me', { cookie: cookie ?? '' })).status).toBe(401);
      expect((await portal.signIn(email, password)).code).toBe('credentials-wrong');
    });
  });

  describe('from the command line', () => {
    const input = (email: string, options: object = {}) => {
      const { databaseUrl, dataDir } = opened.config;
      return {
        // PostgreSQL has no files of its own here, the command line does.
        env: { ...readEnv({}), databaseUrl, dataDir: dataDir === '' ? folder : dataDir },
        files: [email],
        options: { crs: null, draft: false, dryRun: false, ...options },
      };
    };
    const linkOf = ({ json }: { json: unknown }) => (json as { link: string }).link;

    it('begin with a link and no password, beside a running portal', async () => {
      portal.clock.at = new Date();
      const created = await createAccount(input('Chief@city.example', { role: 'admin', name: '首任管理员' }));
      expect(created.ok).toBe(true);
      const { cookie } = await useLink(linkOf(created));
      const own = { cookie: cookie ?? '' };
      expect((await portal.ask('GET /api/me', own)).json).toMatchObject({
        email: 'chief@city.example',
        role: 'admin',
        hasPassword: false,
      });
      const password = '不畏浮云遮望眼，自缘身在最高层';
      expect((await portal.ask('PATCH /api/me', { ...own, body: { password } })).status).toBe(200);
      expect((await portal.signIn('chief@city.example', password)).status).toBe(204);
      const change = (body: object) => portal.ask('PATCH /api/me', { ...own, body });
      const another = '会当凌绝顶，一览众山小，登高望远';
      expect((await change({ password: another })).json).toMatchObject({ errors: [{ path: 'oldPassword' }] });
      expect((await change({ password: another, oldPassword: password })).status).toBe(200);
      await expect(createAccount(input('chief@city.example', { role: 'admin' }))).rejects.toThrow(/already/);
    });

    it('are locked at once and opened again with a new link', async () => {
      const email = 'second@city.example';
      const { cookie } = await useLink(linkOf(await createAccount(input(email, { role: 'auditor' }))));
      expect((await portal.ask('GET /api/me', { cookie: cookie ?? '' })).status).toBe(200);
      await lockAccount(input(email));
      expect((await portal.ask('GET /api/me', { cookie: cookie ?? '' })).status).toBe(401);
      const link = linkOf(await resetAccount(input(email)));
      expect((await useLink(link)).status).toBe(204);
    });

    it.each([
      ['no-address', { role: 'admin' }, /one e-mail address/],
      ['a@b.cn', { role: 'chief' }, /--role is one of/],
      ['a@b.cn', { role: 'publisher' }, /department of promotion/],
      [
        'a@b.cn',
        { role: 'reviewer', department: 'terms-review', competences: ['land'] },
        /natural resources/,
      ],
    ])('are refused as %s with %j', async (email, options, sentence) => {
      await expect(createAccount(input(email, options))).rejects.toThrow(sentence);
    });
  });

  it('lose what is of no more use, and nothing else', async () => {
    const { database } = opened;
    portal.clock.at = new Date('2026-11-22T02:00:00Z');
    await portal.signIn('nobody@zhaotu.test', 'falsch falsch');
    await portal.ask('POST /api/accounts', {
      body: { email: 'never@firm.example', name: '甲', locale: 'en' },
    });
    const who = await portal.person('investor');
    // Locked before it chose a password: kept, so that the address is not registered anew.
    const locked = await portal.person('investor');
    await database.sql`
      update account set password_hash = null, email_verified_at = null, locked_at = ${portal.clock.at},
        created_at = ${portal.clock.at}
      where id = ${locked.accountId}`;
    await database.sql`delete from session where account_id = ${locked.accountId}`;
    const count = async () => {
      const [row] = await database.sql<
        { attempts: number; strangers: number; people: number; locked: number }[]
      >`
        select (select count(*)::int from attempt) as attempts,
          (select count(*)::int from account where email = 'never@firm.example') as strangers,
          (select count(*)::int from account where id = ${who.accountId}) as people,
          (select count(*)::int from account where id = ${locked.accountId}) as locked`;
      return row;
    };
    await sweepAccounts(database, portal.clock.at);
    expect(await count()).toMatchObject({ strangers: 1, people: 1 });
    expect((await portal.ask('GET /api/me', who)).status).toBe(200);
    await sweepAccounts(database, new Date('2027-11-22T02:00:00Z'));
    expect(await count()).toEqual({ attempts: 0, strangers: 0, people: 1, locked: 1 });
  });
});
