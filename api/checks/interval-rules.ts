import type { Finding, Interval } from '../imports/schema.ts';
import { plain } from './figures.ts';
import type { Check, CheckSubject } from './subject.ts';

/** A storey counts in full from 2.20 m of height on (GB/T 50353—2013, 3.0.1): more storeys do not fit under a height. */
const leastStoreyM = 2.2;

/** 区间: limits and indicators that nothing can fulfil. */
export const intervalChecks: Check[] = [
  { rules: ['contradictory-interval'], of: 'content', find: intervalFindings },
  { rules: ['interval-out-of-range'], of: 'content', find: rangeFindings },
  { rules: ['indicator-against-limit'], of: 'content', find: againstLimitFindings },
  { rules: ['far-unreachable'], of: 'content', find: farFindings },
];

type NamedInterval = { path: string; name: string; unit: string; interval: Interval };

function namedIntervals({ content, pack, industryNames }: CheckSubject): NamedInterval[] {
  const named = (
    [key, interval]: [string, Interval],
    place: { prefix: string; of: string },
  ): NamedInterval[] => {
    const definition = [...pack.limits, ...pack.indicators].find((known) => known.key === key);
    if (definition === undefined) return [];
    const name = `${place.of}「${definition.label['zh-CN']}」`;
    return [{ path: `${place.prefix}.${key}`, name, unit: definition.unit['zh-CN'], interval }];
  };
  return [
    ...Object.entries(content.limits).flatMap((entry) => named(entry, { prefix: 'limits', of: '' })),
    ...content.admissions.flatMap(({ industry, indicators }) => {
      const of = `${industry} ${industryNames.get(industry)?.['zh-CN'] ?? ''}的`;
      return Object.entries(indicators).flatMap((entry) =>
        named(entry, { prefix: `admissions.${industry}`, of }),
      );
    }),
  ];
}

function intervalFindings(subject: CheckSubject): Finding[] {
  return namedIntervals(subject)
    .filter(({ interval }) => isEmpty(interval))
    .map(({ path, name, interval: { lower, lowerOp, upper, upperOp } }) => ({
      rule: 'contradictory-interval',
      severity: 'error',
      path,
      values: { lower: lower ?? '', lowerOp: lowerOp ?? '', upper: upper ?? '', upperOp: upperOp ?? '' },
      message: `${name}的下限与上限矛盾：${lowerOp ?? ''} ${plain(lower ?? 0, 4)} 且 ${upperOp ?? ''} ${plain(upper ?? 0, 4)}。`,
      remedy: '对调或更正上下限。',
    }));
}

function isEmpty({ lower, lowerOp, upper, upperOp }: Interval): boolean {
  if (lower === null || upper === null) return false;
  return lower > upper || (lower === upper && (lowerOp === '>' || upperOp === '<'));
}

/** Shares lie between 0 and 100 %, and nothing that is measured here is less than nothing. */
function rangeFindings(subject: CheckSubject): Finding[] {
  return namedIntervals(subject).flatMap(({ path, name, unit, interval }) => {
    const most = unit === '%' ? 100 : Infinity;
    const bound = [interval.lower, interval.upper].find(
      (value) => value !== null && (value < 0 || value > most),
    );
    if (bound === undefined || bound === null) return [];
    return [
      {
        rule: 'interval-out-of-range',
        severity: 'error',
        path,
        values: { value: bound, unit },
        message: `${name}写作 ${plain(bound, 4)} ${unit}，超出可能的范围。`,
        remedy: unit === '%' ? '百分数填 0–100。' : '更正为不小于 0 的数。',
      } satisfies Finding,
    ];
  });
}

/** Where a city keeps a key both as limit and as indicator: what an industry must reach has to be allowed on the parcel. */
function againstLimitFindings({ content, pack }: CheckSubject): Finding[] {
  return content.admissions.flatMap(({ industry, indicators }) =>
    Object.entries(indicators).flatMap(([key, asked]) => {
      const limit = content.limits[key];
      if (limit === undefined || isEmpty(asked) || isEmpty(limit) || !isEmpty(both(asked, limit))) return [];
      const name = pack.indicators.find((indicator) => indicator.key === key)?.label['zh-CN'] ?? key;
      return [
        {
          rule: 'indicator-against-limit',
          severity: 'error',
          path: `admissions.${industry}.${key}`,
          values: { industry, indicator: name },
          message: `${industry} 的「${name}」与地块的规划限值没有共同的取值。`,
          remedy: '以规划条件为准，更正该行业的指标。',
        } satisfies Finding,
      ];
    }),
  );
}

function both(one: Interval, other: Interval): Interval {
  const lower = tighter(
    [one, other].map(({ lower: value, lowerOp: op }) => ({ value, op })),
    Math.max,
    '>',
  );
  const upper = tighter(
    [one, other].map(({ upper: value, upperOp: op }) => ({ value, op })),
    Math.min,
    '<',
  );
  return { lower: lower.value, lowerOp: lower.op, upper: upper.value, upperOp: upper.op };
}

type Bound<Op> = { value: number | null; op: Op | null };

function tighter<Op>(bounds: Bound<Op>[], pick: (...values: number[]) => number, strict: Op): Bound<Op> {
  const value = pick(...bounds.flatMap(({ value: bound }) => bound ?? []));
  const tight = bounds.filter((bound) => bound.value === value);
  return tight.find(({ op }) => op === strict) ?? tight[0] ?? { value: null, op: null };
}

/** 容积率 cannot be more than 建筑密度 × storeys, and there are no more storeys than the height holds. */
function farFindings({ content: { limits } }: CheckSubject): Finding[] {
  const asked = limits['far']?.lower ?? null;
  const density = limits['building_density']?.upper ?? null;
  const heights = Object.entries(limits).filter(([key]) => key.startsWith('height'));
  const heightM = Math.max(...heights.map(([, { upper }]) => upper ?? Infinity));
  if (asked === null || density === null || !Number.isFinite(heightM)) return [];
  const most = (density / 100) * (heightM / leastStoreyM);
  if (asked <= most) return [];
  return [
    {
      rule: 'far-unreachable',
      severity: 'warning',
      path: 'limits.far',
      values: { asked, most, density, heightM },
      message: `容积率下限 ${plain(asked)} 达不到：密度 ${plain(density)} %、限高 ${plain(heightM)} m 之下至多 ${plain(most)}。`,
      remedy: '核对容积率、建筑密度和建筑高度的限值。',
    },
  ];
}
