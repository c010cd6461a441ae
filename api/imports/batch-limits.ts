import { refusedSystem } from './crs-findings.ts';
import type { ToldCrs } from './crs-names.ts';
import { readCrsName } from './crs-names.ts';
import type { Finding } from './schema.ts';
import type { Survey } from './survey.ts';
import { surveyLimits, vertexCount } from './survey.ts';

/** What the person said of the coordinate system. */
export function readOption(
  crs: string | undefined,
): { ok: true; crs: ToldCrs | undefined } | { ok: false; finding: Finding } {
  if (crs === undefined || crs.trim() === '') return { ok: true, crs: undefined };
  const name = readCrsName(crs);
  const text = crs.slice(0, 80);
  if (!name.ok) return { ok: false, finding: refusedSystem('导入选项', text, name.reason) };
  return { ok: true, crs: { from: '导入选项', text, system: name.system } };
}

/** More than one batch may hold; undefined where it is not. */
export function sizeFinding(surveys: readonly Survey[]): Finding | undefined {
  const shapes = surveys.flatMap((survey) => survey.shapes);
  const vertices = shapes.reduce((sum, shape) => sum + vertexCount(shape), 0);
  const { parcelsPerBatch, verticesPerBatch } = surveyLimits;
  if (shapes.length <= parcelsPerBatch && vertices <= verticesPerBatch) return undefined;
  return {
    rule: 'batch-too-many-parcels',
    severity: 'error',
    message: `一批有 ${shapes.length} 宗地、${vertices} 个界址点，超过上限（${parcelsPerBatch} 宗、${verticesPerBatch} 点）。`,
    remedy: '请分批提交。',
  };
}

export function nothingFound(file: string): Finding {
  return {
    rule: 'batch-empty',
    severity: 'error',
    message: '文件中没有任何地块。',
    file,
    remedy: '请确认提交的是坐标文件或地块表。',
  };
}
