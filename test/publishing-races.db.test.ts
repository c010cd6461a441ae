import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StaffParcel } from '../api/drafts/schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

const rounds = 2;
const saves = 6;

describe('two at once, on PostgreSQL', () => {
  let database: TestDatabase;
  let at: Publishing;
  let second: SignedIn;
  let colleague: SignedIn;
  beforeAll(async () => {
    database = await testDatabase('postgis');
    at = await openPublishing(database.database);
    second = await at.person('reviewer');
    colleague = await at.person('publisher');
  });
  afterAll(() => database.end());

  const post = (who: SignedIn, act: string, body: unknown = {}) =>
    at.send(who, `POST /api/parcels/${act}`, body);
  const statuses = async (answers: (Response | Promise<Response>)[]) =>
    (await Promise.all(answers.map(async (answer) => await answer))).map(({ status }) => status);
  const stateOf = async (code: string) => {
    const response = await at.expectStatus(
      await at.send(at.publisher, `GET /api/staff/parcels/${code}`),
      200,
    );
    return StaffParcel.parse(await response.json()).state;
  };
  const countOf = async (action: string, code: string) => {
    const [row] = await database.database.sql<{ number: number }[]>`
      select count(*) as number from audit_entry where action = ${action} and subject = ${`parcel:${code}`}`;
    return row?.number;
  };
  const handIn = async (code: string) => {
    await at.draft(code);
    await at.submit(code);
  };

  it('two reviewers approve: one does, and the parcel is published once', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const code = `RA-${round}`;
      await handIn(code);
      const answers = await statuses([post(at.reviewer, `${code}/approve`), post(second, `${code}/approve`)]);
      expect(answers.toSorted()).toEqual([200, 409]);
      expect(await countOf('parcel.publish', code)).toBe(1);
    }
  });

  it('one approves while the department takes back: one of them does', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const code = `RB-${round}`;
      await handIn(code);
      const [approved, taken] = await statuses([
        post(at.reviewer, `${code}/approve`),
        at.send(at.publisher, `POST /api/parcels/${code}/take-back`),
      ]);
      expect([
        [200, 404, 'published'],
        [409, 204, 'draft'],
      ]).toContainEqual([approved, taken, await stateOf(code)]);
    }
  });

  it('one approves while another returns: one of them does', async () => {
    const reasons = [{ path: 'geometry', reason: '试' }];
    for (let round = 0; round < rounds; round += 1) {
      const code = `RC-${round}`;
      await handIn(code);
      const [approved, returned] = await statuses([
        post(at.reviewer, `${code}/approve`),
        post(second, `${code}/reject`, { reasons }),
      ]);
      expect([
        [200, 409, 'published'],
        [409, 204, 'returned'],
      ]).toContainEqual([approved, returned, await stateOf(code)]);
    }
  });

  it('one approves a change while another recalls the parcel: in no order is it public afterwards', async () => {
    const recall = { cause: 'gross-error', reason: '试' };
    for (let round = 0; round < rounds; round += 1) {
      const code = `RD-${round}`;
      const { fields } = await at.publish(code);
      const change = { fields: { ...fields, startPriceYuan: 88_000_000, depositYuan: 20_000_000 } };
      await at.expectStatus(await at.send(at.publisher, `PATCH /api/parcels/${code} "1"`, change), 200);
      await at.submit(code);
      const looked = await at.newest(code);
      const [approved, recalled] = await statuses([
        post(at.reviewer, `${code}/approve`, looked),
        post(second, `${code}/recall`, recall),
      ]);
      expect(recalled).toBe(204);
      expect([200, 409]).toContain(approved);
      expect((await at.app.request(`/api/parcels/${code}`)).status).toBe(410);
      expect(await stateOf(code)).toBe(approved === 200 ? 'recalled' : 'returned');
    }
  });

  it('two recall: one does', async () => {
    const recall = { cause: 'secrecy', reason: '试' };
    await at.publish('RE-1');
    const answers = await statuses([
      post(at.reviewer, 'RE-1/recall', recall),
      post(second, 'RE-1/recall', recall),
    ]);
    expect(answers.toSorted()).toEqual([204, 409]);
  });

  it('two save over one revision: one does, and nothing of the other is in the draft', async () => {
    const { fields } = await at.draft('RF-1');
    for (let round = 1; round <= saves; round += 1) {
      const save = (who: SignedIn, name: string) =>
        at.send(who, `PATCH /api/parcels/RF-1 "${round}"`, { fields: { ...fields, name } });
      const answers = await statuses([
        save(at.publisher, `本人第 ${round} 次`),
        save(colleague, `同事第 ${round} 次`),
      ]);
      expect(answers.toSorted()).toEqual([200, 412]);
      const response = await at.send(at.publisher, 'GET /api/staff/parcels/RF-1');
      const { draft } = StaffParcel.parse(await response.json());
      expect(draft?.revision).toBe(round + 1);
      expect(draft?.content.fields.name).toBe(`${answers[0] === 200 ? '本人' : '同事'}第 ${round} 次`);
    }
  });

  it('two begin a draft of one public parcel: one does', async () => {
    await at.publish('RG-1');
    const begin = (who: SignedIn) => at.send(who, 'PATCH /api/parcels/RG-1 "1"', { costs: null });
    const answers = await statuses([begin(at.publisher), begin(colleague)]);
    expect(answers.toSorted()).toEqual([200, 412]);
  });

  it('who still holds a draft that was thrown away does not write over the next one', async () => {
    const { fields } = await at.draft('RH-1');
    await at.expectStatus(await at.send(at.publisher, 'PATCH /api/parcels/RH-1 "draft-1"', { fields }), 200);
    await at.expectStatus(await at.send(colleague, 'DELETE /api/parcels/RH-1/draft'), 204);
    const begun = await at.expectStatus(
      await at.send(colleague, 'POST /api/parcels', { code: 'RH-1', ...at.freshContent() }),
      201,
    );
    expect([await begun.json(), begun.headers.get('ETag')]).toEqual([
      expect.objectContaining({ revision: 3 }),
      '"draft-3"',
    ]);
    const late = ['"1"', '"2"', '"draft-1"', '"draft-2"'].map((mark) =>
      at.send(at.publisher, `PATCH /api/parcels/RH-1 ${mark}`, { fields }),
    );
    expect(await statuses(late)).toEqual([412, 412, 412, 412]);
  });

  it('who holds an early revision of a draft that has become the version of that number is told', async () => {
    const { fields } = await at.draft('RI-1');
    await at.expectStatus(
      await at.send(colleague, 'PATCH /api/parcels/RI-1 "draft-1"', { fields: { ...fields, name: '同事' } }),
      200,
    );
    await at.submit('RI-1');
    await at.approve('RI-1');
    const change = { fields: { ...fields, name: '本人' } };
    const late = await at.send(at.publisher, 'PATCH /api/parcels/RI-1 "draft-1"', change);
    expect(late.status).toBe(412);
    const begun = await at.expectStatus(
      await at.send(at.publisher, 'PATCH /api/parcels/RI-1 "1"', change),
      200,
    );
    expect(await begun.json()).toMatchObject({ revision: 3, baseVersion: 1 });
  });
});
