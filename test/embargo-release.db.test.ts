import { afterAll, beforeAll, expect, it } from 'vitest';
import { Snapshot } from '../api/events/event-schema.ts';
import { openDatabase, type Database } from '../api/db/database.ts';
import { followEvent } from './support/event-viewer.ts';
import { startEventNode } from './support/event-node.ts';
import { builtPages } from './support/pages.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

const mostMs = 2_000;
const [code, name, slug] = ['RELEASED-1', '镧铈镨钕地块', 'launch'];
const title = { zh: '云招商', en: 'Launch' };

let place: TestDatabase;
let other: Database;
let portal: Publishing;
let pages: ReturnType<typeof builtPages>;
let here: Awaited<ReturnType<typeof startEventNode>>;
let there: typeof here;
/** Addresses at the other server; what stands in their answer only while the parcel is public. */
let surfaces: { url: string; word: string }[];

beforeAll(async () => {
  place = await testDatabase('postgis');
  other = await openDatabase(place.config);
  portal = await openPublishing(place.database);
  pages = builtPages();
  await portal.publish('OPEN-1');
  const later = { publicFrom: '2027-05-01T09:00:00+08:00' };
  const { geometry } = await portal.publish(code, ({ fields }) => ({ fields: { ...fields, name } }), later);
  const over = { now: portal.clock.now, pagesFolder: pages.folder };
  here = await startEventNode(place.database, portal.city, over);
  there = await startEventNode(other, portal.city, over);
  const [lon = 0, lat = 0] = geometry.multiPolygon.coordinates[0]?.[0]?.[0] ?? [];
  const around = `bbox=${lon - 0.01},${lat - 0.01},${lon + 0.01},${lat + 0.01}`;
  const listed = [
    '/api/parcels?limit=500',
    `/api/parcels?${around}`,
    `/api/parcels?near=${lon},${lat},5`,
    '/api/parcels.geojson',
    `/api/parcels.geojson?${around}`,
    `/api/events/${slug}/snapshot`,
    `/api/events/${slug}/log?after=0`,
  ];
  const asked = [
    `/api/parcel-records?code=OPEN-1&code=${code}`,
    `/api/parcels/${code}`,
    `/api/parcels/${code}.geojson`,
    `/parcels/${code}`,
  ];
  surfaces = [
    ...listed.map((path) => ({ url: there.origin + path, word: code })),
    ...asked.map((path) => ({ url: there.origin + path, word: name })),
  ];
});
afterAll(async () => {
  await Promise.all([here?.close(), there?.close()]);
  await other?.close();
  await place?.end();
  pages?.remove();
});

it(`is on every public answer of another server within ${mostMs} ms of its release, whatever that one had answered before, and off them again when it is taken back`, async () => {
  const host = await portal.person('host');
  const item = { kind: 'release', title, plannedSeconds: 60, parcelCodes: [code] };
  const event = { slug, title, startsAt: '2026-12-01T09:00:00+08:00', isAnnounced: true, items: [item] };
  await portal.expectStatus(await portal.send(host, 'POST /api/events', event), 201);
  const press = async (verb: string, body: object) => {
    const { seq: expectedSeq } = Snapshot.parse(await (await fetch(snapshot)).json());
    const headers = { ...host.headers, 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ expectedSeq, ...body }) };
    await portal.expectStatus(await fetch(`${here.origin}/api/events/${slug}/${verb}`, init), 200);
  };
  const snapshot = `${here.origin}/api/events/${slug}/snapshot`;
  const { items } = Snapshot.parse(await (await fetch(snapshot)).json());
  await press('standby', { item: items[0]?.id });
  const viewer = await followEvent(`${there.origin}/api/events/${slug}/stream`);

  const standsIn = async (known: readonly Answer[] = []) => {
    const answers = await Promise.all(surfaces.map(({ url }, index) => ask(url, known[index]?.etag)));
    const named = surfaces.filter(({ word }, index) => answers[index]?.text.includes(word));
    return { answers, urls: named.map(({ url }) => url) };
  };
  const all = surfaces.map(({ url }) => url);
  const before = await standsIn();
  expect(before.urls).toEqual([]);
  // Whatever stands between may keep it for so long only.
  for (const { cache } of before.answers) expect(cache).toMatch(/no-cache|no-store|max-age=[01]$/);

  const taken = performance.now();
  await press('take', {});
  await viewer.first(1);
  const shown = await standsIn(before.answers);
  const took = performance.now() - taken;
  expect(shown.urls).toEqual(all);
  expect(took).toBeLessThanOrEqual(mostMs);

  const revoked = performance.now();
  await press('revoke', { of: 2, reason: { zh: '按错了', en: '' } });
  await viewer.first(2);
  const hidden = await standsIn(shown.answers);
  // What happened stays in the log.
  expect(hidden.urls).toEqual(all.filter((url) => url.includes('/log')));
  expect(hidden.answers.filter(({ status }) => status === 304)).toEqual([]);
  expect(performance.now() - revoked).toBeLessThanOrEqual(mostMs);
  viewer.close();
});

type Answer = { status: number; etag: string | null; cache: string; text: string };

/** As somebody asks again who kept the answer before. */
async function ask(url: string, etag: string | null = null): Promise<Answer> {
  const response = await fetch(url, { headers: etag === null ? {} : { 'If-None-Match': etag } });
  const { headers, status } = response;
  const cache = headers.get('Cache-Control') ?? '';
  return { status, etag: headers.get('ETag'), cache, text: await response.text() };
}
