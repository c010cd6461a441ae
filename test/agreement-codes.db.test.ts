import { beforeAll, expect, it } from 'vitest';
import { asNamed } from '../api/agreements/named-rules.ts';
import { isSameName } from '../api/agreements/seen-mark-rules.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

onBothDatabases('a code and a link for signing', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const opened = async (email: string = desk.company.email) => desk.exchange(await desk.linkTo(email));
  const another = (code: string) => (code === '111111' ? '222222' : '111111');
  const stateIn = async (number: string) => (await desk.read(number)).signers[0]?.state;

  const locksIn = async (number: string) =>
    (await desk.read(number)).events
      .filter(({ kind }) => kind === 'place-locked')
      .map(({ position }) => position);

  /** Asked for after the pause, whenever the last one was sent. */
  async function nextCode(cookie: string, query = ''): Promise<string> {
    portal.clock.forward(minuteMs + 1000);
    await desk.reads(cookie);
    await portal.expectStatus(await desk.signing(cookie, `POST /api/signing/otp${query}`), 200);
    return desk.newestCode();
  }

  async function sign(cookie: string, otp: string, over: object = {}) {
    const { baseSha256, consent } = await desk.page(cookie);
    const response = await desk.signing(cookie, 'POST /api/signing/sign', {
      otp,
      baseSha256,
      typedName: '林国栋',
      consent: { textVersion: consent.textVersion, accepted: true },
      ...over,
    });
    const { detail = '', reason } = (await response.json()) as { detail?: string; reason?: string };
    return { status: response.status, detail, ...(reason !== undefined && { reason }) };
  }

  it('is locked after five wrong tries, also for the right one', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await nextCode(cookie);
    for (let tries = 0; tries < 5; tries += 1)
      expect(await sign(cookie, another(otp))).toMatchObject({ status: 422, reason: 'code-wrong' });
    expect(await sign(cookie, otp)).toMatchObject({
      status: 422,
      reason: 'code-locked',
      detail: expect.stringContaining('已连错 5 次') as string,
    });
    expect(await stateIn(number)).toBe('viewed');
    expect(await sign(cookie, await nextCode(cookie))).toMatchObject({ status: 200 });
  });

  it('is sent and taken no more after twenty wrong tries over all of them, until the office sends a new link', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const refuse = async (otp: string) => {
      const body = { otp, reason: '条件不合' };
      return (await desk.signing(cookie, 'POST /api/signing/decline', body)).status;
    };
    const locked = {
      status: 422,
      detail: expect.stringContaining('20 次') as string,
    };
    for (const purpose of ['', '?purpose=decline', '', '?purpose=decline']) {
      const otp = await nextCode(cookie, purpose);
      const isDecline = purpose !== '';
      for (let tries = 0; tries < (isDecline ? 5 : 4); tries += 1)
        if (isDecline) expect(await refuse(another(otp))).toBe(422);
        else expect(await sign(cookie, another(otp))).toMatchObject({ status: 422 });
    }
    const isLocked = async () => (await desk.read(number)).signers.map((signer) => signer.isLocked);
    expect(await isLocked()).toEqual([false, false]);
    const otp = await nextCode(cookie);
    for (let tries = 0; tries < 2; tries += 1) expect((await sign(cookie, another(otp))).status).toBe(422);
    expect(await isLocked()).toEqual([true, false]);
    expect(await sign(cookie, otp)).toMatchObject(locked);
    portal.clock.forward(minuteMs + 1000);
    const asked = await desk.signing(cookie, 'POST /api/signing/otp');
    expect(asked.status).toBe(422);
    expect(await asked.json()).toMatchObject({ detail: locked.detail });
    expect(await locksIn(number)).toEqual([0]);
    expect(asNamed(await desk.read(number), [1]).events.map(({ kind }) => kind)).not.toContain(
      'place-locked',
    );

    const remind = () => portal.send(portal.publisher, `POST /api/agreements/${number}/remind`, {});
    await open().sql`update agreement_signer set reminded_at = ${portal.clock.now()}`;
    await portal.expectStatus(await remind(), 204);
    expect(await isLocked()).toEqual([false, false]);
    expect((await desk.signing(cookie, 'GET /api/signing')).status).toBe(401);
    const fresh = await opened();
    expect(await sign(fresh, await nextCode(fresh))).toMatchObject({ status: 200 });
  });

  it('stops the place of who confirms a draft too, and the office gives him a new link at once', async () => {
    const { number } = await desk.prepare();
    const share = () => portal.send(portal.publisher, `POST /api/agreements/${number}/share`);
    await portal.expectStatus(await share(), 204);
    const cookie = await opened();
    const { draftSha256 } = await desk.read(number);
    const codeToConfirm = async (by: string) => {
      portal.clock.forward(minuteMs + 1000);
      await portal.expectStatus(await desk.signing(by, 'POST /api/signing/otp?purpose=confirm'), 200);
      return desk.newestCode();
    };
    const confirm = async (by: string, otp: string) =>
      (await desk.signing(by, 'POST /api/signing/confirm', { otp, draftSha256 })).status;
    for (let codes = 0; codes < 4; codes += 1) {
      const otp = await codeToConfirm(cookie);
      for (let tries = 0; tries < 5; tries += 1) expect(await confirm(cookie, another(otp))).toBe(422);
    }
    expect((await desk.read(number)).signers.map(({ isLocked }) => isLocked)).toEqual([true, false]);
    expect(await locksIn(number)).toEqual([0]);
    const before = (await desk.letters()).length;
    await portal.expectStatus(await share(), 204);
    expect((await desk.letters()).slice(before).map(({ recipient }) => recipient)).toEqual([
      desk.company.email,
    ]);
    expect((await share()).status).toBe(429);
    expect((await desk.signing(cookie, 'GET /api/signing')).status).toBe(401);
    const fresh = await opened();
    expect(await confirm(fresh, await codeToConfirm(fresh))).toBe(204);
    expect(await locksIn(number)).toEqual([0]);
  });

  it('counts for five minutes, and a newer one ends it', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await nextCode(cookie);
    portal.clock.forward(5 * minuteMs);
    expect(await sign(cookie, otp)).toMatchObject({ status: 422 });
    const [older, newer] = [await nextCode(cookie), await nextCode(cookie)];
    if (older !== newer) expect(await sign(cookie, older)).toMatchObject({ status: 422 });
    expect(await stateIn(number)).toBe('viewed');
    const isLive = () => open().sql<{ isLive: boolean }[]>`
      select c.ends_at > ${portal.clock.now()} as "isLive" from signing_code c join agreement a on a.id = c.agreement_id
      where a.number = ${number} and c.purpose = 'sign' order by c.id limit 10`;
    expect((await isLive()).map((code) => code.isLive)).toEqual([false, false, true]);
    // As a server leaves it whose clock is behind: the newest counts alone, whatever else has not ended.
    await open().sql`update signing_code set ends_at = ends_at + interval '10 minutes'`;
    if (older !== newer) expect(await sign(cookie, older)).toMatchObject({ status: 422 });
    portal.clock.forward(4 * minuteMs);
    expect(await sign(cookie, newer)).toMatchObject({ status: 200 });
  });

  it('counts once', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await nextCode(cookie, '?purpose=delegate');
    const to = { name: '周岚', email: 'zhou@company.test', reason: '出差', otp };
    const ask = async (by: string) => (await desk.signing(by, 'POST /api/signing/delegate', to)).status;
    expect(await ask(cookie)).toBe(204);
    const refusal = { position: 0, outcome: 'refused' };
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/delegation`, refusal),
      204,
    );
    expect(await ask(await opened())).toBe(422);
    expect(await stateIn(number)).toBe('viewed');
  });

  it('is not taken by a mark that nobody could see, or that prints another name', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await nextCode(cookie);
    const dot = { x: 0.5, y: 0.5 };
    for (const [mark, reason] of [
      [{ typedName: undefined }, 'mark-unseen'],
      [{ typedName: undefined, strokes: [[]] }, 'mark-unseen'],
      [{ typedName: undefined, strokes: [[dot]] }, 'mark-unseen'],
      [{ typedName: undefined, strokes: [[dot, dot]] }, 'mark-unseen'],
      [{ typedName: '某市人民政府' }, 'name-differs'],
      [{ typedName: '林国栋', strokes: [] }, null],
    ] as const) {
      const said = await sign(cookie, otp, mark);
      if (reason === null) expect(said.status).toBe(200);
      else expect(said).toMatchObject({ status: 422, reason });
      expect(await stateIn(number)).toBe(reason === null ? 'signed' : 'viewed');
    }
    expect(isSameName(' ＬＩＮ guodong', 'Lin Guodong')).toBe(true);
  });

  it('opens nothing more on a device that was left, whoever kept what stood there', async () => {
    await desk.sent();
    const cookie = await opened();
    const page = async () => (await desk.signing(cookie, 'GET /api/signing')).status;
    expect(await page()).toBe(200);
    await portal.expectStatus(await desk.signing(cookie, 'DELETE /api/signing'), 204);
    expect(await page()).toBe(401);
  });

  it('is sent once a minute and eight times an hour', async () => {
    await desk.sent();
    const cookie = await opened();
    await desk.reads(cookie);
    const ask = async () => (await desk.signing(cookie, 'POST /api/signing/otp')).status;
    expect(await ask()).toBe(200);
    expect(await ask()).toBe(429);
    // The draft was confirmed with one of the eight.
    for (let sent = 2; sent < 8; sent += 1) {
      portal.clock.forward(minuteMs);
      expect(await ask()).toBe(200);
    }
    portal.clock.forward(minuteMs);
    const refused = await desk.signing(cookie, 'POST /api/signing/otp');
    expect(refused.status).toBe(429);
    // Until the first of them is an hour old.
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(40 * 60);
  });

  it('is of one signer, one document and one purpose', async () => {
    const number = await desk.sent({ parties: [desk.company, desk.city] });
    const cookie = await opened();
    const theirs = await opened(desk.city.email);
    await desk.sent();
    const elsewhere = await opened();
    const [own, ofAnother, ofOther] = [
      await nextCode(cookie),
      await nextCode(theirs),
      await nextCode(elsewhere),
    ];
    for (const code of [ofAnother, ofOther])
      if (code !== own) expect(await sign(cookie, code)).toMatchObject({ status: 422 });
    const toDelegate = await nextCode(cookie, '?purpose=delegate');
    expect(await sign(cookie, toDelegate)).toMatchObject({
      status: 422,
      detail: expect.stringContaining('不是为这份文件') as string,
    });
    const toSign = await nextCode(cookie);
    const to = { name: '周岚', email: 'zhou@company.test', reason: '出差', otp: toSign };
    expect((await desk.signing(cookie, 'POST /api/signing/delegate', to)).status).toBe(422);
    expect(await stateIn(number)).toBe('viewed');
    expect(await sign(cookie, toSign)).toMatchObject({ status: 200 });
  });

  it('signs the bytes that were shown, by the terms that were shown, and is not used up by others', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await nextCode(cookie);
    const { draftSha256, consent } = await desk.page(cookie);
    const terms = { accepted: true, textVersion: `${consent.textVersion}-before` };
    expect(await sign(cookie, otp, { baseSha256: draftSha256 })).toMatchObject({ status: 409 });
    expect(await sign(cookie, otp, { consent: terms })).toMatchObject({ status: 409 });
    const unasked = { accepted: false, textVersion: consent.textVersion };
    expect(await sign(cookie, otp, { consent: unasked })).toMatchObject({ status: 422 });
    expect(await stateIn(number)).toBe('viewed');
    expect(await sign(cookie, otp)).toMatchObject({ status: 200 });
  });

  it('lives through a reminder, also while its signer is at it', async () => {
    const number = await desk.sent();
    const token = await desk.linkTo(desk.company.email);
    const cookie = await desk.exchange(token);
    const otp = await nextCode(cookie);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/remind`, {}),
      204,
    );
    const newer = await desk.linkTo(desk.company.email);
    expect(newer).not.toBe(token);
    for (const one of [token, newer])
      expect(await desk.page(await desk.exchange(one))).toMatchObject({ number });
    expect(await sign(cookie, otp)).toMatchObject({ status: 200 });
  });

  it('ends: a session after two hours, a link by the sending and a month after the deadline', async () => {
    const { number } = await desk.prepare();
    await desk.pass(number);
    const ofDraft = await desk.linkTo(desk.company.email);
    const exchange = async (one: string) =>
      (await desk.signing(null, 'POST /api/signing/exchange', { token: one })).status;
    const reads = async (by: string) => (await desk.signing(by, 'GET /api/signing')).status;
    const older = await desk.exchange(ofDraft);
    expect(await reads(older)).toBe(200);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/send`),
      204,
    );
    expect(await reads(older)).toBe(401);
    expect(await exchange(ofDraft)).toBe(404);

    const newer = await desk.linkTo(desk.company.email);
    const cookie = await desk.exchange(newer);
    portal.clock.forward(hourMs);
    expect(await reads(cookie)).toBe(200);
    portal.clock.forward(hourMs);
    expect(await reads(cookie)).toBe(401);
    portal.clock.forward(59 * 24 * hourMs);
    expect(await exchange(newer)).toBe(204);
    portal.clock.forward(2 * 24 * hourMs);
    expect(await exchange(newer)).toBe(404);
  });
});
