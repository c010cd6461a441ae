import { beforeAll, expect, it } from 'vitest';
import { EventList, LogPage, Snapshot } from '../api/events/event-schema.ts';
import { foldAll } from '../api/events/fold-rules.ts';
import { findEvent, readEntries } from '../api/events/event-store.ts';
import type { SignedIn } from './support/accounts.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const title = (zh: string) => ({ zh, en: zh });
const reason = { zh: '按错了', en: '' };

onBothDatabases('a live event', (open) => {
  let portal: Publishing;
  let host: SignedIn;
  let standby: SignedIn;

  beforeAll(async () => {
    portal = await openPublishing(open());
    host = await portal.person('host');
    standby = await portal.person('host');
    const later = { publicFrom: '2027-05-01T09:00:00+08:00' };
    for (const code of ['LIVE-1', 'LIVE-2', 'LIVE-3']) await portal.publish(code, undefined, later);
    await portal.publish('OPEN-1');
  });

  let made = 0;
  /** An announced event whose items are a speech and the releases of these parcels, one each. */
  async function event(codes: string[], over = {}) {
    const slug = `event-${(made += 1)}`;
    const items = [
      { kind: 'speech', title: title('致辞'), plannedSeconds: 300 },
      ...codes.map((code) => ({
        kind: 'release',
        title: title(`发布 ${code}`),
        plannedSeconds: 120,
        parcelCodes: [code],
      })),
    ];
    const body = {
      slug,
      title: title('云招商'),
      startsAt: '2026-12-01T09:00:00+08:00',
      isAnnounced: true,
      items,
    };
    await portal.expectStatus(await portal.send(host, 'POST /api/events', { ...body, ...over }), 201);
    const read = async () => {
      const answer = await portal.expectStatus(await portal.app.request(`/api/events/${slug}/snapshot`), 200);
      return Snapshot.parse(await answer.json());
    };
    const press = async (verb: string, more = {}, who = host) => {
      const { seq: expectedSeq } = await read();
      return portal.send(who, `POST /api/events/${slug}/${verb}`, { expectedSeq, ...more });
    };
    const show = async (index: number) => {
      const item = (await read()).items[index]?.id;
      await portal.expectStatus(await press('standby', { item }), 200);
      return press('take');
    };
    const log = async (after = 0) => {
      const answer = await portal.app.request(`/api/events/${slug}/log?after=${after}`);
      return LogPage.parse(await answer.json());
    };
    return { slug, read, press, show, log };
  }

  const parcel = (code: string) => portal.app.request(`/api/parcels/${code}`);
  const seen = async (slug: string) => {
    const paths = ['snapshot', 'log', 'log?after=1'].map((path) => `/api/events/${slug}/${path}`);
    const texts = await Promise.all(
      ['/api/events', '/api/parcels?limit=500', ...paths].map(async (path) =>
        (await portal.app.request(path)).text(),
      ),
    );
    return texts.join('\n');
  };

  it('names no parcel before its release, and shows it everywhere from that entry on', async () => {
    const { slug, show, press, read, log } = await event(['LIVE-1']);
    await portal.expectStatus(await show(0), 200);
    await portal.expectStatus(await press('standby', { item: (await read()).items[1]?.id }), 200);
    expect(await seen(slug)).not.toContain('LIVE-1');
    expect((await parcel('LIVE-1')).status).toBe(404);
    expect((await read()).items[1]).toMatchObject({ title: null, state: 'pending' });

    await portal.expectStatus(await press('take'), 200);
    expect((await parcel('LIVE-1')).status).toBe(200);
    const { totals, released, items, status } = await read();
    expect([status, totals.parcelsReleased, released[0]?.areaM2]).toEqual(['live', 1, totals.areaM2]);
    expect(items[1]).toMatchObject({ title: title('发布 LIVE-1'), state: 'live' });
    expect((await log()).entries.at(-1)).toMatchObject({
      totals,
      cue: { type: 'take', released: [{ code: 'LIVE-1' }] },
    });
  });

  it('takes a release back by an entry of its own: the parcel waits again, and can be released again', async () => {
    const { slug, show, press, read, log } = await event(['LIVE-2']);
    await portal.expectStatus(await show(1), 200);
    const { seq } = await read();
    await portal.expectStatus(await press('revoke', { of: seq, reason }), 200);
    expect(await read()).toMatchObject({
      released: [],
      totals: { parcelsReleased: 0, areaM2: 0 },
      correction: { reason },
    });
    expect((await parcel('LIVE-2')).status).not.toBe(200);
    expect(await (await portal.app.request('/api/parcels?limit=500')).text()).not.toContain('LIVE-2');
    expect((await log()).entries.map(({ cue }) => cue.type)).toEqual(['standby', 'take', 'revoke']);
    await portal.expectStatus(await show(1), 200);
    expect((await parcel('LIVE-2')).status).toBe(200);
    expect(await seen(slug)).toContain('LIVE-2');
  });

  it('releases all that an item names or nothing, and says which parcel nobody approved for later', async () => {
    const { read, press, log } = await event([], {
      items: [
        { kind: 'release', title: title('发布'), plannedSeconds: 60, parcelCodes: ['LIVE-3', 'OPEN-1'] },
      ],
    });
    await portal.expectStatus(await press('standby', { item: (await read()).items[0]?.id }), 200);
    const refused = await press('take');
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('OPEN-1')]);
    expect((await parcel('LIVE-3')).status).toBe(404);
    expect((await log()).entries).toHaveLength(1);
  });

  it('does what one of two consoles presses, tells the other that it is behind, and does a press sent twice once', async () => {
    const { slug, read } = await event(['LIVE-3']);
    const [first, second] = (await read()).items.map(({ id }) => id);
    const both = await Promise.all([
      portal.send(host, `POST /api/events/${slug}/standby`, { expectedSeq: 0, item: first }),
      portal.send(standby, `POST /api/events/${slug}/standby`, { expectedSeq: 0, item: second }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const headers = { ...host.headers, 'Content-Type': 'application/json', 'Idempotency-Key': 'press-0001' };
    const body = JSON.stringify({ expectedSeq: 1 });
    const press = () => portal.app.request(`/api/events/${slug}/take`, { method: 'POST', headers, body });
    const answers = await Promise.all([press(), press(), press()]);
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      { seq: 2 },
      { seq: 2 },
      { seq: 2 },
    ]);
    expect((await read()).seq).toBe(2);
  });

  it('numbers entries without a gap though many write at once, and is at any time what its log comes to', async () => {
    const { slug, read } = await event([]);
    const [item] = (await read()).items.map(({ id }) => id);
    let done = 0;
    const writer = async (who: SignedIn) => {
      while (done < 24) {
        const { seq: expectedSeq } = await read();
        const { status } = await portal.send(who, `POST /api/events/${slug}/standby`, {
          expectedSeq,
          item: expectedSeq % 2 === 0 ? item : null,
        });
        expect([200, 409]).toContain(status);
        if (status === 200) done += 1;
      }
    };
    await Promise.all([host, standby, host, standby].map(writer));
    const stored = await findEvent(open().sql, slug);
    const entries = await readEntries(open().sql, stored?.id ?? 0, 0);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.length).toBeGreaterThanOrEqual(24);
    expect(foldAll(entries)).toEqual(stored?.state);
  });

  it('is staff’s alone until it is announced, and nobody but a host makes or runs one', async () => {
    const { slug } = await event([], { isAnnounced: false });
    for (const path of ['snapshot', 'log'])
      expect((await portal.app.request(`/api/events/${slug}/${path}`)).status).toBe(404);
    const listed = EventList.parse(await (await portal.app.request('/api/events')).json());
    expect(listed.items.map((one) => one.slug)).not.toContain(slug);
    for (const who of [portal.publisher, portal.reviewer])
      expect((await portal.send(who, `POST /api/events/${slug}/pause`, { expectedSeq: 0 })).status).toBe(403);
  });

  it('answers a snapshot again from its ETag, which changes with every entry', async () => {
    const { slug, press } = await event([]);
    const ask = (etag = '') =>
      portal.app.request(`/api/events/${slug}/snapshot`, { headers: { 'If-None-Match': etag } });
    const etag = (await ask()).headers.get('ETag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{16}\.0"$/);
    expect((await ask(etag)).status).toBe(304);
    await portal.expectStatus(await press('standby', { item: null }), 200);
    expect((await ask(etag)).status).toBe(200);
  });
});
