import { beforeAll, expect, it } from 'vitest';
import { approveTemplate, proposeTemplate } from '../api/agreements/template-store.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Problem = { detail?: string; errors?: { path: string; message: string }[] };

onBothDatabases('what is typed into an agreement', (open) => {
  let portal: Publishing;
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
});
