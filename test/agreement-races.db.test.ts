import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { readFile } from '../api/agreements/files.ts';
import { readRevisions } from '../api/agreements/revision-store.ts';
import type { Agreement } from '../api/agreements/agreement-schema.ts';
import { testBlobs } from './support/portal.ts';
import { frameworkOf, openSigningPortal, type SigningPortal } from './support/signing-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const parcels = 3;
const rivals = 4;

onBothDatabases('at the same moment', (open) => {
  let portal: SigningPortal['portal'];
  let desk: SigningPortal['desk'];

  beforeAll(async () => {
    ({ portal, desk } = await openSigningPortal(open()));
    for (let index = 0; index < parcels; index += 1) await desk.publishPlanned(`R-${index}`);
  }, 120_000);

  /** A framework agreement, which holds its parcels, with everything done but the sending. */
  async function exclusive(parcelCodes: string[]): Promise<string> {
    const { number, missing } = await desk.prepare(await frameworkOf(desk, parcelCodes));
    expect(missing).toEqual([]);
    await desk.pass(number);
    return number;
  }

  const holders = (code: string) =>
    open().sql<{ number: string }[]>`
      select a.number from parcel_hold h join parcel p on p.id = h.parcel_id join agreement a on a.id = h.agreement_id
      where p.code = ${code} and h.released_at is null order by a.number`;

  it('exactly one of the exclusive agreements that want a parcel is sent', async () => {
    const wanted = Array.from({ length: parcels }, (_, index) => `R-${index}`);
    const numbers: { code: string; number: string }[] = [];
    for (const code of wanted)
      for (let rival = 0; rival < rivals; rival += 1) numbers.push({ code, number: await exclusive([code]) });
    const answers = await Promise.all(
      numbers.map(async ({ code, number }) => ({
        code,
        number,
        status: (await portal.send(portal.publisher, `POST /api/agreements/${number}/send`)).status,
      })),
    );
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([204, 409]);
    for (const code of wanted) {
      const winners = answers.filter((answer) => answer.code === code && answer.status === 204);
      expect(winners).toHaveLength(1);
      expect((await holders(code)).map(({ number }) => number)).toEqual(winners.map(({ number }) => number));
    }
  }, 300_000);

  it('a parcel is free again when its agreement is void, and only then', async () => {
    const [held] = await holders('R-0');
    const next = await exclusive(['R-0']);
    const send = () => portal.send(portal.publisher, `POST /api/agreements/${next}/send`);
    expect((await send()).status).toBe(409);
    const reason = { reason: '企业改变计划' };
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${held?.number}/void`, reason),
      204,
    );
    expect(await holders('R-0')).toEqual([]);
    expect((await send()).status).toBe(204);
    expect((await holders('R-0')).map(({ number }) => number)).toEqual([next]);
  }, 120_000);

  it('twenty signatures of one signer are one', async () => {
    const number = await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const signature = await desk.signature(cookie);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => desk.signing(cookie, 'POST /api/signing/sign', signature)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    const { revisions } = await desk.read(number);
    expect(revisions.map(({ kind }) => kind)).toEqual(['base', 'signature']);
  }, 120_000);

  it('two who sign side by side are both in the file, and each state begins with the one before', async () => {
    for (let round = 0; round < 3; round += 1) {
      const number = await desk.sent({ parties: [desk.company, desk.city] });
      const cookies = [
        await desk.exchange(await desk.linkTo(desk.company.email)),
        await desk.exchange(await desk.linkTo(desk.city.email)),
      ];
      const signatures = [];
      for (const cookie of cookies) signatures.push({ cookie, body: await desk.signature(cookie) });
      const answers = await Promise.all(
        signatures.map(({ cookie, body }) => desk.signing(cookie, 'POST /api/signing/sign', body)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const agreement: Agreement = await desk.read(number);
      expect(agreement.revisions.map(({ kind }) => kind).slice(0, 3)).toEqual([
        'base',
        'signature',
        'signature',
      ]);
      await expectPrefixes(number);
    }
  }, 180_000);

  async function expectPrefixes(number: string): Promise<void> {
    const [row] = await open().sql<
      { id: number }[]
    >`select id::int as id from agreement where number = ${number}`;
    const revisions = await readRevisions(open().sql, row?.id ?? 0);
    let before = Buffer.alloc(0);
    for (const revision of revisions) {
      const bytes = Buffer.from(await readFile(testBlobs, revision));
      expect(bytes.subarray(0, before.length).equals(before)).toBe(true);
      expect(createHash('sha256').update(bytes).digest().equals(revision.sha256)).toBe(true);
      before = bytes;
    }
  }
});
