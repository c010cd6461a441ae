import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import type { AgreementParts } from '../api/agreements/parts.ts';
import { offerTemplates } from '../api/agreements/template-store.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import { signedIn } from './support/accounts.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { parcelDraft, square } from './support/parcels.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { frameworkOf, freshSessions, publishAtOnce } from './support/signing-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

type Problem = { detail?: string; errors?: { path: string }[] };

const dayMs = 86_400_000;

onBothDatabases('an office with its agreements', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let parts: AgreementParts;
  let beforeApproval: Response;
  /** A draft that nobody was written to about; sessions have ended when its turn comes. */
  let unsent: string;

  const project = {
    name: '试验项目',
    company: '宁波某汽车零部件有限公司',
    investorClass: 'private',
    channel: 'enquiry',
    investmentTotal: 1_000_000_000,
  };

  beforeAll(async () => {
    const database = open();
    portal = await openPublishing(database);
    const templates = await readTemplates('data/agreements');
    await database.transaction((tx) => offerTemplates(tx, templates, portal.clock.now()));
    const written = await portal.send(portal.publisher, 'POST /api/projects', project);
    const { id } = (await written.json()) as { id: number };
    const signatory = { role: 'signer', group: 1 };
    beforeApproval = await portal.send(portal.publisher, 'POST /api/agreements', {
      template: 'letter-of-intent',
      projectId: id,
      parties: [
        { ...signatory, name: '林国栋', organisation: project.company, email: 'lin@company.test' },
        { ...signatory, name: '陈立', organisation: '武义县招商中心', email: 'chen@city.test' },
      ],
    });
    desk = await openAgreements(portal, database);
    parts = agreementParts(portal, database);
    unsent = (await desk.prepare()).number;
  });

  const post = (act: string, body?: unknown, who = portal.publisher) =>
    portal.send(who, `POST /api/agreements/${act}`, body);
  async function places(response: Response) {
    return [response.status, ((await response.json()) as Problem).errors?.map(({ path }) => path)];
  }
  async function refusal(response: Response) {
    return [response.status, ((await response.json()) as Problem).detail];
  }
  /** Sessions end while the clock moves on by hours. */
  const now = () => signedIn(open(), 'publisher', { at: portal.clock.now() });

  it('uses no template before a second person approved it', async () => {
    expect(await refusal(beforeApproval)).toEqual([409, expect.stringContaining('没有经第二人批准')]);
  });

  it('is told at the field what cannot be in an agreement', async () => {
    const elsewhere = await signedIn(open(), 'publisher', { department: 'lanxi' });
    const foreign = await desk.json<{ id: number }>(
      await portal.send(elsewhere, 'POST /api/projects', project),
      201,
    );
    await publishAtOnce(portal, open(), [
      parcelDraft('F-1', {
        geometry: square(119.3, 28.6),
        fields: { noticeAt: '2026-11-10T09:00:00+08:00' },
      }),
    ]);
    const { id } = await desk.project();
    const ask = (over: object) =>
      portal.send(portal.publisher, 'POST /api/agreements', {
        template: 'letter-of-intent',
        projectId: id,
        parties: [desk.company, { ...desk.city, group: 2 }],
        ...over,
      });
    expect(await places(await ask({ projectId: foreign.id }))).toEqual([422, ['projectId']]);
    expect(await places(await ask({ parcelCodes: ['F-1'] }))).toEqual([422, ['parcelCodes']]);
    expect(await places(await ask({ parties: [desk.company] }))).toEqual([422, ['parties']]);
    const viewer = { ...desk.city, role: 'viewer' };
    expect(await places(await ask({ parties: [desk.company, viewer] }))).toEqual([422, ['parties']]);
    const same = { ...desk.city, email: desk.company.email.toUpperCase() };
    expect(await places(await ask({ parties: [desk.company, same] }))).toEqual([422, ['parties.1.email']]);
    expect((await ask({})).status).toBe(201);
  });

  it('does not send what the wording may not promise', async () => {
    const { id } = await desk.project({ creditCode: '91330200MA2XXXXX73', fixedInvestment: 1_210_000_000 });
    const { number } = await desk.prepare({
      template: 'framework-agreement',
      projectId: id,
      details: {
        'company.address': '宁波市北仑区',
        'project.content': '乙方投产后前三年缴纳的增值税由甲方全额返还',
      },
    });
    await desk.pass(number);
    const { findings, blockers } = await desk.read(number);
    expect(findings.map(({ severity }) => severity)).toContain('error');
    expect(blockers).toEqual([expect.stringContaining('文本检查：')]);
    expect(await refusal(await post(`${number}/send`))).toEqual([
      409,
      expect.stringMatching(/^还差 1 项：文本检查/),
    ]);
  });

  it('confirms the very draft that was read, and begins anew after a change of it', async () => {
    const { number } = await desk.prepare();
    const wrong = await post(`${number}/confirm`, { draftSha256: 'a'.repeat(64) });
    expect(await refusal(wrong)).toEqual([409, expect.stringContaining('草稿已有改动')]);
    const first = (await desk.read(number)).draftSha256;
    await desk.pass(number);
    expect((await desk.read(number)).blockers).toEqual([]);
    const body = {
      parties: [desk.company, { ...desk.city, group: 2 }],
      terms: { validity: { amount: 9, unit: 'month' } },
    };
    await portal.expectStatus(
      await portal.send(portal.publisher, `PATCH /api/agreements/${number} "1"`, body),
      204,
    );
    expect((await desk.read(number)).blockers).toHaveLength(5);
    expect((await post(`${number}/confirm`, { draftSha256: first })).status).toBe(409);
    expect(await refusal(await post(`${number}/send`))).toEqual([409, expect.stringMatching(/^还差 5 项/)]);
  });

  it('begins anew too where only the addresses of who signs are changed, which the paper does not show', async () => {
    const { number } = await desk.prepare();
    await desk.pass(number);
    const { draftSha256 } = await desk.read(number);
    const parties = [
      { ...desk.company, phone: '13700000002' },
      { ...desk.city, group: 2 },
    ];
    await portal.expectStatus(
      await portal.send(portal.publisher, `PATCH /api/agreements/${number} "1"`, { parties }),
      204,
    );
    const changed = await desk.read(number);
    expect([changed.draftSha256, ...changed.confirmations.map(({ at }) => at)]).toEqual([
      draftSha256,
      null,
      null,
    ]);
    expect(changed.blockers).toHaveLength(5);
  });

  it('sends nothing of one side to another, nor of the others to itself', async () => {
    const { id } = await desk.project();
    const prepared = async (company: object, city: object) =>
      places(
        await portal.send(portal.publisher, 'POST /api/agreements', {
          template: 'letter-of-intent',
          projectId: id,
          parties: [company, city],
        }),
      );
    const { company, city } = desk;
    expect(await prepared({ ...company, email: portal.publisher.email.toUpperCase() }, city)).toEqual([
      422,
      ['parties.0.email'],
    ]);
    expect(await prepared(company, { ...city, phone: '+86 139 0000 8806' })).toEqual([
      422,
      ['parties.1.phone'],
    ]);
    const approver = { ...company, role: 'approver', email: city.email, phone: undefined };
    const three = [company, city, approver];
    expect(
      await places(
        await portal.send(portal.publisher, 'POST /api/agreements', {
          template: 'letter-of-intent',
          projectId: id,
          parties: three,
        }),
      ),
    ).toEqual([422, ['parties.2.email']]);
  });

  it('lets nobody pass a gate for what he drafted, and a refusal says why', async () => {
    const drafter = await portal.person('publisher');
    const { id } = await desk.json<{ id: number }>(
      await portal.send(drafter, 'POST /api/projects', project),
      201,
    );
    const { number } = await desk.json<{ number: string }>(
      await portal.send(drafter, 'POST /api/agreements', {
        template: 'letter-of-intent',
        projectId: id,
        parties: [desk.company, { ...desk.city, group: 2 }],
      }),
      201,
    );
    await open().sql`
      update account set role = 'reviewer', competences = array['land'], department_code = 'natural-resources'
      where id = ${drafter.accountId}`;
    const gate = { gate: 'legality', outcome: 'passed' };
    expect((await post(`${number}/review`, gate, drafter)).status).toBe(403);
    const refused = { gate: 'legality', outcome: 'refused' };
    expect(await places(await post(`${number}/review`, refused, portal.reviewer))).toEqual([422, ['note']]);
    expect((await post(`${number}/review`, { ...refused, note: '条款不明' }, portal.reviewer)).status).toBe(
      204,
    );
    expect((await desk.read(number)).blockers).toContain('合法性审查');
    const another = { ...gate, draftSha256: 'a'.repeat(64) };
    expect(await refusal(await post(`${number}/review`, another, portal.reviewer))).toEqual([
      409,
      expect.stringContaining('草稿已有改动'),
    ]);
    expect((await desk.read(number)).blockers).toContain('合法性审查');
    const { draftSha256 } = await desk.read(number);
    const ofThis = { ...gate, draftSha256 };
    expect((await post(`${number}/review`, ofThis, portal.reviewer)).status).toBe(204);
    expect((await desk.read(number)).blockers).not.toContain('合法性审查');
  });

  it('takes a word of review that names no draft while there was one alone, and of an altered one says what is missing', async () => {
    const { number } = await desk.prepare();
    const gate = { gate: 'seal', outcome: 'passed' };
    await portal.expectStatus(await post(`${number}/review`, gate, portal.reviewer), 204);
    const { draftSha256: first } = await desk.read(number);
    const body = { parties: [desk.company, { ...desk.city, group: 2, name: '陈力' }] };
    const change = `PATCH /api/agreements/${number} "1"`;
    await portal.expectStatus(await portal.send(portal.publisher, change, body), 204);
    const unsaid = await post(`${number}/review`, gate, portal.reviewer);
    expect(await places(unsaid.clone())).toEqual([422, ['draftSha256']]);
    expect(await refusal(unsaid)).toEqual([422, expect.stringContaining('GET /api/agreements/{number}')]);
    expect(
      await refusal(await post(`${number}/review`, { ...gate, draftSha256: first }, portal.reviewer)),
    ).toEqual([409, '草稿已有改动，请先审查现在这一份，再给出意见。']);
    expect((await desk.read(number)).blockers).toContain('用印审批');
    const { draftSha256 } = await desk.read(number);
    const ofThis = { ...gate, draftSha256 };
    await portal.expectStatus(await post(`${number}/review`, ofThis, portal.reviewer), 204);
    expect((await desk.read(number)).blockers).not.toContain('用印审批');
  });

  /** A framework agreement, sent: it holds its parcel. */
  async function holding(code: string, over: object = {}): Promise<string> {
    await desk.publishPlanned(code);
    return desk.sent({ ...(await frameworkOf(desk, [code])), ...over });
  }

  const holdOf = async (code: string) => {
    const [hold] = await open().sql<{ cause: string | null; isReleased: boolean }[]>`
      select h.release_cause as cause, h.released_at is not null as "isReleased"
      from parcel_hold h join parcel p on p.id = h.parcel_id where p.code = ${code} order by h.id desc limit 1`;
    return hold;
  };
  const tend = () => tendAgreements(parts, AbortSignal.timeout(60_000));
  const told = async (cause: string) =>
    (await desk.letters())
      .filter((letter) => letter.cause === cause)
      .map(({ recipient, subject }) => [recipient, /TZ-\d{4}-\d+/.exec(subject)?.[0]]);
  const inDays = (days: number) => new Date(portal.clock.now().getTime() + days * dayMs).toISOString();

  it('lets go of parcels by every end, tells who was asked, and keeps to its terms', async () => {
    await freshSessions(portal, open());
    const held = { cause: null, isReleased: false };
    const ended = { cause: 'ended', isReleased: true };
    const voided = await holding('H-1');
    expect(await holdOf('H-1')).toEqual(held);
    await portal.expectStatus(await post(`${voided}/void`, { reason: '企业改变计划' }), 204);
    expect([await holdOf('H-1'), await told('agreement.voided')]).toEqual([
      ended,
      [[desk.company.email, voided]],
    ]);

    const declined = await holding('H-2');
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    await portal.expectStatus(
      await desk.signing(cookie, 'POST /api/signing/decline', {
        otp: await desk.codeTo(cookie, 'decline'),
        reason: '条件不合适',
      }),
      204,
    );
    expect((await desk.read(declined)).status).toBe('declined');
    expect([await holdOf('H-2'), await told('agreement.declined')]).toEqual([
      ended,
      [[desk.company.email, declined]],
    ]);

    const overdue = await holding('H-3', { deadline: inDays(10) });
    const long = await holding('H-4', { deadline: inDays(40) });
    const { deadline } = await desk.read(long);
    expect((await post(`${long}/extend`, { deadline: inDays(39) })).status).toBe(409);
    expect(await places(await post(`${long}/extend`, { deadline: inDays(367) }))).toEqual([
      422,
      ['deadline'],
    ]);
    const later = inDays(300);
    await portal.expectStatus(await post(`${long}/extend`, { deadline: later }), 204);
    const extended = await desk.read(long);
    expect([new Date(extended.deadline).toISOString(), deadline < extended.deadline]).toEqual([later, true]);
    const links = await open().sql<{ isLonger: boolean }[]>`
      select l.ends_at > ${later} as "isLonger" from signing_link l join agreement a on a.id = l.agreement_id
      where a.number = ${long} limit 10`;
    expect(links).toEqual([{ isLonger: true }]);

    portal.clock.forward(7 * 3_600_000);
    await portal.expectStatus(await post(`${long}/remind`, {}, await now()), 204);
    portal.clock.forward(5 * 3_600_000);
    expect((await post(`${long}/remind`, {}, await now())).status).toBe(429);
    portal.clock.forward(2 * 3_600_000);
    await portal.expectStatus(await post(`${long}/remind`, {}, await now()), 204);

    portal.clock.forward(11 * dayMs);
    await tend();
    expect((await desk.read(overdue, await now())).status).toBe('expired');
    expect([await holdOf('H-3'), await told('agreement.expired')]).toEqual([
      ended,
      [[desk.company.email, overdue]],
    ]);
    portal.clock.forward(40 * dayMs);
    await tend();
    expect([(await desk.read(long, await now())).status, await holdOf('H-4')]).toEqual(['sent', held]);
    portal.clock.forward(130 * dayMs);
    await tend();
    expect([(await desk.read(long, await now())).status, await holdOf('H-4')]).toEqual([
      'sent',
      { cause: 'term', isReleased: true },
    ]);
  });

  it('writes of one draft once an hour, so that nobody is flooded, and of a changed one at once', async () => {
    const drafts = async () =>
      (await desk.letters()).filter((letter) => letter.cause === 'agreement.draft').length;
    const before = await drafts();
    const share = async () => post(`${unsent}/share`, undefined, await now());
    expect((await share()).status).toBe(204);
    portal.clock.forward(59 * 60_000);
    const again = await share();
    expect([again.headers.get('Retry-After'), ...(await refusal(again))]).toEqual([
      '3600',
      429,
      '这份草稿一小时内已发给对方，请稍后再发。',
    ]);
    expect(await drafts()).toBe(before + 1);
    const parties = [
      { ...desk.company, phone: '13700000002' },
      { ...desk.city, group: 2 },
    ];
    const changed = await portal.send(await now(), `PATCH /api/agreements/${unsent} "1"`, { parties });
    await portal.expectStatus(changed, 204);
    expect((await share()).status).toBe(204);
    portal.clock.forward(61 * 60_000);
    expect((await share()).status).toBe(204);
    expect(await drafts()).toBe(before + 3);
  });
});
