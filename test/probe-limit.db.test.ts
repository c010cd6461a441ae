import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ParcelCheckAnswer } from '../api/checks/schema.ts';
import { MultiPolygon } from '../api/imports/schema.ts';
import { Intake } from '../api/intakes/schema.ts';
import { asGeojson, postFiles } from './support/intake-files.ts';
import { parcelDraft } from './support/parcels.ts';
import { openPublishing, type Content, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('who asks of protected land too often', (open) => {
  let at: Publishing;
  let content: Content;
  let revision = 1;

  beforeAll(async () => {
    at = await openPublishing(open());
    content = await at.draft('PL-1');
    const { coordinates } = shapeAt(0);
    await open().sql`
      insert into protected_area (kind, geom) values ('ecological-redline', st_multi(st_envelope(
        st_setsrid(st_geomfromgeojson(${JSON.stringify({ type: 'MultiPolygon', coordinates })}::text), 4490))))`;
  });

  /** The parcel's shape, so many decimetres further north. */
  function shapeAt(decimetres: number) {
    const { type, coordinates } = content.geometry.multiPolygon;
    const moved = coordinates.map((polygon) =>
      polygon.map((ring) => ring.map(([lon, lat]) => [lon, Number((lat + decimetres * 1e-6).toFixed(9))])),
    );
    return { type, coordinates: moved };
  }

  async function draw(decimetres: number) {
    const { multiPolygon: _shape, ...geometry } = content.geometry;
    const path = `PATCH /api/parcels/PL-1 "draft-${revision}"`;
    const change = { geometry: { ...geometry, multiPolygon: shapeAt(decimetres) } };
    await at.expectStatus(await at.send(at.publisher, path, change), 200);
    revision += 1;
  }

  async function check(who = at.publisher) {
    const answer = await at.send(who, 'GET /api/parcels/PL-1/check');
    return ParcelCheckAnswer.parse(await (await at.expectStatus(answer, 200)).json());
  }
  const told = async (who = at.publisher) =>
    (await check(who)).findings.flatMap(({ rule }) => (rule.startsWith('protected-') ? [rule] : []));
  const noted = () =>
    open().sql`select subject, details from audit_entry where action = 'check.refuse-probe'`;

  it('is told of thirty shapes, whether checked or handed in and refused', async () => {
    for (let shape = 0; shape < 30; shape += 2) {
      await draw(shape);
      expect(await told()).toEqual(['protected-area']);
      await draw(shape + 1);
      const refused = await at.send(at.publisher, 'POST /api/parcels/PL-1/submit', { note: '试验' });
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('保护范围')]);
    }
    expect(await told()).toEqual(['protected-area']);
    expect(await noted()).toEqual([]);
  }, 60_000);

  it('is told of no other shape, be it on protected land or far from it, and of those again', async () => {
    await draw(100);
    const on = await check();
    await draw(10_000);
    const beside = await check();
    expect(await told()).toEqual(['protected-unlooked']);
    const shown = ({ findings, rulesPassed, rulesRun }: ParcelCheckAnswer) => ({
      findings: findings.filter(({ rule }) => rule.startsWith('protected-')),
      failed: rulesRun - rulesPassed - new Set(findings.map(({ rule }) => rule)).size,
    });
    expect(shown(on)).toEqual(shown(beside));
    await draw(7);
    expect(await told()).toEqual(['protected-area']);
    expect(await noted()).toEqual([{ subject: 'department:wuyi', details: { told: 30 } }]);
  });

  it('brings in rows that are neither refused for it nor told of it', async () => {
    const said: unknown[] = [];
    for (const decimetres of [200, 20_000]) {
      const multiPolygon = MultiPolygon.parse(shapeAt(decimetres));
      const drawn = { ...content.geometry, multiPolygon, areaM2: 1, format: 'geojson' as const };
      const answer = await postFiles(at.app, {
        headers: at.publisher.headers,
        files: [asGeojson('rows.geojson', [parcelDraft('PL-1', { geometry: drawn })])],
      });
      const { rows } = Intake.parse(await (await at.expectStatus(answer, 201)).json());
      said.push(
        rows.map(({ action, findings }) => [
          action,
          findings.flatMap(({ rule }) => (rule.startsWith('protected-') ? [rule] : [])),
        ]),
      );
    }
    expect(said).toEqual([[['update', ['protected-unlooked']]], [['update', ['protected-unlooked']]]]);
  });

  it('hands in what the bureau is to look at, which sees all of it', async () => {
    await draw(150);
    const submitted = await at.send(at.publisher, 'POST /api/parcels/PL-1/submit', { note: '请核对' });
    await at.expectStatus(submitted, 201);
    expect(await told(at.reviewer)).toEqual(['protected-area']);
    // What the reviewer was told is not kept where the department reads it.
    const own = await at.send(at.publisher, 'GET /api/staff/parcels/PL-1');
    expect(await own.text()).not.toContain('protected-area');
    const refused = await at.send(at.reviewer, 'POST /api/parcels/PL-1/approve');
    const { errors } = z
      .object({ errors: z.array(z.object({ message: z.string() })) })
      .parse(await refused.json());
    expect([refused.status, errors[0]?.message]).toEqual([422, expect.stringContaining('落在保护范围内')]);
  });

  it('counts each hand by itself, and by the day', async () => {
    expect(await told(await at.person('publisher'))).toEqual(['protected-area']);
    expect(await told()).toEqual(['protected-unlooked']);
    await open().sql`update attempt set at = at - interval '1 day' where kind like 'protected-%'`;
    expect(await told()).toEqual(['protected-area']);
  });
});
