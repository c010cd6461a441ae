import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { certificateStanding } from '../api/signatures/expiry-rules.ts';
import { signedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { testAccounts, testBlobs, testSigning } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const dayMs = 86_400_000;
/** Four weeks after the portal's clock. */
const certificateEnds = new Date('2026-12-20T00:00:00Z');

it.each([
  [61, 'good'],
  [59, 'alarm'],
  [30, 'alarm'],
  [29, 'refused'],
  [0, 'ended'],
])('a certificate that ends in %i days stands as %s', (days, standing) => {
  expect(certificateStanding(certificateEnds, new Date(certificateEnds.getTime() - days * dayMs))).toBe(
    standing,
  );
});

onBothDatabases('a certificate that ends', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let daysLeft: number;
  const now = () => new Date(certificateEnds.getTime() - daysLeft * dayMs);
  const tend = () =>
    tendAgreements(
      {
        ...testSigning,
        ...testAccounts(),
        certificateEnds,
        database: open(),
        blobs: testBlobs,
        city: portal.city,
        isHttps: false,
        origin: () => 'http://127.0.0.1:8080',
        now,
      },
      new AbortController().signal,
    );
  const alarms = async () => (await desk.letters()).filter(({ cause }) => cause === 'certificate.expiring');

  beforeAll(async () => {
    daysLeft = 90;
    portal = await openPublishing(open(), { signing: { ...testSigning, certificateEnds } });
    desk = await openAgreements(portal, open());
    await signedIn(open(), 'admin');
  });

  it('soon is told to the administrators once a week, and to nobody before', async () => {
    await tend();
    expect(await alarms()).toEqual([]);
    daysLeft = 59;
    await Promise.all([tend(), tend()]);
    const [letter, ...more] = await alarms();
    expect(more).toEqual([]);
    expect(letter?.subject).toBe('签名证书 2026-12-20 到期，请更换');
    await open()
      .sql`update letter set written_at = written_at - interval '7 days 1 minute' where cause = 'certificate.expiring'`;
    await tend();
    expect(await alarms()).toHaveLength(2);
  });

  it('within thirty days sends nothing new, and says when it ends', async () => {
    const { number } = await desk.prepare();
    await desk.pass(number);
    const response = await portal.send(portal.publisher, `POST /api/agreements/${number}/send`);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('2026-12-20') });
    expect((await desk.read(number)).status).toBe('draft');
  });
});
