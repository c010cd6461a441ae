import { beforeAll, expect, it } from 'vitest';
import { AuditPage } from '../api/audit/schema.ts';
import { appendAudit, type AuditedAct } from '../api/audit/store.ts';
import { readCity } from '../api/city/pack.ts';
import { writeCity } from '../api/city/store.ts';
import { signedIn } from './support/accounts.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('reading the log', (open) => {
  let app: Awaited<ReturnType<typeof testPortal>>;
  let headers: Record<string, string> = {};

  beforeAll(async () => {
    const city = await readCity('data/cities', 'jinhua');
    await open().transaction((tx) => writeCity(tx, city.pack, []));
    app = await testPortal(open(), city);
    ({ headers } = await signedIn(open(), 'auditor'));
    const acts = Array.from({ length: 60 }, (_, index): AuditedAct => {
      const number = index + 1;
      return {
        actor:
          number % 2 === 0 ? { accountId: 7, role: 'reviewer' } : { accountId: null, role: 'command-line' },
        action: ['parcel.publish', 'parcel.recall', 'account.lock'][number % 3] ?? '',
        subject: number <= 20 ? 'parcel:JK-01' : `parcel:JK-${number}`,
        details: { number },
        // From half past eleven at night in Shanghai, a minute each: the thirtieth is the next day's first.
        at: new Date(Date.UTC(2026, 10, 21, 15, 30 + index)),
      };
    });
    await open().transaction((tx) => appendAudit(tx, acts));
  });

  const read = async (query: string) => {
    const response = await app.request(`/api/audit${query}`, { headers });
    expect(response.status).toBe(200);
    return AuditPage.parse(await response.json());
  };
  const numbersOf = ({ items }: AuditPage) => items.map(({ details }) => details['number'] as number);

  it('goes through it page by page, the newest first, each row once', async () => {
    const numbers: number[] = [];
    let page = await read('?limit=25');
    numbers.push(...numbersOf(page));
    while (page.next !== null) {
      page = await read(`?limit=25&cursor=${page.next}`);
      numbers.push(...numbersOf(page));
    }
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index));
    expect(numbersOf(await read(''))).toHaveLength(50);
    expect((await read('?limit=60')).next).toBeNull();
  });

  it.each([
    ['?subject=parcel:JK-01', (number: number) => number <= 20],
    ['?action=parcel.publish', (number: number) => number % 3 === 0],
    ['?action=parcel', (number: number) => number % 3 !== 2],
    ['?account=7', (number: number) => number % 2 === 0],
    ['?day=2026-11-21', (number: number) => number <= 30],
    ['?day=2026-11-22', (number: number) => number > 30],
    ['?day=2026-11-23', () => false],
    ['?account=7&action=account.lock&day=2026-11-22', (number: number) => number > 30 && number % 6 === 2],
  ])('finds by %s', async (query, belongs) => {
    const wanted = Array.from({ length: 60 }, (_, index) => 60 - index).filter(belongs);
    expect(numbersOf(await read(`${query}&limit=200`))).toEqual(wanted);
  });

  it('says when, who, and the hash, and nothing of a person', async () => {
    const [row] = (await read('?limit=1')).items;
    expect(row).toMatchObject({ at: '2026-11-22T00:29:00+08:00', accountId: 7, role: 'reviewer' });
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(row ?? {}).sort()).toEqual(
      ['accountId', 'action', 'at', 'details', 'hash', 'role', 'seq', 'subject'].sort(),
    );
  });

  it.each([
    '?limit=0',
    '?limit=201',
    '?limit=1e2',
    '?cursor=-1',
    '?cursor=%00',
    '?cursor=1%00',
    '?cursor=99999999999999999999',
    '?subject=%00',
    '?day=2026-02-30',
    '?day=0000-01-01',
    '?day=%00',
    '?action=A',
    '?who=me',
    '?subject=',
  ])('refuses %s', async (query) => {
    expect((await app.request(`/api/audit${query}`, { headers })).status).toBe(400);
  });

  it('is for auditors and admins alone', async () => {
    expect((await app.request('/api/audit')).status).toBe(401);
    for (const role of ['investor', 'publisher', 'reviewer', 'host'] as const) {
      const other = await signedIn(open(), role);
      expect((await app.request('/api/audit', { headers: other.headers })).status).toBe(403);
    }
    const admin = await signedIn(open(), 'admin');
    expect((await app.request('/api/audit', { headers: admin.headers })).status).toBe(200);
  });
});
