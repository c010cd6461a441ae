import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('a signer whose answer was lost on the way', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const opened = async () => desk.exchange(await desk.linkTo(desk.company.email));

  /** The same request three times: as the page repeats it, and once with another key. */
  async function again(cookie: string, path: string, body: object): Promise<number[]> {
    const key = randomUUID();
    const statuses = [];
    for (const used of [key, key, randomUUID()])
      statuses.push((await desk.signing(cookie, `POST /api/signing/${path} ${used}`, body)).status);
    return statuses;
  }

  const kindsOf = async (number: string) => (await desk.read(number)).events.map(({ kind }) => kind);

  it('is told again that the draft is confirmed', async () => {
    const { number } = await desk.prepare();
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/share`),
      204,
    );
    const { draftSha256 } = await desk.read(number);
    const cookie = await opened();
    const otp = await desk.codeTo(cookie, 'confirm');
    expect(await again(cookie, 'confirm', { otp, draftSha256 })).toEqual([204, 204, 422]);
    expect((await kindsOf(number)).filter((kind) => kind === 'confirm')).toHaveLength(1);
  });

  it('is told again that he declined', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await desk.codeTo(cookie, 'decline');
    expect(await again(cookie, 'decline', { otp, reason: '项目暂缓' })).toEqual([204, 204, 409]);
    expect((await kindsOf(number)).filter((kind) => kind === 'decline')).toHaveLength(1);
  });

  it('is told again that he asked to hand his part on, though his link and session are over', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await desk.codeTo(cookie, 'delegate');
    const asked = { otp, reason: '本人出差', name: '周岚', email: 'zhou@company.test' };
    expect(await again(cookie, 'delegate', asked)).toEqual([204, 204, 401]);
    expect((await kindsOf(number)).filter((kind) => kind === 'delegate')).toHaveLength(1);
  });

  it('keeps his session where the code was wrong, and is told nothing of another request under the key', async () => {
    await desk.sent();
    const cookie = await opened();
    const otp = await desk.codeTo(cookie, 'delegate');
    const wrong = { otp: otp === '000000' ? '000001' : '000000', reason: '本人出差', name: '周岚' };
    const key = randomUUID();
    const refused = await desk.signing(cookie, `POST /api/signing/delegate ${key}`, {
      ...wrong,
      email: 'zhou@company.test',
    });
    expect([refused.status, refused.headers.get('Set-Cookie')]).toEqual([422, null]);
    const asked = { ...wrong, otp, email: 'zhou@company.test' };
    const done = await desk.signing(cookie, `POST /api/signing/delegate ${key}`, asked);
    expect([done.status, done.headers.get('Set-Cookie')]).toEqual([
      204,
      expect.stringContaining('Max-Age=0'),
    ]);
    const other = { ...asked, reason: '另有安排' };
    expect((await desk.signing(cookie, `POST /api/signing/delegate ${key}`, other)).status).toBe(401);
    expect((await desk.signing(cookie, `POST /api/signing/delegate ${key}`, asked)).status).toBe(204);
  });

  it('is told to wait, and not that his session is over, while his part is handed on but the answer not kept yet', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await desk.codeTo(cookie, 'delegate');
    const asked = { otp, reason: '本人出差', name: '周岚', email: 'zhou@company.test' };
    const request = `POST /api/signing/delegate ${randomUUID()}`;
    await portal.expectStatus(await desk.signing(cookie, request, asked), 204);
    // As between the two transactions.
    await open()
      .sql`update visitor_answer set status = 0, answered_at = ${portal.clock.now()} where status = 204`;
    const twin = await desk.signing(cookie, request, asked);
    expect([twin.status, twin.headers.get('Retry-After'), await twin.json()]).toMatchObject([
      409,
      '2',
      { reason: 'under-way' },
    ]);
    portal.clock.forward(120_001);
    expect((await desk.signing(cookie, request, asked)).status).toBe(401);
    expect((await kindsOf(number)).filter((kind) => kind === 'delegate')).toHaveLength(1);
  });

  it('has done it once where the portal could not keep its answer, and a repeat finds it done', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await desk.codeTo(cookie, 'decline');
    const { sql } = open();
    await sql`alter table visitor_answer add constraint keeps_nothing check (status = 0) not valid`;
    const request = `POST /api/signing/decline ${randomUUID()}`;
    const asked = { otp, reason: '项目暂缓' };
    const statuses = [];
    try {
      for (const pause of [0, 0, 120_001]) {
        portal.clock.forward(pause);
        const { status } = await desk.signing(cookie, request, asked);
        statuses.push(status);
      }
    } finally {
      await sql`alter table visitor_answer drop constraint keeps_nothing`;
    }
    expect(statuses).toEqual([204, 409, 409]);
    expect((await kindsOf(number)).filter((kind) => kind === 'decline')).toHaveLength(1);
  });
});

onBothDatabases('a hall of signers behind one address', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const exchange = async (told: string) =>
    (await desk.signing(null, 'POST /api/signing/exchange', { token: told })).status;
  const verify = async (number: string, code: string) =>
    (await portal.app.request(`/api/verify/${number}?code=${code}`)).status;
  const bring = async (body: Uint8Array<ArrayBuffer>) => {
    const headers = { 'Content-Type': 'application/pdf' };
    return (await portal.app.request('/api/verify', { method: 'POST', headers, body })).status;
  };

  async function sentWithCode() {
    const number = await desk.sent();
    const { verifyCode } = await desk.read(number);
    return { number, verifyCode };
  }

  it('opens a good link however many dead ones were tried beside it', async () => {
    const { number, verifyCode } = await sentWithCode();
    const token = await desk.linkTo(desk.company.email);
    for (let guest = 0; guest < 70; guest += 1) expect(await exchange(token)).toBe(204);
    const guesses = [];
    for (let guess = 0; guess < 61; guess += 1) guesses.push(await exchange('A'.repeat(43)));
    expect(guesses).toEqual([...Array<number>(60).fill(404), 429]);
    expect(await exchange(token)).toBe(204);
    expect(await verify(number, verifyCode)).toBe(200);
  }, 120_000);

  it('opens one good link no more than 240 times in a quarter of an hour, and another beside it', async () => {
    await desk.sent();
    const token = await desk.linkTo(desk.company.email);
    await desk.sent();
    const other = await desk.linkTo(desk.company.email);
    const statuses = [];
    for (let opening = 0; opening < 241; opening += 1) statuses.push(await exchange(token));
    expect(statuses).toEqual([...Array<number>(240).fill(204), 429]);
    expect(await exchange(other)).toBe(204);
    portal.clock.forward(15 * 60_000);
    expect(await exchange(token)).toBe(204);
  }, 120_000);

  it('scans printed codes however many wrong ones were typed of other agreements, of one twenty times', async () => {
    const [one, other, guessed] = [await sentWithCode(), await sentWithCode(), await sentWithCode()];
    for (let guest = 0; guest < 70; guest += 1) expect(await verify(one.number, one.verifyCode)).toBe(200);
    const guess = async (numbers: string[]) => {
      const statuses = [];
      for (const number of numbers) statuses.push(await verify(number, 'AAAAAAAA'));
      return statuses;
    };
    expect(await guess(Array<string>(21).fill(guessed.number))).toEqual([
      ...Array<number>(20).fill(404),
      429,
    ]);
    // Of this number the right one is not told from a wrong one any more.
    expect(await verify(guessed.number, guessed.verifyCode)).toBe(429);
    const never = Array.from({ length: 41 }, (_, index) => `TZ-2019-${1000 + index}`);
    expect(await guess(never)).toEqual([...Array<number>(40).fill(404), 429]);
    expect(await verify(other.number, 'AAAAAAAA')).toBe(429);
    expect(await verify(other.number, other.verifyCode)).toBe(200);
    portal.clock.forward(15 * 60_000);
    expect(await verify(guessed.number, guessed.verifyCode)).toBe(200);
  }, 120_000);

  it('has its own files recognised however many others were brought, and those are no codes', async () => {
    const { number, verifyCode } = await sentWithCode();
    const token = await desk.linkTo(desk.company.email);
    const answer = await desk.signing(await desk.exchange(token), 'GET /api/signing/pdf');
    const original = new Uint8Array(await answer.arrayBuffer());
    // As many as a process would be started for.
    const subject = agreementParts(portal, open()).secrets.index('verify-file none');
    await open().sql`
      insert into attempt (kind, subject, at)
      select 'verify-file', ${subject}, ${portal.clock.now()} from generate_series(1, 59)`;
    const other = new Uint8Array(Buffer.from('%PDF-1.7 no document'));
    expect([await bring(other), await bring(other)]).toEqual([200, 429]);
    for (let guest = 0; guest < 3; guest += 1) expect(await bring(original)).toBe(200);
    expect(await verify(number, verifyCode)).toBe(200);
    expect(await exchange(token)).toBe(204);
  }, 120_000);
});
