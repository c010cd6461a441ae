import { Writable } from 'node:stream';
import fc from 'fast-check';
import pino from 'pino';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { City } from '../api/city/pack.ts';
import { ListedIndustry, PublicCity } from '../api/city/schema.ts';
import { ParcelFeature, ParcelFeatureCollection } from '../api/parcels/feature-schema.ts';
import { Parcel, ParcelAnswer } from '../api/parcels/schema.ts';
import { Problem } from '../api/problem.ts';
import { commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('the public surface', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    await commit(open(), [parcelDraft('WY-1')], { pack: city.pack });
    app = await testPortal(open(), city);
  });

  const problemOf = async (response: Response) => {
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    const problem = Problem.parse(await response.json());
    expect(problem.status).toBe(response.status);
    return problem;
  };

  it('says that it is ready, and with which database', async () => {
    const response = await app.request('/api/health');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ok',
      database: open().kind,
      version: '0.0.0-test',
      schemaVersion: 1,
    });
  });

  it('answers the list, the record and both GeoJSON forms as published', async () => {
    const list = await app.request('/api/parcels');
    expect(ParcelAnswer.parse(await list.json()).total).toBe(1);
    const record = await app.request('/api/parcels/WY-1');
    expect(Parcel.parse(await record.json()).code).toBe('WY-1');
    const feature = await app.request('/api/parcels/WY-1.geojson');
    expect(feature.headers.get('Content-Type')).toMatch(/^application\/geo\+json/);
    expect(ParcelFeature.parse(await feature.json()).id).toBe('WY-1');
    const collection = ParcelFeatureCollection.parse(
      await (await app.request('/api/parcels.geojson')).json(),
    );
    expect([collection.numberMatched, collection.numberReturned]).toEqual([1, 1]);
  });

  it('tells the pages about the city and the industries', async () => {
    expect(PublicCity.parse(await (await app.request('/api/city')).json()).name).toBe('jinhua');
    const { items } = z
      .object({ items: z.array(ListedIndustry) })
      .parse(await (await app.request('/api/industries')).json());
    expect(items.length).toBeGreaterThan(580);
    expect(items.find(({ code }) => code === '36')?.initials).toBe('qczzy');
    expect(items.filter(({ initials }) => !/^[a-z]+$/.test(initials))).toEqual([]);
  });

  it('gives staff the template as a workbook to download', async () => {
    const response = await app.request('/api/imports/template.xlsx');
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment; .*filename\*=UTF-8''/);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  it('publishes an OpenAPI 3.1 document with every route and the closed list of problem codes', async () => {
    const document = (await (await app.request('/api/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, unknown>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/parcels',
        '/api/parcels/{code}',
        '/api/parcels.geojson',
        '/api/health',
        '/api/city',
      ]),
    );
    expect(JSON.stringify(document)).toContain('parcel-recalled');
  });

  it.each([
    ['?unknown=1', 'unknown'],
    ['?limit=501', 'limit'],
    ['?limit=0', 'limit'],
    ['?limit=ten', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?status=on-sale', 'status'],
    ['?industry=C36', 'industry'],
    ['?district=33', 'district'],
    ['?bbox=1,2,3', 'bbox'],
    ['?bbox=120,29,119,28', 'bbox'],
    ['?bbox=NaN,1,2,3', 'bbox'],
    ['?bbox=,,180,90', 'bbox'],
    ['?bbox=1e2,0x1,180,90', 'bbox'],
    ['?near=119.6,29.1,0x10', 'near'],
    ['?near=119.6,,5', 'near'],
    ['?near=%20119.6,29.1,5', 'near'],
    ['?near=119,29', 'near'],
    ['?near=119,29,1e309', 'near'],
    ['?minMu=-1', 'minMu'],
    ['?minMu=1e309', 'minMu'],
    ['?minMu=%20', 'minMu'],
    ['?minMu=0x10', 'minMu'],
    ['?limit=1e2', 'limit'],
    ['?readiness=powerr', 'readiness'],
    ['?indicator=tax_per_muu<=30', 'indicator'],
    ['?maxPrice=1.5', 'maxPrice'],
    ['?indicator=tax_per_mu=30', 'indicator'],
    ["?indicator=tax'--<=1", 'indicator'],
    ['?readiness=power;drop', 'readiness'],
    ['?sort=password', 'sort'],
    ['?theme=tax_per_muu', 'theme'],
    ['?theme=building_density', 'theme'],
    ['?theme=TAX', 'theme'],
    ['?theme=far&theme=far', 'theme'],
    ['?cursor=%00', 'cursor'],
    ['?cursor=bm90IGpzb24', 'cursor'],
    [`?cursor=${Buffer.from('["code",null,"A\\u0000"]').toString('base64url')}`, 'cursor'],
    ['?cursor=W10', 'cursor'],
    ['?q=%00', 'q'],
    [`?q=${'x'.repeat(101)}`, 'q'],
    ['?__proto__=1', '__proto__'],
  ])('refuses %s with 400 and names the parameter', async (query, parameter) => {
    for (const path of ['/api/parcels', '/api/parcels.geojson']) {
      const response = await app.request(path + query);
      expect(response.status).toBe(400);
      const problem = await problemOf(response);
      expect(problem.code).toBe('invalid-parameters');
      expect(problem.errors?.map(({ path: place }) => place.split('.')[0])).toContain(parameter);
    }
  });

  it.each([
    ['/api/parcels/NOPE', 404, 'parcel-unknown'],
    ['/api/parcels/NOPE.geojson', 404, 'parcel-unknown'],
    ['/api/parcels/WY-1?asOf=yesterday', 400, 'invalid-parameters'],
    ['/api/parcels/WY-1?asOf=0000-01-01T00:00:00Z', 400, 'invalid-parameters'],
    ['/api/parcels/WY-1?asOf=9999-12-31T23:59:59.999-14:00', 400, 'invalid-parameters'],
    ['/api/parcels/WY-1?asof=2026-01-01T00:00:00Z', 400, 'invalid-parameters'],
    ['/api/parcels/WY-1?asOf=2020-01-01T00:00:00Z', 404, 'parcel-unknown'],
    [`/api/parcels/${'x'.repeat(65)}`, 400, 'invalid-parameters'],
    ['/api/parcels/%00', 400, 'invalid-parameters'],
    ['/api/parcels/%E0%A4%A', 400, 'invalid-parameters'],
    ['/api/nothing', 404, 'not-found'],
    ['/api/health?x=1', 400, 'invalid-parameters'],
    ['/api/openapi.json?x=1', 400, 'invalid-parameters'],
    ['/api/parcels?q=%FF', 400, 'invalid-parameters'],
    ['/api/parcels?q=%zz', 400, 'invalid-parameters'],
  ])('answers %s with %i', async (path, status, code) => {
    const response = await app.request(path);
    expect(response.status).toBe(status);
    expect((await problemOf(response)).code).toBe(code);
  });

  it('reads an unencoded + of an offset as what it was', async () => {
    expect((await app.request('/api/parcels/WY-1?asOf=2026-11-15T08:00:00+08:00')).status).toBe(200);
  });

  it('never shows what is still under embargo, not even to who asks for a future instant', async () => {
    await commit(open(), [parcelDraft('LATER-1')], {
      pack: city.pack,
      publicFrom: new Date('2027-01-01T00:00:00Z'),
    });
    expect((await app.request('/api/parcels/LATER-1?asOf=2027-06-01T00:00:00Z')).status).toBe(404);
    expect((await app.request('/api/parcels/WY-1?asOf=2027-06-01T00:00:00Z')).status).toBe(200);
  });

  it('never answers 500, whatever stands in the query', async () => {
    const name = fc.constantFrom(
      'q',
      'industry',
      'bbox',
      'near',
      'cursor',
      'indicator',
      'minMu',
      'sort',
      'park',
      'theme',
      'readiness',
      'maxPrice',
      'asOf',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, fc.string({ unit: 'binary', maxLength: 60 })), { maxLength: 4 }),
        async (pairs) => {
          const query = new URLSearchParams(pairs).toString();
          const response = await app.request(`/api/parcels?${query}`);
          expect([200, 400]).toContain(response.status);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('sends a strict policy with every answer, and no insistence on https where there is none', async () => {
    for (const path of ['/api/health', '/api/nothing', '/api/parcels?x=1']) {
      const { headers } = await app.request(path);
      const policy = headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|blob:(?!;| )|\*/);
      expect(policy).toContain("worker-src 'self'");
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Strict-Transport-Security')).toBeNull();
    }
    const secure = await testPortal(open(), city, { isHttps: true });
    expect((await secure.request('/api/health')).headers.get('Strict-Transport-Security')).toMatch(
      /max-age=31536000/,
    );
  });

  it('refuses a body over 256 kB with 413', async () => {
    const response = await app.request('/api/session', {
      method: 'POST',
      body: 'x'.repeat(256 * 1024 + 1),
      headers: { 'Content-Length': String(256 * 1024 + 1) },
    });
    expect(response.status).toBe(413);
    expect((await problemOf(response)).code).toBe('too-large');
  });

  it('answers 503 with Retry-After while it stops', async () => {
    const stopping = await testPortal(open(), city, { isStopping: () => true });
    const response = await stopping.request('/api/parcels');
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect((await problemOf(response)).code).toBe('shutting-down');
  });

  it('logs the path but never what was asked', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const logged = await testPortal(open(), city, { logger: pino({ level: 'info' }, sink) });
    await logged.request('/api/parcels?q=13800138000');
    expect(lines.join('')).toContain('/api/parcels');
    expect(lines.join('')).not.toContain('13800138000');
  });
});
