import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SigningBatch } from '../api/agreements/batch-schema.ts';
import { tendAgreements } from '../api/agreements/errand.ts';
import { paperTasks } from '../api/agreements/paper-tasks.ts';
import type { AgreementParts, SigningDesk } from '../api/agreements/parts.ts';
import { LogPage, Snapshot } from '../api/events/event-schema.ts';
import { readEntries } from '../api/events/event-store.ts';
import { createSealingLook } from '../api/events/signing-entries.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import { givenMaterial } from '../api/signatures/material.ts';
import { openTrust } from '../api/signatures/trust.ts';
import type { SignedIn } from './support/accounts.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { openOutsideAuthority, type OutsideAuthority } from './support/outside-authority.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const title = (zh: string) => ({ zh, en: zh });
const reason = { zh: '按错了', en: '' };
const amount = 1_680_000_000;

/** Timestamps over HTTP that can be away. */
let authority: OutsideAuthority;
let signing: SigningDesk;

beforeAll(async () => {
  authority = await openOutsideAuthority({ days: 3650 });
  const material = await givenMaterial(authority.signing, new Date());
  const { isTest, roots, notAfter: certificateEnds } = await openTrust(material);
  signing = {
    papers: { ...paperTasks(material), close: () => Promise.resolve() },
    ...{ isTest, roots, certificateEnds },
  };
});
afterAll(() => authority.close());

