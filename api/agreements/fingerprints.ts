import type { Parcel } from '../parcels/schema.ts';
import { canonicalSha256 } from '../canonical-json.ts';
import { AgreementText } from './text-schema.ts';

/**
 * 文本摘要: what stands on every page and is told to whoever signs. Everything of the text counts, the parcels' own
 * fingerprints included; what is not part of the text's shape is left out before.
 */
export function contentSha256(text: AgreementText): string {
  return canonicalSha256(AgreementText.parse(text));
}

/**
 * 界址摘要: the public geometry, every coordinate, in its order of rings and points, under the parcel's code. Neither who
 * verified it nor the version counts: an unchanged outline keeps its fingerprint in a later version.
 */
export function geometrySha256({ code, geometry }: Pick<Parcel, 'code' | 'geometry'>): string {
  return canonicalSha256({ code, crs: 'EPSG:4490', coordinates: geometry.coordinates });
}

/**
 * 指标摘要: what the chosen industry must meet on this parcel, and the planning limits: key, operators, values, unit and,
 * of an indicator, its phase. What is asked for but not known counts as null. The document it is based on (`basis`) does not
 * count, nor do the names that a city gives its indicators.
 *
 * @throws RangeError when the parcel does not admit the industry.
 */
export function indicatorsSha256(
  { code, admissions, limits }: Pick<Parcel, 'code' | 'admissions' | 'limits'>,
  industryCode: string,
): string {
  const admission = admissions.find(({ industry }) => industry.code === industryCode);
  if (admission === undefined) throw new RangeError(`${code} does not admit ${industryCode}`);
  return canonicalSha256({
    code,
    industry: industryCode,
    indicators: mapValues(admission.indicators, ({ op, value, upperOp, upper, unit, phase }) => ({
      op,
      value,
      upperOp,
      upper,
      unit,
      phase,
    })),
    limits: mapValues(limits, ({ op, value, upperOp, upper, unit }) => ({ op, value, upperOp, upper, unit })),
  });
}

function mapValues<From, To>(
  record: Record<string, From | null>,
  change: (value: From) => To,
): Record<string, To | null> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, value === null ? null : change(value)]),
  );
}
