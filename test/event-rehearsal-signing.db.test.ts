import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import type { AgreementParts } from '../api/agreements/parts.ts';
import { Verification } from '../api/agreements/verify-schema.ts';
import { Snapshot } from '../api/events/event-schema.ts';
import { createSealingLook } from '../api/events/signing-entries.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import type { SealedLetter } from '../api/letters/store.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { placeOf } from './support/changed-pdf.ts';
import { testSigning } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const title = (zh: string) => ({ zh, en: zh });
const amount = 1_680_000_000;
const agreed = { publishName: true, publishAmount: true };

onBothDatabases('the signings of a rehearsal', (open) => {
  const rehearsed: SealedLetter[] = [];
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  /** Of the process that plays the rehearsal, and of the portal beside it. */
  let playing: AgreementParts;
  let beside: AgreementParts;
  let host: SignedIn;
  /** The project of the real event, its agreement, and the rehearsal with what it has signed. */
  let real: { projectId: number; agreement: string };
  let copy: { slug: string; item: number; projectId: number; project: string; agreement: string };
  /** Of what the rehearsal would have sent. */
  let causes: string[];
  const { signal } = new AbortController();
  const look = () => createSealingLook({ database: open(), now: portal.clock.now })(signal);

  async function json<Body>(response: Response, status = 200): Promise<Body> {
    return (await (await portal.expectStatus(response, status)).json()) as Body;
  }
  const asHost = (request: string, body?: object) => portal.send(host, request, body);
  const textOf = async (who: SignedIn, path: string) =>
    (await portal.expectStatus(await portal.send(who, `GET ${path}`), 200)).text();

  const framework = (projectId: number) => ({
    ...{ template: 'framework-agreement', projectId, parcelCodes: ['S-1'], ...agreed },
    details: { 'company.address': '宁波市北仑区', 'project.content': '电驱动总成' },
  });

  beforeAll(async () => {
    const signing = { ...testSigning, takeRehearsed: (letter: SealedLetter) => rehearsed.push(letter) };
    portal = await openPublishing(open(), { signing });
    desk = await openAgreements(portal, open(), rehearsed);
    playing = { ...agreementParts(portal, open()), ...signing };
    beside = agreementParts(portal, open());
    host = await portal.person('host');
    await desk.publishPlanned('S-1');
    const { id } = await desk.project({
      creditCode: '91330200MA2XXXXX73',
      fixedInvestment: 1_210_000_000,
    });
    const { number } = await desk.prepare(framework(id));
    real = { projectId: id, agreement: number };
    await makeEvent();
    copy = await rehearse();
    for (const { email } of [desk.company, desk.city])
      await portal.expectStatus(await desk.signBy(email), 200);
    await tendAgreements(beside, signal);
    await tendAgreements(playing, signal);
    await look();
    causes = [...new Set(rehearsed.splice(0).map(({ cause }) => cause))].sort();
  });

  async function makeEvent(): Promise<void> {
    const items = [{ kind: 'project-signing', title: title('电驱动总成项目签约'), plannedSeconds: 180 }];
    const event = { slug: 'signing-day', title: title('云签约'), startsAt: '2026-12-01T09:00:00+08:00' };
    await portal.expectStatus(await asHost('POST /api/events', { ...event, isAnnounced: true, items }), 201);
    const { items: made } = await staffView('signing-day');
    await tie('signing-day', made[0]?.id ?? 0, { project: 'XM-2026-0001', agreement: real.agreement });
  }

  async function staffView(slug: string): Promise<StaffEvent> {
    return StaffEvent.parse(await json(await asHost(`GET /api/staff/events/${slug}`)));
  }

  async function tie(slug: string, item: number, of: object): Promise<void> {
    const body = { ceremony: 'on-stage', ...of };
    await portal.expectStatus(await asHost(`PUT /api/events/${slug}/items/${item}/signing`, body), 204);
  }

  /** The copy with its signing sent and on air; who signs is told where the play takes it. */
  async function rehearse() {
    const { slug } = await json<{ slug: string }>(await asHost('POST /api/events/signing-day/rehearse'), 201);
    const { items, stage } = await staffView(slug);
    const [row] = await open().sql<{ id: number }[]>`
      select id::int as id from project where number = ${stage[0]?.project.number ?? ''}`;
    const own = { slug, item: items[0]?.id ?? 0, projectId: row?.id ?? 0 };
    const project = stage[0]?.project.number ?? '';
    const agreement = await desk.sent(framework(own.projectId));
    await tie(slug, own.item, { project, agreement });
    const press = async (verb: string, more = {}) =>
      asHost(`POST /api/events/${slug}/${verb}`, { expectedSeq: (await staffView(slug)).seq, ...more });
    await portal.expectStatus(await press('standby', { item: own.item }), 200);
    await portal.expectStatus(await press('take'), 200);
    return { ...own, project, agreement };
  }

  async function verify(body: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<Verification> {
    const headers = { 'Content-Type': 'application/pdf' };
    const answer = await portal.app.request('/api/verify', { method: 'POST', headers, body });
    return Verification.parse(await json(answer));
  }

  /** With these words over what its first page draws. */
  function changedPage(bytes: Uint8Array, words: string): Uint8Array<ArrayBuffer> {
    const changed = new Uint8Array(bytes);
    changed.set(Buffer.from(words), placeOf(changed, /stream\r?\n/) + 40);
    return changed;
  }

  it('are of projects of its own, under numbers of their own series, with what is known of the real ones', async () => {
    expect([copy.project, copy.agreement]).toEqual(['YX-2026-0001', 'YL-2026-0001']);
    const { stage } = await staffView(copy.slug);
    expect(stage[0]).toMatchObject({
      project: { name: '年产 60 万套电驱动总成项目', company: desk.company.organisation, amount },
    });
    // The next real ones follow the ones before.
    const next = await desk.prepare({ ...framework(real.projectId), parcelCodes: [] });
    expect(next.number).toBe('TZ-2026-0002');
  });

  it('go the real way to the seal, by the process that plays it alone, and count in the rehearsal alone', async () => {
    const { stage, totals } = await staffView(copy.slug);
    expect(stage[0]?.agreement).toMatchObject({ number: copy.agreement, state: 'completed' });
    expect(totals).toMatchObject({ frameworks: { count: 1, amount }, projects: { count: 1, amount } });
    const public_ = Snapshot.parse(await json(await portal.app.request('/api/events/signing-day/snapshot')));
    expect([public_.totals.projects, public_.signings, public_.seq]).toEqual([
      ...[{ count: 0, amount: 0 }, [], 1],
    ]);
    // The portal beside it had its turn before.
    const [sealed] = await open().sql<{ attempts: number }[]>`
      select seal_attempts as attempts from agreement where number = ${copy.agreement}`;
    expect(sealed?.attempts).toBe(0);
  });

  it('write to nobody: link, code and notice are told to who plays, and no row of them is in the outbox', async () => {
    expect(causes).toEqual([
      ...['agreement.code', 'agreement.complete', 'agreement.draft', 'agreement.sign'],
    ]);
    const written = await open().sql`
      select from letter l join agreement a on a.id = l.agreement_id where a.number = ${copy.agreement}`;
    expect(written).toHaveLength(0);
    await expect(
      open().sql`
        insert into letter (agreement_id, medium, cause, recipient, subject, body)
        select id, 'mail', 'agreement.sign', 'a@b.test', '请签署', '链接' from agreement
        where number = ${copy.agreement}`,
    ).rejects.toThrow(/rehearsal/);
  });

  it('hold no parcel: the real agreement is sent and holds it', async () => {
    const held = () => open().sql<{ number: string }[]>`
      select a.number from parcel_hold h join agreement a on a.id = h.agreement_id`;
    expect(await held()).toEqual([]);
    await desk.pass(real.agreement);
    const sent = await portal.send(portal.publisher, `POST /api/agreements/${real.agreement}/send`);
    await portal.expectStatus(sent, 204);
    expect(await held()).toEqual([{ number: real.agreement }]);
  });

  it('are in no list of what is real: agreements, projects, work, promises', async () => {
    const { publisher, reviewer } = portal;
    const draft = await desk.prepare(framework(copy.projectId));
    expect(draft.number).toMatch(/^YL-/);
    for (const who of [publisher, reviewer])
      for (const path of ['/api/agreements', '/api/projects', '/api/projects?q=YX-2026', '/api/staff/work']) {
        const text = await textOf(who, path);
        expect([path, /YL-2026|YX-2026/.test(text)]).toEqual([path, false]);
      }
    expect(await textOf(publisher, '/api/agreements')).toContain(real.agreement);
    expect(
      await open().sql`
      select from obligation o join agreement a on a.id = o.agreement_id where a.number = ${copy.agreement}`,
    ).toHaveLength(0);
    const stage = { stage: 'registered', on: '2026-11-20', evidence: '营业执照' };
    const reported = await portal.send(publisher, `POST /api/projects/${copy.projectId}/stages`, stage);
    expect([reported.status, await reported.text()]).toEqual([409, expect.stringContaining('演练')]);
  });

  it('are not there, by number, for an outsider who is named in them', async () => {
    const named = await signedIn(open(), 'investor');
    const parties = [
      { ...desk.company, email: named.email },
      { ...desk.city, group: 2 },
    ];
    const { number } = await desk.prepare({ ...framework(copy.projectId), parties });
    const { draftSha256 } = await desk.read(number);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/share`),
      204,
    );
    const path = `/api/agreements/${number}`;
    const asked = async (request: string, body?: object) => (await portal.send(named, request, body)).status;
    expect(await asked(`GET ${path}`)).toBe(404);
    expect(await asked(`GET ${path}/pdf`)).toBe(404);
    expect(await asked(`POST ${path}/confirm`, { draftSha256 })).toBe(404);
    expect((await desk.read(number)).number).toBe(number);
  });

  it('prove nothing: by number and by file it is said that they were rehearsed, and there is no evidence', async () => {
    const [row] = await open().sql<{ code: string }[]>`
      select verify_code as code from agreement where number = ${copy.agreement}`;
    const byNumber = Verification.parse(
      await json(await portal.app.request(`/api/verify/${copy.agreement}?code=${row?.code ?? ''}`)),
    );
    const { publisher } = portal;
    const file = await portal.expectStatus(
      await portal.send(publisher, `GET /api/agreements/${copy.agreement}/pdf`),
      200,
    );
    const bytes = await file.arrayBuffer();
    const more = Buffer.concat([Buffer.from(bytes), Buffer.from('\n%%more\n')]);
    const answers = [byNumber, await verify(bytes), await verify(new Uint8Array(more).buffer)];
    for (const { origin, number, tier, status, strip, findings } of answers) {
      expect({ origin, number, tier, status, strip }).toEqual({
        ...{ origin: 'rehearsal', number: copy.agreement, tier: null, status: null, strip: [] },
      });
      for (const { verdict, reason, message } of Object.values(findings))
        expect([verdict, reason, message]).toEqual(['caution', 'rehearsal', expect.stringContaining('演练')]);
    }
    for (const ending of ['certificate.pdf', 'evidence.zip']) {
      const refused = await portal.send(publisher, `GET /api/agreements/${copy.agreement}/${ending}`);
      expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('演练')]);
    }
  });

  it('prove nothing once somebody has altered their file: nothing of it is green', async () => {
    const file = await portal.send(portal.publisher, `GET /api/agreements/${copy.agreement}/pdf`);
    const { origin, number, findings } = await verify(changedPage(await file.bytes(), '?'));
    expect([origin, number]).toEqual(['changed', null]);
    expect(Object.values(findings).filter(({ verdict }) => verdict === 'good')).toEqual([]);
    expect(findings.integrity.reason).toBe('broken');
  });

  it('lend their number to no other file: a real one with it written in is told to be changed', async () => {
    const number = await desk.sent();
    for (const { email } of [desk.company, desk.city])
      await portal.expectStatus(await desk.signBy(email), 200);
    await tendAgreements(beside, signal);
    const file = await portal.expectStatus(
      await portal.send(portal.publisher, `GET /api/agreements/${number}/pdf`),
      200,
    );
    const seen = await verify(changedPage(await file.bytes(), ` ${copy.agreement} `));
    expect(seen).toMatchObject({ origin: 'changed', number });
    expect(Object.values(seen.findings).map(({ reason }) => reason)).not.toContain('rehearsal');
    expect(seen.findings.integrity).toMatchObject({ verdict: 'bad', reason: 'broken' });
  });

  it('are tied to nothing else: no event signs what was rehearsed, and no rehearsal what is real', async () => {
    const { items } = await staffView('signing-day');
    const refused = async (slug: string, item: number, of: object) => {
      const body = { ceremony: 'on-stage', ...of };
      const answer = await asHost(`PUT /api/events/${slug}/items/${item}/signing`, body);
      return [answer.status, /演练/.test(await answer.text())];
    };
    const rehearsedOnes = { project: copy.project, agreement: null };
    expect(await refused('signing-day', items[0]?.id ?? 0, rehearsedOnes)).toEqual([422, true]);
    const realOnes = { project: 'XM-2026-0001', agreement: null };
    expect(await refused(copy.slug, copy.item, realOnes)).toEqual([422, true]);
    await expect(
      open().sql`
        update live_item_signing set project_id = ${copy.projectId} where item_id = ${items[0]?.id ?? 0}`,
    ).rejects.toThrow(/rehearsal/);
  });
});
