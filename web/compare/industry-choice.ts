import type { Admission, Named, Parcel } from '../../api/parcels/schema.ts';

type Admitting = Pick<Parcel, 'admissions'>;

/** `whole`: the parcel admits all of the industry compared by; else only the narrower one of the admission. */
export type ChosenAdmission = { admission: Admission; whole: boolean };

/** Codes of GB/T 4754 are prefixes: who admits 36 admits 367, who admits 367 admits a part of 36. */
export function admissionFor({ admissions }: Admitting, industry: string): ChosenAdmission | null {
  const covering = admissions
    .filter((admission) => industry.startsWith(admission.industry.code))
    .toSorted((a, b) => b.industry.code.length - a.industry.code.length);
  if (covering[0] !== undefined) return { admission: covering[0], whole: true };
  const narrower = admissions.find((admission) => admission.industry.code.startsWith(industry));
  return narrower === undefined ? null : { admission: narrower, whole: false };
}

export type IndustryChoice = { industry: Named; admittedBy: number };

/**
 * Every industry that one of the parcels admits, the ones admitted by most first; of those the ones by which most parcels
 * are shown in a list, being their first, then by code. In which order the parcels stand makes no difference.
 */
export function industryChoices(parcels: Admitting[]): IndustryChoice[] {
  const industries = new Map(
    parcels.flatMap(({ admissions }) => admissions.map(({ industry }) => [industry.code, industry])),
  );
  const firsts = parcels.map(({ admissions }) => admissions[0]?.industry.code);
  const firstOf = ({ code }: Named) => firsts.filter((first) => first === code).length;
  return [...industries.values()]
    .toSorted((a, b) => firstOf(b) - firstOf(a) || (a.code < b.code ? -1 : 1))
    .map((industry) => ({
      industry,
      admittedBy: parcels.filter((parcel) => admissionFor(parcel, industry.code)?.whole === true).length,
    }))
    .toSorted((a, b) => b.admittedBy - a.admittedBy);
}

/** The industry to compare by: one of `wanted` that any parcel admits, the first counting most; else the commonest. */
export function comparedIndustry(parcels: Admitting[], wanted: readonly string[]): string | null {
  const named = wanted.find((code) => parcels.some((parcel) => admissionFor(parcel, code) !== null));
  return named ?? industryChoices(parcels)[0]?.industry.code ?? null;
}
