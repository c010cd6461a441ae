import { z } from 'zod';
import { refusedSystem } from './crs-findings.ts';
import type { ToldCrs } from './crs-names.ts';
import { readCrsName } from './crs-names.ts';
import { readAttributes } from './feature-attributes.ts';
import type { JsonFailure } from './json.ts';
import { readJson } from './json.ts';
import type { Finding } from './schema.ts';
import type { Survey, SurveyPoint } from './survey.ts';
import { surveyLimits } from './survey.ts';
import { decodeText } from './text.ts';

const maxFindings = 50;

/** Not finite numbers are refused by zod itself. Heights may follow; only the plane is used. */
const Position = z.array(z.number()).min(2).max(4);
const Rings = z.array(z.array(Position));
const AreaGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: Rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings) }),
]);
type AreaGeometry = z.infer<typeof AreaGeometry>;

const Feature = z.object({
  type: z.literal('Feature'),
  id: z.union([z.string(), z.number()]).optional(),
  geometry: z.unknown(),
  properties: z.record(z.string(), z.unknown()).nullish(),
});

const Collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.unknown()),
  crs: z.unknown().optional(),
});

/** The `crs` member of the 2008 draft; RFC 7946 dropped it, desktop GIS still writes it for metres. */
const NamedCrs = z.object({ properties: z.object({ name: z.string().max(200) }) });

/** GeoJSON (RFC 7946) with areas, in degrees or, as files with Gauss–Krüger metres exist, in metres. */
export function readGeojson(file: string, bytes: Uint8Array): Survey {
  const survey: Survey = {
    format: 'geojson',
    file,
    usualOrder: 'east-first',
    told: [],
    surveyedOn: null,
    shapes: [],
    findings: [],
  };
  const decoded = decodeText(bytes);
  if (!decoded.ok) return { ...survey, findings: [unreadable('文件编码不是 UTF-8。')] };
  const json = readJson(decoded.text.replace(/^\ufeff/, ''));
  if (!json.ok) return { ...survey, findings: [jsonFinding(json.failure)] };
  const single = Feature.safeParse(json.value);
  const collection = Collection.safeParse(
    single.success ? { type: 'FeatureCollection', features: [single.data] } : json.value,
  );
  if (!collection.success)
    return { ...survey, findings: [unreadable('不是 FeatureCollection 或 Feature。')] };
  const { features, crs } = collection.data;
  if (features.length > surveyLimits.parcelsPerBatch)
    return { ...survey, findings: [tooManyFeatures(features.length)] };
  const system = readCrsMember(crs);
  survey.told.push(...system.told);
  survey.findings.push(...system.findings);
  for (const [index, feature] of features.entries()) {
    addFeature(survey, feature, index + 1);
    if (survey.findings.length >= maxFindings) break;
  }
  if (features.length === 0) survey.findings.push(unreadable('没有任何要素（features 为空）。'));
  return survey;
}

function readCrsMember(crs: unknown): { told: ToldCrs[]; findings: Finding[] } {
  const member = NamedCrs.safeParse(crs);
  if (!member.success) return { told: [], findings: [] };
  const text = member.data.properties.name;
  const name = readCrsName(text);
  if (!name.ok) return { told: [], findings: [refusedSystem('crs 成员', text, name.reason)] };
  return { told: [{ from: 'crs 成员', text, system: name.system }], findings: [] };
}

function addFeature(survey: Survey, feature: unknown, row: number): void {
  const parsed = Feature.safeParse(feature);
  if (!parsed.success) {
    survey.findings.push({ ...unreadable('该要素不是 Feature。'), row });
    return;
  }
  const geometry = AreaGeometry.safeParse(parsed.data.geometry);
  if (!geometry.success) {
    survey.findings.push({ ...badGeometry(parsed.data.geometry), row });
    return;
  }
  const properties = Object.entries(parsed.data.properties ?? {}).map(
    ([key, value]) => [key, textOf(value)] as const,
  );
  const attributes = readAttributes(
    properties.map(([key]) => key),
    properties.map(([, value]) => value),
  );
  survey.shapes.push({ ...attributes, rings: ringsOf(geometry.data), place: { row } });
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function ringsOf(geometry: AreaGeometry): SurveyPoint[][] {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return rings.map((ring) => ring.map(([first = 0, second = 0]) => ({ first, second })));
}

const remedy = '请用 QGIS 等软件重新导出为 GeoJSON（RFC 7946）后提交。';

function unreadable(message: string): Finding {
  return { rule: 'geojson-unreadable', severity: 'error', message, remedy };
}

function jsonFinding({ reason, line }: JsonFailure): Finding {
  const messages: Record<JsonFailure['reason'], string> = {
    syntax: 'JSON 语法错误（NaN、Infinity、多余的逗号都不允许）。',
    'too-deep': 'JSON 嵌套过深。',
    'too-many-values': 'JSON 中的数值过多。',
  };
  return {
    rule: `json-${reason}`,
    severity: 'error',
    message: messages[reason],
    ...(line === undefined ? {} : { line }),
    remedy,
  };
}

function badGeometry(geometry: unknown): Finding {
  const kind = z.object({ type: z.string().max(40) }).safeParse(geometry);
  const type = kind.success ? kind.data.type : '';
  const isArea = type === 'Polygon' || type === 'MultiPolygon';
  return {
    rule: isArea ? 'geojson-coordinates' : 'geojson-not-an-area',
    severity: 'error',
    message: isArea
      ? '坐标必须是有限的数字，每点两个。'
      : `几何类型是「${type || '空'}」，只能导入 Polygon 或 MultiPolygon。`,
    remedy: isArea ? remedy : '请删除该要素，或按面重新导出。',
  };
}

function tooManyFeatures(count: number): Finding {
  return {
    rule: 'too-many-parcels',
    severity: 'error',
    message: `文件有 ${count} 个要素，超过一批的上限 ${surveyLimits.parcelsPerBatch}。`,
    remedy: '请分批提交。',
  };
}
