import { EventEmitter, once } from 'node:events';
import { beforeAll, expect, it } from 'vitest';
import type { SigningBatch } from '../api/agreements/batch-schema.ts';
import { tendAgreements } from '../api/agreements/errand.ts';
import { holdParcels } from '../api/agreements/hold-store.ts';
import { batchDeadlineMs } from '../api/db/database.ts';
import { lockParcels } from '../api/parcels/standing.ts';
import { signedIn } from './support/accounts.ts';
import { parcelDraft, square } from './support/parcels.ts';
import type { Content } from './support/publishing.ts';
import {
  frameworkOf,
  listed,
  openSigningPortal,
  publishAtOnce,
  unsold,
  type SigningPortal,
} from './support/signing-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

type Problem = { detail?: string; errors?: { path: string; message: string }[] };

onBothDatabases('what is sent is looked at once more', (open, kind) => {
  let portal: SigningPortal['portal'];
  let desk: SigningPortal['desk'];
  let parts: SigningPortal['parts'];
  let third: Content['fields'];

  beforeAll(async () => {
    ({ portal, desk, parts } = await openSigningPortal(open()));
    const inMinutes = (minutes: number) =>
      new Date(portal.clock.now().getTime() + minutes * 60_000).toISOString().replace('Z', '+00:00');
    const coming = {
      noticeAt: inMinutes(100),
      listingStartsAt: inMinutes(105),
      listingEndsAt: inMinutes(110),
    };
    const unsoldAgain = { ...unsold, at: inMinutes(115) };
    await publishAtOnce(portal, open(), [
      parcelDraft('G-1', { geometry: square(119.3, 28.6), fields: listed, events: [unsold] }),
      parcelDraft('G-3', { geometry: square(119.34, 28.6), fields: coming, events: [unsoldAgain] }),
      parcelDraft('D-1', { geometry: square(119.32, 28.6) }),
      parcelDraft('D-2', { geometry: square(119.33, 28.6) }),
      parcelDraft('G-2', {
        geometry: square(119.31, 28.6),
        fields: { district: '义乌市', park: 'park-yw-photonics', department: 'yiwu' },
      }),
    ]);
    // While the reviewer's proof of himself is fresh.
    for (const code of ['K-1', 'K-2', 'K-9']) await desk.publishPlanned(code);
    ({ fields: third } = await portal.publish('K-3', ({ fields }) => ({ fields: undated(fields) })));
    const noticeAt = inMinutes(20);
    await portal.publish('K-4', ({ fields }) => ({ fields: { ...undated(fields), noticeAt } }));
  });

  const undated = (fields: Content['fields']): Content['fields'] =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => !/(At|DueOn|EndsOn)$/.test(key)));
  const reviewer = () => signedIn(open(), 'reviewer', { at: portal.clock.now() });

  /** A framework agreement, which holds its parcels, with everything done but the sending. */
  async function exclusive(parcelCodes: string[]): Promise<string> {
    const { number } = await desk.prepare(await frameworkOf(desk, parcelCodes));
    await desk.pass(number);
    return number;
  }

  async function send(number: string): Promise<[number, string | undefined]> {
    const response = await portal.send(portal.publisher, `POST /api/agreements/${number}/send`);
    const { detail } = response.status === 204 ? {} : ((await response.json()) as Problem);
    return [response.status, detail];
  }

  const holds = (code: string) =>
    open().sql<{ number: string; cause: string | null }[]>`
      select a.number, h.release_cause as cause
      from parcel_hold h join parcel p on p.id = h.parcel_id join agreement a on a.id = h.agreement_id
      where p.code = ${code} order by h.id limit 10`;

  it('a parcel that was withdrawn or recalled meanwhile is named', async () => {
    for (const [code, act] of [
      ['K-1', 'withdraw'],
      ['K-2', 'recall'],
    ] as const) {
      const { number } = await desk.prepare({ parcelCodes: [code] });
      await desk.pass(number);
      const body = { reason: '规划调整', ...(act === 'recall' && { cause: 'gross-error' }) };
      const answer = await portal.send(await reviewer(), `POST /api/parcels/${code}/${act}`, body);
      expect(answer.ok).toBe(true);
      expect(await send(number)).toEqual([409, expect.stringContaining(`${code} 已不再公开`)]);
      expect((await desk.read(number)).status).toBe('draft');
    }
  });

  it('a parcel that is recalled after the sending ends nothing: signers, office and whoever verifies are told', async () => {
    const { number } = await desk.prepare({ parcelCodes: ['K-9'] });
    await desk.pass(number);
    expect(await send(number)).toEqual([204, undefined]);
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const { verifyCode } = await desk.read(number);
    const told = async () => {
      const verified = await portal.app.request(`/api/verify/${number}?code=${verifyCode}`);
      const answers = [await desk.read(number), await desk.page(cookie), await verified.json()];
      expect(JSON.stringify(answers)).not.toMatch(/规划有误|gross-error/);
      return {
        office: (await desk.read(number)).parcels.map(({ recalledAt }) => recalledAt !== null),
        signer: (await desk.page(cookie)).recalledParcels,
        together: (
          await desk.json<SigningBatch>(await desk.signing(cookie, 'GET /api/signing/batch'))
        ).items.map(({ recalledParcels }) => recalledParcels),
        verify: (answers[2] as { recalledParcels: string[] }).recalledParcels,
      };
    };
    expect(await told()).toEqual({ office: [false], signer: [], together: [[]], verify: [] });
    const body = { reason: '规划有误', cause: 'gross-error' };
    await portal.expectStatus(await portal.send(await reviewer(), 'POST /api/parcels/K-9/recall', body), 204);
    expect(await told()).toEqual({ office: [true], signer: ['K-9'], together: [['K-9']], verify: ['K-9'] });
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
  });

  it('a parcel whose public record is another by now has to be read again', async () => {
    const { number } = await desk.prepare({ parcelCodes: ['K-3'] });
    await desk.pass(number);
    const changed = { fields: { ...third, name: '白洋渡新地块' } };
    await portal.expectStatus(
      await portal.send(portal.publisher, 'PATCH /api/parcels/K-3 "1"', changed),
      200,
    );
    await portal.submit('K-3');
    await portal.expectStatus(
      await portal.send(await reviewer(), 'POST /api/parcels/K-3/approve', await portal.newest('K-3')),
      200,
    );
    const [status, detail] = await send(number);
    expect([status, detail?.startsWith('K-3 ')]).toEqual([409, true]);
    expect(detail).toMatch(/第 2 版，草稿写的是第 1 版。请修改草稿/);
  });

  it('no hold begins once the official notice has, and one that runs ends with it', async () => {
    const [first, second] = [await exclusive(['K-4']), await exclusive(['K-4'])];
    expect(await send(first)).toEqual([204, undefined]);
    expect(await holds('K-4')).toEqual([{ number: first, cause: null }]);
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    portal.clock.forward(21 * 60_000);
    // Before the portal has looked by itself.
    const late = await desk.signing(cookie, 'POST /api/signing/sign', await desk.signature(cookie));
    expect(late.status).toBe(409);
    expect(((await late.json()) as Problem).detail).toMatch(/^K-4 的招商协调期已结束或出让公告已开始/);
    expect((await desk.read(first)).revisions.map(({ kind }) => kind)).toEqual(['base']);
    await tendAgreements(parts, AbortSignal.timeout(60_000));
    expect(await holds('K-4')).toEqual([{ number: first, cause: 'notice' }]);
    expect(await send(second)).toEqual([409, expect.stringMatching(/^K-4 的出让公告已经开始/)]);
    const [row] = await open().sql<{ id: number }[]>`
      select id::int as id from agreement where number = ${second}`;
    const agreementId = row?.id ?? 0;
    const refused = await open().transaction((tx) =>
      holdParcels(tx, { agreementId, at: portal.clock.now() }),
    );
    expect(refused).toEqual({ code: 'K-4', why: 'notice' });
    expect(await holds('K-4')).toHaveLength(1);
  });

  it('after a notice without a result to anybody (流拍) a hold begins and stays', async () => {
    const number = await exclusive(['G-1']);
    expect(await send(number)).toEqual([204, undefined]);
    await tendAgreements(parts, AbortSignal.timeout(60_000));
    expect(await holds('G-1')).toEqual([{ number, cause: null }]);
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
  });

  it('a parcel of another department is refused, unless the office answers for where it lies', async () => {
    const body = { template: 'letter-of-intent', parcelCodes: ['G-2'], parties: [desk.company, desk.city] };
    const asked = async (who: typeof portal.publisher) => {
      const project = await desk.json<{ id: number }>(
        await portal.send(who, 'POST /api/projects', {
          name: '光电项目',
          company: desk.company.organisation,
          investorClass: 'private',
          channel: 'enquiry',
          investmentTotal: 1_000_000_000,
        }),
        201,
      );
      return portal.send(who, 'POST /api/agreements', { ...body, projectId: project.id });
    };
    const foreign = await asked(portal.publisher);
    expect(foreign.status).toBe(422);
    expect(((await foreign.json()) as Problem).errors).toEqual([
      { path: 'parcelCodes', message: expect.stringMatching(/^G-2 不在本部门负责的范围内/) as unknown },
    ]);
    for (const department of ['yiwu', 'city-hotline'])
      expect((await asked(await signedIn(open(), 'publisher', { department }))).status).toBe(201);
  });

  it('of two that name the same parcels in another order one is sent, and neither waits for ever', async () => {
    let loser = await exclusive(['D-1', 'D-2']);
    for (let round = 0; round < 2; round += 1) {
      const rivals = [loser, await exclusive(['D-2', 'D-1'])];
      const answers = await Promise.all(rivals.map(send));
      expect(answers.map(([status]) => status).sort()).toEqual([204, 409]);
      const winner = rivals[answers.findIndex(([status]) => status === 204)] ?? '';
      for (const code of ['D-1', 'D-2'])
        expect((await holds(code)).filter(({ cause }) => cause === null)).toEqual([
          { number: winner, cause: null },
        ]);
      await portal.expectStatus(
        await portal.send(portal.publisher, `POST /api/agreements/${winner}/void`, { reason: '试验' }),
        204,
      );
      loser = rivals.find((number) => number !== winner) ?? '';
    }
  });

  it('who locks the same parcels in another order waits for his turn, and nobody for ever', async () => {
    // The embedded database has one transaction at a time.
    if (kind === 'embedded') return;
    const locked = (codes: string[]) =>
      open().transaction(async (tx) => {
        await lockParcels(tx, codes);
        return codes;
      });
    const waiting = async () => {
      const [row] = await open().sql<{ count: number }[]>`
        select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`;
      return row?.count ?? 0;
    };
    // Both are held until both stand before them, so that they do meet.
    const [isHeld, letGo] = [new EventEmitter(), new EventEmitter()];
    const gate = open().transaction(
      async (tx) => {
        await lockParcels(tx, ['D-1', 'D-2']);
        const isLetGo = once(letGo, 'now');
        isHeld.emit('now');
        await isLetGo;
      },
      { deadlineMs: batchDeadlineMs },
    );
    await Promise.race([once(isHeld, 'now'), gate]);
    const rivals = Promise.all([locked(['D-1', 'D-2']), locked(['D-2', 'D-1'])]);
    try {
      await expect.poll(waiting, { timeout: 4000, interval: 20 }).toBe(2);
    } finally {
      letGo.emit('now');
    }
    await gate;
    expect(await rivals).toHaveLength(2);
  });

  it('a notice that came and went before anybody looked has ended the hold from before it', async () => {
    const number = await exclusive(['G-3']);
    expect(await send(number)).toEqual([204, undefined]);
    portal.clock.forward(130 * 60_000);
    const at = portal.clock.now();
    const [parcel] = await open().sql<{ status: string }[]>`
      select status from public_parcel(${at}) where code = 'G-3'`;
    expect(parcel).toEqual({ status: 'unsold' });
    await tendAgreements(parts, AbortSignal.timeout(60_000));
    expect(await holds('G-3')).toEqual([{ number, cause: 'notice' }]);
  });
});
