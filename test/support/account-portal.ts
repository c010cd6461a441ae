import type { AccountSettings } from '../../api/accounts/parts.ts';
import type { Passwords } from '../../api/accounts/passwords.ts';
import type { Database } from '../../api/db/database.ts';
import type { Role } from '../../api/accounts/terms.ts';
import { Problem } from '../../api/problem.ts';
import { signedIn, type SignedInOptions } from './accounts.ts';
import { prepareCity, readJinhua } from './parcels.ts';
import { testAccounts, testPortal } from './portal.ts';

export const goodPassword = '碧海 潮生 按玉箫 曲';
const origin = 'http://127.0.0.1:8080';

export type AccountPortal = Awaited<ReturnType<typeof openAccountPortal>>;

/** A portal whose clock a test moves, whose verified passwords it counts, and whose letters it reads. */
export async function openAccountPortal(database: Database, over: Partial<AccountSettings> = {}) {
  const city = await readJinhua();
  await prepareCity(database, city);
  const clock = { at: new Date('2026-11-22T02:00:00Z') };
  const settings = testAccounts(over);
  const passwords = counted(settings.passwords);
  const app = await testPortal(database, city, {
    now: () => clock.at,
    accounts: { ...settings, passwords: passwords.counting },
  });
  const passwordHash = await settings.passwords.hash(goodPassword);

  /** A session's cookie, or none, and what is asked; the answer with its problem code. */
  async function ask(
    request: string,
    options: { cookie?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) {
    const [method = 'GET', path = '/'] = request.split(' ');
    const { cookie, body, headers = {} } = options;
    const response = await app.request(path, {
      method,
      headers: {
        Origin: origin,
        ...(cookie !== undefined && { Cookie: cookie }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = text === '' ? null : JSON.parse(text);
    const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;
    return {
      status: response.status,
      code: isProblem ? Problem.parse(json).code : null,
      json,
      retryAfter: response.headers.get('Retry-After'),
      cookie: response.headers.get('Set-Cookie')?.split(';')[0] ?? null,
    };
  }

  /** Somebody who is signed in and has the good password. */
  async function person(role: Role, options: SignedInOptions = {}) {
    const who = await signedIn(database, role, { at: clock.at, hasSecondFactor: false, ...options });
    await database.sql`update account set password_hash = ${passwordHash} where id = ${who.accountId}`;
    return { ...who, cookie: who.headers.Cookie };
  }

  const signIn = (email: string, password = goodPassword, totp?: string) =>
    ask('POST /api/session', { body: { email, password, ...(totp !== undefined && { totp }) } });

  /** Signs in; something happens once the password was verified and before the session begins. */
  async function signInAround(email: string, meanwhile: () => Promise<unknown>): Promise<number> {
    const slow: Passwords = {
      hash: settings.passwords.hash,
      async verify(password, stored) {
        const isRight = await settings.passwords.verify(password, stored);
        await meanwhile();
        return isRight;
      },
    };
    const beside = await testPortal(database, city, {
      now: () => clock.at,
      accounts: { ...settings, passwords: slow },
    });
    const response = await beside.request('/api/session', {
      method: 'POST',
      headers: { Origin: origin, 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password: goodPassword }),
    });
    return response.status;
  }

  /** What stands behind `#t=` in the newest letter to an address. */
  async function linkTo(email: string): Promise<{ page: string; token: string }> {
    const [letter] = await database.sql<{ body: string }[]>`
      select body from letter where recipient = ${email} order by written_at desc limit 1`;
    const [, page = '', token = ''] =
      /http:\/\/127\.0\.0\.1:8080(\/[\w-]+)#t=([\w-]+)/.exec(letter?.body ?? '') ?? [];
    return { page, token };
  }

  const passMinutes = (minutes: number) => {
    clock.at = new Date(clock.at.getTime() + minutes * 60_000);
  };
  return {
    app,
    city,
    clock,
    settings,
    ask,
    person,
    signIn,
    signInAround,
    linkTo,
    passMinutes,
    verified: passwords.verified,
  };
}

/** The real thing, with a count of what it was asked to verify. */
function counted(passwords: Passwords) {
  let verifications = 0;
  const counting: Passwords = {
    hash: passwords.hash,
    verify(password, stored) {
      verifications += 1;
      return passwords.verify(password, stored);
    },
  };
  return { counting, verified: () => verifications };
}
