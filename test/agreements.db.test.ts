import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import type { AgreementParts } from '../api/agreements/parts.ts';
import { openAgreements } from './support/agreements.ts';
import { testAccounts, testBlobs, testSigning } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('an agreement', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let parts: AgreementParts;

  beforeAll(async () => {
    const database = open();
    portal = await openPublishing(database);
    desk = await openAgreements(portal, database);
    parts = {
      ...testSigning,
      ...testAccounts(),
      database,
      blobs: testBlobs,
      city: portal.city,
      isHttps: false,
      origin: () => 'http://127.0.0.1:8080',
      now: portal.clock.now,
    };
    await desk.publishPlanned('S-1');
  });

  it('goes from a draft through its gates, both signatures and the seal', async () => {
    const prepared = await desk.prepare({ parcelCodes: ['S-1'] });
    expect(prepared).toMatchObject({ status: 'draft', missing: [] });
    const { number } = prepared;
    const blocked = await portal.send(portal.publisher, `POST /api/agreements/${number}/send`);
    expect([blocked.status, ((await blocked.json()) as { detail: string }).detail]).toEqual([
      409,
      '还差 5 项：合法性审查、公平竞争审查、用印审批、甲方确认草稿、乙方确认草稿',
    ]);
    await desk.pass(number);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/send`),
      204,
    );
    expect((await desk.read(number)).signers.map(({ state }) => state)).toEqual(['active', 'waiting']);
    await portal.expectStatus(await desk.signBy('lin@company.test'), 200);
    expect((await desk.read(number)).signers.map(({ state }) => state)).toEqual(['signed', 'active']);
    const last = await desk.signBy('chen@city.test');
    expect(await last.json()).toEqual({ number, status: 'sealing', state: 'signed' });
    await tendAgreements(parts, AbortSignal.timeout(60_000));
    const sealed = await desk.read(number);
    expect(sealed).toMatchObject({ status: 'completed', tier: 'T0' });
    expect(sealed.revisions.map(({ kind }) => kind)).toEqual([
      'base',
      'signature',
      'signature',
      'seal',
      'archive',
    ]);
    const file = await portal.send(portal.publisher, `GET /api/agreements/${number}/pdf`);
    expect([file.status, file.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
  });
});
