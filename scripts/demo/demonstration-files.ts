import { readFileSync } from 'node:fs';
import { CityPack } from '../../api/city/schema.ts';
import { evaluationFeatures } from './evaluation-features.ts';
import { readInputs } from './inputs.ts';
import { planOf } from './park-plan.ts';
import { planFeatures } from './plan-features.ts';
import { sheetsOf } from './sheets.ts';
import { sitesOf } from './site.ts';
import { surveyedOn, surveyFiles } from './survey-files.ts';
import { workbookOf } from './workbook.ts';

const packPath = 'data/cities/jinhua/pack.json';
const inputFolder = 'data/demo/inputs';

/** Every committed file of the demonstration by path below `data/`: survey files, workbook, evaluated areas, park plans. */
export async function demonstrationFiles(): Promise<Map<string, Uint8Array>> {
  const pack = CityPack.parse(JSON.parse(readFileSync(packPath, 'utf8')));
  const inputs = readInputs(inputFolder);
  const sites = sitesOf(inputs.parks, inputs.parcels, pack.crs.zone);
  const plans = sites.flatMap(({ park, frame, ground, parcels }) => {
    const taken = new Set(parcels.map(({ input }) => String(input.block)));
    return planFeatures(park.code, planOf(park, frame, taken), ground);
  });
  return new Map([
    ...[...surveyFiles(sites, pack)].map(([name, bytes]): [string, Uint8Array] => [`demo/${name}`, bytes]),
    ['demo/parcels-2020.xlsx', await workbookOf(sheetsOf(sites, pack, inputs), surveyedOn)],
    ['demo/evaluations.geojson', collection(evaluationFeatures(sites, inputs.evaluations))],
    ['cities/jinhua/parks.geojson', collection(plans)],
  ]);
}

/** One feature a line, so that a change shows as one. */
function collection(features: object[]): Uint8Array {
  const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
  return Buffer.from(
    `{"type":"FeatureCollection","notice":"示例数据 · sample data","features":[\n${lines}\n]}\n`,
  );
}
