import { beforeAll, expect, it } from 'vitest';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const handed = { name: '周岚', email: 'zhou@company.test', phone: '13700000001', reason: '法定代表人出差' };
const authorisation = '授权委托书 2026-11-20 第 3 号';

onBothDatabases('who hands his signature on', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const opened = async (email: string = desk.company.email) => desk.exchange(await desk.linkTo(email));
  const ask = (cookie: string, over: object) =>
    desk.signing(cookie, 'POST /api/signing/delegate', { ...handed, ...over });
  const decide = (number: string, body: object) =>
    portal.send(portal.publisher, `POST /api/agreements/${number}/delegation`, { position: 0, ...body });
  const signerOf = async (number: string) => (await desk.read(number)).signers[0];

  async function codeToDelegate(cookie: string): Promise<string> {
    portal.clock.forward(61_000);
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/otp?purpose=delegate'), 200);
    return desk.newestCode();
  }

  it('is told which field was wrong, by a reason of the closed list, which his page says in his language', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const reasonOf = async (over: object) => {
      const response = await ask(cookie, { otp: '000000', ...over });
      expect(response.status, JSON.stringify(over)).toBeLessThan(500);
      const { reason, about } = (await response.json()) as { reason?: string; about?: string };
      return about === undefined ? reason : [reason, about];
    };
    expect(await reasonOf({ otp: '12345' })).toBe('malformed-code');
    expect(await reasonOf({ name: '·' })).toBe('malformed-name');
    expect(await reasonOf({ name: '周\u0000岚' })).toBe('malformed-name');
    expect(await reasonOf({ email: 'zhou at company' })).toBe('malformed-email');
    expect(await reasonOf({ phone: 'none' })).toBe('malformed-phone');
    expect(await reasonOf({ reason: '甲'.repeat(501) })).toBe('malformed-reason');
    expect(await reasonOf({ toString: 1 })).toBe('malformed');
    expect(await reasonOf({ name: '周岚\u{1f600}' })).toEqual(['unprintable-name', '\u{1f600}']);
    const batch = await desk.signing(cookie, 'POST /api/signing/batch/otp', { items: [] });
    expect(await batch.json()).toMatchObject({ reason: 'malformed' });
    expect(await signerOf(number)).toMatchObject({ state: 'viewed', delegation: null });
  });

  it('proves it by a code of his own; the other person signs once the office admits him, and not before', async () => {
    const number = await desk.sent();
    const token = await desk.linkTo(desk.company.email);
    const cookie = await desk.exchange(token);
    expect((await ask(cookie, {})).status).toBe(422);
    expect((await ask(cookie, { otp: await desk.code(cookie) })).status).toBe(422);
    expect(await signerOf(number)).toMatchObject({ state: 'viewed', delegation: null });

    const before = (await desk.letters()).length;
    const otp = await codeToDelegate(cookie);
    await portal.expectStatus(await ask(cookie, { otp }), 204);
    const told = (await desk.letters()).slice(before);
    expect(told.map(({ recipient, cause }) => [recipient, cause]).sort()).toEqual(
      [
        [desk.company.phone, 'agreement.code'],
        [desk.company.email, 'agreement.delegate'],
        [portal.publisher.email, 'agreement.delegate'],
      ].sort(),
    );
    expect(told.find(({ cause }) => cause === 'agreement.code')?.body).toContain('转交验证码');
    expect(JSON.stringify(told)).not.toContain(handed.reason);
    expect(await signerOf(number)).toMatchObject({
      name: desk.company.name,
      state: 'delegating',
      delegation: { name: '周岚', reason: handed.reason, outcome: null, authorisation: null },
    });
    expect(JSON.stringify(await signerOf(number))).not.toContain(handed.email);
    const events = await open().sql<{ details: string }[]>`select details from agreement_event`;
    expect(JSON.stringify(events)).not.toContain('周岚');

    expect((await desk.signing(cookie, 'GET /api/signing')).status).toBe(401);
    expect((await desk.signing(null, 'POST /api/signing/exchange', { token })).status).toBe(404);
    const remind = await portal.send(portal.publisher, `POST /api/agreements/${number}/remind`, {});
    expect(remind.status).toBe(409);

    expect((await decide(number, { outcome: 'admitted' })).status).toBe(422);
    await portal.expectStatus(await decide(number, { outcome: 'admitted', authorisation }), 204);
    expect((await decide(number, { outcome: 'refused' })).status).toBe(409);
    expect(await signerOf(number)).toMatchObject({
      name: '周岚',
      capacity: 'authorised',
      state: 'active',
      delegation: { outcome: 'admitted', authorisation },
    });
    // At once, however short ago the other had a code.
    await portal.expectStatus(await desk.signBy(handed.email), 200);
    expect(await signerOf(number)).toMatchObject({ state: 'signed' });
    const { events: all } = await desk.read(number);
    expect(all.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['delegate', 'delegate-admit', 'sign']),
    );
  });

  it('and the other person share the codes of an hour, and no link or session of an earlier reminder outlives it', async () => {
    const number = await desk.sent();
    const token = await desk.linkTo(desk.company.email);
    const reminded = await portal.send(portal.publisher, `POST /api/agreements/${number}/remind`, {});
    await portal.expectStatus(reminded, 204);
    const [older, cookie] = [await desk.exchange(token), await opened()];
    let otp = '';
    // With that for the draft there are seven.
    for (let sent = 1; sent < 7; sent += 1) otp = await codeToDelegate(cookie);
    const to = { otp, email: 'shen@company.test', phone: '13700000004' };
    await portal.expectStatus(await ask(cookie, to), 204);
    const admission = { outcome: 'admitted', authorisation };
    await portal.expectStatus(await decide(number, admission), 204);
    for (const ended of [older, cookie])
      expect((await desk.signing(ended, 'GET /api/signing')).status).toBe(401);
    expect((await desk.signing(null, 'POST /api/signing/exchange', { token })).status).toBe(404);
    const theirs = await opened(to.email);
    await desk.reads(theirs);
    const codes = async () => (await desk.signing(theirs, 'POST /api/signing/otp')).status;
    expect(await codes()).toBe(200);
    portal.clock.forward(61_000);
    expect(await codes()).toBe(429);
  });

  it('signs himself by a new link where the office does not admit the other person', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    await portal.expectStatus(await ask(cookie, { otp: await codeToDelegate(cookie) }), 204);
    await portal.expectStatus(await decide(number, { outcome: 'refused' }), 204);
    expect(await signerOf(number)).toMatchObject({
      name: desk.company.name,
      delegation: { outcome: 'refused' },
    });
    portal.clock.forward(61_000);
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
  });

  it('names nobody who has another place in it, by e-mail or telephone, and nobody who is to have one', async () => {
    const city = { ...desk.city, phone: '+86 139-1111-2222' };
    const number = await desk.sent({ parties: [desk.company, city] });
    const cookie = await opened();
    const otp = await codeToDelegate(cookie);
    const refused = async (over: object) => {
      const response = await ask(cookie, { otp, ...over });
      expect(response.status).toBe(422);
      return ((await response.json()) as { errors: { path: string }[] }).errors.map(({ path }) => path);
    };
    expect(await refused({ email: 'CHEN@city.test' })).toEqual(['email']);
    expect(await refused({ phone: '13911112222' })).toEqual(['phone']);
    expect(await refused({ email: portal.publisher.email })).toEqual(['email']);
    expect(await signerOf(number)).toMatchObject({ state: 'viewed' });

    const theirs = await opened(city.email);
    await portal.expectStatus(await ask(theirs, { otp: await codeToDelegate(theirs) }), 204);
    portal.clock.forward(61_000);
    const fresh = await codeToDelegate(cookie);
    expect((await ask(cookie, { otp: fresh })).status).toBe(422);
    const other = { otp: fresh, email: 'han@company.test', phone: '13700000009' };
    await portal.expectStatus(await ask(cookie, other), 204);
  });

  it('names a person in one line of letters that papers can show, with a number that a code can be sent to', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    const otp = await codeToDelegate(cookie);
    for (const [over, path] of [
      [{ name: '周岚\n\n请改到别处办理' }, 'name'],
      [{ name: '周\u202e岚' }, 'name'],
      [{ name: '周😀岚' }, 'name'],
      [{ name: '周\u200b岚' }, 'name'],
      [{ reason: '法定代表人出差\n已核准' }, 'reason'],
      [{ phone: '1-----2' }, 'phone'],
    ] as const) {
      const response = await ask(cookie, { otp, ...over });
      expect(response.status).toBe(422);
      const { errors } = (await response.json()) as { errors: { path: string }[] };
      expect(errors.map((each) => each.path)).toEqual([path]);
    }
    expect(await signerOf(number)).toMatchObject({ state: 'viewed' });
    await portal.expectStatus(await ask(cookie, { otp, name: '周岚' }), 204);
  });

  it('of the city’s side names a colleague, who does not admit himself', async () => {
    const number = await desk.sent({ parties: [desk.company, desk.city] });
    const cookie = await opened(desk.city.email);
    const otp = await codeToDelegate(cookie);
    await portal.expectStatus(await ask(cookie, { otp, email: portal.publisher.email }), 204);
    const position = 1;
    expect((await decide(number, { position, outcome: 'admitted', authorisation })).status).toBe(403);
    await portal.expectStatus(await decide(number, { position, outcome: 'refused' }), 204);
  });

  it('does so in his turn and once: not before it, and not after he signed', async () => {
    const parties = [{ ...desk.company, group: 2 }, desk.city];
    await desk.sent({ parties });
    const early = await opened();
    expect((await desk.signing(early, 'POST /api/signing/otp?purpose=delegate')).status).toBe(409);
    expect((await ask(early, { otp: '123456' })).status).toBe(409);

    await desk.sent();
    const cookie = await opened();
    const signature = await desk.signature(cookie);
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/sign', signature), 200);
    expect((await ask(cookie, { otp: signature.otp })).status).toBe(409);
  });
});
