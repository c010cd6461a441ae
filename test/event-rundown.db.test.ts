import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Snapshot } from '../api/events/event-schema.ts';
import { StaffRundown, WaitingParcels } from '../api/events/rundown-schema.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import { createServerOptions } from '../api/server.ts';
import type { SignedIn } from './support/accounts.ts';
import { followEvent } from './support/event-viewer.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const title = (zh: string) => ({ zh, en: zh });
const item = (kind: string, name: string, over = {}) => ({
  ...{ kind, title: title(name), plannedSeconds: 120 },
  ...over,
});
const mainVenue = {
  ...{ key: 'main', title: title('主会场'), place: '国际会议中心' },
  sources: [{ url: 'https://live.example/main.m3u8', offsetMs: 1_000 }],
};

onBothDatabases('the rundown of an event', (open) => {
  let portal: Publishing;
  let host: SignedIn;
  let other: SignedIn;
  let origin: string;
  let server: ReturnType<typeof serve>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    [host, other] = [await portal.person('host'), await portal.person('host')];
    const later = { publicFrom: '2027-05-01T09:00:00+08:00' };
    for (const code of ['QX-71', 'QX-72', 'QX-73']) await portal.publish(code, undefined, later);
    await portal.publish('OPEN-1');
    const options = { hostname: '127.0.0.1', port: 0, serverOptions: createServerOptions() };
    server = serve({ fetch: portal.app.fetch, ...options });
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    return new Promise((resolve) => void server.close(resolve));
  });

  let made = 0;
  /** An announced event of a speech, a release of QX-71 and a summary. */
  async function event(over = {}) {
    const slug = `rundown-${(made += 1)}`;
    const items = [
      item('speech', '致辞'),
      item('release', '发布一', { parcelCodes: ['QX-71'] }),
      item('summary', '总结'),
    ];
    const head = { slug, title: title('云招商'), startsAt: '2026-12-01T01:00:00.000Z', isAnnounced: true };
    const body = { ...head, items, ...over };
    await portal.expectStatus(await portal.send(host, 'POST /api/events', body), 201);
    const read = async () => {
      const answer = await portal.send(host, `GET /api/staff/events/${slug}/rundown`);
      return StaffRundown.parse(await (await portal.expectStatus(answer, 200)).json());
    };
    /** As it was read, to be sent back changed. */
    const draft = async () => {
      const { title: name, startsAt, venues, items: listed, version } = await read();
      const sent = listed.map(({ hold: _hold, parcels, ...one }) => ({
        ...one,
        parcelCodes: parcels.map(({ code }) => code),
      }));
      return { expectedVersion: version, title: name, startsAt, venues, items: sent };
    };
    const save = (sent: object, who = host) => portal.send(who, `PUT /api/events/${slug}/rundown`, sent);
    const snapshot = async () =>
      Snapshot.parse(await (await portal.app.request(`/api/events/${slug}/snapshot`)).json());
    const press = async (verb: string, more = {}) => {
      const answer = await portal.send(host, `GET /api/staff/events/${slug}`);
      const { seq: expectedSeq } = StaffEvent.parse(await answer.json());
      const pressed = { expectedSeq, ...more };
      await portal.expectStatus(await portal.send(host, `POST /api/events/${slug}/${verb}`, pressed), 200);
    };
    const announce = (isAnnounced: boolean) =>
      portal.send(host, `POST /api/events/${slug}/announce`, { isAnnounced });
    return { slug, read, draft, save, snapshot, press, announce };
  }

  const refusal = async (answer: Response) => {
    const { code, reason, detail, errors } = JSON.parse(await answer.text());
    return {
      status: answer.status,
      code,
      reason,
      detail,
      paths: errors?.map((one: { path: string }) => one.path),
    };
  };

  it('is saved whole: items keep their numbers wherever they move, venues and streams with them', async () => {
    const { draft, save, read, snapshot } = await event();
    const before = await draft();
    const [speech, release, summary] = before.items;
    const sent = {
      ...before,
      title: title('云招商二'),
      startsAt: '2026-12-02T01:30:00.000Z',
      venues: [mainVenue, { key: 'programme', title: title('总画面'), place: '', sources: [] }],
      items: [
        { ...release, venue: 'main', notes: '先播片头' },
        item('break', '休息'),
        { ...speech, plannedSeconds: 90 },
        summary,
      ],
    };
    const saved = await portal.expectStatus(await save(sent), 200);
    expect(await saved.json()).toEqual({ version: 2, seq: 1 });
    const after = await read();
    expect(after).toMatchObject({
      version: 2,
      title: sent.title,
      startsAt: sent.startsAt,
      venues: sent.venues,
    });
    expect(after.items.map(({ id }) => id)).toEqual([
      release?.id,
      expect.any(Number),
      speech?.id,
      summary?.id,
    ]);
    expect(after.items[0]).toMatchObject({ venue: 'main', notes: '先播片头', hold: null });
    expect((await snapshot()).items.map(({ kind }) => kind)).toEqual([
      'release',
      'break',
      'speech',
      'summary',
    ]);
  });

  it('of two who read the same version takes the first; the second is told who saved, and nothing of his is written', async () => {
    const { draft, save, read } = await event();
    const sent = await draft();
    const twice = [
      await save({ ...sent, title: title('一') }),
      await save({ ...sent, title: title('二') }, other),
    ];
    expect(twice.map(({ status }) => status)).toEqual([200, 409]);
    const [, second] = twice;
    if (second === undefined) throw new Error('two were sent');
    expect(await refusal(second)).toMatchObject({
      reason: 'saved-meanwhile',
      detail: expect.stringMatching(/已存了第 2 版，你改的是第 1 版/),
      paths: ['expectedVersion'],
    });
    expect((await read()).title).toEqual(title('一'));
    await portal.expectStatus(await save({ ...sent, expectedVersion: 2, title: title('二') }, other), 200);
  });

  it('refuses what contradicts itself, each place named with what to do, and writes nothing', async () => {
    const { draft, save, read } = await event();
    const sent = await draft();
    const wrong = {
      ...sent,
      venues: [mainVenue, mainVenue],
      items: [
        item('speech', '致辞', { parcelCodes: ['QX-72'], venue: 'east' }),
        item('release', '发布', { parcelCodes: ['QX-71'] }),
        item('release', '再发布', { parcelCodes: ['QX-71'] }),
      ],
    };
    const { status, detail, paths } = await refusal(await save(wrong));
    expect([status, paths]).toEqual([
      422,
      ['venues.1.key', 'items.0.venue', 'items.0.parcelCodes', 'items.2.parcelCodes'],
    ]);
    expect(detail).toContain('第 1 项不是地块发布，不能带地块');
    expect(detail).toContain('第 3 项的地块 QX-71 已在第 2 项');
    const unknown = await save({ ...sent, items: [item('release', '发布', { parcelCodes: ['NONE-1'] })] });
    expect(await refusal(unknown)).toMatchObject({ status: 422, paths: ['items.0.parcelCodes'] });
    const nameless = await save({ ...sent, items: [item('speech', '致辞', { title: { zh: '', en: 'A' } })] });
    expect(await refusal(nameless)).toMatchObject({ status: 422, paths: ['items.0.title.zh'] });
    expect(await read()).toMatchObject({ version: 1, venues: [], items: [{}, {}, {}] });
  });

  it('takes no stream but https without anybody’s password, at most four a venue and four venues beside the mixed picture', async () => {
    const { draft, save } = await event();
    const sent = await draft();
    const venue = (key: string, urls: string[]) => ({
      ...{ key, title: title(key), sources: urls.map((url) => ({ url })) },
    });
    for (const url of [
      'http://live.example/a.m3u8',
      'http://127.0.0.1.live.example/a.m3u8',
      'http://localhost@live.example/a.m3u8',
      'javascript:alert(1)',
      'https://u:p@live.example/a.m3u8',
      'https:///a.m3u8',
      '//live.example/a.m3u8',
      'https://live.example/a.m3u8#t',
    ])
      expect(await refusal(await save({ ...sent, venues: [venue('main', [url])] }))).toMatchObject({
        status: 422,
        paths: ['venues.0.sources.0.url'],
      });
    const urls = [1, 2, 3, 4, 5].map((number) => `https://live.example/${number}.m3u8`);
    expect((await save({ ...sent, venues: [venue('main', urls)] })).status).toBe(422);
    const five = ['a1', 'a2', 'a3', 'a4', 'a5'].map((key) => venue(key, []));
    expect(await refusal(await save({ ...sent, venues: five }))).toMatchObject({ paths: ['venues'] });
    const four = [...five.slice(0, 4), venue('programme', urls.slice(0, 4))];
    await portal.expectStatus(await save({ ...sent, venues: four }), 200);
  });

  it('once begun lets what is still to come be changed alone: what was on air, is, or is armed stays as it is', async () => {
    const { draft, save, press, read, snapshot } = await event();
    const { items } = await draft();
    const [speech, release, summary] = items;
    await press('standby', { item: speech?.id });
    await press('take');
    await press('standby', { item: release?.id });
    const sent = await draft();
    const attempts = {
      title: { ...sent, title: title('改名') },
      startsAt: { ...sent, startsAt: '2026-12-05T01:00:00.000Z' },
      'items.0': { ...sent, items: [{ ...speech, plannedSeconds: 1 }, release, summary] },
      'items.1': { ...sent, items: [speech, { ...release, parcelCodes: ['QX-72'] }, summary] },
      items: { ...sent, items: [speech, summary] },
    };
    for (const [path, attempt] of Object.entries(attempts))
      expect(await refusal(await save(attempt))).toMatchObject({
        status: 409,
        reason: 'held',
        paths: [path],
      });
    const moved = await refusal(await save({ ...sent, items: [release, speech, summary] }));
    expect([moved.status, moved.detail]).toEqual([409, expect.stringContaining('不能互换先后')]);
    expect((await read()).items.map(({ hold }) => hold)).toEqual(['on-air', 'armed', null]);

    const more = item('release', '发布二', { parcelCodes: ['QX-72'] });
    const streams = [mainVenue];
    await portal.expectStatus(
      await save({ ...sent, venues: streams, items: [speech, release, more, { ...summary, venue: 'main' }] }),
      200,
    );
    const { status, item: onAir, items: listed } = await snapshot();
    expect([status, onAir, listed.length]).toEqual(['live', speech?.id, 4]);
    // Taken from the armed place it is free again.
    await press('standby', { item: null });
    await portal.expectStatus(await save({ ...(await draft()), items: [speech, summary] }), 200);
    expect((await snapshot()).items).toHaveLength(2);
  });

  it('keeps what the log names when it is taken out, and changes nothing after the end', async () => {
    const { slug, draft, save, press } = await event();
    const sent = await draft();
    const [speech, release, summary] = sent.items;
    await press('standby', { item: release?.id });
    await press('standby', { item: speech?.id });
    await press('take');
    await portal.expectStatus(await save({ ...sent, items: [speech] }), 200);
    const kept = await open().sql<{ id: number; position: number | null }[]>`
      select i.id::int as id, i.position from live_item i join live_event e on e.id = i.event_id
      where e.slug = ${slug} order by i.id`;
    expect(kept).toEqual([
      { id: speech?.id, position: 1 },
      { id: release?.id, position: null },
    ]);
    const back = await refusal(await save({ ...(await draft()), items: [speech, { ...summary }] }));
    expect([back.status, back.paths]).toEqual([409, ['items.1.id']]);
    await press('end');
    const { seq: expectedSeq } = StaffEvent.parse(
      await (await portal.send(other, `GET /api/staff/events/${slug}`)).json(),
    );
    await portal.expectStatus(await portal.send(other, `POST /api/events/${slug}/end`, { expectedSeq }), 200);
    expect(await refusal(await save(await draft()))).toMatchObject({ status: 409, reason: 'ended' });
  });

  it('tells who follows that it was changed, and nobody which parcel is to come: not by list, snapshot, log, stream or ETag', async () => {
    const { slug, draft, save, snapshot } = await event();
    const ask = (etag = '') =>
      portal.app.request(`/api/events/${slug}/snapshot`, { headers: { 'If-None-Match': etag } });
    const etag = (await ask()).headers.get('ETag') ?? '';
    const viewer = await followEvent(`${origin}/api/events/${slug}/stream?after=0`);
    const sent = await draft();
    const secret = {
      ...sent.items[1],
      title: title('秘密园'),
      notes: '秘密备注',
      parcelCodes: ['QX-72', 'QX-73'],
    };
    const added = item('release', '秘密园二', { parcelCodes: ['QX-71'] });
    await portal.expectStatus(
      await save({ ...sent, venues: [mainVenue], items: [sent.items[0], secret, added] }),
      200,
    );

    const [message] = await viewer.first(1);
    viewer.close();
    expect(message).toMatchObject({ event: 'cue', data: { seq: 1, cue: { type: 'rundown' } } });
    const changed = await ask(etag);
    expect([changed.status, changed.headers.get('ETag')]).toEqual([200, expect.not.stringMatching(etag)]);
    expect((await snapshot()).items.map(({ title: name }) => name)).toEqual([title('致辞'), null, null]);
    const texts: string[] = [];
    for (const path of ['/api/events', `/api/events/${slug}/snapshot`, `/api/events/${slug}/log?after=0`]) {
      const answer = await portal.app.request(path);
      texts.push(JSON.stringify([...answer.headers]) + (await answer.text()));
    }
    for (const text of [...texts, JSON.stringify(message)])
      for (const word of ['QX-7', '秘密', 'live.example']) expect(text).not.toContain(word);
    for (const who of [portal.publisher, portal.reviewer])
      for (const path of [`/api/staff/events/${slug}/rundown`, '/api/staff/event-parcels'])
        expect((await portal.send(who, `GET ${path}`)).status).toBe(403);
  });

  it('says of each parcel whether it can be released, and finds those that wait by code or name', async () => {
    const { read } = await event({
      items: [item('release', '发布', { parcelCodes: ['QX-71', 'OPEN-1'] })],
    });
    const [release] = (await read()).items;
    expect(release?.parcels).toMatchObject([
      { code: 'QX-71', standing: 'waiting', areaM2: expect.any(Number) },
      { code: 'OPEN-1', standing: 'public' },
    ]);
    const find = async (words: string) => {
      const answer = await portal.send(host, `GET /api/staff/event-parcels?q=${encodeURIComponent(words)}`);
      return WaitingParcels.parse(await (await portal.expectStatus(answer, 200)).json()).items;
    };
    expect((await find('')).map(({ code }) => code)).toEqual(['QX-71', 'QX-72', 'QX-73']);
    const [found] = await find('qx-72');
    expect(found?.code).toBe('QX-72');
    expect((await find(found?.name.zh.slice(1) ?? '')).map(({ code }) => code)).toContain('QX-72');
    expect(await find('%')).toEqual([]);
  });

  it('is announced and taken back while it has not begun, and stays announced once it has', async () => {
    const { slug, announce, press, read } = await event({ isAnnounced: false });
    const isPublic = async () => (await portal.app.request(`/api/events/${slug}/snapshot`)).status;
    expect(await isPublic()).toBe(404);
    await portal.expectStatus(await announce(true), 204);
    await portal.expectStatus(await announce(true), 204);
    expect([await isPublic(), (await read()).isAnnounced]).toEqual([200, true]);
    const viewer = await followEvent(`${origin}/api/events/${slug}/stream?after=0`);
    await portal.expectStatus(await announce(false), 204);
    await viewer.over();
    expect(await isPublic()).toBe(404);
    await portal.expectStatus(await announce(true), 204);
    await press('standby', { item: (await read()).items[0]?.id });
    await press('take');
    expect(await refusal(await announce(false))).toMatchObject({ status: 409, reason: 'begun' });
    const audited = await open().sql<{ action: string }[]>`
      select action from audit_entry where subject = ${`event:${slug}`} order by seq limit 10`;
    expect(audited.map(({ action }) => action).slice(0, 4)).toEqual([
      'event.make',
      'event.announce',
      'event.unannounce',
      'event.announce',
    ]);
  });
});
