import { shanghaiDay } from '../calendar/rules.ts';
import type { LocalText } from '../city/schema.ts';
import type { Parcel } from '../parcels/schema.ts';
import { geometrySha256, indicatorsSha256 } from './fingerprints.ts';
import type { ParcelValues, RequirementRow, VariableValue } from './values-schema.ts';

type Labelled = { key: string; label: LocalText };

/** Of a city pack, what it calls its indicators and planning limits, in its order. */
type PackNames = { indicators: readonly Labelled[]; limits: readonly Labelled[] };

/**
 * What an agreement takes from a parcel's public record for the industry chosen, by the names that templates use. Areas in
 * m² as offered (the notice's, not the survey's); what the record does not state is null and will be missed by name.
 * The city's names and order of the indicators go into the text, so they are taken here, once.
 *
 * @throws RangeError when the parcel does not admit the industry.
 */
export function prefillValues(parcel: Parcel, industryCode: string, pack: PackNames): ParcelValues {
  const admission = parcel.admissions.find(({ industry }) => industry.code === industryCode);
  if (admission === undefined) throw new RangeError(`${parcel.code} does not admit ${industryCode}`);
  const { code, version, geometry } = parcel;
  return {
    code,
    version,
    geometry,
    geometrySha256: geometrySha256(parcel),
    indicatorsSha256: indicatorsSha256(parcel, industryCode),
    variables: parcelVariables(parcel, admission.industry),
    indicators: inPackOrder(pack.indicators, admission.indicators, ({ phase }) => phase),
    limits: inPackOrder(pack.limits, parcel.limits, () => null),
  };
}

function parcelVariables(
  parcel: Parcel,
  industry: { code: string; name: string },
): Record<string, VariableValue> {
  const { deal, constructionStartDue, completionDue, fullProductionDue } = parcel.dates;
  return {
    code: parcel.code,
    name: parcel.name,
    version: String(parcel.version),
    location: parcel.locationText ?? placeOf(parcel),
    area: parcel.offeredAreaM2,
    use: parcel.use.name,
    term: parcel.termYears === null ? null : { amount: parcel.termYears, unit: 'year' },
    industry: `${industry.code} ${industry.name}`,
    dealDate: deal === null ? null : shanghaiDay(new Date(deal)),
    constructionStartDue,
    completionDue,
    fullProductionDue,
  };
}

/** Where no location is written, the regions it lies in. */
function placeOf({ district, town, park }: Parcel): string {
  return [district.name, town?.name ?? '', park.name].join('');
}

type Stated = Exclude<Parcel['limits'][string], null>;

/** Rows in the city's own order; a key that the city no longer knows stands at the end under its key, not silently left out. */
function inPackOrder<Asked extends Stated>(
  definitions: readonly Labelled[],
  record: Record<string, Asked | null>,
  phaseOf: (asked: Asked) => RequirementRow['phase'],
): RequirementRow[] {
  const known = definitions.map(({ key }) => key);
  const keys = [
    ...known.filter((key) => key in record),
    ...Object.keys(record).filter((key) => !known.includes(key)),
  ];
  return keys.map((key) => {
    const asked = record[key] ?? null;
    const name = definitions.find((each) => each.key === key)?.label['zh-CN'] ?? key;
    if (asked === null) return { key, name, requirement: null, phase: null };
    const { op, value, upperOp, upper, unit } = asked;
    return { key, name, requirement: { op, value, upperOp, upper, unit }, phase: phaseOf(asked) };
  });
}
