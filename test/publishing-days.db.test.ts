import { beforeAll, expect, it } from 'vitest';
import { ParcelHistory, StaffParcel, SubmissionReading, WorkList } from '../api/drafts/schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const publicFrom = '2026-12-01T09:00:00+08:00';
const recall = { cause: 'gross-error', reason: '面积有误' };

onBothDatabases('a day that a version waits for', (open) => {
  let at: Publishing;

  beforeAll(async () => {
    at = await openPublishing(open());
  });

  async function read<T>(who: SignedIn, path: string, schema: { parse: (value: unknown) => T }): Promise<T> {
    return schema.parse(await (await at.send(who, `GET ${path}`)).json());
  }
  const parcel = (code: string) => read(at.publisher, `/api/staff/parcels/${code}`, StaffParcel);
  const statusOf = async (code: string) => (await at.app.request(`/api/parcels/${code}`)).status;
  /** `422 P/approve`: what is answered, and what is done. */
  const act = async (who: SignedIn, request: string, body: object) => {
    const [status, path] = request.split(' ');
    return at.expectStatus(await at.send(who, `POST /api/parcels/${path}`, body), Number(status));
  };
  const mine = async (who: SignedIn, code: string) =>
    (await read(who, '/api/staff/work', WorkList)).mine.filter((item) => item.code === code);

  it('is the land bureau’s to name, and told to whoever decides after it', async () => {
    const land = await at.person('reviewer', { competences: ['land'] });
    const terms = await at.person('reviewer', { competences: ['terms'] });
    await at.draft('PD-1');
    await at.submit('PD-1');
    await act(terms, '422 PD-1/approve', { publicFrom });
    await act(land, '200 PD-1/approve', { publicFrom });
    const { submission } = await at.newest('PD-1');
    const reading = await read(terms, `/api/staff/submissions/${submission}`, SubmissionReading);
    expect(reading.reviews.map((review) => review.publicFrom)).toEqual([publicFrom]);
    await act(terms, '200 PD-1/approve', {});
    expect((await parcel('PD-1')).base?.publicFrom).toBe(publicFrom);
  });

  it('never comes once the parcel is recalled: what was approved is its department’s draft again', async () => {
    await at.draft('PD-2');
    await at.submit('PD-2');
    await at.approve('PD-2', { publicFrom });
    await act(at.reviewer, '204 PD-2/recall', recall);
    const back = await parcel('PD-2');
    expect(back).toMatchObject({ state: 'returned', draft: { state: 'returned', isStale: false } });
    expect(back.draft?.authors.map(({ accountId }) => accountId)).toEqual([at.publisher.accountId]);
    const [item] = await mine(at.publisher, 'PD-2');
    expect(item).toMatchObject({ kind: 'returned', by: { accountId: at.reviewer.accountId } });
    const second = await at.person('reviewer');
    await act(second, '204 PD-2/recall-review', { outcome: 'lifted' });
    expect(await statusOf('PD-2')).toBe(404);
    const { items } = await read(at.publisher, '/api/staff/parcels/PD-2/history', ParcelHistory);
    expect(items.filter((entry) => entry.kind === 'approved').map((entry) => entry.publicFrom)).toContain(
      publicFrom,
    );
    await at.submit('PD-2');
    await at.approve('PD-2');
    expect(await statusOf('PD-2')).toBe(200);
    const told = await open().sql<{ count: number }[]>`
      select count(*)::int as count from letter where cause = 'parcel.end' and subject like '%PD-2%'`;
    expect(told[0]?.count).toBeGreaterThan(0);
  });

  it('is lost with a recall, not the version that was public before it', async () => {
    const content = await at.publish('PD-3');
    const fields = { ...content.fields, name: '待公开的名称' };
    await at.expectStatus(await at.send(at.publisher, 'PATCH /api/parcels/PD-3 "1"', { fields }), 200);
    await at.submit('PD-3');
    await at.approve('PD-3', { publicFrom });
    await act(at.reviewer, '204 PD-3/recall', recall);
    expect(await statusOf('PD-3')).toBe(410);
    const second = await at.person('reviewer');
    await act(second, '204 PD-3/recall-review', { outcome: 'lifted' });
    expect(await (await at.app.request('/api/parcels/PD-3')).json()).toMatchObject({
      name: content.fields.name,
    });
    const { state, draft } = await parcel('PD-3');
    expect([state, draft?.content.fields.name, draft?.isStale]).toEqual(['returned', fields.name, false]);
  });

  it('leaves a newer draft as it is when the parcel is withdrawn', async () => {
    const content = await at.publish('PD-4');
    const rename = (name: string, mark: string) =>
      at.send(at.publisher, `PATCH /api/parcels/PD-4 ${mark}`, { fields: { ...content.fields, name } });
    await at.expectStatus(await rename('待公开', '"1"'), 200);
    await at.submit('PD-4');
    await at.approve('PD-4', { publicFrom });
    await at.expectStatus(await rename('更新的草稿', '"2"'), 200);
    await act(at.reviewer, '200 PD-4/withdraw', { reason: '另有安排' });
    const { draft } = await parcel('PD-4');
    expect([draft?.state, draft?.content.fields.name]).toEqual(['draft', '更新的草稿']);
  });

  it('a request to withdraw waits for reviewers of land alone, and for nobody once the parcel is recalled', async () => {
    const terms = await at.person('reviewer', { competences: ['terms'] });
    await at.publish('PD-5');
    await act(at.publisher, '200 PD-5/withdraw', { reason: '另有安排' });
    const kinds = async (who: SignedIn) => (await mine(who, 'PD-5')).map(({ kind }) => kind);
    expect(await kinds(at.reviewer)).toEqual(['withdrawal-request']);
    expect(await kinds(terms)).toEqual([]);
    await act(at.reviewer, '204 PD-5/recall', recall);
    expect(await kinds(at.reviewer)).toEqual([]);
    expect(await kinds(await at.person('reviewer'))).toEqual(['recall-review']);
  });
});
