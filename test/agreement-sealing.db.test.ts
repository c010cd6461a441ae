import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { paperTasks } from '../api/agreements/paper-tasks.ts';
import type { AgreementParts, SigningDesk } from '../api/agreements/parts.ts';
import { givenMaterial } from '../api/signatures/material.ts';
import { openTrust } from '../api/signatures/trust.ts';
import { openAgreements } from './support/agreements.ts';
import { openOutsideAuthority, type OutsideAuthority } from './support/outside-authority.ts';
import { testAccounts, testBlobs, testPortal, testSigning } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

/** With a certificate that is no test's, and timestamps over HTTP that can be away. */
let authority: OutsideAuthority;
let signing: SigningDesk;

beforeAll(async () => {
  authority = await openOutsideAuthority({ days: 3650 });
  const material = await givenMaterial(authority.signing, new Date());
  const { isTest, roots, notAfter: certificateEnds } = await openTrust(material);
  const papers = { ...paperTasks(material), close: () => Promise.resolve() };
  signing = { papers, isTest, roots, certificateEnds };
});
afterAll(() => authority.close());

onBothDatabases('sealing', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let parts: AgreementParts;
  const tend = () => tendAgreements(parts, new AbortController().signal);

  beforeAll(async () => {
    portal = await openPublishing(open(), { signing });
    desk = await openAgreements(portal, open());
    parts = {
      ...signing,
      ...testAccounts(),
      database: open(),
      blobs: testBlobs,
      city: portal.city,
      isHttps: false,
      origin: () => 'http://127.0.0.1:8080',
      now: portal.clock.now,
    };
  });

  async function signedByAll(): Promise<string> {
    const number = await desk.sent();
    for (const { email } of [desk.company, desk.city])
      await portal.expectStatus(await desk.signBy(email), 200);
    return number;
  }

  it('that fails is shown with its reason, holds up no other, and is tried again when it is time or when asked', async () => {
    const failing = await signedByAll();
    const other = await signedByAll();
    authority.suffer(503);
    await tend();
    const failed = await desk.read(failing);
    expect(failed).toMatchObject({ status: 'seal-failed', tier: null, sealing: { attempts: 1 } });
    expect(failed.sealing.failure).toContain('503');
    expect(failed.events.at(-1)?.kind).toBe('seal-failed');
    expect(failed.revisions.map(({ kind }) => kind)).toEqual(['base', 'signature', 'signature']);
    expect(await desk.read(other)).toMatchObject({ status: 'completed', tier: 'T1', isTest: false });

    const asked = authority.asked();
    await tend();
    expect(authority.asked()).toBe(asked);
    expect((await portal.send(portal.publisher, `GET /api/agreements/${failing}/pdf`)).status).toBe(409);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${failing}/seal`),
      204,
    );
    await tend();
    const sealed = await desk.read(failing);
    expect(sealed).toMatchObject({ status: 'completed', tier: 'T1' });
    expect(sealed.revisions.map(({ kind }) => kind)).toEqual([
      'base',
      'signature',
      'signature',
      'seal',
      'archive',
    ]);
  }, 120_000);

  it('goes on from the seal when only what proves it later could not be had', async () => {
    const number = await signedByAll();
    // The seal is stamped, the archive's timestamp is not.
    const before = authority.asked();
    authority.sufferAfter(1, 503);
    await tend();
    const half = await desk.read(number);
    expect(half.status).toBe('seal-failed');
    expect(half.revisions.at(-1)?.kind).toBe('seal');
    portal.clock.forward(61_000);
    await tend();
    const whole = await desk.read(number);
    expect(whole.status).toBe('completed');
    expect(whole.revisions.filter(({ kind }) => kind === 'seal')).toHaveLength(1);
    expect(authority.asked()).toBeGreaterThan(before + 2);
  }, 120_000);

  it('does not end while the authority gives no list of who is revoked, says so, and ends when it does', async () => {
    const number = await signedByAll();
    authority.sufferLists(503);
    onTestFinished(() => void authority.sufferLists(null));
    await tend();
    const half = await desk.read(number);
    expect(half).toMatchObject({ status: 'seal-failed', tier: null, sealing: { attempts: 1 } });
    expect(half.sealing.failure).toMatch(
      /^no revocation status could be had of .+: http:.+\.crl answered 503$/,
    );
    expect(half.events.at(-1)?.kind).toBe('seal-failed');
    expect(half.revisions.at(-1)?.kind).toBe('seal');
    authority.sufferLists(null);
    portal.clock.forward(61_000);
    await tend();
    const whole = await desk.read(number);
    expect(whole).toMatchObject({ status: 'completed', tier: 'T1' });
    expect(whole.revisions.map(({ kind }) => kind).slice(-2)).toEqual(['seal', 'archive']);
  }, 120_000);

  it('ends at T0 where one signed with a test certificate, whatever the portal signs with by then', async () => {
    const number = await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const body = JSON.stringify(await desk.signature(cookie));
    const inTest = await testPortal(open(), portal.city, { now: portal.clock.now, signing: testSigning });
    const headers = { Origin: parts.origin(), Cookie: cookie, 'Content-Type': 'application/json' };
    const sign = { method: 'POST', headers, body };
    await portal.expectStatus(await inTest.request('/api/signing/sign', sign), 200);
    await portal.expectStatus(await desk.signBy(desk.city.email), 200);
    await tend();
    const sealed = await desk.read(number);
    expect(sealed).toMatchObject({ status: 'completed', tier: 'T0' });
    expect(sealed.events.map(({ kind }) => kind).slice(-2)).toEqual(['seal', 'complete']);
  }, 120_000);

  it('of a signature leaves nothing signed when no timestamp can be had, and a new code begins again', async () => {
    const number = await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    authority.suffer(503);
    const refused = await desk.signing(cookie, 'POST /api/signing/sign', await desk.signature(cookie));
    expect(refused.status).toBe(503);
    expect((await desk.read(number)).revisions.map(({ kind }) => kind)).toEqual(['base']);
    portal.clock.forward(61_000);
    const again = await desk.signing(cookie, 'POST /api/signing/sign', await desk.signature(cookie));
    expect(again.status).toBe(200);
  }, 120_000);

  it('a key whose first request died is taken up after two minutes, not before', async () => {
    const number = await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const body = await desk.signature(cookie);
    const sign = () => desk.signing(cookie, 'POST /api/signing/sign key-of-one-who-died', body);
    await portal.expectStatus(await sign(), 200);
    // As the server leaves it that dies between the signature and its answer.
    await open().sql`update visitor_answer set status = 0, body = null, answered_at = ${portal.clock.now()}`;
    const waiting = await sign();
    expect([waiting.status, await waiting.text()]).toEqual([409, expect.stringContaining('正在办理')]);
    portal.clock.forward(121_000);
    const known = await sign();
    expect([known.status, await known.text()]).toEqual([409, expect.not.stringContaining('正在办理')]);
    expect((await desk.read(number)).signers[0]?.state).toBe('signed');
  }, 120_000);
});
