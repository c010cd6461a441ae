import { conditionsOf, type Condition } from './relaxation-conditions.ts';
import { looserLimit } from './relaxation-limits.ts';
import type { ParcelConditions } from './query-schema.ts';
import type { Relaxation } from './relaxation-schema.ts';
import { admits, sumAreasM2, type PublicParcel } from './search-rules.ts';

/** A query takes no more industries than this. */
const mostIndustries = 50;

/**
 * What changing exactly one condition would give, the others kept: greatest gain first, then the greater area.
 */
export function relaxationsOf(
  query: ParcelConditions,
  parcels: PublicParcel[],
): { total: number; items: Relaxation[] } {
  const conditions = conditionsOf(query);
  const failing = parcels.map((parcel) => ({ parcel, failed: failedBy(parcel, conditions, query) }));
  const outside = failing.filter(({ failed }) => failed.length > 0);
  const single = outside.filter(({ failed }) => failed.length === 1);
  const offers = conditions.map((condition) =>
    relax(
      condition,
      single.filter(({ failed }) => failed[0] === condition).map(({ parcel }) => parcel),
    ),
  );
  const matching = failing.filter(({ failed }) => failed.length === 0).map(({ parcel }) => parcel);
  const ofIndustry = relaxIndustry(query, { parcels, matching, conditions });
  return {
    total: parcels.length - outside.length,
    items: [...offers, ofIndustry]
      .filter((offer) => offer !== null)
      .sort((a, b) => b.gain - a.gain || b.gainAreaM2 - a.gainAreaM2),
  };
}

type Failed = Condition | 'industry';

function failedBy(parcel: PublicParcel, conditions: Condition[], { industry }: ParcelConditions): Failed[] {
  const failed: Failed[] = conditions.filter(({ holds }) => !holds(parcel, industry));
  return industry === undefined || admits(parcel.facts.admitted, industry) ? failed : [...failed, 'industry'];
}

/** `newcomers` fail this condition alone. A limit is moved where a number helps, else dropped as the others are. */
function relax({ key, value, limit }: Condition, newcomers: PublicParcel[]): Relaxation | null {
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
 * The one further division (two digits) that gives most, else any industry. The wanted industries also decide which row
 * of a parcel counts for the indicators: everything is asked again for each of them, and who then falls out is set off.
 */
function relaxIndustry(
  { industry }: ParcelConditions,
  {
    parcels,
    matching,
    conditions,
  }: { parcels: PublicParcel[]; matching: PublicParcel[]; conditions: Condition[] },
): Relaxation | null {
  if (industry === undefined) return null;
  const found = (wanted: string[] | undefined) =>
    parcels.filter(
      (parcel) =>
        (wanted === undefined || admits(parcel.facts.admitted, wanted)) &&
        conditions.every(({ holds }) => holds(parcel, wanted)),
    );
  const divisions = new Set(parcels.flatMap(({ facts }) => facts.admitted.map((code) => code.slice(0, 2))));
  const additions = [...divisions]
    .filter((code) => /^\d{2}$/.test(code) && !industry.includes(code) && industry.length < mostIndustries)
    .sort()
    .map((to) =>
      offer({ key: 'industry', value: null, change: 'add', to }, found([...industry, to]), matching),
    )
    .filter((addition) => addition !== null)
    .sort((a, b) => b.gain - a.gain || b.gainAreaM2 - a.gainAreaM2);
  return (
    additions[0] ??
    offer({ key: 'industry', value: null, change: 'drop', to: null }, found(undefined), matching)
  );
}

/** `then` are the parcels found after the change, `now` those of them and others that are found already. */
function offer(
  change: Pick<Relaxation, 'key' | 'value' | 'change' | 'to'>,
  then: PublicParcel[],
  now: PublicParcel[] = [],
): Relaxation | null {
  const gain = then.length - now.length;
  if (gain <= 0) return null;
  return { ...change, gain, gainAreaM2: Number((sumAreasM2(then) - sumAreasM2(now)).toFixed(2)) };
}
