import type { AppParts } from '../../api/app.ts';
import type { City } from '../../api/city/pack.ts';
import type { Database } from '../../api/db/database.ts';
import { signedIn, type SignedIn } from './accounts.ts';
import { cleanContents } from './clean-content.ts';
import { prepareCity, readJinhua } from './parcels.ts';
import { testPortal } from './portal.ts';
import { tickingClock } from './ticking-clock.ts';

export type Publishing = Awaited<ReturnType<typeof openPublishing>>;
export type Content = ReturnType<typeof cleanContents>[number];

/** A portal with a department of promotion and those who review it; the clock moves a second at each look. */
export async function openPublishing(database: Database, over: Partial<AppParts> = {}) {
  const city: City = await readJinhua();
  await prepareCity(database, city);
  const clock = tickingClock();
  const app = await testPortal(database, city, { now: clock.now, ...over });
  const contents = cleanContents(city, 'wuyi');
  const publisher = await signedIn(database, 'publisher');
  const reviewer = await signedIn(database, 'reviewer');

  /** `request` is written `PATCH /api/parcels/A "3"`: method, path and, where there is one, If-Match. */
  function send(who: SignedIn, request: string, body?: unknown) {
    const [method = 'GET', path = '/', ifMatch] = request.split(' ');
    return app.request(path, {
      method,
      headers: {
        ...who.headers,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async function expectStatus(response: Response, status: number) {
    if (response.status !== status) throw new Error(`${response.status}: ${await response.text()}`);
    return response;
  }

  let next = 0;
  /** A clean content that no other call got. */
  function freshContent(): Content {
    const content = contents[next++];
    if (content === undefined) throw new Error('no clean content is left');
    return content;
  }

  async function draft(code: string, over: (content: Content) => Partial<Content> = () => ({})) {
    const fresh = freshContent();
    const content = { ...fresh, ...over(fresh) };
    await expectStatus(await send(publisher, 'POST /api/parcels', { code, ...content }), 201);
    return content;
  }

  async function submit(code: string) {
    await expectStatus(await send(publisher, `POST /api/parcels/${code}/submit`, { note: '试验' }), 201);
  }

  /** What a reviewer says of it who has read what was handed in last. */
  async function newest(code: string) {
    const [row] = await database.sql<{ submission: number }[]>`
      select id as submission from submission where code = ${code} order by id desc limit 1`;
    return { submission: row?.submission };
  }

  async function approve(code: string, body = {}) {
    const decision = { ...(await newest(code)), ...body };
    await expectStatus(await send(reviewer, `POST /api/parcels/${code}/approve`, decision), 200);
  }

  async function publish(code: string, over?: Parameters<typeof draft>[1], approval = {}) {
    const content = await draft(code, over);
    await submit(code);
    await approve(code, approval);
    return content;
  }

  /** The next person with a role; reviewers sit in the bureau of land. */
  const person = (...wanted: Parameters<typeof signedIn> extends [unknown, ...infer Rest] ? Rest : never) =>
    signedIn(database, ...wanted);

  return {
    app,
    city,
    clock,
    publisher,
    reviewer,
    send,
    expectStatus,
    freshContent,
    draft,
    submit,
    newest,
    approve,
    publish,
    person,
  };
}
