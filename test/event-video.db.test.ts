import { afterAll, beforeAll, expect, it } from 'vitest';
import { Snapshot } from '../api/events/event-schema.ts';
import { StaffRundown } from '../api/events/rundown-schema.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { builtPages } from './support/pages.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const title = (zh: string) => ({ zh, en: zh });
const venues = [
  {
    ...{ key: 'main', title: title('主会场'), place: '国际会议中心' },
    sources: [
      { url: 'https://live.example/main.m3u8', offsetMs: 1_000 },
      { url: 'https://spare.example:8443/main.m3u8', offsetMs: 0 },
    ],
  },
  {
    ...{ key: 'programme', title: title('总画面'), place: '' },
    sources: [{ url: 'http://127.0.0.1:8091/hls/all.m3u8', offsetMs: 0 }],
  },
];

onBothDatabases('the streams of an event', (open) => {
  let portal: Publishing;
  let host: SignedIn;
  let pages: ReturnType<typeof builtPages>;

  beforeAll(async () => {
    pages = builtPages();
    portal = await openPublishing(open(), { pagesFolder: pages.folder });
    host = await portal.person('host');
  });
  afterAll(() => pages.remove());

  let made = 0;
  /** An announced event of a speech at the main venue and a summary. */
  async function event(over = {}) {
    const slug = `streams-${(made += 1)}`;
    const items = [
      { kind: 'speech', title: title('致辞'), plannedSeconds: 60, venue: 'main' },
      { kind: 'summary', title: title('总结'), plannedSeconds: 60 },
    ];
    const head = { slug, title: title('云招商'), startsAt: '2026-12-01T01:00:00.000Z', isAnnounced: true };
    const body = { ...head, items, venues, ...over };
    await portal.expectStatus(await portal.send(host, 'POST /api/events', body), 201);
    return slug;
  }
  const snapshot = async (slug: string) =>
    Snapshot.parse(await (await portal.app.request(`/api/events/${slug}/snapshot`)).json());
  const press = async (slug: string, verb: string, more = {}) => {
    const answer = await portal.send(host, `GET /api/staff/events/${slug}`);
    const { seq: expectedSeq } = StaffEvent.parse(await answer.json());
    const pressed = { expectedSeq, ...more };
    await portal.expectStatus(await portal.send(host, `POST /api/events/${slug}/${verb}`, pressed), 200);
  };
  const policyOf = async (path: string, app = portal.app) =>
    (await app.request(path)).headers.get('Content-Security-Policy') ?? '';

  it('have their addresses told to everybody while the event is on air, and not before', async () => {
    const slug = await event();
    const before = await snapshot(slug);
    expect(before.venues).toEqual(venues.map((venue) => ({ ...venue, sources: [] })));
    expect(before.items.map(({ venue }) => venue)).toEqual(['main', null]);
    await press(slug, 'standby', { item: before.items[0]?.id });
    expect((await snapshot(slug)).venues.flatMap(({ sources }) => sources)).toEqual([]);
    await press(slug, 'take');
    expect((await snapshot(slug)).venues).toEqual(venues);
    await press(slug, 'pause');
    expect((await snapshot(slug)).venues).toEqual(venues);
  });

  it('that replace one that fails are told with the next entry of the log', async () => {
    const slug = await event();
    await press(slug, 'standby', { item: (await snapshot(slug)).items[0]?.id });
    await press(slug, 'take');
    const { seq } = await snapshot(slug);
    const answer = await portal.send(host, `GET /api/staff/events/${slug}/rundown`);
    const { version, title: name, startsAt, items } = StaffRundown.parse(await answer.json());
    const kept = items.map(({ hold: _hold, parcels: _parcels, ...item }) => item);
    const [main, programme] = venues;
    const moved = [{ ...main, sources: [{ url: 'https://third.example/a.m3u8', offsetMs: 0 }] }, programme];
    const saved = { expectedVersion: version, title: name, startsAt, venues: moved, items: kept };
    await portal.expectStatus(await portal.send(host, `PUT /api/events/${slug}/rundown`, saved), 200);
    const after = await snapshot(slug);
    expect([after.seq, after.venues]).toEqual([seq + 1, moved]);
    expect(await policyOf(`/events/${slug}`)).toContain("connect-src 'self' https://third.example");
  });

  it('are let through by the pages of their own event alone, from their own hosts alone', async () => {
    const slug = await event();
    const silent = await event({
      venues: [],
      items: [{ kind: 'summary', title: title('总结'), plannedSeconds: 60 }],
    });
    const hosts = 'https://live.example https://spare.example:8443 http://127.0.0.1:8091';
    for (const path of [`/events/${slug}`, `/events/${slug}/screen`]) {
      const policy = await policyOf(path);
      expect(policy).toContain(`connect-src 'self' ${hosts};`);
      expect(policy).toMatch(new RegExp(`; media-src blob: ${hosts}$`));
      expect(policy).toContain("script-src 'self';");
    }
    const usual = await policyOf('/events');
    expect(usual).not.toMatch(/media-src|live\.example/);
    const others = [
      ...['/', `/events/${silent}`, `/events/${slug}/landing`, '/events/no-such-event', '/events/a'],
      ...[`/api/events/${slug}/snapshot`, '/events/%00', '/console/events'],
    ];
    for (const path of others) expect(await policyOf(path)).toBe(usual);
  });

  it('of an event that is not announced are in no answer and no policy', async () => {
    const slug = await event({ isAnnounced: false });
    for (const path of [`/events/${slug}`, `/events/${slug}/screen`, `/api/events/${slug}/snapshot`]) {
      const answer = await portal.app.request(path);
      expect(answer.status).toBe(404);
      expect(`${JSON.stringify([...answer.headers])} ${await answer.text()}`).not.toMatch(
        /live\.example|8091/,
      );
    }
  });

  it('of this very machine are let through by no portal that is on https', async () => {
    const secure = await openPublishing(open(), { pagesFolder: pages.folder, isHttps: true });
    const slug = await event();
    const policy = await policyOf(`/events/${slug}`, secure.app);
    expect(policy).toContain('media-src blob: https://live.example https://spare.example:8443');
    expect(policy).not.toContain('127.0.0.1');
  });
});
