import { refusedSystem } from './crs-findings.ts';
import type { ToldCrs } from './crs-names.ts';
import { readCrsName } from './crs-names.ts';
import type { DbfFailure } from './dbf.ts';
import { readDbf } from './dbf.ts';
import { readAttributes } from './feature-attributes.ts';
import type { Finding } from './schema.ts';
import type { ShpFailure } from './shp.ts';
import { readShp } from './shp.ts';
import type { Survey } from './survey.ts';
import { surveyLimits } from './survey.ts';
import { decodeText } from './text.ts';

/** The files of one shapefile, by their endings. */
export type ShapefileParts = {
  file: string;
  shp: Uint8Array;
  dbf?: Uint8Array;
  prj?: Uint8Array;
  cpg?: Uint8Array;
};

export function readShapefile({ file, shp, dbf, prj, cpg }: ShapefileParts): Survey {
  const survey: Survey = {
    format: 'shp',
    file,
    usualOrder: 'east-first',
    told: [],
    surveyedOn: null,
    shapes: [],
    findings: [],
  };
  const shapes = readShp(shp);
  if (!shapes.ok) return { ...survey, findings: [shpFinding(shapes.failure)] };
  if (dbf === undefined) return { ...survey, findings: [missingTable()] };
  const table = readDbf(dbf, cpg === undefined ? undefined : textOf(cpg));
  if (!table.ok) return { ...survey, findings: [dbfFinding(table.reason)] };
  if (table.rows.length !== shapes.records.length) {
    return { ...survey, findings: [countsDiffer(shapes.records.length, table.rows.length)] };
  }
  const system = readPrj(prj);
  for (const [index, rings] of shapes.records.entries()) {
    const row = table.rows[index] ?? null;
    if (row === null) continue;
    if (rings === null) {
      survey.findings.push(emptyShape(index + 1));
      continue;
    }
    survey.shapes.push({ ...readAttributes(table.columns, row), rings, place: { row: index + 1 } });
  }
  return { ...survey, told: system.told, findings: [...survey.findings, ...system.findings] };
}

/** A `.prj` holds WKT, or only a name such as CGCS2000_3_Degree_GK_Zone_40. */
function readPrj(prj: Uint8Array | undefined): { told: ToldCrs[]; findings: Finding[] } {
  const text = prj === undefined ? '' : textOf(prj).trim();
  if (text === '') return { told: [], findings: [] };
  const shown = /"([^"]{1,80})"/.exec(text)?.[1] ?? text.slice(0, 80);
  const name = readCrsName(text);
  if (!name.ok) return { told: [], findings: [refusedSystem('.prj', shown, name.reason)] };
  return { told: [{ from: '.prj', text: shown, system: name.system }], findings: [] };
}

function textOf(bytes: Uint8Array): string {
  const decoded = decodeText(bytes);
  return decoded.ok ? decoded.text : '';
}

const reexport = '请用 ArcGIS、QGIS 等软件重新导出后提交。';

function shpFinding({ reason, row, shapeName }: ShpFailure): Finding {
  const messages: Record<ShpFailure['reason'], string> = {
    'not-a-shp': '.shp 文件头不对，不是 Shapefile。',
    truncated: '.shp 文件不完整，数据比文件头所写的短。',
    counts: '.shp 记录中的圈数或点数与实际字节数不符。',
    'not-areas': `.shp 的图形是「${shapeName ?? ''}」，只能导入面。`,
    'not-a-number': '.shp 中有不是数字的坐标。',
    'too-many-vertices': `一个图形的点数超过上限 ${surveyLimits.verticesPerParcel}。`,
    'too-many-rings': `一个图形的圈数超过上限 ${surveyLimits.ringsPerParcel}。`,
  };
  const rule = reason.startsWith('too-many') ? reason : `shp-${reason}`;
  return {
    rule,
    severity: 'error',
    message: messages[reason],
    ...(row === undefined ? {} : { row }),
    remedy: reexport,
  };
}

function dbfFinding(reason: DbfFailure): Finding {
  const messages: Record<DbfFailure, string> = {
    truncated: '.dbf 文件不完整，记录数与实际字节数不符。',
    'not-a-dbf': '.dbf 文件头不对，字段宽度与记录长度不符。',
    encoding: '.dbf 的文字编码既不是 UTF-8 也不是 GBK，或与 .cpg 不符。',
  };
  return { rule: `dbf-${reason}`, severity: 'error', message: messages[reason], remedy: reexport };
}

function missingTable(): Finding {
  return {
    rule: 'shp-parts-missing',
    severity: 'error',
    message: '只有 .shp，没有同名的 .dbf，无法得知地块编号。',
    remedy: '请把 .shp、.shx、.dbf、.prj（以及 .cpg）一起压缩成 ZIP 提交。',
  };
}

function countsDiffer(shapes: number, rows: number): Finding {
  return {
    rule: 'shp-counts',
    severity: 'error',
    message: `.shp 有 ${shapes} 个图形，.dbf 有 ${rows} 条记录，数目不一致。`,
    remedy: reexport,
  };
}

function emptyShape(row: number): Finding {
  return {
    rule: 'geometry-empty',
    severity: 'error',
    message: '该记录没有图形。',
    row,
    remedy: '请补上图形，或删除该记录。',
  };
}
