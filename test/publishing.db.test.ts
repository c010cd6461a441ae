import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import { SavedDraft } from '../api/drafts/schema.ts';
import { Parcel } from '../api/parcels/schema.ts';
import { Approved, Submitted } from '../api/reviews/schema.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { cleanContents } from './support/clean-content.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';
import { tickingClock } from './support/ticking-clock.ts';

onBothDatabases('publishing', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  let publisher: SignedIn;
  let reviewer: SignedIn;
  let contents: ReturnType<typeof cleanContents>;
  const clock = tickingClock();
  const send = (who: SignedIn, method: string, path: string, body?: unknown, headers = {}) =>
    app.request(path, {
      method,
      headers: {
        ...who.headers,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    app = await testPortal(open(), city, { now: clock.now });
    contents = cleanContents(city, 'wuyi');
    publisher = await signedIn(open(), 'publisher');
    reviewer = await signedIn(open(), 'reviewer');
  });

  it('leads a draft through review to the public', async () => {
    const created = await send(publisher, 'POST', '/api/parcels', { code: 'P-1', ...contents[0] });
    expect([created.status, await created.clone().text()]).toEqual([201, expect.any(String)]);
    expect(SavedDraft.parse(await created.json())).toMatchObject({
      code: 'P-1',
      revision: 1,
      baseVersion: null,
    });
    expect((await app.request('/api/parcels/P-1')).status).toBe(404);
    const submitted = await send(publisher, 'POST', '/api/parcels/P-1/submit', { note: '新推出' });
    expect([submitted.status, await submitted.clone().text()]).toEqual([201, expect.any(String)]);
    expect(Submitted.parse(await submitted.json()).needs).toEqual(['land', 'terms']);
    expect((await app.request('/api/parcels/P-1')).status).toBe(404);
    const approved = await send(reviewer, 'POST', '/api/parcels/P-1/approve');
    expect([approved.status, await approved.clone().text()]).toEqual([200, expect.any(String)]);
    expect(Approved.parse(await approved.json())).toMatchObject({
      approved: ['land', 'terms'],
      waitsFor: [],
      published: { version: 1 },
    });
    const shown = Parcel.parse(await (await app.request('/api/parcels/P-1')).json());
    expect(shown).toMatchObject({ code: 'P-1', version: 1, department: { code: 'wuyi' } });
  });
});
