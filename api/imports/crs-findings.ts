import type { CrsQuestion, Range } from './crs-detection.ts';
import type { CrsName } from './crs-names.ts';
import type { Finding } from './schema.ts';

export function refusedSystem(
  from: string,
  text: string,
  reason: Exclude<CrsName, { ok: true }>['reason'],
): Finding {
  const causes = {
    'other-datum': { rule: 'crs-other-datum', cause: '不是 2000 国家大地坐标系，直接使用会偏移数十至数百米' },
    'other-projection': { rule: 'crs-other-projection', cause: '不是高斯—克吕格投影' },
    unknown: { rule: 'crs-unknown', cause: '无法识别' },
  } as const;
  const { rule, cause } = causes[reason];
  return {
    rule,
    severity: 'error',
    values: { written: text.slice(0, 80) },
    message: `${from}写明的坐标系「${text}」${cause}。`,
    remedy: '请由测绘单位转换到 2000 国家大地坐标系（高斯—克吕格 3° 分带或经纬度）后重新导出。',
  };
}

export function outOfRange(first: Range, second: Range): Finding {
  return {
    rule: 'crs-out-of-range',
    severity: 'error',
    values: { firstMin: first.min, firstMax: first.max, secondMin: second.min, secondMax: second.max },
    message:
      `坐标数值不在中国范围内：第一列 ${first.min}–${first.max}，第二列 ${second.min}–${second.max}，` +
      '既不是经纬度，也不是一个投影带内的高斯—克吕格坐标（北坐标 180–600 万米，东坐标 33–67 万米，或前加带号）。',
    remedy: '请检查单位、小数点、是否缺位或混入其他投影带的点，再重新导出。',
  };
}

export function zoneMissing({ told, suggestion }: Pick<CrsQuestion, 'told' | 'suggestion'>): Finding {
  const line = told.find(({ zoneLine }) => zoneLine !== undefined)?.zoneLine;
  return {
    rule: 'crs-zone-missing',
    severity: 'error',
    values: { suggestion },
    message: '横坐标不带带号，文件也没有写明投影带，无法确定中央经线。',
    ...(line === undefined ? {} : { line }),
    remedy: `请在文件头填写「几度分带」和「带号」，或在导入时注明坐标系（本市一般为 ${suggestion}）。`,
  };
}
