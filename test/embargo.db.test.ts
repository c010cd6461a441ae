import type { Database } from '../api/db/database.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decidedRoutes } from '../api/policies.ts';
import { addFile } from './support/attachments.ts';
import { builtPages } from './support/pages.ts';
import { openPublishing, type Content, type Publishing } from './support/publishing.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases, testDatabase, type TestDatabase } from './support/test-database.ts';

/** One word of each kind of text, and one number, that stand nowhere else. */
const secretWords = ['镧铈镨钕', 'Xylograph', '禁运文号', 'embargoed.example', '91234567', '91,234,567'];
const readAt = new Date('2026-12-01T02:00:00Z');

function secret(content: Content): Partial<Content> {
  return {
    fields: {
      ...content.fields,
      name: '镧铈镨钕地块',
      nameEn: 'Xylograph plot',
      locationText: '镧铈镨钕路以北',
      locationTextEn: 'North of Xylograph Road',
      boundsText: '东至镧铈镨钕路',
      noticeNumber: '禁运文号〔2026〕1 号',
      noticeUrl: 'https://embargoed.example/notice',
      startPriceYuan: 91_234_567,
      depositYuan: 18_300_000,
    },
    admissions: content.admissions.map((row) => ({ ...row, note: '镧铈镨钕准入', basis: '禁运文号' })),
    provenance: {
      ...content.provenance,
      limits: {
        source: '镧铈镨钕报告',
        sourceNumber: '禁运文号',
        verifiedBy: '镧铈镨钕所',
        verifiedOn: '2026-11-01',
        validUntil: null,
      },
    },
  };
}

/** An announced event whose release is still to come; what it names only where it is `isSecret`. */
async function makeEvent(portal: Publishing, database: Database, isSecret: boolean): Promise<void> {
  const host = await portal.person('host');
  const item = (kind: string, zh: string, more = {}) => ({
    ...{ kind, title: { zh, en: zh }, plannedSeconds: 60 },
    ...more,
  });
  const kept = { venue: 'main', ...(isSecret && { notes: '镧铈镨钕到场' }) };
  const body = {
    ...{ slug: 'launch', title: { zh: '云招商', en: 'Launch' }, startsAt: '2027-05-01T09:00:00+08:00' },
    isAnnounced: true,
    items: [item('speech', '致辞'), item('release', isSecret ? '镧铈镨钕地块' : '某地块', kept)],
    // Where it is held is public, and from which host its pictures come, which its pages may ask (Content-Security-Policy). The
    // stream itself is not before it is on air.
    venues: [
      {
        ...{ key: 'main', title: { zh: '主会场', en: 'Main hall' }, place: '双龙南街' },
        sources: [{ url: `https://live.example/${isSecret ? 'Xylograph' : 'open'}/index.m3u8` }],
      },
    ],
  };
  await portal.expectStatus(await portal.send(host, 'POST /api/events', body), 201);
  await database.sql`update live_event set epoch = '00000000-0000-4000-8000-000000000000'`;
}

/** 演练 in which the release has been on air: staff have seen it, and nobody else. */
async function rehearse(portal: Publishing, database: Database): Promise<void> {
  const host = await portal.person('host');
  const send = (path: string, body?: object) => portal.send(host, `POST /api/events/${path}`, body);
  await portal.expectStatus(await send('launch/rehearse'), 201);
  const [release] = await database.sql<{ id: number }[]>`
    select i.id::int as id from live_item i join live_event e on e.id = i.event_id
    where e.slug = 'launch-rehearsal-1' and i.kind = 'release'`;
  const press = (verb: string, body: object) => send(`launch-rehearsal-1/${verb}`, body);
  await portal.expectStatus(await press('standby', { expectedSeq: 0, item: release?.id }), 200);
  await portal.expectStatus(await press('take', { expectedSeq: 1 }), 200);
  const seen = await portal.send(host, 'GET /api/events/launch-rehearsal-1/parcels');
  expect(await seen.text()).toContain('Xylograph');
}

