import { halfWidth } from '../units/rules.ts';
import { isZone, zoneWidth } from './crs.ts';
import type { ToldCrs } from './crs-names.ts';
import { isCgcs2000, isOtherDatum } from './crs-names.ts';
import { readWrittenDate } from './dates.ts';
import type { Finding } from './schema.ts';

/** One `key=value` line of 属性描述, with the line it stands on. */
export type TxtAttribute = { value: string; line: number };

export type TxtHeader = { told: ToldCrs[]; surveyedOn: string | null; findings: Finding[] };

/** What the attributes say of the coordinate system; another datum is refused, never treated as 2000. */
export function readTxtHeader(attributes: ReadonlyMap<string, TxtAttribute>): TxtHeader {
  const findings = [
    ...datumFindings(attributes.get('坐标系')),
    ...unitFindings(attributes.get('计量单位')),
    ...projectionFindings(attributes.get('投影类型')),
    ...parameterFindings(attributes.get('转换参数')),
  ];
  const zone = readZone(attributes, findings);
  const surveyed = readWrittenDate(attributes.get('数据产生日期')?.value ?? '');
  return { told: zone, surveyedOn: surveyed?.day ?? null, findings };
}

function datumFindings(datum: TxtAttribute | undefined): Finding[] {
  const name = datum?.value ?? '';
  if (name === '' || isCgcs2000(name)) return [];
  const other = isOtherDatum(name);
  return [
    {
      rule: other ? 'crs-other-datum' : 'crs-unknown',
      severity: 'error',
      message: other
        ? `坐标系「${name}」不是 2000 国家大地坐标系，直接使用会偏移数十至上百米。`
        : `不认识坐标系「${name}」。`,
      ...(datum === undefined ? {} : { line: datum.line }),
      remedy: '请由测绘单位用本地转换参数转换到 2000 国家大地坐标系后重新导出。',
    },
  ];
}

function unitFindings(unit: TxtAttribute | undefined): Finding[] {
  if (unit === undefined || /^(?:|米|m|公尺|meters?|metres?)$/i.test(unit.value)) return [];
  return [
    {
      rule: 'txt-unit',
      severity: 'error',
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

function readZone(attributes: ReadonlyMap<string, TxtAttribute>, findings: Finding[]): ToldCrs[] {
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
  const told = [
    attributes.get('坐标系')?.value,
    width?.value && `${width.value}度分带`,
    zone && `带号 ${zone}`,
  ];
  const text = told.filter(Boolean).join('，');
  if (text === '') return [];
  const zoneNumber = zone === undefined ? undefined : Number(zone);
  const degreesNumber = degrees === '3' ? 3 : degrees === '6' ? 6 : undefined;
  if (zoneNumber !== undefined && degreesNumber !== undefined && !isZone(degreesNumber, zoneNumber)) {
    findings.push(wrongZone(number));
    return [];
  }
  return [
    { from: '文件头', text, system: { kind: 'gauss-krueger', degrees: degreesNumber, zone: zoneNumber } },
  ];
}

function wrongZone(attribute: TxtAttribute | undefined): Finding {
  return {
    rule: 'crs-zone-unknown',
    severity: 'error',
    message: `带号「${attribute?.value ?? ''}」与几度分带不符：3° 带为 25–45，6° 带为 13–23。`,
    ...(attribute === undefined ? {} : { line: attribute.line }),
    remedy: '请更正文件头的「带号」和「几度分带」。',
  };
}
