import { Writable } from 'node:stream';
import { beforeAll, expect, it } from 'vitest';
import { approveTemplate, proposeTemplate } from '../api/agreements/template-store.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import { createLog } from '../api/log.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Problem = { detail?: string; errors?: { path: string; message: string }[] };

onBothDatabases('what is typed into an agreement', (open) => {
  let portal: Publishing;
  const lines: string[] = [];
  const log = createLog(
    'info',
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  it('a day that no calendar has is refused where it is typed, before anybody signs what cannot be followed up', async () => {
    const template = (await readTemplates('data/agreements')).find(({ key }) => key === 'talent-agreement');
    if (template === undefined) throw new Error('there is such a template');
    const dated = {
      ...template,
      variables: [...template.variables, { key: 'terms.doneBy', kind: 'text' as const, label: '竣工日期' }],
      clauses: [
        ...template.clauses,
        { heading: '进度', blocks: [{ paragraph: '乙方应于 {terms.doneBy}前竣工。' }] },
      ],
    };
    const { publisher, reviewer: approver, clock } = portal;
    await open().transaction(async (tx) => {
      const written = { template: dated, accountId: publisher.accountId, at: clock.now() };
      const version = (await proposeTemplate(tx, written)) ?? 0;
      await approveTemplate(tx, { key: dated.key, version, accountId: approver.accountId, at: clock.now() });
    });
    const { id } = await desk.project();
    const asked = (doneBy: string) =>
      portal.send(publisher, 'POST /api/agreements', {
        template: dated.key,
        projectId: id,
        terms: { doneBy },
        parties: [
          { ...desk.company, party: 'talent' },
          { ...desk.city, group: 2 },
          { ...desk.company, group: 3, email: 'third@company.test', phone: undefined },
        ],
      });
    for (const doneBy of ['2028年13月1日', '2028年6月31日', '尽快']) {
      const refused = await asked(doneBy);
      expect(refused.status).toBe(422);
      expect(((await refused.json()) as Problem).errors).toEqual([
        { path: 'terms.doneBy', message: expect.stringContaining(doneBy) as unknown },
      ]);
    }
    expect((await asked('2028年6月30日')).status).toBe(201);
  });

  it('a telephone that no code can be sent to is refused before it is sent out', async () => {
    const { id } = await desk.project();
    const { publisher } = portal;
    for (const phone of ['1-----2', '13900008806'.repeat(2), '1(000)23']) {
      const refused = await portal.send(publisher, 'POST /api/agreements', {
        template: 'letter-of-intent',
        projectId: id,
        parties: [
          { ...desk.company, phone },
          { ...desk.city, group: 2 },
        ],
      });
      expect(refused.status).toBe(422);
      expect(((await refused.json()) as Problem).errors?.map(({ path }) => path)).toEqual([
        'parties.0.phone',
      ]);
    }
  });

  it('what no database takes is refused by name, and is no failure of the portal', async () => {
    const { publisher } = portal;
    const { id } = await desk.project();
    const project = {
      name: '项目',
      company: '示例公司',
      investorClass: 'private',
      channel: 'enquiry',
      investmentTotal: 1,
    };
    const agreement = {
      template: 'letter-of-intent',
      projectId: id,
      parties: [desk.company, { ...desk.city, group: 2 }],
    };
    const stage = { stage: 'signed', on: '0000-01-01', evidence: '备案通知书' };
    const half = '项目\ud800';
    for (const [request, body, status, path] of [
      ['POST /api/projects', { ...project, creditCode: '91440300708461136I' }, 422, 'creditCode'],
      ['POST /api/projects', { ...project, name: half }, 400, 'name'],
      [`POST /api/projects/${id}/stages`, stage, 422, 'on'],
      ['POST /api/agreements', { ...agreement, terms: { cooperation: half } }, 400, 'terms.cooperation'],
      ['POST /api/agreements', { ...agreement, details: { [half]: 'a' } }, 400, 'details'],
      ['POST /api/agreements', { ...agreement, deadline: '0000-01-01T00:00:00Z' }, 422, 'deadline'],
      ['GET /api/templates/letter-of-intent/3000000000/source', undefined, 400, 'version'],
      ['GET /api/templates/letter-of-intent/9007199254740991', undefined, 400, 'version'],
    ] as const) {
      const refused = await portal.send(publisher, request, body);
      expect([request, refused.status]).toEqual([request, status]);
      expect(((await refused.json()) as Problem).errors?.map((each) => each.path)).toEqual([path]);
    }
  });

  it('a credit code in full width, small letters and blanks is kept as it is in the register', async () => {
    const { id } = await desk.project({ creditCode: '９１４４ ０３００７０８４６１１３６ｔ' });
    const response = await portal.send(portal.publisher, `GET /api/projects/${id}`);
    expect(await desk.json(response)).toMatchObject({ creditCode: '91440300708461136T' });
  });

  it('what the database says of a row that it refuses stands in the log by its place, and without what was typed', async () => {
    const { sql } = open();
    lines.length = 0;
    const typed = '机密项目代号甲';
    const failure: unknown = await sql`
      insert into department (code, name_zh) values (${typed}, ${typed})`.catch((error: unknown) => error);
    log.error({ err: new Error('outer', { cause: failure }) }, 'request failed');
    log.error(
      { err: await sql`select ${typed}::text::date`.catch((error: unknown) => error) },
      'request failed',
    );
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain(typed);
    expect(lines[0]).toMatch(/"cause":\{"type":"PostgresError".*"code":"23\d{3}".*"table_name":"department"/);
    expect(lines[1]).toContain('"code":"22007"');
  });
});
