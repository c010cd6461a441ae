import { Window } from 'happy-dom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import { commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { builtPages, parsePage } from './support/pages.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases, testDatabase } from './support/test-database.ts';

const now = new Date('2026-11-22T02:00:00Z');
const origin = 'https://invest.example';
const evilName = '"><script>alert(1)</script>';

onBothDatabases('pages before any script runs', (open, kind) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  let pages: ReturnType<typeof builtPages>;
  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  const read = async (path: string) => parsePage(await (await get(path)).text());

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    const { pack } = city;
    await commit(
      open(),
      [
        parcelDraft('WY-1', {
          fields: { name: '白洋甲地块', nameEn: 'Baiyang plot A', startPriceYuan: 34_560_000 },
        }),
        parcelDraft('WY-2, 南&北', { fields: { name: evilName } }),
        parcelDraft('RECALLED-1', { fields: { name: '误发地块' } }),
      ],
      { pack },
    );
    await commit(open(), [parcelDraft('SAMPLE-1')], { pack, demo: true });
    await commit(open(), [parcelDraft('DRAFT-1')], { pack, publicFrom: null });
    await commit(open(), [parcelDraft('LATER-1')], { pack, publicFrom: new Date('2027-01-01T00:00:00Z') });
    await open().sql`
      update publication set public_until = ${new Date('2026-11-20T00:00:00Z')}, ended_as = 'recalled'
      where parcel_id = (select id from parcel where code = 'RECALLED-1')`;
    pages = builtPages();
    app = await portal();
  });
  afterAll(() => pages.remove());

  function portal(over: Parameters<typeof testPortal>[2] = {}) {
    return testPortal(open(), city, {
      now: () => now,
      origin: () => origin,
      pagesFolder: pages.folder,
      ...over,
    });
  }

  it('name the parcel, where it lies, how large it is, how far it is and for how much', async () => {
    const page = await read('/parcels/WY-1');
    expect(page.language).toBe('zh-CN');
    expect(page.title).toBe('白洋甲地块 WY-1 · 金华招商地图 · 招图');
    expect(page.og('title')).toBe(page.title);
    expect(page.og('description')).toBe(page.named('description'));
    for (const words of [
      '武义智能装备产业园',
      '武义县',
      '60 亩（4 公顷）',
      '拟出让',
      '起始价 3,456 万元',
      '准入 36 ',
    ])
      expect(page.og('description')).toContain(words);
    expect(page.og('description')).not.toContain('示例');
  });

  it('say the same in English where the link asks for it', async () => {
    const page = await read('/parcels/WY-1?lang=en');
    expect(page.language).toBe('en');
    expect(page.title).toBe('Baiyang plot A WY-1 · Jinhua Investment Map · Zhaotu');
    expect(page.og('locale')).toBe('en_US');
    expect(page.og('locale:alternate')).toBe('zh_CN');
    for (const words of ['60 mu (4 ha)', 'Planned', 'start price CNY 34.56 m'])
      expect(page.og('description')).toContain(words);
    expect(`${page.title}${page.named('description')}`).not.toMatch(/[\u4e00-\u9fff]/u);
  });

  it('call a sample a sample, and an unknown price unknown', async () => {
    expect((await read('/parcels/SAMPLE-1')).og('description')).toMatch(/^示例数据：.*起始价待公告/u);
    expect((await read('/parcels/SAMPLE-1?lang=en')).og('description')).toMatch(
      /^Sample data\. .*no price yet/u,
    );
    const sampleCity = await portal({
      settings: { basemap: { kind: 'sketch' }, mapApprovalNumber: null, demonstrationShiftDays: 7 },
    });
    const map = parsePage(await (await sampleCity.request('/')).text());
    expect(map.named('description')).toMatch(/^示例数据：/u);
    expect((await read('/')).named('description')).not.toContain('示例');
  });

  it.each(['/enquiry', '/enquiries', '/enquiries/XP-2611-0091'])(
    'are found by nobody else where somebody follows an enquiry: %s',
    async (path) => {
      const page = await read(path);
      expect(page.title).toBe('我的询盘 · 金华招商地图 · 招图');
      expect(page.named('robots')).toBe('noindex');
      expect(page.canonical).toBeNull();
    },
  );

  it.each(['/agreements', '/agreements/TZ-2026-0031'])(
    'are found by nobody else where somebody reads his agreements: %s',
    async (path) => {
      const page = await read(path);
      expect([page.title, page.named('robots')]).toEqual(['我的协议 · 金华招商地图 · 招图', 'noindex']);
    },
  );

  it('are found by nobody else where somebody signs', async () => {
    const page = await read('/sign');
    expect([page.title, page.named('robots')]).toEqual(['签署协议 · 金华招商地图 · 招图', 'noindex']);
  });

  it('give absolute addresses of the public origin, whatever the request calls itself', async () => {
    const foreign = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' };
    for (const path of ['/parcels/WY-1?view=119,29,12', '/robots.txt', '/sitemap.xml'])
      expect(await (await get(path, foreign)).text()).not.toContain('evil.example');
    const page = await read('/parcels/WY-1?view=119,29,12');
    expect(page.canonical).toBe(`${origin}/parcels/WY-1`);
    expect(page.og('url')).toBe(page.canonical);
    expect(page.og('image')).toBe(`${origin}/share-card.png`);
    expect(page.alternate('en')).toBe(`${origin}/parcels/WY-1?lang=en`);
    expect(page.alternate('zh-CN')).toBe(`${origin}/parcels/WY-1`);
    expect(page.alternate('x-default')).toBe(`${origin}/parcels/WY-1`);
  });

  it('are one page for every spelling of its conditions, without what only says how it is looked at', async () => {
    const page = await read('/?sheet=half&maxMu=100&industry=36,38&view=119,29,9&panel=filters&lang=en');
    expect(page.canonical).toBe(`${origin}/?industry=36,38&maxMu=100&lang=en`);
    expect(page.named('robots')).toBeNull();
  });

  it.each([
    ['/?q=%E6%B1%BD%E8', `${origin}/`],
    ['/?q=100%', `${origin}/?q=100%25`],
    ['/compare?compare=WY-1&compare=%FF', `${origin}/compare?compare=WY-1`],
    ['/parcels/WY-1?for=%zz', `${origin}/parcels/WY-1`],
  ])('open at %s too, though no program may ask so', async (path, canonical) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(parsePage(await response.text()).canonical).toBe(canonical);
  });

  it('cannot be broken out of by a name', async () => {
    const page = await read(`/parcels/${encodeURIComponent('WY-2, 南&北')}`);
    expect(page.title).toContain(evilName);
    expect(page.count('script')).toBe(1);
    expect(page.canonical).toBe(`${origin}/parcels/WY-2%2C%20%E5%8D%97%26%E5%8C%97`);
  });

  it.each([
    ['/', 200, '金华招商地图 · 招图'],
    ['/compare?compare=WY-1', 200, '地块对比 · 金华招商地图 · 招图'],
    ['/ask?parcel=WY-1', 200, '咨询用地 · 金华招商地图 · 招图'],
    ['/response-times?lang=en', 200, 'Response times · Jinhua Investment Map · Zhaotu'],
    ['/shortlist?lang=en', 200, 'Shortlist · Jinhua Investment Map · Zhaotu'],
    ['/parcels/NOPE', 404, '没有这宗地块 · 金华招商地图 · 招图'],
    ['/parcels/DRAFT-1', 404, '没有这宗地块 · 金华招商地图 · 招图'],
    ['/parcels/LATER-1', 404, '没有这宗地块 · 金华招商地图 · 招图'],
    [`/parcels/${'x'.repeat(65)}`, 404, '没有这宗地块 · 金华招商地图 · 招图'],
    ['/parcels/RECALLED-1?lang=en', 410, 'This parcel was recalled · Jinhua Investment Map · Zhaotu'],
    ['/nothing?lang=en', 404, 'No such page · Jinhua Investment Map · Zhaotu'],
  ])('%s answers %i as “%s”', async (path, status, title) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('Cache-Control')).toBe('no-cache');
    const page = parsePage(await response.text());
    expect(page.title).toBe(title);
    expect(page.named('robots')).toBe(status === 200 ? null : 'noindex');
    expect(page.canonical === null).toBe(status !== 200);
  });

  it('tell nothing of a parcel that was recalled', async () => {
    expect(await (await get('/parcels/RECALLED-1')).text()).not.toContain('误发地块');
  });

  it('open without the database, and say that the data is away', async () => {
    const away = await testDatabase(kind);
    const cut = await testPortal(away.database, city, { pagesFolder: pages.folder });
    await away.end();
    const response = await cut.request('/parcels/WY-1');
    expect(response.status).toBe(503);
    expect(parsePage(await response.text()).title).toMatch(/^暂时读不到地块数据/u);
    expect((await cut.request('/')).status).toBe(200);
  });

  it('leave the interface its own way to say that there is nothing', async () => {
    expect((await get('/api/nothing')).headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect((await get('/assets/gone.js')).status).toBe(404);
  });

  it('list for search engines exactly what is public, with the instant it changed', async () => {
    const response = await get('/sitemap.xml');
    expect(response.headers.get('Content-Type')).toBe('application/xml; charset=utf-8');
    const text = await response.text();
    const document = new new Window().DOMParser().parseFromString(text, 'application/xml');
    expect(document.querySelector('parsererror')).toBeNull();
    const urls = [...document.querySelectorAll('url')].map((url) => ({
      loc: url.querySelector('loc')?.textContent,
      lastmod: url.querySelector('lastmod')?.textContent,
    }));
    const lastmod = '2026-11-01T08:00:00+08:00';
    const inBoth = (path: string, changed?: string) =>
      ['', '?lang=en'].map((query) => ({ loc: `${origin}${path}${query}`, lastmod: changed }));
    expect(urls).toEqual([
      ...inBoth('/'),
      ...inBoth('/ask'),
      ...inBoth('/response-times'),
      ...inBoth('/parcels/SAMPLE-1', lastmod),
      ...inBoth('/parcels/WY-1', lastmod),
      ...inBoth('/parcels/WY-2%2C%20%E5%8D%97%26%E5%8C%97', lastmod),
    ]);
    expect(text).not.toMatch(/DRAFT|LATER|RECALLED/);
    const later = await portal({ now: () => new Date('2027-01-02T00:00:00Z') });
    expect(await (await later.request('/sitemap.xml')).text()).toContain('/parcels/LATER-1');
  });

  it('tell robots where that list is', async () => {
    const response = await get('/robots.txt');
    expect(response.headers.get('Content-Type')).toMatch(/^text\/plain/);
    expect(await response.text()).toContain(`Sitemap: ${origin}/sitemap.xml`);
  });

  it('bring the picture of a shared link at its stated size, to be kept for long', async () => {
    const response = await get('/share-card.png');
    expect(response.headers.get('Content-Type')).toBe('image/png');
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=2592000');
    const header = Buffer.from(await response.arrayBuffer());
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([1200, 630]);
    const page = await read('/');
    expect([page.og('image:width'), page.og('image:height')]).toEqual(['1200', '630']);
  });

  it('keep scripts whose name carries their digest for ever', async () => {
    expect((await get('/assets/main-0a1b2c.js')).headers.get('Cache-Control')).toBe(
      'public, max-age=31536000, immutable',
    );
  });
});
