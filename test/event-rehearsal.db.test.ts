import { beforeAll, expect, it } from 'vitest';
import { LogPage, Snapshot } from '../api/events/event-schema.ts';
import { StaffRundown } from '../api/events/rundown-schema.ts';
import { StaffEvent, StaffEventList } from '../api/events/staff-schema.ts';
import { ParcelRecords } from '../api/parcels/schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const title = (zh: string) => ({ zh, en: zh });
const reason = { zh: '按错了', en: '' };
const publicFrom = '2027-05-01T09:00:00+08:00';

onBothDatabases('the rehearsal of an event', (open) => {
  let portal: Publishing;
  let host: SignedIn;
  let other: SignedIn;

  beforeAll(async () => {
    portal = await openPublishing(open());
    [host, other] = [await portal.person('host'), await portal.person('host')];
    await portal.publish('LATER-1', undefined, { publicFrom });
    await portal.publish('OPEN-1');
    const items = [
      { kind: 'speech', title: title('致辞'), plannedSeconds: 300, venue: 'hall', notes: '市领导到场' },
      { kind: 'release', title: title('发布'), plannedSeconds: 120, parcelCodes: ['LATER-1', 'OPEN-1'] },
      { kind: 'summary', title: title('总结'), plannedSeconds: 60 },
    ];
    const venues = [{ key: 'hall', title: title('主会场'), place: '会展中心', sources: [] }];
    const event = { slug: 'launch', title: title('云招商'), startsAt: '2026-12-01T09:00:00+08:00' };
    const made = await portal.send(host, 'POST /api/events', {
      ...{ ...event, isAnnounced: true, venues, items },
    });
    await portal.expectStatus(made, 201);
  });

  /** A rehearsal, as whoever hosts it has it. */
  async function rehearse() {
    const made = await portal.expectStatus(await portal.send(host, 'POST /api/events/launch/rehearse'), 201);
    const { slug } = (await made.json()) as { slug: string };
    const get = async (ending: string, who: SignedIn | null = host) =>
      await portal.app.request(`/api/events/${slug}/${ending}`, {
        headers: who?.headers ?? { Origin: 'http://127.0.0.1:8080' },
      });
    const read = async () =>
      Snapshot.parse(await (await portal.expectStatus(await get('snapshot'), 200)).json());
    const press = async (verb: string, more = {}, who = host) => {
      const { seq: expectedSeq } = await read();
      return await portal.send(who, `POST /api/events/${slug}/${verb}`, { expectedSeq, ...more });
    };
    const show = async (index: number) => {
      await portal.expectStatus(await press('standby', { item: (await read()).items[index]?.id }), 200);
      await portal.expectStatus(await press('take'), 200);
    };
    const overlay = async () => ParcelRecords.parse(await (await get('parcels')).json());
    const staffView = async () => {
      const answer = await portal.send(host, `GET /api/staff/events/${slug}`);
      return StaffEvent.parse(await (await portal.expectStatus(answer, 200)).json());
    };
    return { slug, get, read, press, show, overlay, staffView };
  }

  /** What everybody is told of parcels and events. */
  async function told(): Promise<string> {
    const paths = [
      ...['/api/events', '/api/events/launch/snapshot', '/api/events/launch/log'],
      ...['/api/parcels/LATER-1', '/api/parcels/OPEN-1', '/api/parcel-records?code=LATER-1&code=OPEN-1'],
    ];
    const answers = await Promise.all(paths.map(async (path) => (await portal.app.request(path)).text()));
    // Each answer says when it was given.
    return answers.join('\n').replaceAll(/"asOf":"[^"]*"/g, '');
  }

  it('is a copy from the beginning, of rundown, venues and times, and another one each time', async () => {
    const [first, second] = [await rehearse(), await rehearse()];
    expect([first.slug, second.slug]).toEqual(['launch-rehearsal-1', 'launch-rehearsal-2']);
    const [copy, real] = [await first.staffView(), await portal.send(host, 'GET /api/staff/events/launch')];
    const { items } = StaffEvent.parse(await real.json());
    const known = (of: StaffEvent['items']) => of.map(({ id: _, ...item }) => item);
    expect(known(copy.items)).toEqual(known(items));
    expect(copy).toMatchObject({ rehearsalOf: 'launch', seq: 0, status: 'scheduled', isAnnounced: false });
    expect(copy.items.map(({ id }) => id)).not.toContain(items[0]?.id);
    const listed = StaffEventList.parse(await (await portal.send(host, 'GET /api/staff/events')).json());
    expect(listed.items.map(({ slug, rehearsalOf }) => [slug, rehearsalOf])).toContainEqual([
      ...[first.slug, 'launch'],
    ]);
  });

  it('shows nothing of the map before its own release, also what is public, and then to staff alone', async () => {
    const before = await told();
    const { show, overlay, read, get, press } = await rehearse();
    expect(await overlay()).toMatchObject({ items: [], gone: [] });
    await show(1);
    const { items, gone } = await overlay();
    expect(items.map(({ code }) => code)).toEqual(['LATER-1', 'OPEN-1']);
    expect([items.every(({ geometry }) => geometry.coordinates.length > 0), gone]).toEqual([true, []]);
    const { totals, isRehearsal, seq } = await read();
    expect([totals.parcelsReleased, isRehearsal]).toEqual([2, true]);
    expect(await told()).toBe(before);
    const auditor = await portal.person('auditor');
    expect((await get('parcels', auditor)).status).toBe(403);
    expect((await get('parcels', null)).status).toBe(401);
    const written = await open().sql`select from live_release`;
    expect(written).toHaveLength(0);

    await portal.expectStatus(await press('revoke', { of: seq, reason }), 200);
    expect((await overlay()).items).toEqual([]);
    expect(await told()).toBe(before);
  });

  it('says in its rundown of what is public already that it waits, as of what does', async () => {
    const standingsIn = async (slug: string) => {
      const answer = await portal.send(host, `GET /api/staff/events/${slug}/rundown`);
      const { items } = StaffRundown.parse(await (await portal.expectStatus(answer, 200)).json());
      return items[1]?.parcels.map(({ standing }) => standing);
    };
    expect(await standingsIn('launch')).toEqual(['waiting', 'public']);
    expect(await standingsIn((await rehearse()).slug)).toEqual(['waiting', 'waiting']);
  });

  it('is followed by those who host, prepare and review it, and is nowhere for anybody else', async () => {
    const { slug, get, show } = await rehearse();
    await show(0);
    for (const who of [host, portal.publisher, portal.reviewer]) {
      const answer = await portal.expectStatus(await get('snapshot', who), 200);
      expect(answer.headers.get('Cache-Control')).toBe('private, no-store');
      expect(LogPage.parse(await (await get('log?after=1', who)).json()).entries).toHaveLength(1);
    }
    const strangers = [null, await portal.person('investor'), await portal.person('auditor')];
    for (const who of strangers)
      for (const path of ['snapshot', 'log', 'log?after=0', 'stream', 'landing'])
        expect([path, (await get(path, who)).status]).toEqual([path, 404]);
    expect((await get('landing')).status).toBe(404);
    expect(await told()).not.toContain(slug);
  });

  it('is never announced, by no press and no program', async () => {
    const { slug } = await rehearse();
    const announced = await portal.send(host, `POST /api/events/${slug}/announce`, { isAnnounced: true });
    expect([announced.status, await announced.text()]).toEqual([409, expect.stringContaining('演练')]);
    await expect(open().sql`update live_event set is_announced = true where slug = ${slug}`).rejects.toThrow(
      /rehearsal_is_not_announced/,
    );
    await expect(
      open().sql`update live_event set rehearsal_of = null where slug = ${slug}`,
    ).rejects.toThrow();
  });

  it('is of an event, which only a host rehearses, and of no rehearsal', async () => {
    const { slug } = await rehearse();
    const again = await portal.send(host, `POST /api/events/${slug}/rehearse`);
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('launch')]);
    expect((await portal.send(host, 'POST /api/events/nothing/rehearse')).status).toBe(404);
    expect((await portal.send(portal.publisher, 'POST /api/events/launch/rehearse')).status).toBe(403);
  });

  it('ends by two people and leaves the real event, its totals and its attendance as they were', async () => {
    const before = await told();
    const { show, press, staffView, read } = await rehearse();
    for (const index of [0, 1, 2]) await show(index);
    await portal.expectStatus(await press('end'), 200);
    await portal.expectStatus(await press('end', {}, other), 200);
    expect((await staffView()).ending?.totals.parcelsReleased).toBe(2);
    expect((await read()).status).toBe('ended');
    expect(await told()).toBe(before);
    expect(await open().sql`select from live_attendance`).toHaveLength(0);
  });
});
