import { areaFindings } from './geometry-findings.ts';
import type { PlacedSurvey } from './placement.ts';
import type { Finding } from './schema.ts';
import { ParcelDraft } from './schema.ts';
import type { ReferenceArea } from './shift.ts';
import { shiftFinding } from './shift.ts';
import type { SheetParts } from './spreadsheet.ts';
import type { Survey, SurveyShape } from './survey.ts';

/** Drafts under way, by parcel code. */
export type DraftMaker = {
  drafts: Map<string, ParcelDraft>;
  findings: Finding[];
  references: readonly ReferenceArea[];
};

function emptyDraft(code: string): ParcelDraft {
  return {
    code,
    fields: {},
    limits: {},
    admissions: [],
    utilities: [],
    costs: [],
    events: [],
    provenance: {},
    places: {},
  };
}

function draftOf({ drafts }: DraftMaker, code: string): ParcelDraft {
  const draft = drafts.get(code) ?? emptyDraft(code);
  drafts.set(code, draft);
  return draft;
}

/** Gives each parcel of a placed survey its geometry; a parcel drawn twice in one batch is refused with both places. */
export function addSurvey(maker: DraftMaker, survey: Survey, placed: PlacedSurvey): void {
  const { file, format, surveyedOn } = survey;
  maker.findings.push(...placed.findings.map((finding) => ({ ...finding, file })));
  if (/高德|腾讯|百度|奥维|amap|gaode|gcj-?02|bd-?09/i.test(file))
    maker.findings.push({ ...namedShift(), file });
  for (const {
    shape,
    placed: { multiPolygon, areaM2 },
  } of placed.shapes) {
    if (shape.code === null) {
      maker.findings.push({ ...codeMissing(shape, format), file, ...shape.place });
      continue;
    }
    const draft = draftOf(maker, shape.code);
    const earlier = draft.places.geometry;
    if (earlier !== undefined) {
      maker.findings.push({ ...drawnTwice(shape.code, earlier), parcel: shape.code, file, ...shape.place });
      continue;
    }
    draft.geometry = { multiPolygon, sourceCrs: placed.sourceCrs ?? '', format, file, areaM2, surveyedOn };
    draft.places.geometry = { file, ...shape.place };
    if (shape.name !== null) draft.fields.name = shape.name;
    const shift = shiftFinding(shape.code, multiPolygon, maker.references);
    if (shift !== undefined) maker.findings.push({ ...shift, parcel: shape.code, file, ...shape.place });
  }
}

/** Adds what the sheets state; a name in the sheet outweighs the name in the survey file. */
export function addSheetParts(maker: DraftMaker, parts: ReadonlyMap<string, SheetParts>): void {
  for (const [code, stated] of parts) {
    const draft = draftOf(maker, code);
    Object.assign(draft.fields, stated.fields);
    draft.limits = stated.limits;
    draft.admissions = stated.admissions;
    draft.utilities = stated.utilities;
    draft.costs = stated.costs;
    draft.events = stated.events;
    draft.provenance = stated.provenance;
    Object.assign(draft.places, stated.places);
    maker.findings.push(...sheetAreaFindings(draft));
  }
}

/**
 * The areas of the sheet against the drawn one. The drawing may show the land or, where less is offered, the offered part:
 * only if it fits neither is the difference told.
 */
function sheetAreaFindings({ code, geometry, fields, places }: ParcelDraft): Finding[] {
  if (geometry === undefined) return [];
  const judged = [
    { field: '土地面积', statedAreaM2: fields.landAreaM2 },
    { field: '出让面积', statedAreaM2: fields.offeredAreaM2 },
  ].flatMap(({ field, statedAreaM2 }) => {
    if (statedAreaM2 === undefined) return [];
    const shape: SurveyShape = { code, name: null, rings: [], statedAreaM2, place: {} };
    const place = { parcel: code, file: places.fields?.file, row: places.fields?.row, field };
    return [areaFindings(shape, geometry.areaM2).map((finding) => ({ ...finding, ...place }))];
  });
  const fitsOne = judged.some((findings) => findings.length === 0);
  return judged.flat().filter(({ severity }) => severity === 'error' || !fitsOne);
}

