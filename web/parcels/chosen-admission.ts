import type { Admission, Parcel } from '../../api/parcels/schema.ts';

/** The industry named in the link, else the first one searched for, else the first admitted; null without any. */
export function chosenAdmission(
  { admissions }: Pick<Parcel, 'admissions'>,
  named: string | null,
  searched: readonly string[],
): Admission | null {
  const codes = named === null ? searched : [named, ...searched];
  for (const code of codes) {
    const found = admissions.find(
      ({ industry }) => industry.code.startsWith(code) || code.startsWith(industry.code),
    );
    if (found !== undefined) return found;
  }
  return admissions[0] ?? null;
}
