import { beforeAll, expect, it } from 'vitest';
import { proposeTemplate } from '../api/agreements/template-store.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import type { WorkList } from '../api/drafts/schema.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('待办 of a reviewer', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const mine = async (who = portal.reviewer) => {
    const list = await desk.json<WorkList>(await portal.send(who, 'GET /api/staff/work'));
    return list.mine.map(({ kind, subject }) => [kind, subject]);
  };

  it('holds a draft until each gate has a word on it as it is, but not of who wrote it', async () => {
    const { number } = await desk.prepare();
    const say = async (gate: string) =>
      portal.expectStatus(
        await portal.send(portal.reviewer, `POST /api/agreements/${number}/review`, {
          ...{ gate, outcome: 'passed' },
        }),
        204,
      );
    for (const gate of ['legality', 'fair-competition', 'seal']) {
      expect(await mine()).toEqual([['gate', number]]);
      await say(gate);
    }
    expect(await mine()).toEqual([]);
    await open().sql`update agreement set version = version + 1 where number = ${number}`;
    expect(await mine()).toEqual([['gate', number]]);
    expect(await mine(portal.publisher)).toEqual([]);
    const author = await portal.person('reviewer');
    await open().sql`update agreement set created_by = ${author.accountId} where number = ${number}`;
    expect([await mine(), await mine(author)]).toEqual([[['gate', number]], []]);
    await open()
      .sql`update agreement set state = 'voided', ended_at = ${portal.clock.now()} where number = ${number}`;
    expect(await mine()).toEqual([]);
  });

  it('holds a template that somebody else proposed until it is decided', async () => {
    const template = (await readTemplates('data/agreements')).find(({ key }) => key === 'letter-of-intent');
    if (template === undefined) throw new Error('it comes along');
    const propose = (accountId: number) =>
      open().transaction((tx) => proposeTemplate(tx, { template, accountId, at: portal.clock.now() }));
    const version = await propose(portal.publisher.accountId);
    expect(await mine()).toEqual([['template', template.key]]);
    const approve = `POST /api/templates/${template.key}/${version}/approve`;
    await portal.expectStatus(await portal.send(portal.reviewer, approve), 204);
    expect(await mine()).toEqual([]);
    const own = await portal.person('reviewer');
    await propose(own.accountId);
    expect([await mine(), await mine(own)]).toEqual([[['template', template.key]], []]);
  });
});