/** The drafts that have the form the rest of the portal relies on; what does not fit becomes a finding. */
export function finishDrafts({ drafts, findings }: DraftMaker): ParcelDraft[] {
  findings.push(...codeFindings([...drafts.values()]));
  return [...drafts.values()].flatMap((draft) => {
    const parsed = ParcelDraft.safeParse(draft);
    if (parsed.success) return [parsed.data];
    const place = Object.values(draft.places)[0];
    const isCode = parsed.error.issues.some(({ path }) => path[0] === 'code');
    findings.push({
      rule: isCode ? 'parcel-code' : 'draft-value',
      severity: 'error',
      values: isCode ? { code: draft.code.slice(0, 80) } : {},
      message: isCode
        ? `地块编号「${draft.code.slice(0, 80)}」含有不允许的字符，或超过 64 个字符。`
        : `地块 ${draft.code} 的内容超出允许的长度或范围：${parsed.error.issues[0]?.path.join('.') ?? ''}。`,
      ...(!isCode && { parcel: draft.code }),
      ...place,
      remedy: isCode ? '地块编号只用汉字、字母、数字和 - _ . ( ) [ ]。' : '请对照模板的填写说明更正。',
    });
    return [];
  });
}

/** Codes that a person would take for one another, and codes that an address of the portal could not tell from a format. */
function codeFindings(drafts: readonly ParcelDraft[]): Finding[] {
  const byFoldedCode = new Map<string, string>();
  return drafts.flatMap(({ code, places }): Finding[] => {
    const place = Object.values(places)[0];
    const alike = byFoldedCode.get(code.toLowerCase());
    byFoldedCode.set(code.toLowerCase(), code);
    const findings: Finding[] = [];
    if (alike !== undefined)
      findings.push({
        rule: 'parcel-code-case',
        severity: 'warning',
        values: { code, alike },
        message: `地块编号「${code}」与「${alike}」只有字母大小写不同，按两宗地块处理。`,
        ...place,
        remedy: '如是同一宗地，请统一大小写后重新提交。',
      });
    if (/\.geojson$/i.test(code))
      findings.push({
        rule: 'code-reserved',
        severity: 'error',
        values: { code: code.slice(0, 80) },
        message: `地块编号「${code.slice(0, 80)}」以「.geojson」结尾，这是网址中数据格式的写法。`,
        ...place,
        remedy: '请去掉编号末尾的「.geojson」。',
      });
    return findings;
  });
}

function codeMissing(shape: SurveyShape, format: Survey['format']): Finding {
  const where = {
    txt: '地块行的第三栏',
    shp: '.dbf 的「地块编号」或 DKBH 字段',
    geojson: '要素的「地块编号」或 DKBH 属性',
  } as const;
  return {
    rule: 'parcel-code-missing',
    severity: 'error',
    message: `图形${shape.name === null ? '' : `「${shape.name}」`}没有地块编号。`,
    remedy: `请在${where[format]}填写地块编号。`,
  };
}

function drawnTwice(code: string, earlier: { file: string; line?: number; row?: number }): Finding {
  const at =
    earlier.line !== undefined
      ? ` 第 ${earlier.line} 行`
      : earlier.row !== undefined
        ? ` 第 ${earlier.row} 条`
        : '';
  return {
    rule: 'parcel-drawn-twice',
    severity: 'error',
    values: { code, earlierFile: earlier.file },
    message: `地块 ${code} 的图形出现了两次，另一处在 ${earlier.file}${at}。`,
    remedy: '请只保留一份；同一宗地的多个部分应作为一个图形的多个圈。',
  };
}

function namedShift(): Finding {
  return {
    rule: 'suspected-shift',
    severity: 'warning',
    message: '文件名表明图形来自高德、腾讯、百度或奥维，坐标可能加偏数百至上千米。',
    remedy: '请核对来源；若为加偏坐标，请向测绘单位索取 2000 国家大地坐标系成果。',
  };
}
