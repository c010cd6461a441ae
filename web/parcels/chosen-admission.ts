import type { Admission, Parcel, ParcelSummary } from '../../api/parcels/schema.ts';

/** Of the industry named in the link, else of the first admitted one searched for, else of the first; null without any. */
export function chosenAdmission(
  { admissions }: Pick<Parcel, 'admissions'>,
  named: string | null,
  searched: readonly string[],
): Admission | null {
  return (
    servingAny(admissions, named === null ? [] : [named]) ??
    servingAny(admissions, searched) ??
    admissions[0] ??
    null
  );
}

/** A whole record as the list would show it: its requirements are those of the industry that is looked at. */
export function asListed(parcel: Parcel, named: string | null, searched: readonly string[]): ParcelSummary {
  const admission = chosenAdmission(parcel, named, searched);
  const asked = Object.entries({ ...parcel.limits, ...admission?.indicators });
  const indicators = Object.fromEntries(
    asked.flatMap(([key, requirement]) => (requirement === null ? [] : [[key, requirement]])),
  );
  return { ...parcel, indicators, indicatorIndustry: admission?.industry.code ?? null };
}

/** Whether the industry named in the link is not admitted, so that another one is shown in its place. */
export function isReplaced(
  { admissions }: Pick<Parcel, 'admissions'>,
  named: string | null,
): named is string {
  return named !== null && servingAny(admissions, [named]) === undefined;
}

/** The first admission that serves any of the industries, as the server's `chosenRow` takes it. */
function servingAny(admissions: Admission[], codes: readonly string[]): Admission | undefined {
  return admissions.find(({ industry: { code: own } }) =>
    codes.some((code) => own.startsWith(code) || code.startsWith(own)),
  );
}
