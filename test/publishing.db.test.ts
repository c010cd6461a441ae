import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import {
  ParcelHistory,
  SavedDraft,
  StaffParcel,
  StaffParcels,
  SubmissionReading,
  WorkList,
} from '../api/drafts/schema.ts';
import { Parcel } from '../api/parcels/schema.ts';
import { Problem } from '../api/problem.ts';
import { Approved, Submitted } from '../api/reviews/schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('publishing', (open) => {
  let at: Publishing;
  beforeAll(async () => {
    at = await openPublishing(open());
  });
  const read = async <T extends z.ZodType>(who: SignedIn, path: string, schema: T) => {
    const response = await at.expectStatus(await at.send(who, `GET ${path}`), 200);
    expect(response.headers.get('Cache-Control')).toBe('private, no-store');
    return schema.parse(await response.json());
  };
  const shown = async (code: string) =>
    Parcel.parse(await (await at.expectStatus(await at.app.request(`/api/parcels/${code}`), 200)).json());
  const statusOf = async (path: string) => (await at.app.request(path)).status;
  const dataVersion = async () =>
    z.object({ version: z.string() }).parse(await (await at.app.request('/api/data-version')).json()).version;

  it('leads a draft through review to the public', async () => {
    const { send, publisher, reviewer, freshContent } = at;
    const created = await send(publisher, 'POST /api/parcels', { code: 'P-1', ...freshContent() });
    expect(created.headers.get('ETag')).toBe('"draft-1"');
    expect(SavedDraft.parse(await created.json())).toMatchObject({
      code: 'P-1',
      revision: 1,
      baseVersion: null,
    });
    expect(await statusOf('/api/parcels/P-1')).toBe(404);
    const submitted = await send(publisher, 'POST /api/parcels/P-1/submit', { note: '新推出' });
    expect(Submitted.parse(await submitted.json()).needs).toEqual(['land', 'terms']);
    expect(await statusOf('/api/parcels/P-1')).toBe(404);
    const before = await dataVersion();
    const approved = await send(reviewer, 'POST /api/parcels/P-1/approve');
    expect(Approved.parse(await approved.json())).toMatchObject({
      approved: ['land', 'terms'],
      waitsFor: [],
      published: { version: 1 },
    });
    expect(await dataVersion()).not.toBe(before);
    expect(await shown('P-1')).toMatchObject({ code: 'P-1', version: 1, department: { code: 'wuyi' } });
    const letters = await open().sql<{ recipient: string; cause: string }[]>`
      select recipient, cause from letter where cause = 'parcel.approve'`;
    expect(letters.map(({ recipient }) => recipient)).toContain(publisher.email);
  });

  it('takes what a draft leaves out from the public, and asks only those whose part is changed', async () => {
    const content = await at.publish('P-2', () => ({ costs: [{ key: 'power', value: 0.7, note: null }] }));
    const fields = { ...content.fields, startPriceYuan: 77_000_000, boundsText: undefined };
    const changed = await at.send(at.publisher, 'PATCH /api/parcels/P-2 "1"', { fields, costs: null });
    expect(SavedDraft.parse(await changed.json())).toMatchObject({ revision: 2, baseVersion: 1 });
    expect((await shown('P-2')).prices.start).not.toBe(77_000_000);
    const submitted = await at.send(at.publisher, 'POST /api/parcels/P-2/submit', { note: '降价' });
    const { needs, submission } = Submitted.parse(await submitted.json());
    expect(needs).toEqual(['terms']);
    const reading = await read(at.reviewer, `/api/staff/submissions/${submission}`, SubmissionReading);
    expect(reading.differences.map(({ path, competence }) => [path, competence])).toEqual([
      ['fields.boundsText', 'terms'],
      ['fields.startPriceYuan', 'terms'],
      ['costs.power', 'terms'],
    ]);
    expect(reading.yours).toEqual(['terms']);
    await at.approve('P-2', { seen: reading.differences.map(({ path }) => path), submission });
    const now = await shown('P-2');
    expect([now.version, now.prices.start, now.boundsText, now.costs]).toEqual([2, 77_000_000, null, []]);
    const history = await read(at.publisher, '/api/staff/parcels/P-2/history', ParcelHistory);
    expect(history.items.map(({ kind, version }) => [kind, version])).toEqual([
      ['approved', null],
      ['published', 2],
      ['submitted', null],
      ['approved', null],
      ['approved', null],
      ['published', 1],
      ['submitted', null],
    ]);
    const [, second] = history.items;
    expect(second?.differences.map(({ path }) => path)).toEqual([
      'fields.boundsText',
      'fields.startPriceYuan',
      'costs.power',
    ]);
  });

  it('waits for each competence, and publishes with the last, not before the latest instant asked for', async () => {
    const land = await at.person('reviewer', { competences: ['land'] });
    const terms = await at.person('reviewer', { competences: ['terms'] });
    await at.draft('P-3');
    await at.submit('P-3');
    const first = await at.send(land, 'POST /api/parcels/P-3/approve', {
      publicFrom: '2027-03-01T09:00:00+08:00',
    });
    expect(Approved.parse(await first.json())).toMatchObject({ approved: ['land'], waitsFor: ['terms'] });
    expect((await at.send(land, 'POST /api/parcels/P-3/approve')).status).toBe(409);
    expect((await read(land, '/api/staff/work', WorkList)).others.map(({ code }) => code)).toContain('P-3');
    expect((await read(terms, '/api/staff/work', WorkList)).mine).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ kind: 'review', code: 'P-3', open: ['terms'] })]),
    );
    const second = await at.send(terms, 'POST /api/parcels/P-3/approve');
    expect(Approved.parse(await second.json()).published).toEqual({
      version: 1,
      publicFrom: '2027-03-01T09:00:00+08:00',
    });
    expect(await statusOf('/api/parcels/P-3')).toBe(404);
    expect((await read(at.publisher, '/api/staff/parcels/P-3', StaffParcel)).state).toBe('approved');
  });

  it('sends a draft back with reasons, to be mended and handed in again', async () => {
    await at.draft('P-4');
    await at.submit('P-4');
    const reasons = [{ path: 'fields.offeredAreaM2', reason: '与勘测面积不符' }];
    await at.expectStatus(await at.send(at.reviewer, 'POST /api/parcels/P-4/reject', { reasons }), 204);
    const parcel = await read(at.publisher, '/api/staff/parcels/P-4', StaffParcel);
    expect(parcel).toMatchObject({ state: 'returned', submission: { state: 'returned' } });
    expect(parcel.submission?.reviews.map((review) => review.reasons)).toEqual([reasons, reasons]);
    expect((await read(at.publisher, '/api/staff/work', WorkList)).mine[0]).toMatchObject({
      kind: 'returned',
      code: 'P-4',
      by: { accountId: at.reviewer.accountId },
    });
    await at.submit('P-4');
    await at.approve('P-4');
    expect((await shown('P-4')).version).toBe(1);
  });

  it('lets nobody decide about what comes from his own hand or department, nor with an old proof', async () => {
    await at.draft('P-5');
    await at.submit('P-5');
    const neighbour = await at.person('reviewer', { department: 'wuyi', competences: ['terms'] });
    const stale = await at.person('reviewer', { at: new Date('2026-11-22T01:50:00Z') });
    const answers = [
      await at.send(neighbour, 'POST /api/parcels/P-5/approve'),
      await at.send(stale, 'POST /api/parcels/P-5/approve'),
      await at.send(at.publisher, 'POST /api/parcels/P-5/approve'),
    ];
    const problems = await Promise.all(
      answers.map(async (answer) => Problem.parse(await answer.json()).code),
    );
    expect(problems).toEqual(['forbidden', 'proof-needed', 'forbidden']);
    const sql = open().sql`
      insert into review (submission_id, competence, outcome, decided_by, decided_at)
      select id, 'terms', 'approved', ${neighbour.accountId}, now() from submission where code = 'P-5'`;
    await expect(sql).rejects.toThrow(/nobody reviews what comes from his own hand/);
  });

  it('refuses in the database what a publisher, an author or a lone competence would publish', async () => {
    const [waiting] = await open().sql<{ id: number }[]>`select id from submission where code = 'P-5'`;
    const id = waiting?.id ?? 0;
    const decide = (accountId: number, competence: string) => open().sql`
      insert into review (submission_id, competence, outcome, decided_by, decided_at)
      values (${id}, ${competence}, 'approved', ${accountId}, now())`;
    await expect(decide(at.publisher.accountId, 'terms')).rejects.toThrow(/only a reviewer/);
    await decide(at.reviewer.accountId, 'terms');
    await expect(
      open().sql`
        update submission set state = 'published', decided_at = now(), published_version = 1 where id = ${id}`,
    ).rejects.toThrow(/every competence must have approved/);
    await open()
      .sql`update account set role = 'reviewer', competences = '{land}', department_code = 'natural-resources'
      where id = ${at.publisher.accountId}`;
    await expect(decide(at.publisher.accountId, 'land')).rejects.toThrow(/nobody reviews/);
    const own = await at.send(at.publisher, 'POST /api/parcels/P-5/approve');
    expect(Problem.parse(await own.json()).code).toBe('forbidden');
    await open().sql`update account set role = 'publisher', competences = '{}', department_code = 'wuyi'
      where id = ${at.publisher.accountId}`;
  });

  it('says who changed what when two edit one draft', async () => {
    const colleague = await at.person('publisher');
    const { fields } = await at.draft('P-6');
    const patch = (who: SignedIn, name: string) =>
      at.send(who, 'PATCH /api/parcels/P-6 "1"', { fields: { ...fields, name } });
    expect((await patch(colleague, '同事改名')).status).toBe(200);
    const refused = await patch(at.publisher, '本人改名');
    expect(refused.status).toBe(412);
    const { detail, errors } = Problem.parse(await refused.json());
    expect(detail).toMatch(/^试验publisher 2026-11-22 1\d:\d\d 改了 1 处。$/);
    expect(errors).toEqual([{ path: 'fields.name', message: expect.stringContaining('"同事改名"') }]);
    const changes = await read(
      at.publisher,
      '/api/staff/parcels/P-6/changes?since=1',
      z.object({ items: z.array(z.object({ revision: z.int(), by: z.object({ accountId: z.int() }) })) }),
    );
    expect(changes.items).toEqual([{ revision: 2, by: { accountId: colleague.accountId } }]);
    const { draft } = await read(at.publisher, '/api/staff/parcels/P-6', StaffParcel);
    expect(draft?.authors.map(({ accountId }) => accountId).sort()).toEqual(
      [at.publisher.accountId, colleague.accountId].sort(),
    );
    const without = await at.send(at.publisher, 'PATCH /api/parcels/P-6', { fields });
    expect(without.status).toBe(400);
  });

  it('keeps drafts within the department and its regions', async () => {
    const other = await at.person('publisher', { department: 'yongkang' });
    await at.draft('P-7');
    const attempts = [
      await at.send(other, 'GET /api/staff/parcels/P-7'),
      await at.send(other, 'GET /api/staff/parcels/P-7/history'),
      await at.send(other, 'GET /api/staff/parcels/P-7/changes'),
      await at.send(other, 'PATCH /api/parcels/P-7 "1"', { costs: null }),
      await at.send(other, 'DELETE /api/parcels/P-7/draft'),
      await at.send(other, 'POST /api/parcels/P-7/submit', {}),
      await at.send(other, 'POST /api/parcels/P-7/take-back'),
      await at.send(other, 'POST /api/parcels/P-7/withdraw', { reason: '试' }),
      await at.send(other, 'PATCH /api/parcels/P-NONE "1"', { costs: null }),
    ];
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 404));
    const table = await read(other, '/api/staff/parcels', StaffParcels);
    expect([table.total, table.items]).toEqual([0, []]);
    const abroad = await at.send(other, 'POST /api/parcels', { code: 'P-8', ...at.freshContent() });
    expect([abroad.status, Problem.parse(await abroad.json()).errors?.[0]?.path]).toEqual([
      422,
      'fields.park',
    ]);
    const taken = await at.send(other, 'POST /api/parcels', { code: 'P-7' });
    expect(taken.status).toBe(409);
  });

  it('takes no instant and no day that the database has no place for', async () => {
    const { geometry } = at.freshContent();
    const drawn = await at.send(at.publisher, 'POST /api/parcels', {
      code: 'P-YEAR-0',
      geometry: { ...geometry, surveyedOn: '0000-01-01' },
    });
    const approved = await at.send(at.reviewer, 'POST /api/parcels/P-7/approve', {
      publicFrom: '9999-12-31T23:59:59-14:00',
    });
    const paths = [drawn, approved].map(
      async (answer) => Problem.parse(await answer.json()).errors?.[0]?.path,
    );
    expect([drawn.status, approved.status]).toEqual([422, 422]);
    expect(await Promise.all(paths)).toEqual(['geometry.surveyedOn', 'publicFrom']);
  });

  it('takes a shape of ten thousand points, and none of more', async () => {
    const { geometry } = at.freshContent();
    const [west, south] = geometry.multiPolygon.coordinates[0]?.[0]?.[0] ?? [0, 0];
    const circle = (points: number) => {
      const ring = Array.from({ length: points }, (_, index): [number, number] => {
        const angle = (2 * Math.PI * index) / points;
        return [west + 0.002 * Math.cos(angle), south + 0.002 * Math.sin(angle)];
      });
      const multiPolygon = { type: 'MultiPolygon', coordinates: [[[...ring, ring[0]]]] };
      return { code: `ROUND-${points}`, geometry: { multiPolygon } };
    };
    const most = await at.send(at.publisher, 'POST /api/parcels', circle(10_000));
    expect(SavedDraft.parse(await most.json()).areaM2).toBeCloseTo(Math.PI * 222 * 194, -4);
    const more = await at.send(at.publisher, 'POST /api/parcels', circle(10_001));
    expect(Problem.parse(await more.json()).errors?.[0]?.path).toBe('geometry.multiPolygon');
    const outside = await at.send(at.publisher, 'POST /api/parcels', {
      code: 'OUTSIDE',
      geometry: {
        multiPolygon: {
          type: 'MultiPolygon',
          coordinates: [
            [
              [
                [10, 10],
                [11, 10],
                [11, 11],
                [10, 10],
              ],
            ],
          ],
        },
      },
    });
    expect(outside.status).toBe(422);
    await at.expectStatus(await at.send(at.publisher, 'DELETE /api/parcels/ROUND-10000/draft'), 204);
  });

  it('does not hand in what the health check refuses, nor warnings without a word', async () => {
    const { fields } = await at.draft('P-9');
    const change = (over: object, revision: number) =>
      at.send(at.publisher, `PATCH /api/parcels/P-9 "${revision}"`, { fields: { ...fields, ...over } });
    await at.expectStatus(await change({ useCode: undefined }, 1), 200);
    const refused = await at.send(at.publisher, 'POST /api/parcels/P-9/submit', { note: '试' });
    expect(refused.status).toBe(422);
    expect(Problem.parse(await refused.json()).errors?.length).toBeGreaterThan(0);
    await at.expectStatus(await change({}, 2), 200);
    expect((await at.send(at.publisher, 'POST /api/parcels/P-9/submit', { revision: 2 })).status).toBe(412);
    await at.expectStatus(await at.send(at.publisher, 'POST /api/parcels/P-9/submit', { revision: 3 }), 201);
    expect((await change({}, 3)).status).toBe(409);
    await at.expectStatus(await at.send(at.publisher, 'POST /api/parcels/P-9/take-back'), 204);
    await at.expectStatus(await change({}, 3), 200);
    await at.expectStatus(await at.send(at.publisher, 'DELETE /api/parcels/P-9/draft'), 204);
    expect((await at.send(at.publisher, 'GET /api/staff/parcels/P-9')).status).toBe(404);
  });

  it('withdraws on a department’s request, keeping the past', async () => {
    await at.publish('P-10');
    const whilePublic = at.clock.now().toISOString();
    const asked = await at.send(at.publisher, 'POST /api/parcels/P-10/withdraw', { reason: '规划调整' });
    expect(await asked.json()).toEqual({ outcome: 'requested' });
    expect(await statusOf('/api/parcels/P-10')).toBe(200);
    expect((await read(at.reviewer, '/api/staff/work', WorkList)).mine.map(({ kind }) => kind)).toContain(
      'withdrawal-request',
    );
    const decided = await at.send(at.reviewer, 'POST /api/parcels/P-10/withdraw', {});
    expect(await decided.json()).toEqual({ outcome: 'withdrawn' });
    expect(await statusOf('/api/parcels/P-10')).toBe(410);
    expect(await statusOf(`/api/parcels/P-10?asOf=${whilePublic}`)).toBe(200);
    expect((await read(at.publisher, '/api/staff/parcels/P-10', StaffParcel)).state).toBe('withdrawn');
  });

  it('recalls from past instants too, until a second person lifts it', async () => {
    await at.publish('P-11');
    const whilePublic = at.clock.now().toISOString();
    const recall = { cause: 'secrecy', reason: '坐标精度超出公开范围' };
    const before = await dataVersion();
    await at.expectStatus(await at.send(at.reviewer, 'POST /api/parcels/P-11/recall', recall), 204);
    expect(await dataVersion()).not.toBe(before);
    const past = `/api/parcels/P-11?asOf=${whilePublic}`;
    expect([await statusOf('/api/parcels/P-11'), await statusOf(past)]).toEqual([410, 410]);
    expect((await at.send(at.reviewer, 'POST /api/parcels/P-11/recall', recall)).status).toBe(409);
    const own = await at.send(at.reviewer, 'POST /api/parcels/P-11/recall-review', { outcome: 'lifted' });
    expect(own.status).toBe(403);
    const second = await at.person('reviewer');
    expect((await read(second, '/api/staff/work', WorkList)).mine.map(({ kind }) => kind)).toContain(
      'recall-review',
    );
    await at.expectStatus(
      await at.send(second, 'POST /api/parcels/P-11/recall-review', { outcome: 'lifted', note: '误判' }),
      204,
    );
    expect([await statusOf('/api/parcels/P-11'), await statusOf(past)]).toEqual([200, 200]);
  });

  it('publishes a corrected version after a recall, with the past still gone', async () => {
    const content = await at.publish('P-12');
    const whilePublic = at.clock.now().toISOString();
    const recall = { cause: 'gross-error', reason: '面积错误' };
    await at.expectStatus(await at.send(at.reviewer, 'POST /api/parcels/P-12/recall', recall), 204);
    await at.expectStatus(
      await at.send(at.publisher, 'PATCH /api/parcels/P-12 "1"', {
        fields: { ...content.fields, name: '更正后的地块' },
      }),
      200,
    );
    const submitted = await at.send(at.publisher, 'POST /api/parcels/P-12/submit', { note: '更正' });
    expect(Submitted.parse(await submitted.json()).needs).toEqual(['land', 'terms']);
    await at.approve('P-12');
    expect((await shown('P-12')).name).toBe('更正后的地块');
    expect(await statusOf(`/api/parcels/P-12?asOf=${whilePublic}`)).toBe(410);
  });

  it('pages through the table in every order, each parcel once', async () => {
    const all = await read(at.reviewer, '/api/staff/parcels?limit=200', StaffParcels);
    expect(all.items).toHaveLength(all.total);
    expect(Object.values(all.states).reduce((sum, number) => sum + number, 0)).toBe(all.total);
    for (const sort of ['code', '-code', 'area', '-area', 'updated', '-updated']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await read(
          at.reviewer,
          `/api/staff/parcels?limit=3&sort=${sort}${cursor && `&cursor=${cursor}`}`,
          StaffParcels,
        );
        expect(page.total).toBe(all.total);
        seen.push(...page.items.map(({ code }) => code));
        cursor = page.next ?? '';
      } while (cursor !== '');
      expect(seen.toSorted()).toEqual(all.items.map(({ code }) => code).toSorted());
    }
    const waiting = await read(at.reviewer, '/api/staff/parcels?state=waiting', StaffParcels);
    expect(waiting.items.map(({ code }) => code)).toEqual(['P-5']);
    expect(waiting.items[0]).toMatchObject({ parkCode: expect.any(String), findings: { error: 0 } });
    const found = await read(at.reviewer, '/api/staff/parcels?q=p-1&park=none', StaffParcels);
    expect(found.total).toBe(0);
  });

  it.each([
    ['code', 'A', 'A\u0000'],
    ['code', 'A\u0000', 'A'],
    ['code', 'A', ''],
    ['code', null, 'A'],
    ['code', 'A'.repeat(65), 'A'],
    ['area', '1e9', 'A'],
    ['area', 'NaN', 'A'],
    ['area', '1', '\u0000'],
    ['updated', '2026-02-31 00:00:00+00', 'A'],
    ['-updated', '9'.repeat(20), 'A'],
    ['updated', '', 'A'],
  ])('refuses a cursor for %s that it did not write: %j, %j', async (sort, key, code) => {
    const cursor = Buffer.from(JSON.stringify([sort, key, code])).toString('base64url');
    const refused = await at.send(at.reviewer, `GET /api/staff/parcels?sort=${sort}&cursor=${cursor}`);
    const { code: problem, errors } = Problem.parse(await refused.json());
    expect([refused.status, problem, errors?.[0]?.path]).toEqual([400, 'invalid-parameters', 'cursor']);
  });

  it.each(['abc', '%00', 'bm90IGpzb24', 'W10', 'W1siY29kZSJdXQ', 'x'.repeat(401)])(
    'refuses the cursor %s',
    async (cursor) => {
      const refused = await at.send(at.reviewer, `GET /api/staff/parcels?cursor=${cursor}`);
      expect(refused.status).toBe(400);
    },
  );
});