onBothDatabases('signing on stage', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let parts: AgreementParts;
  let host: SignedIn;
  let other: SignedIn;
  const { signal } = new AbortController();
  const seal = () => tendAgreements(parts, signal);
  /** What another process of the portal would do every second. */
  const look = () => createSealingLook({ database: open(), now: portal.clock.now })(signal);

  beforeAll(async () => {
    portal = await openPublishing(open(), { signing });
    desk = await openAgreements(portal, open());
    parts = { ...agreementParts(portal, open()), ...signing };
    [host, other] = [await portal.person('host'), await portal.person('host')];
  });

  const agreed = { publishName: true, publishAmount: true };

  async function signBoth(): Promise<void> {
    for (const { email } of [desk.company, desk.city])
      await portal.expectStatus(await desk.signBy(email), 200);
  }

  type Tied = { number: string; ceremony?: string; kind?: string; talents?: number };
  let made = 0;
  /** An announced event of a speech and a signing of each of these agreements. */
  async function stage(...tied: Tied[]) {
    const slug = `stage-${(made += 1)}`;
    const speech = { kind: 'speech', title: title('致辞'), plannedSeconds: 300 };
    const signings = tied.map(({ number, kind = 'project-signing' }) => ({
      ...{ kind, title: title(`签约 ${number}`), plannedSeconds: 90 },
    }));
    const body = { slug, title: title('云签约'), startsAt: '2026-12-01T09:00:00+08:00', isAnnounced: true };
    const event = { ...body, items: [speech, ...signings] };
    await portal.expectStatus(await portal.send(host, 'POST /api/events', event), 201);

    const see = async (who = host) => {
      const answer = await portal.send(who, `GET /api/staff/events/${slug}`);
      return StaffEvent.parse(await (await portal.expectStatus(answer, 200)).json());
    };
    const read = async () => {
      const answer = await portal.app.request(`/api/events/${slug}/snapshot`);
      return Snapshot.parse(await (await portal.expectStatus(answer, 200)).json());
    };
    const log = async () => {
      const answer = await portal.app.request(`/api/events/${slug}/log`);
      return LogPage.parse(await (await portal.expectStatus(answer, 200)).json()).entries;
    };
    const items = (await see()).items.map(({ id }) => id);
    const itemAt = (index: number) => items[index] ?? 0;
    const press = async (verb: string, more = {}, who = host) => {
      const { seq: expectedSeq } = await see();
      return portal.send(who, `POST /api/events/${slug}/${verb}`, { expectedSeq, ...more });
    };
    const show = async (index: number) => {
      await portal.expectStatus(await press('standby', { item: itemAt(index) }), 200);
      await portal.expectStatus(await press('take'), 200);
    };
    const tie = async (index: number, asked: object) =>
      portal.send(host, `PUT /api/events/${slug}/items/${itemAt(index)}/signing`, asked);
    const onPaper = (index: number, who: SignedIn) =>
      press(`items/${itemAt(index)}/paper`, { reason: '平板断电' }, who);
    for (const [index, { number, ceremony = 'on-stage', talents = 0 }] of tied.entries())
      await portal.expectStatus(
        await tie(index + 1, { project: await projectOf(number), agreement: number, ceremony, talents }),
        204,
      );
    const told = async () =>
      (await log()).flatMap(({ cue }) => {
        if (cue.type === 'sign') return `${cue.state}${cue.signed.isPaper ? ' on paper' : ''}`;
        return cue.type === 'revoke' ? 'taken back' : [];
      });
    return { slug, see, read, log, press, show, tie, onPaper, told, itemAt };
  }

  async function projectOf(number: string): Promise<string> {
    const [row] = await open().sql<{ number: string }[]>`
      select p.number from agreement a join project p on p.id = a.project_id where a.number = ${number}`;
    return row?.number ?? '';
  }

  it('counts an agreement once it is sealed and not before, by itself, while the host goes on', async () => {
    const number = await desk.sent(agreed);
    const { show, read, told, press, see } = await stage({ number });
    await show(0);
    await look();
    expect(await told()).toEqual([]);
    await show(1);
    await look();
    expect(await told()).toEqual(['processing']);
    await signBoth();
    // The timestamps are away: it cannot be sealed, and nobody waits for it.
    authority.suffer(503);
    await seal();
    await look();
    expect((await desk.read(number)).status).toBe('seal-failed');
    expect(await read()).toMatchObject({
      totals: { projects: { count: 0, amount: 0 } },
      signings: [{ state: 'processing', amount, form: 'intent', isPaper: false, ceremony: 'on-stage' }],
    });
    await portal.expectStatus(await press('standby', { item: (await see()).items[0]?.id }), 200);
    await portal.expectStatus(await press('take'), 200);
    portal.clock.forward(61_000);
    await seal();
    await look();
    const { totals, signings, item } = await read();
    expect(totals).toMatchObject({
      projects: { count: 1, amount },
      intents: { count: 1, amount },
      contracts: { count: 0, amount: 0 },
    });
    expect(signings.map(({ state }) => state)).toEqual(['processing', 'effective']);
    expect((await read()).stage).toMatchObject([{ project: '年产 60 万套电驱动总成项目', form: 'intent' }]);
    // What is on air is not moved by it.
    expect(item).toBe((await see()).items[0]?.id);
    expect(await told()).toEqual(['processing', 'effective']);
  }, 120_000);

  it('says it once, though two processes look at once and one of them died after the sealing', async () => {
    const number = await desk.sent(agreed);
    const { show, told } = await stage({ number });
    await show(1);
    await signBoth();
    await seal();
    // Nobody looked between the commit of the seal and now, as when the process died over it.
    await Promise.all([look(), look(), look()]);
    expect(await told()).toEqual(['effective']);
    await look();
    expect(await told()).toEqual(['effective']);
  }, 120_000);

  it('keeps no host from pressing by what it says by itself', async () => {
    const number = await desk.sent(agreed);
    const { slug, show, see, told } = await stage({ number });
    await show(1);
    const { seq: expectedSeq, items } = await see();
    await look();
    expect(await told()).toEqual(['processing']);
    const answer = await portal.send(host, `POST /api/events/${slug}/standby`, {
      expectedSeq,
      item: items[0]?.id,
    });
    expect(answer.status).toBe(200);
    // The end is of figures that both have seen.
    const behind = await portal.send(host, `POST /api/events/${slug}/end`, { expectedSeq });
    expect(behind.status).toBe(409);
  });

  it('shows what was signed before as in force when it comes on air, and says that it is a ceremony', async () => {
    const number = await desk.sent(agreed);
    await signBoth();
    await seal();
    const { show, read, told, press, see } = await stage({ number, ceremony: 'before' });
    await show(0);
    await look();
    expect(await told()).toEqual([]);
    await show(1);
    await look();
    expect(await read()).toMatchObject({ signings: [{ state: 'effective', ceremony: 'before' }] });
    // Taken by mistake: its figure goes with it, and comes again with it.
    const take = (await see()).items[1]?.takenBy;
    await portal.expectStatus(await press('revoke', { of: take, reason }), 200);
    await look();
    expect((await read()).totals.projects.count).toBe(0);
    await show(1);
    await look();
    expect((await read()).totals.projects.count).toBe(1);
    expect(await told()).toEqual(['effective', 'taken back', 'taken back', 'effective']);
  }, 120_000);

  it('does not say again what a host took back', async () => {
    const number = await desk.sent(agreed);
    await signBoth();
    await seal();
    const { show, read, press } = await stage({ number });
    await show(1);
    await look();
    await portal.expectStatus(await press('revoke', { of: (await read()).seq, reason }), 200);
    await look();
    expect((await read()).signings).toEqual([]);
  }, 120_000);

  it('counts what is signed after the event when it is sealed, and says nothing of it before', async () => {
    const number = await desk.sent(agreed);
    const { show, press, read, told } = await stage({ number, ceremony: 'after' });
    await show(1);
    await look();
    await portal.expectStatus(await press('end'), 200);
    await portal.expectStatus(await press('end', {}, other), 200);
    await look();
    expect(await told()).toEqual([]);
    await signBoth();
    await seal();
    await look();
    expect(await read()).toMatchObject({ status: 'ended', totals: { intents: { count: 1, amount } } });
  }, 120_000);

  it('takes back that it is being signed when it is voided, and counts nothing', async () => {
    const number = await desk.sent(agreed);
    const { show, read, told } = await stage({ number });
    await show(1);
    await look();
    const voided = await portal.send(portal.publisher, `POST /api/agreements/${number}/void`, {
      reason: '企业要求',
    });
    await portal.expectStatus(voided, 204);
    await look();
    expect(await told()).toEqual(['processing', 'taken back']);
    expect(await read()).toMatchObject({ signings: [], totals: { projects: { count: 0 } } });
    expect((await read()).correction?.reason.zh).toContain('没有签成');
  });

  it('names nobody and tells no amount that was not agreed to be public, on any address, and counts the project', async () => {
    const { id } = await desk.project({ name: '隐名金丝雀项目', investmentTotal: 987_654_300 });
    const agreedTo = await desk.sent(agreed);
    await signBoth();
    const secret = await desk.sent({ projectId: id });
    const { slug, show, read, press, see } = await stage({ number: secret }, { number: agreedTo });
    const everywhere = async () => {
      const paths = [
        '/api/events',
        `/api/events/${slug}/snapshot`,
        `/api/events/${slug}/log`,
        `/events/${slug}`,
      ];
      const texts = await Promise.all(paths.map(async (path) => (await portal.app.request(path)).text()));
      const [row] = await open().sql<{ id: number }[]>`
        select id::int as id from live_event where slug = ${slug}`;
      // Every frame that is sent is made of these alone.
      return [...texts, JSON.stringify(await readEntries(open().sql, row?.id ?? 0, 0))].join('\n');
    };
    const canaries = ['隐名金丝雀', secret, '987654300', '2667654300'];
    const unheard = async () => {
      const text = await everywhere();
      for (const canary of canaries) expect(text).not.toContain(canary);
    };
    await unheard();
    await show(1);
    await look();
    await unheard();
    await signBoth();
    await show(2);
    await seal();
    await look();
    await unheard();
    const { totals, signings, items, stage: named } = await read();
    expect(totals.intents).toEqual({ count: 2, amount });
    expect(signings.map(({ state, amount: said }) => [state, said])).toEqual([
      ['processing', null],
      ['effective', null],
      ['effective', amount],
    ]);
    expect(named).toMatchObject([
      { project: null, company: null },
      { project: '年产 60 万套电驱动总成项目' },
    ]);
    expect(items.map((item) => item.title?.zh)).toEqual(['致辞', '项目签约', `签约 ${agreedTo}`]);
    await portal.expectStatus(await press('pause'), 200);
    expect((await see()).stage[0]).toMatchObject({
      project: { name: '隐名金丝雀项目', amount: 987_654_300 },
      agreement: { mayName: false, mayShowAmount: false },
    });
  }, 120_000);

  it('notes a signature on paper by two hosts, marked as such, until the sealed one takes its place', async () => {
    const number = await desk.sent(agreed);
    const { show, read, onPaper, told, see } = await stage({ number });
    expect((await onPaper(1, host)).status).toBe(409);
    await show(1);
    await look();
    const asked = await portal.expectStatus(await onPaper(1, host), 200);
    expect(await asked.json()).toMatchObject({ isSaid: false });
    // Once more by the same hand is no second person.
    expect(await (await onPaper(1, host)).json()).toMatchObject({ isSaid: false });
    expect((await see(other)).stage[0]?.paperAsked).toMatchObject({ reason: '平板断电', isMine: false });
    expect(await (await portal.expectStatus(await onPaper(1, other), 200)).json()).toMatchObject({
      isSaid: true,
    });
    expect((await onPaper(1, other)).status).toBe(409);
    expect(await read()).toMatchObject({
      totals: { intents: { count: 1, amount } },
      signings: [{ state: 'processing' }, { state: 'effective', isPaper: true }],
    });
    await signBoth();
    await seal();
    await look();
    expect(await told()).toEqual(['processing', 'effective on paper', 'effective']);
    expect(await read()).toMatchObject({
      totals: { intents: { count: 1, amount } },
      signings: [{}, { isPaper: true }, { state: 'effective', isPaper: false }],
    });
  }, 120_000);

  it('takes figures from the records alone, whoever corrects them', async () => {
    const number = await desk.sent(agreed);
    await signBoth();
    await seal();
    const { show, press, read, see } = await stage({ number });
    await show(1);
    await look();
    const { seq: of } = await read();
    const [said] = (await see()).signings;
    if (said === undefined) throw new Error('nothing was said');
    const { item: _item, state: _state, by: _by, at: _at, ...signed } = said;
    const more = await press('amend', { of, reason, signed: { ...signed, amount: amount * 2 } });
    expect(more.status).toBe(422);
    await portal.expectStatus(await press('amend', { of, reason, signed }), 200);
    expect((await read()).totals.intents).toEqual({ count: 1, amount });
  }, 120_000);

  it('ties an item to an agreement of its project and of its kind, and to no other', async () => {
    const [one, two] = [await desk.sent(agreed), await desk.sent(agreed)];
    const { tie, show, itemAt } = await stage({ number: one }, { number: two });
    const ceremony = 'on-stage';
    const [first, second] = [await projectOf(one), await projectOf(two)];
    const refused = async (index: number, asked: object) => (await tie(index, asked)).status;
    expect(await refused(0, { project: first, ceremony })).toBe(422);
    expect(await refused(1, { project: second, agreement: one, ceremony })).toBe(422);
    expect(await refused(2, { project: first, agreement: one, ceremony })).toBe(422);
    expect(await refused(1, { project: 'XM-2026-9999', ceremony })).toBe(422);
    await show(1);
    await look();
    expect(await refused(1, { project: second, ceremony })).toBe(409);
    expect(itemAt(1)).toBeGreaterThan(0);
  });

  it('shows the host how far each signer is with the very document, and names none of them', async () => {
    const number = await desk.sent(agreed);
    const { see } = await stage({ number });
    const signers = async () => (await see()).stage[0]?.signers ?? [];
    expect(await signers()).toMatchObject([
      { party: 'company', isAsked: true, hasOpened: false, hasRead: false, codeUntil: null, isDone: false },
      { party: 'government', isAsked: false },
    ]);
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const signature = await desk.signature(cookie);
    const [ready] = await signers();
    expect(ready).toMatchObject({ hasOpened: true, hasRead: true, codeUntil: expect.any(String) });
    expect(JSON.stringify(await see())).not.toContain(desk.company.name);
    // A code counts for five minutes, on stage as elsewhere.
    portal.clock.forward(301_000);
    expect(await signers()).toMatchObject([{ hasRead: true, codeUntil: null }, {}]);
    expect((await desk.signing(cookie, 'POST /api/signing/sign', signature)).status).toBe(422);
  });

  it('lets one leader sign all of his by one code: each turns by itself, whatever is on air', async () => {
    const numbers: string[] = [];
    let cookie: string | null = null;
    for (let count = 0; count < 3; count += 1) {
      numbers.push(await desk.sent(agreed));
      await portal.expectStatus(await desk.signBy(desk.company.email), 200);
      cookie = await desk.exchange(await desk.linkTo(desk.city.email), cookie);
    }
    const { show, see, read } = await stage(...numbers.map((number) => ({ number })));
    const set = await desk.json<SigningBatch>(await desk.signing(cookie, 'GET /api/signing/batch'));
    for (const one of set.items) await desk.reads(cookie, one);
    const items = set.items.map(({ number, baseSha256, headSha256 }) => ({ number, baseSha256, headSha256 }));
    portal.clock.forward(60_000);
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/batch/otp', { items }), 200);
    const ready = (await see()).stage.map(({ signers }) =>
      signers.map(({ isDone, batchUntil }) => [isDone, batchUntil !== null]),
    );
    expect(ready).toEqual(
      Array(3).fill([
        [true, false],
        [false, true],
      ]),
    );
    for (const index of [1, 2]) await show(index);
    await look();
    const given = {
      otp: await desk.newestCode(),
      items,
      strokes: [
        [
          { x: 0.1, y: 0.2 },
          { x: 0.9, y: 0.3 },
        ],
      ],
      consent: { textVersion: 'signing-batch-1', accepted: true },
    };
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/batch/sign', given), 200);
    await seal();
    await look();
    // The third was not shown yet.
    expect((await read()).totals.intents).toEqual({ count: 2, amount: 2 * amount });
    await show(3);
    await look();
    expect((await read()).totals.intents).toEqual({ count: 3, amount: 3 * amount });
  }, 120_000);

  it('is told anew to who has the snapshot when somebody may no longer be named', async () => {
    const number = await desk.sent(agreed);
    const { slug, read } = await stage({ number });
    const ask = (etag = '') =>
      portal.app.request(`/api/events/${slug}/snapshot`, { headers: { 'If-None-Match': etag } });
    const etag = (await ask()).headers.get('ETag') ?? '';
    expect((await ask(etag)).status).toBe(304);
    expect((await read()).items[1]?.title?.zh).toContain(number);
    const voided = await portal.send(portal.publisher, `POST /api/agreements/${number}/void`, {
      reason: '企业要求',
    });
    await portal.expectStatus(voided, 204);
    expect((await ask(etag)).status).toBe(200);
    expect((await read()).items[1]?.title?.zh).toBe('项目签约');
  });

  it('is in force nowhere but with a seal, whatever a program writes', async () => {
    const number = await desk.sent(agreed);
    const { show } = await stage({ number });
    await show(1);
    const write = open().sql`
      insert into live_signing_entry (event_id, seq, item_id, agreement_id, state, is_paper)
      select s.event_id, 1, s.item_id, s.agreement_id, 'effective', false
      from live_item_signing s join agreement a on a.id = s.agreement_id where a.number = ${number}`;
    await expect(write).rejects.toThrow('not sealed');
  });

  it('counts a project that is signed twice once, and people apart from companies', async () => {
    const { id } = await desk.project({ creditCode: '91440300708461136T' });
    const again: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      again.push(await desk.sent({ ...agreed, projectId: id }));
      await signBoth();
    }
    const year = { amount: 3, unit: 'year' };
    const talent = {
      ...{ role: 'signer', group: 1, name: '周岚', organisation: '周岚团队', party: 'talent' },
      ...{ email: 'zhou@talent.test', phone: '13900008899' },
    };
    const terms = { research: '电驱动', members: 3, supportYuan: 1_000_000, goals: '量产' };
    const { number: people } = await desk.prepare({
      ...{ template: 'talent-agreement', projectId: id, ...agreed },
      parties: [desk.company, talent, { ...desk.city, group: 2 }],
      terms: { ...terms, publishTalent: false, validity: year, confidentiality: year },
      details: {
        ...{ 'government.address': '甲', 'company.address': '乙', 'company.identity': '丙' },
        'talent.address': '丁',
      },
    });
    await desk.pass(people);
    const cookie = await desk.exchange(await desk.linkTo(talent.email));
    const { draftSha256 } = await desk.read(people);
    const confirmed = { otp: await desk.codeTo(cookie, 'confirm'), draftSha256 };
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/confirm', confirmed), 204);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${people}/send`),
      204,
    );
    for (const email of [desk.company.email, talent.email, desk.city.email])
      await portal.expectStatus(await desk.signBy(email), 200);
    await seal();

    const [one = '', two = ''] = again;
    const { show, read, tie } = await stage(
      { number: one },
      { number: two },
      { number: people, kind: 'talent-signing', talents: 12 },
    );
    // An agreement of people is no company's signing.
    expect(
      (await tie(1, { project: await projectOf(people), agreement: people, ceremony: 'before' })).status,
    ).toBe(422);
    for (const index of [1, 2, 3]) {
      await show(index);
      await look();
    }
    const { totals, items, stage: about } = await read();
    expect(totals).toMatchObject({
      ...{ projects: { count: 1, amount }, intents: { count: 1, amount } },
      ...{ talents: 12, talentProjects: 1 },
    });
    // The company agreed to being named, they did not.
    expect([items[3]?.title?.zh, about[2]?.company]).toEqual(['人才签约', null]);
  }, 120_000);
});
