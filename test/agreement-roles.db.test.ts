import { PDFDocument } from 'pdf-lib';
import { beforeAll, expect, it } from 'vitest';
import { sideLabel } from '../api/agreements/party-rules.ts';
import { signedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

/** Between two codes, and a little. */
const minuteMs = 61_000;

onBothDatabases('what somebody may do in an agreement', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const beside = (role: string) => ({ ...desk.city, role, name: '旁人', email: `${role}@watch.test` });
  const sentWith = (role: string) =>
    desk.sent({ parties: [desk.company, { ...desk.city, group: 2 }, beside(role)] });
  const opened = async (email: string) => desk.exchange(await desk.linkTo(email));
  const statesOf = async (number: string) => (await desk.read(number)).signers.map(({ state }) => state);

  const another = (code: string) => (code === '111111' ? '222222' : '111111');
  const confirmed = async (number: string) =>
    (await desk.read(number)).confirmations.filter(({ at }) => at !== null).map(({ party }) => party);

  async function signatureWith(cookie: string, otp: string) {
    const { baseSha256, consent } = await desk.page(cookie);
    const terms = { textVersion: consent.textVersion, accepted: true };
    return { otp, baseSha256, typedName: desk.company.name, consent: terms };
  }

  it('who signs for a side confirms its draft by his account; who gets a copy for it does not', async () => {
    const [viewer, signer] = [await signedIn(open(), 'investor'), await signedIn(open(), 'investor')];
    const copied = {
      ...desk.company,
      role: 'viewer',
      party: 'company',
      email: viewer.email,
      phone: undefined,
    };
    const { number } = await desk.prepare({
      parties: [{ ...desk.company, email: signer.email }, { ...desk.city, group: 2 }, copied],
    });
    const { draftSha256 } = await desk.read(number);
    const share = await portal.send(portal.publisher, `POST /api/agreements/${number}/share`);
    await portal.expectStatus(share, 204);
    const confirm = `POST /api/agreements/${number}/confirm`;
    expect((await portal.send(viewer, confirm, { draftSha256 })).status).toBe(403);
    expect((await desk.read(number)).confirmations.map(({ at }) => at)).toEqual([null, null]);
    await portal.expectStatus(await portal.send(signer, confirm, { draftSha256 }), 204);
    expect(await confirmed(number)).toEqual(['company']);
  });

  it('who gets a copy reads it and cannot decline, be sent a code or hand anything on', async () => {
    const number = await sentWith('viewer');
    const cookie = await opened('viewer@watch.test');
    expect(await desk.page(cookie)).toMatchObject({ purpose: 'watch' });
    const refused = async (path: string, body?: object) =>
      (await desk.signing(cookie, `POST /api/signing/${path}`, body)).status;
    expect(await refused('decline', { otp: '123456', reason: '不同意' })).toBe(409);
    expect(await refused('otp')).toBe(409);
    for (const purpose of ['delegate', 'decline']) expect(await refused(`otp?purpose=${purpose}`)).toBe(409);
    expect(await refused('otp?purpose=confirm')).toBe(403);
    const to = { name: '周岚', email: 'zhou@company.test', reason: '出差', otp: '123456' };
    expect(await refused('delegate', to)).toBe(409);
    expect((await desk.read(number)).status).toBe('sent');
  });

  it.each([
    ['approver', 'approve', 'approved'],
    ['witness', 'witness', 'witnessed'],
  ])('the next group waits for the %s, whose right code says it', async (role, act, state) => {
    const number = await sentWith(role);
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
    expect(await statesOf(number)).toEqual(['signed', 'waiting', 'active']);
    const cookie = await opened(`${role}@watch.test`);
    const { baseSha256, purpose } = await desk.page(cookie);
    expect(purpose).toBe(act);
    const otp = await desk.code(cookie);
    const wrong = otp === '111111' ? '222222' : '111111';
    const approve = async (over: object) =>
      (await desk.signing(cookie, 'POST /api/signing/approve', { otp, baseSha256, ...over })).status;
    expect(await approve({ otp: wrong })).toBe(422);
    expect(await approve({ baseSha256: '0'.repeat(64) })).toBe(409);
    expect(await statesOf(number)).toEqual(['signed', 'waiting', 'viewed']);
    expect(await approve({})).toBe(200);
    expect(await statesOf(number)).toEqual(['signed', 'active', state]);
    const { events } = await desk.read(number);
    expect(events.filter(({ kind }) => kind === act).map(({ position }) => position)).toEqual([2]);
  });

  it.each([
    ['approver', '请审批', '待您审批'],
    ['witness', '请见证', '待您见证'],
    ['viewer', '请查阅', ''],
  ])('the %s is asked for what he does, and never to sign', async (role, asks, waits) => {
    const number = await sentWith(role);
    const told = async () =>
      (await desk.letters()).findLast(({ recipient }) => recipient === `${role}@watch.test`);
    const first = await told();
    expect(first?.subject).toContain(asks);
    if (waits !== '') {
      await portal.expectStatus(
        await portal.send(portal.publisher, `POST /api/agreements/${number}/remind`, { position: 2 }),
        204,
      );
      const again = await told();
      expect(again?.subject).toContain(waits);
      expect(again?.body).toContain('文件上没有您的签名');
    }
    expect(`${first?.subject}${first?.body}`).not.toMatch(/请签署|通读并签署/);
    const { events } = await desk.read(number);
    expect(events.flatMap(({ gate }) => gate ?? [])).toEqual(
      ['legality', 'fair-competition', 'seal'].map((gate) => ({ gate, outcome: 'passed' })),
    );
    expect(events.filter(({ kind }) => kind === 'code').map(({ isOfDraft }) => isOfDraft)).toEqual([true]);
  });

  it('a witness is printed beside the parties, as none of them', async () => {
    const { text } = await desk.read((await desk.prepare()).number);
    expect(sideLabel(text, { party: 'government', role: 'approver' })).toBe('甲方');
    expect(sideLabel(text, { party: 'government', role: 'witness' })).toBeNull();
  });

  it('a witness may decline, and does not sign', async () => {
    const number = await sentWith('witness');
    const cookie = await opened('witness@watch.test');
    const sign = await desk.signing(cookie, 'POST /api/signing/sign', await desk.signature(cookie));
    expect(sign.status).toBe(409);
    portal.clock.forward(minuteMs);
    const otp = await desk.codeTo(cookie, 'decline');
    await portal.expectStatus(
      await desk.signing(cookie, 'POST /api/signing/decline', { otp, reason: '未到场' }),
      204,
    );
    expect((await desk.read(number)).status).toBe('declined');
  });

  it('declines with a code for it, read or not: neither the link alone nor a code to sign ends it', async () => {
    const number = await desk.sent();
    const cookie = await opened(desk.company.email);
    const decline = async (over: object) => {
      const body = { reason: '条件不合适', ...over };
      return (await desk.signing(cookie, 'POST /api/signing/decline', body)).status;
    };
    expect(await decline({})).toBe(422);
    expect(await decline({ otp: '123456' })).toBe(422);
    expect(await decline({ otp: await desk.code(cookie) })).toBe(422);
    portal.clock.forward(minuteMs);
    const otp = await desk.codeTo(cookie, 'decline');
    const letter = (await desk.letters()).findLast(({ cause }) => cause === 'agreement.code');
    expect(letter?.body).toContain('拒签验证码');
    const sign = await desk.signing(cookie, 'POST /api/signing/sign', await signatureWith(cookie, otp));
    expect(sign.status).toBe(422);
    for (let tries = 0; tries < 5; tries += 1) expect(await decline({ otp: another(otp) })).toBe(422);
    expect(await decline({ otp })).toBe(422);
    expect((await desk.read(number)).status).toBe('sent');

    await desk.sent();
    const unread = await opened(desk.company.email);
    const said = { otp: await desk.codeTo(unread, 'decline'), reason: '条件不合适' };
    await portal.expectStatus(await desk.signing(unread, 'POST /api/signing/decline', said), 204);
  });

  it('confirms a draft with a code for it: of this draft, by this person, and counted', async () => {
    const [{ number }, { number: other }] = [await desk.prepare(), await desk.prepare()];
    const drafts: { cookie: string; draftSha256: string }[] = [];
    for (const one of [number, other]) {
      const share = await portal.send(portal.publisher, `POST /api/agreements/${one}/share`);
      await portal.expectStatus(share, 204);
      const cookie = await opened(desk.company.email);
      drafts.push({ cookie, draftSha256: (await desk.read(one)).draftSha256 });
    }
    const [first, second] = drafts;
    if (first === undefined || second === undefined) throw new Error('two were shared');
    const confirm = async ({ cookie, ...body }: { cookie: string; draftSha256: string; otp?: string }) =>
      (await desk.signing(cookie, 'POST /api/signing/confirm', body)).status;
    const [otp, elsewhere] = [
      await desk.codeTo(first.cookie, 'confirm'),
      await desk.codeTo(second.cookie, 'confirm'),
    ];
    expect(await confirm(first)).toBe(422);
    if (elsewhere !== otp) expect(await confirm({ ...first, otp: elsewhere })).toBe(422);
    expect(await confirm({ ...first, otp, draftSha256: second.draftSha256 })).toBe(409);
    expect(await confirmed(number)).toEqual([]);
    expect(await confirm({ ...first, otp })).toBe(204);
    expect(await confirmed(number)).toEqual(['company']);
    expect(await confirm({ ...first, otp })).toBe(422);
    for (let tries = 0; tries < 5; tries += 1)
      expect(await confirm({ ...second, otp: another(elsewhere) })).toBe(422);
    expect(await confirm({ ...second, otp: elsewhere })).toBe(422);
    expect(await confirmed(other)).toEqual([]);
    expect((await desk.signing(first.cookie, 'POST /api/signing/otp?purpose=decline')).status).toBe(409);
  });

  it('only who signs has a field in the file', async () => {
    await desk.sent({
      parties: [
        desk.company,
        { ...desk.city, group: 2 },
        beside('approver'),
        beside('witness'),
        beside('viewer'),
      ],
    });
    const cookie = await opened(desk.company.email);
    const file = await desk.signing(cookie, 'GET /api/signing/pdf');
    const paper = await PDFDocument.load(await file.arrayBuffer());
    const names = paper
      .getForm()
      .getFields()
      .map((field) => field.getName());
    expect(names.sort()).toEqual(['platform', 'signer_0', 'signer_1']);
  });
});
