import { PDFDocument } from 'pdf-lib';
import { beforeAll, expect, it } from 'vitest';
import { signedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

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
    const confirmed = (await desk.read(number)).confirmations.filter(({ at }) => at !== null);
    expect(confirmed.map(({ party }) => party)).toEqual(['company']);
  });

  it('who gets a copy reads it and cannot decline, be sent a code or hand anything on', async () => {
    const number = await sentWith('viewer');
    const cookie = await opened('viewer@watch.test');
    expect(await desk.page(cookie)).toMatchObject({ purpose: 'watch' });
    const refused = async (path: string, body?: object) =>
      (await desk.signing(cookie, `POST /api/signing/${path}`, body)).status;
    expect(await refused('decline', { reason: '不同意' })).toBe(409);
    expect(await refused('otp')).toBe(409);
    expect(await refused('otp?purpose=delegate')).toBe(409);
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

  it('a witness may decline, and does not sign', async () => {
    const number = await sentWith('witness');
    const cookie = await opened('witness@watch.test');
    const sign = await desk.signing(cookie, 'POST /api/signing/sign', await desk.signature(cookie));
    expect(sign.status).toBe(409);
    await portal.expectStatus(
      await desk.signing(cookie, 'POST /api/signing/decline', { reason: '未到场' }),
      204,
    );
    expect((await desk.read(number)).status).toBe('declined');
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
