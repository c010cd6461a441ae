import { beforeAll, expect, it } from 'vitest';
import type { AgreementPage } from '../api/agreements/agreement-schema.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('who is named in an agreement and has an account', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let named: SignedIn;
  let stranger: SignedIn;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    await desk.publishPlanned('N-1');
    named = await signedIn(open(), 'investor');
    stranger = await signedIn(open(), 'investor');
  });

  const listed = async (who: SignedIn) =>
    ((await (await portal.send(who, 'GET /api/agreements')).json()) as AgreementPage).items;
  const statusOf = async (who: SignedIn, request: string) => (await portal.send(who, request)).status;

  it('knows nothing of it before the draft is shared, then what concerns all sides and no more', async () => {
    const parties = [
      { ...desk.company, email: named.email.toUpperCase() },
      { ...desk.city, group: 2 },
    ];
    const { number } = await desk.prepare({ parcelCodes: ['N-1'], parties });
    const note = '条款三请法务再看，底价不外传';
    await portal.expectStatus(
      await portal.send(portal.reviewer, `POST /api/agreements/${number}/review`, {
        gate: 'legality',
        outcome: 'passed',
        note,
      }),
      204,
    );
    expect(await listed(named)).toEqual([]);
    for (const path of ['', '/pdf'])
      expect(await statusOf(named, `GET /api/agreements/${number}${path}`)).toBe(404);

    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/share`),
      204,
    );
    expect(await listed(named)).toEqual([
      expect.objectContaining({ number, status: 'draft', parcelCodes: ['N-1'], signed: 0, signers: 2 }),
    ]);
    const seen = await desk.read(number, named);
    expect(seen).toMatchObject({ number, gates: [], findings: [], blockers: [], missing: [] });
    expect(seen.events.map(({ kind, by }) => [kind, by])).toEqual([['share', null]]);
    expect(JSON.stringify(seen)).not.toContain(note);
    expect(JSON.stringify(seen)).not.toMatch(/试验(publisher|reviewer)/);
    expect((await desk.read(number)).gates[0]).toMatchObject({ note });
    expect(await listed(stranger)).toEqual([]);
    expect(await statusOf(stranger, `GET /api/agreements/${number}`)).toBe(404);
  });

  it('finds himself among those who sign, and a parcel that was recalled since', async () => {
    const parties = [
      { ...desk.company, email: named.email },
      { ...desk.city, group: 2 },
    ];
    const { number } = await desk.prepare({ parcelCodes: ['N-1'], parties });
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/share`),
      204,
    );
    const [own] = await listed(named);
    expect(own).toMatchObject({ number, own: [{ role: 'signer', state: 'waiting' }], recalledParcels: [] });
    const you = async (who: SignedIn) => (await desk.read(number, who)).signers.map(({ isYou }) => isYou);
    expect(await you(named)).toEqual([true, false]);
    expect(await you(portal.publisher)).toEqual([false, false]);
    expect((await listed(portal.publisher))[0]).toMatchObject({ number, own: [] });

    const body = { reason: '规划有误', cause: 'gross-error' };
    await portal.expectStatus(await portal.send(portal.reviewer, 'POST /api/parcels/N-1/recall', body), 204);
    const told = await listed(named);
    expect(told[0]).toMatchObject({ number, recalledParcels: ['N-1'] });
    expect(JSON.stringify(told)).not.toMatch(/规划有误|gross-error/);
    expect((await desk.read(number, named)).parcels[0]?.recalledAt).not.toBeNull();
  });

  it('reads page after page of a list that says of each how many signed', async () => {
    const before = await listed(portal.publisher);
    const { number } = await desk.prepare();
    const [first] = await listed(portal.publisher);
    expect(first).toMatchObject({ number, status: 'draft', parcelCodes: [], signed: 0, signers: 2 });
    expect((await listed(portal.publisher)).slice(1)).toEqual(before);
    expect(await statusOf(portal.publisher, 'GET /api/agreements?status=sent')).toBe(200);
    expect(await (await portal.send(portal.publisher, 'GET /api/agreements?before=1')).json()).toEqual({
      items: [],
      next: null,
    });
  });
});
