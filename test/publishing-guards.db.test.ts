import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParcelCheckAnswer } from '../api/checks/schema.ts';
import { Problem } from '../api/problem.ts';
import type { SignedIn } from './support/accounts.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

let test: TestDatabase;
let at: Publishing;

const sql = () => test.database.sql;
const post = (who: SignedIn, act: string, body: unknown = {}) =>
  at.send(who, `POST /api/parcels/${act}`, body);
const publicStatus = async (code: string) => (await at.app.request(`/api/parcels/${code}`)).status;
const problemOf = async (response: Response) => Problem.parse(await response.json());
/** A reviewer of the bureau of land whose proof is of this moment. */
const reviewer = () => at.person('reviewer', { at: at.clock.now() });
const reviewerOfTerms = () =>
  at.person('reviewer', { at: at.clock.now(), department: 'terms-review', competences: ['terms'] });
const longSignedIn = () => at.person('reviewer', { at: new Date(at.clock.now().getTime() - 600_000) });
const becomesReviewer = ({ accountId }: SignedIn) => sql()`
  update account set role = 'reviewer', department_code = 'natural-resources', competences = '{land,terms}'
  where id = ${accountId}`;
const stateOf = async (code: string) => {
  const [row] = await sql()<{ state: string }[]>`
    select state from submission where code = ${code} order by id desc limit 1`;
  return row?.state;
};
const recall = { cause: 'gross-error', reason: '面积错误' };
const withdrawal = { reason: '规划调整' };

/** Two drafts that lie on the same land. */
async function draftTwins(one: string, other: string) {
  const first = await at.draft(one);
  await at.draft(other, () => first);
}

/** A portal of their own for some tests: the clean parcels of a department are few. */
function onPostgres(name: string, tests: () => void) {
  describe(`${name}, on PostgreSQL`, () => {
    beforeAll(async () => {
      test = await testDatabase('postgis');
      at = await openPublishing(test.database);
    });
    afterAll(() => test.end());
    tests();
  });
}

