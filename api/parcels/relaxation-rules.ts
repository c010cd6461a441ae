import { admits, conditionsOf, type Candidate, type Condition } from './relaxation-conditions.ts';
import { looserLimit } from './relaxation-limits.ts';
import type { ParcelConditions, Relaxation } from './schema.ts';

/** A query takes no more industries than this. */
const mostIndustries = 50;

/**
 * What changing exactly one condition would give, the others kept: greatest gain first, then the greater area.
 * `candidates` are the public parcels, without those that no single change lets in.
 */
export function relaxationsOf(
  query: ParcelConditions,
  candidates: Candidate[],
): { total: number; items: Relaxation[] } {
  const conditions = conditionsOf(query);
  const failing = candidates.map((parcel) => ({ parcel, failed: failedBy(parcel, conditions, query) }));
  const outside = failing.filter(({ failed }) => failed.length > 0);
  const single = outside.filter(({ failed }) => failed.length === 1);
  const offers = conditions.map((condition) =>
    relax(
      condition,
      single.filter(({ failed }) => failed[0] === condition).map(({ parcel }) => parcel),
    ),
  );
  const ofIndustry = relaxIndustry(
    query,
    outside.map(({ parcel }) => parcel),
    conditions,
  );
  return {
    total: candidates.length - outside.length,
    items: [...offers, ofIndustry]
      .filter((offer) => offer !== null)
      .sort((a, b) => b.gain - a.gain || b.gainAreaM2 - a.gainAreaM2),
  };
}

type Failed = Condition | 'industry';

function failedBy(parcel: Candidate, conditions: Condition[], { industry }: ParcelConditions): Failed[] {
  const failed: Failed[] = conditions.filter(({ holds }) => !holds(parcel, industry));
  return admits(parcel.industries, industry) ? failed : [...failed, 'industry'];
}

/** `newcomers` fail this condition alone. A limit is moved where a number helps, else dropped as the others are. */
function relax({ key, value, limit }: Condition, newcomers: Candidate[]): Relaxation | null {
  if (limit === null) return offer({ key, value, change: 'drop', to: null }, newcomers);
  const to = looserLimit(
    limit,
    newcomers.flatMap((parcel) => limit.valueOf(parcel) ?? []),
  );
  if (to === null) return offer({ key, value, change: 'drop', to: null }, newcomers);
  const letIn = newcomers.filter((parcel) => {
    const own = limit.valueOf(parcel);
    return own !== null && limit.admits(own, to);
  });
  return offer({ key, value, change: 'set', to: limit.write(to) }, letIn);
}

/**
 * The one further division (two digits) that gives most, else any industry. The wanted industries also decide in which
 * rows the indicators are looked up, so everything is asked again for each of them.
 */
function relaxIndustry(
  { industry }: ParcelConditions,
  outside: Candidate[],
  conditions: Condition[],
): Relaxation | null {
  if (industry === undefined) return null;
  const lettingIn = (wanted: string[] | undefined) =>
    outside.filter(
      (parcel) => admits(parcel.industries, wanted) && conditions.every(({ holds }) => holds(parcel, wanted)),
    );
  const divisions = new Set(outside.flatMap(({ industries }) => industries.map((code) => code.slice(0, 2))));
  const additions = [...divisions]
    .filter((code) => /^\d{2}$/.test(code) && !industry.includes(code) && industry.length < mostIndustries)
    .sort()
    .map((to) => offer({ key: 'industry', value: null, change: 'add', to }, lettingIn([...industry, to])))
    .filter((addition) => addition !== null)
    .sort((a, b) => b.gain - a.gain || b.gainAreaM2 - a.gainAreaM2);
  return (
    additions[0] ?? offer({ key: 'industry', value: null, change: 'drop', to: null }, lettingIn(undefined))
  );
}

function offer(
  change: Pick<Relaxation, 'key' | 'value' | 'change' | 'to'>,
  newcomers: Candidate[],
): Relaxation | null {
  if (newcomers.length === 0) return null;
  // Areas have two decimals: whole hundredths add up exactly.
  const hundredths = newcomers.reduce((sum, { areaM2 }) => sum + Math.round(areaM2 * 100), 0);
  return { ...change, gain: newcomers.length, gainAreaM2: hundredths / 100 };
}