onBothDatabases('what is not public', (open, kind) => {
  let hidden: Publishing;
  let plain: TestDatabase;
  let pages: ReturnType<typeof builtPages>;
  let app: Awaited<ReturnType<typeof testPortal>>;
  let without: Awaited<ReturnType<typeof testPortal>>;
  let whilePublic: string;
  let place: [number, number] = [0, 0];
  let hiddenFiles: string[] = [];

  beforeAll(async () => {
    pages = builtPages();
    plain = await testDatabase(kind);
    const [reference, real] = [await openPublishing(plain.database), await openPublishing(open())];
    hidden = real;
    // The same public parcels in both, at the same instants.
    for (const portal of [reference, real]) await portal.publish('OPEN-1');
    for (const portal of [reference, real]) {
      await portal.draft('OPEN-2');
      const title = portal === real ? '镧铈镨钕图' : '图';
      const { attachment } = await addFile(portal, 'OPEN-2', { fields: { visibility: 'staff', title } });
      hiddenFiles = [attachment.id];
      await portal.submit('OPEN-2');
      await portal.approve('OPEN-2');
    }
    await makeEvent(reference, plain.database, false);
    await makeEvent(real, open(), true);
    const { draft, submit, publish, send, expectStatus, publisher, reviewer, clock } = real;
    const corner = (await draft('HIDDEN-DRAFT', secret)).geometry.multiPolygon;
    place = corner.coordinates[0]?.[0]?.[0] ?? [0, 0];
    const addSecretFile = async (code: string) => {
      const { attachment } = await addFile(real, code, { fileName: 'Xylograph 镧铈镨钕.jpg' });
      hiddenFiles.push(attachment.id);
    };
    await addSecretFile('HIDDEN-DRAFT');
    await draft('HIDDEN-SUBMITTED', secret);
    await addSecretFile('HIDDEN-SUBMITTED');
    await submit('HIDDEN-SUBMITTED');
    await draft('HIDDEN-LATER', secret);
    await addSecretFile('HIDDEN-LATER');
    await submit('HIDDEN-LATER');
    await real.approve('HIDDEN-LATER', { publicFrom: '2027-05-01T09:00:00+08:00' });
    await open().sql`
      insert into live_item_parcel (item_id, position, parcel_id)
      select i.id, 1, p.id from live_item i, parcel p where i.kind = 'release' and p.code = 'HIDDEN-LATER'`;
    await rehearse(real, open());
    await publish('HIDDEN-WITHDRAWN', secret);
    await publish('HIDDEN-RECALLED', secret);
    whilePublic = clock.now().toISOString();
    await expectStatus(
      await send(reviewer, 'POST /api/parcels/HIDDEN-WITHDRAWN/withdraw', { reason: '试' }),
      200,
    );
    const recall = { cause: 'secrecy', reason: '镧铈镨钕' };
    await expectStatus(await send(reviewer, 'POST /api/parcels/HIDDEN-RECALLED/recall', recall), 204);
    // A change of a public parcel that nobody has approved.
    const change = secret(real.freshContent()).fields;
    await expectStatus(await send(publisher, 'PATCH /api/parcels/OPEN-1 "1"', { fields: change }), 200);
    const over = { now: () => readAt, pagesFolder: pages.folder };
    app = await testPortal(open(), real.city, over);
    without = await testPortal(plain.database, real.city, over);
  });
  afterAll(async () => {
    pages.remove();
    await plain.end();
  });

  const events = ['launch', 'launch-rehearsal-1'];
  const codes = ['HIDDEN-DRAFT', 'HIDDEN-SUBMITTED', 'HIDDEN-LATER', 'HIDDEN-WITHDRAWN', 'HIDDEN-RECALLED'];
  const conditions = () => {
    const [lon, lat] = place;
    return [
      '',
      '?limit=500',
      '?q=HIDDEN',
      `?q=${encodeURIComponent('镧铈镨钕')}`,
      '?q=Xylograph',
      '?q=lspn',
      '?q=lanshi',
      '?district=330723',
      '?department=wuyi',
      '?maxPrice=92000000&sort=-startPrice',
      `?bbox=${lon - 0.001},${lat - 0.001},${lon + 0.001},${lat + 0.001}`,
      `?near=${lon},${lat},5`,
      '?status=planned',
      '?sort=-offeredAreaM2',
      '?use=100101&readiness=power',
    ];
  };

  /** Every address of these; a route whose path says nothing to fill in is asked as it stands. */
  function addresses(): Map<string, string[]> {
    const each = (prefix: string, suffix = '') => codes.map((code) => `${prefix}${code}${suffix}`);
    const asOf = `?asOf=${encodeURIComponent(whilePublic)}`;
    const listed: Record<string, string[]> = {
      'GET /api/attachments/:id': hiddenFiles.flatMap((id) => [
        `/api/attachments/${id}`,
        `/api/attachments/${id}${asOf}`,
      ]),
      // Written at each start with the hour: its own test says what it tells.
      'GET /api/data-version': [],
      // No text.
      'GET /api/imports/template.xlsx': [],
      'GET /api/parcels': conditions().map((query) => `/api/parcels${query}`),
      'GET /api/parcels.geojson': conditions().map((query) => `/api/parcels.geojson${query}`),
      'GET /api/parcel-relaxations': conditions()
        .filter((query) => !/sort|limit/.test(query))
        .map((query) => `/api/parcel-relaxations${query}`),
      'GET /api/parcel-records': [
        '/api/parcel-records?code=OPEN-1&code=OPEN-2',
        ...each('/api/parcel-records?code='),
      ],
      'GET /api/parcels/:code': [
        '/api/parcels/OPEN-1',
        ...each('/api/parcels/'),
        ...each('/api/parcels/', asOf),
      ],
      'GET /api/parcels/:file{.+\\.geojson}': [
        '/api/parcels/OPEN-1.geojson',
        ...each('/api/parcels/', '.geojson'),
        ...each('/api/parcels/', `.geojson${asOf}`),
      ],
      // What is somebody's own: their tests say who sees it.
      'GET /api/enquiries/:number': ['/api/enquiries/XP-2611-0001'],
      'GET /api/enquiries/:number/files/:id': [
        '/api/enquiries/XP-2611-0001/files/00000000-0000-4000-8000-000000000000',
      ],
      'POST /api/enquiries/:number/files': ['/api/enquiries/XP-2611-0001/files'],
      'POST /api/enquiries/:number/data': ['/api/enquiries/XP-2611-0001/data'],
      'POST /api/enquiries/:number/erase': ['/api/enquiries/XP-2611-0001/erase'],
      'POST /api/enquiries/:number/reply': ['/api/enquiries/XP-2611-0001/reply'],
      'POST /api/enquiries/:number/withdraw': ['/api/enquiries/XP-2611-0001/withdraw'],
      'GET /api/events/:slug/snapshot': events.map((slug) => `/api/events/${slug}/snapshot`),
      'GET /api/events/:slug/log': events.map((slug) => `/api/events/${slug}/log`),
      'GET /api/events/:slug/landing': events.map((slug) => `/api/events/${slug}/landing`),
      'GET /api/events/:slug/stream': events.map((slug) => `/api/events/${slug}/stream`),
      'GET /api/events/:slug/landing.csv': events.map((slug) => `/api/events/${slug}/landing.csv`),
      'GET /api/events/:slug/items/:id/ceremony': events.map(
        (slug) => `/api/events/${slug}/items/1/ceremony`,
      ),
      'GET /api/verify/:number': ['/api/verify/TZ-2026-0001?code=ABCDEFGH'],
      'GET /': ['/', '/?parcel=HIDDEN-DRAFT', '/?q=Xylograph&lang=en'],
      'GET /compare': ['/compare?compare=HIDDEN-DRAFT&compare=OPEN-1'],
      'GET /enquiries/:number': ['/enquiries/XP-2611-0001'],
      'GET /agreements/:number': ['/agreements/TZ-2026-0001'],
      'GET /events/:slug': events.map((slug) => `/events/${slug}`),
      'GET /events/:slug/screen': events.map((slug) => `/events/${slug}/screen`),
      'GET /events/:slug/landing': events.map((slug) => `/events/${slug}/landing`),
      'GET /verify/:number': ['/verify/TZ-2026-0001?code=ABCDEFGH'],
      'GET /shortlist': ['/shortlist?compare=HIDDEN-LATER'],
      'GET /parcels/:code': ['/parcels/OPEN-1', ...each('/parcels/'), ...each('/parcels/', '?lang=en')],
      'GET /assets/*': ['/assets/main-0a1b2c.js', '/assets/HIDDEN-DRAFT.js'],
      'GET /console/*': ['/console/parcels/HIDDEN-DRAFT', '/console/work'],
      'GET /*': ['/HIDDEN-DRAFT', '/tiles/parcels.json', '/ogc/collections/parcels/items'],
    };
    return new Map(
      publicRoutes().map((route) => {
        const [, path = ''] = route.split(' ');
        const asked = listed[route] ?? (/[:*]/.test(path) ? null : [path]);
        if (asked === null) throw new Error(`${route} is public: say here which addresses it has`);
        return [route, asked];
      }),
    );
  }

  function publicRoutes(): string[] {
    return decidedRoutes(app)
      .filter(({ policy }) => policy === 'public')
      .map(({ method, path }) => `${method} ${path}`);
  }

  async function answerOf(portal: typeof app, route: string, path: string): Promise<string> {
    const [method = 'GET'] = route.split(' ');
    const response = await portal.request(path, {
      method,
      headers: {
        Origin: 'http://127.0.0.1:8080',
        ...(method !== 'GET' && { 'Content-Type': 'application/json' }),
      },
      ...(method === 'POST' && { body: '{}' }),
    });
    const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
    return `${response.status}\n${headers.map((header) => header.join(': ')).join('\n')}\n\n${await response.text()}`;
  }

  it('is asked of every public route there is', () => {
    expect([...addresses().keys()].sort()).toEqual(publicRoutes().sort());
    expect(publicRoutes().length).toBeGreaterThan(20);
  });

  it('stands in no answer of any public route, in body or header', async () => {
    for (const [route, paths] of addresses()) {
      for (const path of paths) {
        // What was withdrawn may still be asked for by its past date.
        if (path.includes('HIDDEN-WITHDRAWN') && path.includes('asOf=')) continue;
        const answer = await answerOf(app, route, path);
        // A page may repeat what it was asked.
        for (const word of secretWords.filter((known) => !decodeURIComponent(path).includes(known)))
          expect(`${path} ${answer.includes(word)}`).toBe(`${path} false`);
        if (!path.includes('HIDDEN')) expect(answer).not.toContain('HIDDEN');
      }
    }
  });

  it('changes nothing: every answer is that of a portal without it', async () => {
    for (const [route, paths] of addresses()) {
      for (const path of paths.filter((asked) => !/WITHDRAWN|RECALLED/.test(asked)))
        expect(await answerOf(app, route, path)).toBe(await answerOf(without, route, path));
    }
  });

  it('is there for whoever may ask: the test would see it', async () => {
    const past = await app.request(`/api/parcels/HIDDEN-WITHDRAWN?asOf=${encodeURIComponent(whilePublic)}`);
    const body = await past.text();
    for (const word of secretWords.slice(0, 5)) expect(body).toContain(word);
    const later = await testPortal(open(), hidden.city, { now: () => new Date('2027-05-02T00:00:00Z') });
    expect(await (await later.request('/api/parcels/HIDDEN-LATER')).text()).toContain('Xylograph');
    expect((await app.request('/api/parcels/HIDDEN-RECALLED')).status).toBe(410);
    expect((await app.request('/parcels/HIDDEN-RECALLED')).status).toBe(410);
  });

  it('tells by the data version that an embargo has ended', async () => {
    const versionAt = async (instant: string) => {
      const portal = await testPortal(open(), hidden.city, { now: () => new Date(instant) });
      return (await portal.request('/api/data-version')).text();
    };
    const [before, still, after] = [
      await versionAt('2027-04-30T00:00:00Z'),
      await versionAt('2027-05-01T00:59:59Z'),
      await versionAt('2027-05-01T01:00:00Z'),
    ];
    expect(still).toBe(before);
    expect(after).not.toBe(before);
  });
});