onPostgres('what is approved', () => {
  it('publishes one of two that lie on the same land when both are approved at the same moment', async () => {
    for (const round of [1, 2]) {
      const [one, other] = [`GA-${round}`, `GB-${round}`];
      await draftTwins(one, other);
      await at.submit(one);
      await at.submit(other);
      const second = await reviewer();
      const answers = await Promise.all([
        post(await reviewer(), `${one}/approve`),
        post(second, `${other}/approve`),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
      expect([await publicStatus(one), await publicStatus(other)].toSorted()).toEqual([200, 404]);
    }
  });

  it('sees what was approved for a later day, and tells another department no more than that', async () => {
    await draftTwins('GC-1', 'GC-2');
    await at.submit('GC-1');
    await at.submit('GC-2');
    const publicFrom = '2026-12-01T09:00:00+08:00';
    await at.expectStatus(await post(await reviewer(), 'GC-1/approve', { publicFrom }), 200);
    const check = await at.send(at.publisher, 'GET /api/parcels/GC-2/check');
    const { findings } = ParcelCheckAnswer.parse(await check.json());
    expect(findings.find(({ rule }) => rule === 'overlap-approved')).toMatchObject({
      severity: 'error',
      values: { code: 'GC-1' },
    });
    expect((await post(await reviewer(), 'GC-2/approve')).status).toBe(422);
    await sql()`update parcel_draft set department_code = 'yongkang' where code = 'GC-2'`;
    const foreign = await at.person('publisher', { department: 'yongkang' });
    const told = await at.send(foreign, 'GET /api/parcels/GC-2/check');
    const text = await told.text();
    expect(text).not.toContain('GC-1');
    const overlap = ParcelCheckAnswer.parse(JSON.parse(text)).findings.find(
      ({ rule }) => rule === 'overlap-approved',
    );
    // Two figures: exact ones would draw the other's boundary from a few shapes.
    for (const figure of [overlap?.values?.['areaM2'], overlap?.values?.['widthM']])
      expect(String(Number(figure))).toMatch(/^[1-9]\d?0*$/);
  });

  it('puts a newer version in the place of what was approved for a later day', async () => {
    const content = await at.publish('GD-1');
    const rename = (name: string, ifMatch: string) =>
      at.send(at.publisher, `PATCH /api/parcels/GD-1 ${ifMatch}`, { fields: { ...content.fields, name } });
    await at.expectStatus(await rename('待公开', '"1"'), 200);
    await at.submit('GD-1');
    const publicFrom = '2026-12-01T09:00:00+08:00';
    await at.approve('GD-1', { publicFrom });
    await at.expectStatus(await rename('立即更正', '"2"'), 200);
    await at.submit('GD-1');
    await at.approve('GD-1');
    expect(await (await at.app.request('/api/parcels/GD-1')).json()).toMatchObject({ name: '立即更正' });
    const publications = await sql()`
      select f.version, f.ended_as from publication f join parcel p on p.id = f.parcel_id
      where p.code = 'GD-1' order by f.public_from desc limit 3`;
    expect(publications).toEqual([
      { version: 3, ended_as: null },
      { version: 1, ended_as: 'replaced' },
    ]);
  });

  it('says by the data version that something is public, not that it will be', async () => {
    const version = async () => (await at.app.request('/api/data-version')).text();
    await at.draft('GE-1');
    await at.submit('GE-1');
    const before = await version();
    const publicFrom = '2026-12-01T09:00:00+08:00';
    await at.expectStatus(await post(await reviewer(), 'GE-1/approve', { publicFrom }), 200);
    expect(await version()).toBe(before);
    await at.publish('GE-2');
    expect(await version()).not.toBe(before);
  });

  it('checks again what was clean when it was handed in', async () => {
    await draftTwins('GF-1', 'GF-2');
    await at.submit('GF-1');
    await at.submit('GF-2');
    await at.approve('GF-1');
    const refused = await post(await reviewer(), 'GF-2/approve');
    expect([refused.status, (await problemOf(refused)).code]).toEqual([422, 'refused-by-rule']);
    expect(await publicStatus('GF-2')).toBe(404);
  });

  it('lets nobody approve whose hand is in it, though another one handed it in', async () => {
    const colleague = await at.person('publisher', { at: at.clock.now() });
    const { fields } = await at.draft('GG-1');
    await at.expectStatus(
      await at.send(colleague, 'PATCH /api/parcels/GG-1 "draft-1"', {
        fields: { ...fields, name: '同事改过' },
      }),
      200,
    );
    await at.submit('GG-1');
    await becomesReviewer(colleague);
    const refused = await post(colleague, 'GG-1/approve');
    expect([refused.status, (await problemOf(refused)).detail]).toEqual([403, '不能审核自己经手的内容。']);
  });

  it('approves what was looked at, wholly, and nothing else', async () => {
    await at.draft('GH-1');
    await at.submit('GH-1');
    const [row] = await sql()<{ id: number }[]>`select id from submission where code = 'GH-1' limit 1`;
    const another = await post(await reviewer(), 'GH-1/approve', { submission: (row?.id ?? 0) + 1 });
    expect(another.status).toBe(409);
    const unseen = await post(await reviewer(), 'GH-1/approve', { seen: ['fields.name'] });
    expect([unseen.status, (await problemOf(unseen)).detail]).toEqual([422, expect.stringContaining('没看')]);
    expect(await stateOf('GH-1')).toBe('waiting');
  });

  it('decides about nothing that was handed in anew unless told which one was looked at', async () => {
    await at.draft('GH-2');
    await at.submit('GH-2');
    const read = await at.newest('GH-2');
    await at.expectStatus(await post(at.publisher, 'GH-2/take-back'), 204);
    await at.submit('GH-2');
    const reasons = [{ path: '', reason: '试' }];
    const unnamed = [
      await post(await reviewer(), 'GH-2/approve'),
      await post(await reviewer(), 'GH-2/reject', { reasons }),
    ];
    const paths = unnamed.map(async (answer) => (await problemOf(answer)).errors?.[0]?.path);
    expect(unnamed.map(({ status }) => status)).toEqual([422, 422]);
    expect(await Promise.all(paths)).toEqual(['submission', 'submission']);
    expect((await post(await reviewer(), 'GH-2/approve', read)).status).toBe(409);
    expect(await stateOf('GH-2')).toBe('waiting');
    await at.approve('GH-2');
    expect(await stateOf('GH-2')).toBe('published');
  });

  it('takes no draft that began from a version which is no longer the one that stands', async () => {
    const content = await at.publish('GI-1');
    const change = { fields: { ...content.fields, name: '改名' } };
    await at.expectStatus(await at.send(at.publisher, 'PATCH /api/parcels/GI-1 "1"', change), 200);
    await sql()`update parcel_draft set base_version = null where code = 'GI-1'`;
    expect((await post(at.publisher, 'GI-1/submit', { note: '试验' })).status).toBe(409);
    await sql()`update parcel_draft set base_version = 1 where code = 'GI-1'`;
    await at.submit('GI-1');
    await sql()`alter table submission disable trigger user`;
    await sql()`update submission set base_version = null where code = 'GI-1' and state = 'waiting'`;
    await sql()`alter table submission enable trigger user`;
    expect((await post(await reviewer(), 'GI-1/approve', await at.newest('GI-1'))).status).toBe(409);
  });

  it('keeps a draft that waits for review', async () => {
    await at.draft('GJ-1');
    await at.submit('GJ-1');
    expect((await at.send(at.publisher, 'DELETE /api/parcels/GJ-1/draft')).status).toBe(409);
  });
});

onPostgres('what is public, or was handed in', () => {
  it('waits for its day with the bureau: whatever takes its place is looked at for land too', async () => {
    const content = await at.draft('GL-1');
    await at.submit('GL-1');
    await at.approve('GL-1', { publicFrom: '2026-12-01T09:00:00+08:00' });
    const rename = { fields: { ...content.fields, name: '只改名称' } };
    await at.expectStatus(await at.send(at.publisher, 'PATCH /api/parcels/GL-1 "1"', rename), 200);
    const handedIn = await post(at.publisher, 'GL-1/submit', { note: '试验' });
    expect(await handedIn.json()).toMatchObject({ needs: ['land', 'terms'] });
    const words = await at.person('reviewer', { department: 'terms-review', competences: ['terms'] });
    const answer = await post(words, 'GL-1/approve', await at.newest('GL-1'));
    expect(await answer.json()).toMatchObject({ waitsFor: ['land'], published: null });
    expect(await publicStatus('GL-1')).toBe(404);
  });

  it('asks for a recent proof before a recall and before its review', async () => {
    await at.publish('GK-1');
    const late = await longSignedIn();
    const refusals = [await post(late, 'GK-1/recall', recall)];
    await at.expectStatus(await post(await reviewer(), 'GK-1/recall', recall), 204);
    refusals.push(await post(late, 'GK-1/recall-review', { outcome: 'confirmed' }));
    expect(await Promise.all(refusals.map(async (refusal) => (await problemOf(refusal)).code))).toEqual([
      'proof-needed',
      'proof-needed',
    ]);
  });

  it.each([
    ['recall', recall],
    ['withdraw', withdrawal],
  ])('sends what waits for review back with a %s', async (act, body) => {
    const code = `GL-${act}`;
    const content = await at.publish(code);
    const change = { fields: { ...content.fields, name: '改名' } };
    await at.expectStatus(await at.send(at.publisher, `PATCH /api/parcels/${code} "1"`, change), 200);
    await at.submit(code);
    expect((await post(await reviewer(), `${code}/${act}`, body)).ok).toBe(true);
    expect(await stateOf(code)).toBe('returned');
    expect((await post(await reviewer(), `${code}/approve`)).status).toBe(409);
  });

  it('leaves the status to the bureau of land, and what is one’s own to others', async () => {
    await at.publish('GM-1');
    const terms = await reviewerOfTerms();
    const own = await at.person('reviewer', {
      at: at.clock.now(),
      department: 'wuyi',
      competences: ['terms'],
    });
    const withdrawals = [
      await post(terms, 'GM-1/withdraw', withdrawal),
      await post(own, 'GM-1/withdraw', withdrawal),
    ];
    expect(withdrawals.map(({ status }) => status)).toEqual([403, 403]);
    await at.expectStatus(await post(terms, 'GM-1/recall', recall), 204);
    const lift = { outcome: 'lifted' };
    await becomesReviewer(at.publisher);
    const author = await post(at.publisher, 'GM-1/recall-review', lift);
    await sql()`
      update account set role = 'publisher', department_code = 'wuyi', competences = '{}'
      where id = ${at.publisher.accountId}`;
    const other = await post(await reviewerOfTerms(), 'GM-1/recall-review', lift);
    expect([author.status, other.status, await publicStatus('GM-1')]).toEqual([403, 403, 410]);
    await at.expectStatus(await post(await reviewer(), 'GM-1/recall-review', lift), 204);
    expect(await publicStatus('GM-1')).toBe(200);
  });

  it('brings back no recalled parcel onto which another one was published meanwhile', async () => {
    await draftTwins('GN-1', 'GN-2');
    await at.submit('GN-1');
    await at.approve('GN-1');
    await at.expectStatus(await post(await reviewer(), 'GN-1/recall', recall), 204);
    await at.submit('GN-2');
    await at.expectStatus(await post(await reviewer(), 'GN-2/approve'), 200);
    const lifted = await post(await reviewer(), 'GN-1/recall-review', { outcome: 'lifted' });
    expect([lifted.status, await publicStatus('GN-1')]).toEqual([422, 410]);
  });

  it('refuses in a sentence what could never be published', async () => {
    const { events, ...content } = at.freshContent();
    void events;
    const event = { kind: 'suspended', at: '2026-11-20T09:00:00+08:00', amountYuan: null, document: null };
    await at.expectStatus(
      await at.send(at.publisher, 'POST /api/parcels', { code: 'GO-1', ...content, events: [event, event] }),
      201,
    );
    const twice = await post(at.publisher, 'GO-1/submit', { note: '试验' });
    expect((await problemOf(twice)).errors?.[0]?.message).toContain('写了两次');
    const impossible = [
      { fields: { releasedOn: '0000-01-01' } },
      { fields: { offeredAreaM2: Number.MAX_SAFE_INTEGER } },
      { fields: { startPriceYuan: 1e15 } },
    ];
    for (const part of impossible)
      expect((await at.send(at.publisher, 'POST /api/parcels', { code: 'GO-2', ...part })).status).toBe(422);
  });

  it('looks for promises in whatever the public reads', async () => {
    const promise = '税收返还 50%';
    const { admissions, fields, ...content } = at.freshContent();
    const source = {
      source: promise,
      sourceNumber: promise,
      verifiedBy: null,
      verifiedOn: null,
      validUntil: null,
    };
    const made = {
      code: 'GS-1',
      ...content,
      fields: { ...fields, noticeNumber: promise },
      admissions: admissions.map((row, index) => (index === 0 ? { ...row, basis: promise } : row)),
      events: [{ kind: 'suspended', at: '2026-11-20T09:00:00+08:00', amountYuan: null, document: promise }],
      provenance: { limits: source },
    };
    await at.expectStatus(await at.send(at.publisher, 'POST /api/parcels', made), 201);
    const { findings } = ParcelCheckAnswer.parse(
      await (await at.send(at.publisher, 'GET /api/parcels/GS-1/check')).json(),
    );
    expect(findings.flatMap(({ rule, path }) => (rule === 'wording-tax' ? [path] : [])).toSorted()).toEqual([
      `admissions.${admissions[0]?.industry}`,
      'events.suspended.2026-11-20T01:00:00.000Z',
      'fields.noticeNumber',
      'provenance.limits',
    ]);
  });

  it('tells nothing of a code’s former life in another department', async () => {
    await at.draft('GP-1');
    await at.expectStatus(await post(at.publisher, 'GP-1/submit', { note: '镧铈镨钕' }), 201);
    const reasons = [{ path: 'fields.name', reason: '铕钆铽镝' }];
    await at.expectStatus(await post(await reviewer(), 'GP-1/reject', { reasons }), 204);
    await at.expectStatus(await at.send(at.publisher, 'DELETE /api/parcels/GP-1/draft'), 204);
    const foreign = await at.person('publisher', { department: 'yongkang' });
    await at.expectStatus(await at.send(foreign, 'POST /api/parcels', { code: 'GP-1', fields: {} }), 201);
    for (const path of ['/api/staff/parcels/GP-1', '/api/staff/parcels/GP-1/history'])
      expect(await (await at.send(foreign, `GET ${path}`)).text()).not.toMatch(/镧铈镨钕|铕钆铽镝/);
    const own = await at.send(await reviewer(), 'GET /api/staff/parcels/GP-1/history');
    expect(await own.text()).toContain('铕钆铽镝');
  });

  it('writes nothing of what people say into the log', async () => {
    await at.draft('GQ-1');
    await at.submit('GQ-1');
    const reasons = [{ path: '联系人张三 13800138000', reason: '面积' }];
    await at.expectStatus(await post(await reviewer(), 'GQ-1/reject', { reasons }), 204);
    const rows = await sql()<{ details: unknown }[]>`
      select details from audit_entry where subject = 'parcel:GQ-1' order by seq limit 20`;
    expect(JSON.stringify(rows)).not.toContain('13800138000');
  });

  it('holds in the database itself, whatever is written past the portal', async () => {
    await at.draft('GR-1');
    await at.submit('GR-1');
    const own = await reviewer();
    const columns = { needs: ['land'], findings: [], content: {}, revision: 1 };
    const handIn = (state: string, version: number | null) => sql()`
      insert into submission (code, revision, content, department_code, submitted_by, submitted_at, findings, needs, state,
        decided_at, published_version)
      values ('GR-2', ${columns.revision}, '{}', 'wuyi', ${own.accountId}, now(), '[]', ${columns.needs}, ${state},
        ${state === 'waiting' ? null : sql()`now()`}, ${version})
      returning id`;
    await expect(handIn('published', 1)).rejects.toThrow('begins by waiting');
    const [waiting] = await handIn('waiting', null);
    const id = Number(waiting?.['id']);
    const review = (accountId: number) => sql()`
      insert into review (submission_id, competence, outcome, decided_by, decided_at)
      values (${id}, 'land', 'approved', ${accountId}, now())`;
    await expect(review(own.accountId)).rejects.toThrow('handed in');
    // Of the same bureau as who handed it in.
    await expect(review((await reviewer()).accountId)).rejects.toThrow('handed in');
    const [{ id: reviewed } = { id: 0 }] = await sql()<{ id: number }[]>`
      select id from submission where code = 'GR-1' limit 1`;
    await at.approve('GR-1');
    await expect(
      sql()`insert into submission_author (submission_id, account_id) values (${reviewed}, ${own.accountId})`,
    ).rejects.toThrow('settled');
  });
});
