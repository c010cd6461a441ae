import { beforeAll, expect, it } from 'vitest';
import type { ProjectDetail, ProjectPage } from '../api/agreements/agreement-schema.ts';
import type { DraftReading } from '../api/agreements/draft-schema.ts';
import type { TemplatePreview, TemplateVersions } from '../api/agreements/template-desk-schema.ts';
import { offerTemplates } from '../api/agreements/template-store.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import { openAgreements } from './support/agreements.ts';
import { insertAsked } from './support/matrix-resources.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Problem = { errors?: { path: string; message: string }[] };

onBothDatabases('the desk of projects', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const places = async (response: Response) =>
    ((await response.json()) as Problem).errors?.map(({ path }) => path);

  it('a draft is read as it was asked for, completed, and passes its gates anew', async () => {
    const { number, missing } = await desk.prepare({
      template: 'investment-agreement',
      terms: { validity: { amount: 9, unit: 'month' } },
    });
    expect(missing.map(({ key }) => key)).toContain('project.jobs');
    const draft = await desk.json<DraftReading>(
      await portal.send(portal.publisher, `GET /api/agreements/${number}/draft`),
    );
    expect(draft.parties.map(({ email, phone, party }) => [email, phone, party])).toEqual([
      ['lin@company.test', '13900008806', 'company'],
      ['chen@city.test', undefined, 'government'],
    ]);
    const field = (key: string) => draft.fields.find((one) => one.key === key);
    expect(field('terms.validity')).toMatchObject({
      path: 'terms.validity',
      said: { amount: 9, unit: 'month' },
      usual: { amount: 6, unit: 'month' },
    });
    expect(field('project.jobs')).toMatchObject({ path: 'details.project.jobs', unit: '人', said: null });
    expect(field('project.name')).toBeUndefined();

    await portal.expectStatus(
      await portal.send(portal.reviewer, `POST /api/agreements/${number}/review`, {
        gate: 'legality',
        outcome: 'passed',
      }),
      204,
    );
    const body = {
      parties: draft.parties,
      terms: { validity: { amount: 9, unit: 'month' } },
      details: { 'project.jobs': 800, 'project.content': '电驱动总成产线' },
      deadline: draft.deadline,
    };
    const strange = { ...body, details: { ...body.details, 'project.content': '产线\u{1f600}' } };
    const refused = await portal.send(portal.publisher, `PATCH /api/agreements/${number} "1"`, strange);
    expect([refused.status, await places(refused)]).toEqual([422, ['details.project.content']]);
    const edited = await portal.send(portal.publisher, `PATCH /api/agreements/${number} "1"`, body);
    await portal.expectStatus(edited, 204);
    const again = await desk.json<DraftReading>(
      await portal.send(portal.publisher, `GET /api/agreements/${number}/draft`),
    );
    expect(again.version).toBe(2);
    expect(again.fields.find(({ key }) => key === 'project.jobs')?.said).toBe(800);
    expect(again.missing.map(({ key }) => key)).not.toContain('project.jobs');
    expect((await desk.read(number)).gates.map(({ outcome }) => outcome)).toEqual([null, null, null]);
    await portal.expectStatus(
      await portal.send(portal.publisher, `PATCH /api/agreements/${number} "1"`, body),
      412,
    );
  });

  it('a project is changed by one of two who began from the same version', async () => {
    const { id } = await desk.project();
    const body = {
      name: '年产 80 万套电驱动总成项目',
      company: '宁波某汽车零部件有限公司',
      investorClass: 'zhejiang-merchants',
      channel: 'visit',
      projectCode: '2611-330723-04-01-123456',
      investmentTotal: 1_680_000_000,
      fixedInvestment: 1_200_000_000,
      paidIn: 350_000_000,
    };
    const wrong = await portal.send(portal.publisher, `PATCH /api/projects/${id} "1"`, {
      ...body,
      fixedInvestment: 2_000_000_000,
    });
    expect([wrong.status, await places(wrong)]).toEqual([422, ['fixedInvestment']]);
    await portal.expectStatus(
      await portal.send(portal.publisher, `PATCH /api/projects/${id} "1"`, body),
      204,
    );
    await portal.expectStatus(
      await portal.send(portal.publisher, `PATCH /api/projects/${id} "1"`, body),
      412,
    );
    const project = await desk.json<ProjectDetail>(
      await portal.send(portal.reviewer, `GET /api/projects/${id}`),
    );
    expect(project).toMatchObject({ ...body, version: 2, obligations: [] });
  });

  it('a stage is told by whom it was entered, and whoever entered it cannot confirm it', async () => {
    const { id } = await desk.project();
    const stage = { stage: 'signed', on: '2026-11-20', evidence: '投资意向书' };
    const tomorrow = await portal.send(portal.publisher, `POST /api/projects/${id}/stages`, {
      ...stage,
      on: '2030-01-01',
    });
    expect([tomorrow.status, await places(tomorrow)]).toEqual([422, ['on']]);
    const entered = await desk.json<{ id: number }>(
      await portal.send(portal.publisher, `POST /api/projects/${id}/stages`, stage),
      201,
    );
    const decide = `POST /api/projects/${id}/stages/${entered.id}/decide`;
    const read = async (who = portal.publisher) =>
      (await desk.json<ProjectDetail>(await portal.send(who, `GET /api/projects/${id}`))).stages;
    expect(await read()).toMatchObject([{ ...stage, isOwn: true, outcome: null, decidedBy: null }]);
    expect((await read(portal.reviewer))[0]?.isOwn).toBe(false);
    await portal.expectStatus(await portal.send(portal.publisher, decide, { outcome: 'confirmed' }), 409);
    await portal.expectStatus(await portal.send(portal.reviewer, decide, { outcome: 'confirmed' }), 204);
    const [confirmed] = await read();
    expect(confirmed?.outcome).toBe('confirmed');
    expect(confirmed?.decidedBy).not.toBe(confirmed?.enteredBy);
  });

  it('a new version of a template waits, is read with a project of one’s own, and takes the place of the one before', async () => {
    const [first] = await readTemplates('data/agreements');
    if (first === undefined) throw new Error('a template is there');
    await open().transaction((tx) => offerTemplates(tx, [{ ...first, version: 2 }], portal.clock.now()));
    const states = async () => {
      const { items } = await desk.json<TemplateVersions>(
        await portal.send(portal.reviewer, 'GET /api/templates/versions'),
      );
      return items.filter(({ key }) => key === first.key).map(({ version, state }) => [version, state]);
    };
    expect(await states()).toEqual([
      [2, 'waiting'],
      [1, 'in-force'],
    ]);
    const { id } = await desk.project({ name: '氢能压缩机项目' });
    const real = await desk.json<TemplatePreview>(
      await portal.send(portal.publisher, `GET /api/templates/${first.key}/2?project=${id}`),
    );
    expect([real.missing, JSON.stringify(real.text).includes('氢能压缩机项目')]).toEqual([[], true]);
    const sample = await desk.json<TemplatePreview>(
      await portal.send(portal.reviewer, `GET /api/templates/${first.key}/2`),
    );
    expect([sample.missing, sample.template.findings]).toEqual([[], []]);
    expect(JSON.stringify(sample.text)).toContain('示例企业有限公司');
    await portal.expectStatus(
      await portal.send(portal.reviewer, `POST /api/templates/${first.key}/2/approve`),
      204,
    );
    expect(await states()).toEqual([
      [2, 'in-force'],
      [1, 'superseded'],
    ]);
  });

  it('a project comes of an enquiry of its own department, and no other is told apart from one that never was', async () => {
    const at = portal.clock.now();
    const numbers: string[] = [];
    for (const department of ['wuyi', 'yiwu'])
      numbers.push((await open().transaction((tx) => insertAsked(tx, { department, at }))).number);
    const [own = '', other = ''] = numbers;
    const ask = (enquiry: string) =>
      portal.send(portal.publisher, 'POST /api/projects', {
        name: '电驱动总成',
        company: desk.company.organisation,
        investorClass: 'private',
        channel: 'enquiry',
        investmentTotal: 1_000_000,
        enquiry,
      });
    expect((await ask(own)).status).toBe(201);
    const answers = [];
    for (const number of [other, 'XP-2026-9999']) {
      const response = await ask(number);
      answers.push([response.status, ((await response.json()) as Problem).errors]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toBe(422);
  });

  it('projects come in pages, the newest first, and are found by name, company, number or code', async () => {
    const stranger = await portal.person('publisher', { department: 'yiwu' });
    await open().sql`
      insert into project (number, name, company, investor_class, channel, project_code, investment_total_yuan,
        department_code, created_by, created_at)
      select 'XM-2020-' || lpad(n::text, 4, '0'), '压缩机 ' || n || ' 期', '示例企业 100%', 'private', 'visit',
        case when n = 7 then '2020-330723-36-03-000007' end, 1, 'yiwu', ${stranger.accountId}, ${portal.clock.now()}
      from generate_series(1, 103) n`;
    const ask = async (query: string) =>
      desk.json<ProjectPage>(await portal.send(stranger, `GET /api/projects?${query}`));
    const pages: string[][] = [];
    for (let next: number | null = 0; next !== null;) {
      const page: ProjectPage = await ask(next === 0 ? '' : `before=${next}`);
      pages.push(page.items.map(({ number }) => number));
      next = page.next;
    }
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 3]);
    expect(pages.flat()).toEqual([...pages.flat()].sort().reverse());
    expect(new Set(pages.flat()).size).toBe(103);

    const found = async (words: string) => {
      const { items, next } = await ask(new URLSearchParams({ q: words }).toString());
      return [items.map(({ number }) => number), next];
    };
    expect(await found('压缩机 42 期')).toEqual([['XM-2020-0042'], null]);
    expect(await found('xm-2020-0103')).toEqual([['XM-2020-0103'], null]);
    expect(await found('36-03-0000')).toEqual([['XM-2020-0007'], null]);
    expect((await found('100%'))[0]).toHaveLength(50);
    expect(await found('10_%')).toEqual([[], null]);
    expect((await portal.send(stranger, 'GET /api/projects?before=0')).status).toBe(400);
    // Of another department nobody finds anything, a reviewer everything.
    const own = await portal.send(portal.publisher, 'GET /api/projects?q=XM-2020');
    expect((await desk.json<ProjectPage>(own)).items).toEqual([]);
    const all = await portal.send(portal.reviewer, 'GET /api/projects?q=XM-2020-0042');
    expect((await desk.json<ProjectPage>(all)).items).toHaveLength(1);
  });

  it('a draft of before what was said was kept is told from one of which nothing was said, until it is changed', async () => {
    const { number } = await desk.prepare();
    const read = async () =>
      desk.json<DraftReading>(await portal.send(portal.publisher, `GET /api/agreements/${number}/draft`));
    const keptSince = (at: Date) =>
      open().sql`update schema_migration set applied_at = ${at} where version = 13`;
    const [before] = await open().sql<{ at: Date }[]>`
      select applied_at as at from schema_migration where version = 13`;
    if (before === undefined) throw new Error('the migration was applied');
    const now = portal.clock.now().getTime();
    await keptSince(new Date(now - 3_600_000));
    expect((await read()).isSaidKept).toBe(true);
    await keptSince(new Date(now + 3_600_000));
    const { isSaidKept, parties, deadline } = await read();
    expect(isSaidKept).toBe(false);
    const change = `PATCH /api/agreements/${number} "1"`;
    await portal.expectStatus(await portal.send(portal.publisher, change, { parties, deadline }), 204);
    expect((await read()).isSaidKept).toBe(true);
    await keptSince(before.at);
  });

  it('one draft is written of once an hour', async () => {
    const { number } = await desk.prepare();
    const share = async () =>
      (await portal.send(portal.publisher, `POST /api/agreements/${number}/share`)).status;
    expect([await share(), await share()]).toEqual([204, 429]);
    for (let quarter = 0; quarter < 4; quarter += 1) {
      portal.clock.forward(900_000);
      // Who does nothing for half an hour is signed out.
      await desk.read(number);
    }
    expect(await share()).toBe(204);
  });
});
