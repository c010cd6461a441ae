import { beforeAll, expect, it } from 'vitest';
import type {
  ProposedTemplate,
  TemplateCheck,
  TemplatePreview,
  TemplateSource,
  TemplateVersions,
} from '../api/agreements/template-desk-schema.ts';
import { offerTemplates } from '../api/agreements/template-store.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import { signedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Problem = { errors?: { path: string; message: string }[] };
const path = '/api/templates/letter-of-intent';

onBothDatabases('a new version of a template', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  async function source(version: number) {
    const read = await desk.json<TemplateSource>(
      await portal.send(portal.publisher, `GET ${path}/${version}/source`),
    );
    const { key: _key, version: _version, ...body } = read.body;
    return { ...read, body };
  }

  const withClause = (body: ProposedTemplate, paragraph: string): ProposedTemplate => ({
    ...body,
    clauses: [...body.clauses, { heading: '联系人', blocks: [{ paragraph }] }],
  });

  const propose = (version: number, body: object) =>
    portal.send(portal.publisher, `POST ${path}/${version}/propose`, body);

  const inForce = async () => {
    const { items } = await desk.json<TemplateVersions>(
      await portal.send(portal.reviewer, 'GET /api/templates/versions'),
    );
    return items
      .filter(({ key }) => key === 'letter-of-intent')
      .map(({ version, state, writtenBy }) => [version, state, writtenBy !== null]);
  };

  it('is refused at its clause for what it promises, written, approved by another person, and agreements are made of it', async () => {
    const { body, inForce: standing, waiting } = await source(1);
    expect([standing, waiting]).toEqual([1, null]);
    const clause = body.clauses.length;
    const promise = withClause(body, '甲方按乙方缴纳税收的地方留存部分给予奖励。');
    const check = await desk.json<TemplateCheck>(
      await portal.send(portal.publisher, `POST ${path}/1/check`, promise),
    );
    expect(check.findings.map(({ rule, field }) => [rule, field])).toEqual([
      ['wording-tax-linked', `clauses.${clause}`],
    ]);
    expect(JSON.stringify(check.text)).toContain('示例企业有限公司');
    const refused = await propose(1, promise);
    const { errors } = (await refused.json()) as Problem;
    expect([refused.status, errors?.map((each) => each.path)]).toEqual([422, [`clauses.${clause}`]]);
    expect(errors?.[0]?.message).toMatch(/^第十三条（联系人）：.*删去该约定/);
    const unprintable = await propose(1, withClause(body, '联系人见名单\u{1f600}。'));
    expect([unprintable.status, ((await unprintable.json()) as Problem).errors?.[0]?.path]).toEqual([
      422,
      `clauses.${clause}`,
    ]);

    const written = await desk.json<{ version: number }>(
      await propose(1, withClause(body, '双方各指定一名联系人。')),
      201,
    );
    expect(written.version).toBe(2);
    await portal.expectStatus(await propose(1, withClause(body, '双方各指定两名联系人。')), 409);
    await portal.expectStatus(await portal.send(portal.publisher, `POST ${path}/2/approve`), 403);
    const { template, changes } = await desk.json<TemplatePreview>(
      await portal.send(portal.reviewer, `GET ${path}/2`),
    );
    expect([template.state, template.writtenBy === null]).toEqual(['waiting', false]);
    expect(changes?.clauses.filter(({ kind }) => kind !== 'same')).toMatchObject([
      { kind: 'added', heading: '联系人', lines: [{ kind: 'added', text: '双方各指定一名联系人。' }] },
    ]);
    const own = await desk.json<TemplatePreview>(await portal.send(portal.publisher, `GET ${path}/2`));
    expect(own.template.isOwn).toBe(true);
    expect(await inForce()).toEqual([
      [2, 'waiting', true],
      [1, 'in-force', false],
    ]);
    await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/2/approve`), 204);
    const { number } = await desk.prepare();
    expect(JSON.stringify(await desk.read(number))).toContain('双方各指定一名联系人。');
    await portal.expectStatus(await propose(1, body), 412);
  });

  it('never is approved by who wrote it, whatever his role has become', async () => {
    const { body } = await source(2);
    await desk.json(await propose(2, { ...body, title: '投资合作意向书' }), 201);
    await expect(
      open().transaction(
        (tx) =>
          tx`update agreement_template set approved_by = written_by, approved_at = now()
            where key = 'letter-of-intent' and version = 3`,
      ),
    ).rejects.toThrow(/check/);
  });

  it('is withdrawn with a reason, by its author or sent back by a reviewer, and then written anew from it', async () => {
    const reason = { reason: '标题有歧义' };
    await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/3/withdraw`, {}), 422);
    await portal.expectStatus(await portal.send(portal.publisher, `POST ${path}/2/withdraw`, reason), 409);
    await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/3/withdraw`, reason), 204);
    await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/3/approve`), 409);
    const { template } = await desk.json<TemplatePreview>(
      await portal.send(portal.publisher, `GET ${path}/3`),
    );
    expect([template.state, template.withdrawnReason]).toEqual(['withdrawn', '标题有歧义']);
    const again = await source(3);
    expect([again.body.title, again.inForce, again.waiting]).toEqual(['投资合作意向书', 2, null]);
    await desk.json(await propose(2, again.body), 201);
    const other = await signedIn(open(), 'publisher');
    await portal.expectStatus(await portal.send(other, `POST ${path}/4/withdraw`, reason), 409);
    await portal.expectStatus(await portal.send(portal.publisher, `POST ${path}/4/withdraw`, reason), 204);
  });

  it('is written once by two who write at the same moment', async () => {
    const { body } = await source(2);
    const both = await Promise.all([propose(2, body), propose(2, body)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('of the portal’s own files comes with the number after those of the installation, once', async () => {
    const shipped = (await readTemplates('data/agreements')).filter(({ key }) => key === 'letter-of-intent');
    const next = shipped.map((template) => ({ ...template, version: 2 }));
    const offer = () => open().transaction((tx) => offerTemplates(tx, next, portal.clock.now()));
    await offer();
    await offer();
    expect((await inForce()).slice(0, 2)).toEqual([
      [6, 'waiting', false],
      [5, 'waiting', true],
    ]);
    await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/6/approve`), 204);
    await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/5/approve`), 409);
  });

  it('with other sides, stages and variables of its own is refused at each of them, and else shown to the second person', async () => {
    const { body, variables } = await source(6);
    const talent = { party: 'talent', label: '丙方', mustSign: false };
    const places = async (over: object) => {
      const check = await desk.json<TemplateCheck>(
        await portal.send(portal.publisher, `POST ${path}/6/check`, { ...body, ...over }),
      );
      return check.findings.map(({ rule, field }) => [rule, field]);
    };
    expect(
      await places({ parties: [...body.parties, { ...talent, label: body.parties[0]?.label }] }),
    ).toEqual([['template-parties', 'parties']]);
    expect(await places({ parties: [...body.parties, ...body.parties.slice(0, 1)] })).toContainEqual([
      'template-parties',
      'parties',
    ]);
    expect(await places({ parcelStages: [...body.parcelStages, 'listed'] })).toEqual([
      ['template-parcelStages', 'parcelStages'],
    ]);
    expect(await places({ exclusive: true, needsParcel: 'none', parcelStages: [] })).toContainEqual([
      'template-exclusive',
      'exclusive',
    ]);
    const signatory = variables.find(({ key }) => key === 'talent.address');
    const asSaid = {
      variables: [...body.variables, ...(signatory === undefined ? [] : [signatory])],
      clauses: [...body.clauses, { heading: '人才', blocks: [{ paragraph: '{talent.address}参加。' }] }],
    };
    expect(signatory).toBeDefined();
    expect(await places(asSaid)).toEqual([['template-variable-party', `clauses.${body.clauses.length}`]]);
    expect(await places({ ...asSaid, parties: [...body.parties, talent] })).toEqual([]);
    const strange = { key: 'company.turnover', kind: 'money', label: '营业额' };
    expect(await places({ variables: [...body.variables, strange] })).toContainEqual([
      'template-variable-strange',
      'variables',
    ]);

    const own = { key: 'terms.ownABCDEF', kind: 'money', label: '设备投资' };
    const robots = { key: 'terms.ownGHIJKL', kind: 'count', label: '机器人', unit: '台' };
    const proposed = {
      ...body,
      exclusive: true,
      parcelStages: [...body.parcelStages, 'supplied'],
      parties: [...body.parties, talent],
      variables: [...body.variables, own, robots],
      clauses: [
        ...body.clauses,
        {
          heading: '设备',
          blocks: [{ paragraph: '设备投资不少于{terms.ownABCDEF}。' }, { table: [robots.key] }],
        },
      ],
    };
    // The one that was overtaken still waits.
    const reason = { reason: '已由随平台的版本取代' };
    await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/5/withdraw`, reason), 204);
    const { version } = await desk.json<{ version: number }>(await propose(6, proposed), 201);
    const { changes, text } = await desk.json<TemplatePreview>(
      await portal.send(portal.reviewer, `GET ${path}/${version}`),
    );
    expect(JSON.stringify(text)).toContain('人民币 168,000 万元（大写：');
    expect(changes?.facts).toEqual([
      { fact: 'exclusive', before: 'false', after: 'true' },
      { fact: 'parcelStages', before: '（无）', after: 'supplied' },
      { fact: 'parties', before: '（无）', after: '丙方（人才，可不签）' },
      {
        fact: 'variables',
        before: '（无）',
        after: '机器人（terms.ownGHIJKL，数量，单位“台”）、设备投资（terms.ownABCDEF，金额）',
      },
    ]);
    expect(changes?.clauses.at(-1)?.lines.map((line) => line.text)).toEqual([
      '设备投资不少于【设备投资】。',
      '表：机器人',
    ]);
  });
});

onBothDatabases(
  'a template that came with the portal and was sent back before anybody approved it',
  (open) => {
    it('is written anew from the newest version, and comes into force', async () => {
      const portal = await openPublishing(open());
      const shipped = await readTemplates('data/agreements');
      await open().transaction((tx) => offerTemplates(tx, shipped, portal.clock.now()));
      const reason = { reason: '须按本地要求改写' };
      await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/1/withdraw`, reason), 204);
      const [letter] = shipped.filter(({ key }) => key === 'letter-of-intent');
      if (letter === undefined) throw new Error('there is such a template');
      const { key: _key, version: _version, ...body } = letter;
      const propose = (version: number) =>
        portal.send(portal.publisher, `POST ${path}/${version}/propose`, {
          ...body,
          title: '投资合作意向书',
        });
      await portal.expectStatus(await propose(1), 201);
      await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/2/withdraw`, reason), 204);
      await portal.expectStatus(await propose(1), 412);
      await portal.expectStatus(await propose(2), 201);
      await portal.expectStatus(await portal.send(portal.reviewer, `POST ${path}/3/approve`), 204);
      await portal.expectStatus(await propose(2), 412);
    });
  },
);
