import { halfWidth } from '../units/rules.ts';
import { isZone, zoneWidth } from './crs.ts';
import type { ToldCrs } from './crs-names.ts';
import { isCgcs2000, isOtherDatum, mentionsOtherDatum } from './crs-names.ts';
import { readWrittenDate } from './dates.ts';
import type { Finding } from './schema.ts';

/** One `key=value` line of 属性描述, with the line it stands on. */
export type TxtAttribute = { value: string; line: number };

/** One line of the file, outside the plots. */
export type HeaderLine = { text: string; line: number };

export type TxtHeader = { told: ToldCrs[]; surveyedOn: string | null; findings: Finding[] };

/** Names under which programs write the datum. */
const datumKeys = ['坐标系', '坐标系名称', '坐标系统', '坐标系类型', '大地坐标系', '坐标基准', '大地基准'];

/**
 * What the attributes say of the coordinate system; another datum is refused, never treated as 2000, in whichever line
 * outside the plots it is named.
 */
export function readTxtHeader(
  attributes: ReadonlyMap<string, TxtAttribute>,
  lines: readonly HeaderLine[],
): TxtHeader {
  const datums = datumKeys.flatMap((key) => attributes.get(key) ?? []).filter(({ value }) => value !== '');
  const ofDatum = datums.flatMap(datumFindings);
  const mentioned = lines
    .filter(({ text, line }) => mentionsOtherDatum(text) && !ofDatum.some((known) => known.line === line))
    .map(({ text, line }) => otherDatum(text, line));
  const findings = [
    ...ofDatum,
    ...mentioned.slice(0, 5),
    ...unitFindings(attributes.get('计量单位')),
    ...projectionFindings(attributes.get('投影类型')),
    ...parameterFindings(attributes.get('转换参数')),
  ];
  const zone = readZone(attributes, datums[0], findings);
  const surveyed = readWrittenDate(attributes.get('数据产生日期')?.value ?? '');
  return { told: zone, surveyedOn: surveyed?.day ?? null, findings };
}

function datumFindings({ value, line }: TxtAttribute): Finding[] {
  if (isCgcs2000(value)) return [];
  if (isOtherDatum(value)) return [otherDatum(value, line)];
  return [
    {
      rule: 'crs-unknown',
      severity: 'error',
      values: { written: value.slice(0, 60) },
      message: `不认识坐标系「${value.slice(0, 60)}」。`,
      line,
      remedy: sayDatum,
    },
  ];
}

const sayDatum =
  '如果坐标确是 2000 国家大地坐标系，请写作「坐标系=2000国家大地坐标系」；否则请由测绘单位转换后重新导出。';

function otherDatum(text: string, line: number): Finding {
  return {
    rule: 'crs-other-datum',
    severity: 'error',
    values: { written: text.slice(0, 60) },
    message: `「${text.slice(0, 60)}」不是 2000 国家大地坐标系，直接使用会偏移数十至上百米。`,
    line,
    remedy: '请由测绘单位用本地转换参数转换到 2000 国家大地坐标系后重新导出。',
  };
}

function unitFindings(unit: TxtAttribute | undefined): Finding[] {
  if (unit === undefined || /^(?:|米|m|公尺|meters?|metres?)$/i.test(unit.value)) return [];
  return [
    {
      rule: 'txt-unit',
      severity: 'error',
      values: { written: unit.value.slice(0, 60) },
      message: `计量单位「${unit.value}」不是米。`,
      line: unit.line,
      remedy: '请以米为单位重新导出坐标。',
    },
  ];
}

function projectionFindings(projection: TxtAttribute | undefined): Finding[] {
  if (projection === undefined || /^$|高斯|gauss|无|经纬/i.test(projection.value)) return [];
  return [
    {
      rule: 'txt-projection',
      severity: 'error',
      values: { written: projection.value.slice(0, 60) },
      message: `投影类型「${projection.value}」不是高斯克吕格。`,
      line: projection.line,
      remedy: '请以高斯克吕格投影重新导出坐标。',
    },
  ];
}

/** Seven parameters other than zero mean that somebody means the numbers to be transformed first. */
function parameterFindings(parameters: TxtAttribute | undefined): Finding[] {
  const values = (parameters?.value ?? '').split(',').map((part) => part.trim());
  if (parameters === undefined || values.every((part) => part === '' || Number(part) === 0)) return [];
  return [
    {
      rule: 'txt-transformation',
      severity: 'warning',
      message: '文件头带有转换参数；导入时不作转换，坐标按 2000 国家大地坐标系直接使用。',
      line: parameters.line,
      remedy: '请确认坐标已经是转换后的成果。',
    },
  ];
}

function readZone(
  attributes: ReadonlyMap<string, TxtAttribute>,
  datum: TxtAttribute | undefined,
  findings: Finding[],
): ToldCrs[] {
  const width = attributes.get('几度分带');
  const number = attributes.get('带号');
  const degrees = /^[36]/.exec(
    halfWidth(width?.value ?? '')
      .replace('三', '3')
      .replace('六', '6'),
  )?.[0];
  const zone = /\d{1,3}/.exec(halfWidth(number?.value ?? ''))?.[0];
  if ((number?.value ?? '') !== '' && (zone === undefined || zoneWidth(Number(zone)) === undefined)) {
    findings.push(wrongZone(number));
    return [];
  }
  const told = [datum?.value, width?.value && `${width.value}度分带`, zone && `带号 ${zone}`];
  const text = told.filter(Boolean).join('，');
  if (text === '') return [];
  const zoneNumber = zone === undefined ? undefined : Number(zone);
  const degreesNumber = degrees === '3' ? 3 : degrees === '6' ? 6 : undefined;
  if (zoneNumber !== undefined && degreesNumber !== undefined && !isZone(degreesNumber, zoneNumber)) {
    findings.push(wrongZone(number));
    return [];
  }
  const zoneLine = number?.line ?? width?.line ?? datum?.line;
  const line = zoneNumber === undefined && degreesNumber !== undefined ? width?.line : zoneLine;
  return [
    {
      from: '文件头',
      text,
      system: { kind: 'gauss-krueger', degrees: degreesNumber, zone: zoneNumber },
      namesDatum: datum !== undefined,
      ...(line === undefined ? {} : { line }),
      ...(zoneLine === undefined ? {} : { zoneLine }),
    },
  ];
}

function wrongZone(attribute: TxtAttribute | undefined): Finding {
  return {
    rule: 'crs-zone-unknown',
    severity: 'error',
    values: { written: attribute?.value.slice(0, 60) ?? '' },
    message: `带号「${attribute?.value ?? ''}」与几度分带不符：3° 带为 25–45，6° 带为 13–23。`,
    ...(attribute === undefined ? {} : { line: attribute.line }),
    remedy: '请更正文件头的「带号」和「几度分带」。',
  };
}
