import { beforeAll, expect, it } from 'vitest';
import type { SigningBatch } from '../api/agreements/batch-schema.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('reading to the end', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const opened = async (email: string = desk.company.email) => desk.exchange(await desk.linkTo(email));
  const otp = async (cookie: string) => (await desk.signing(cookie, 'POST /api/signing/otp')).status;
  const readings = async (number: string) =>
    (await desk.read(number)).events.filter(({ kind }) => kind === 'read').map(({ position }) => position);

  it('is kept by the portal, once for each text, and printed on the certificate; a code is the contract’s to give', async () => {
    const number = await desk.sent();
    const cookie = await opened();
    expect((await desk.page(cookie)).readAt).toBeNull();
    const other = { number, contentSha256: '0'.repeat(64) };
    expect((await desk.signing(cookie, 'POST /api/signing/read', other)).status).toBe(409);
    expect((await desk.page(cookie)).readAt).toBeNull();
    await desk.reads(cookie);
    await desk.reads(cookie);
    expect(await readings(number)).toEqual([0]);
    expect((await desk.page(cookie)).readAt).not.toBeNull();
    expect(await otp(cookie)).toBe(200);
    // It stays with the signer, whichever link he comes by.
    portal.clock.forward(61_000);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/remind`, {}),
      204,
    );
    expect(await otp(await opened())).toBe(200);
  });

  it('is of one signer: not of another, nor of whom it is handed to', async () => {
    const number = await desk.sent({ parties: [desk.company, desk.city] });
    const [cookie, theirs] = [await opened(), await opened(desk.city.email)];
    await desk.reads(cookie);
    expect((await desk.page(theirs)).readAt).toBeNull();
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/otp?purpose=delegate'), 200);
    const to = { name: '周岚', email: 'zhou@company.test', reason: '出差', otp: await desk.newestCode() };
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/delegate', to), 204);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/delegation`, {
        ...{ position: 0, outcome: 'admitted', authorisation: '授权委托书 2026-11' },
      }),
      204,
    );
    const delegate = await opened(to.email);
    expect((await desk.page(delegate)).readAt).toBeNull();
    await desk.reads(delegate);
    expect((await desk.page(delegate)).readAt).not.toBeNull();
  });

  it('is asked of who approves before he gets a code, and a signature by the contract’s four calls needs no report of it', async () => {
    const approver = { ...desk.company, role: 'approver', name: '林国梁', email: 'liang@company.test' };
    const number = await desk.sent({
      parties: [desk.company, { ...approver, phone: '13900008807' }, desk.city],
    });
    const approving = await opened(approver.email);
    expect(await otp(approving)).toBe(409);
    await desk.reads(approving);
    expect(await otp(approving)).toBe(200);
    await portal.expectStatus(await desk.signByContract(desk.company.email), 200);
    expect(await readings(number)).toEqual([1]);
  });

  it('is asked of each document of a set, and only of one’s own', async () => {
    const numbers = [await desk.sent(), ''];
    let cookie = await opened();
    numbers[1] = await desk.sent();
    cookie = await desk.exchange(await desk.linkTo(desk.company.email), cookie);
    const offered = async () =>
      (await desk.json<SigningBatch>(await desk.signing(cookie, 'GET /api/signing/batch'))).items;
    const [one, two] = await offered();
    if (one === undefined || two === undefined) throw new Error('two are offered');
    await desk.reads(cookie, one);
    expect((await offered()).map(({ isRead }) => isRead)).toEqual([true, false]);
    const items = [one, two].map(({ number, baseSha256, headSha256 }) => ({
      ...{ number, baseSha256, headSha256 },
    }));
    const refused = await desk.signing(cookie, 'POST /api/signing/batch/otp', { items });
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining(two.number)]);
    await desk.reads(cookie, two);
    expect((await desk.signing(cookie, 'POST /api/signing/batch/otp', { items })).status).toBe(200);
    const stranger = await desk.sent();
    const { contentSha256 } = await desk.read(stranger);
    const foreign = { number: stranger, contentSha256 };
    expect((await desk.signing(cookie, 'POST /api/signing/read', foreign)).status).toBe(422);
  });
});
