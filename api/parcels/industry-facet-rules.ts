import type { Industry } from '../city/schema.ts';
import type { ParcelConditions } from './query-schema.ts';
import { indicatorTest, judge, ledRow, type PublicParcel } from './search-rules.ts';

/**
 * How many parcels would match if this industry were the wanted one, for every industry that is above or below an
 * admitted one, in the table's order. The row that counts changes with the industry, so the conditions on indicators
 * are asked again for each.
 */
export function countIndustries(
  parcels: PublicParcel[],
  query: ParcelConditions,
  industries: Industry[],
): (Industry & { count: number })[] {
  const relatives = relativesOf(new Set(parcels.flatMap(({ facts }) => facts.admitted)), industries);
  const counts = industries.map(() => 0);
  const countedFor = industries.map(() => -1);
  const meetsIndicators = indicatorTest(query);
  const others = judge(parcels, { ...query, industry: undefined, indicator: undefined });
  others.forEach(({ parcel: { facts }, misses }, index) => {
    if (misses !== null) return;
    const led = ledRow(facts, query.for);
    facts.rows.forEach((row, position) => {
      const meets = meetsIndicators(led ?? row) ? 1 : 0;
      for (const relative of relatives.get(facts.admitted[position] ?? '') ?? []) {
        // The first admitted industry that matches is the row that counts; a later one says nothing more.
        if (countedFor[relative] === index) continue;
        countedFor[relative] = index;
        counts[relative] = (counts[relative] ?? 0) + meets;
      }
    });
  });
  const listed = new Set([...relatives.values()].flat());
  return industries.flatMap((industry, index) =>
    listed.has(index) ? [{ ...industry, count: counts[index] ?? 0 }] : [],
  );
}

/** An admitted industry counts for everything above it and, admitted as a whole, for everything below it. */
function relativesOf(admitted: Set<string>, industries: Industry[]): Map<string, number[]> {
  const parents = new Map(industries.map(({ code, parent }) => [code, parent]));
  return new Map(
    [...admitted].map((own) => {
      const section = parents.get(own.slice(0, 2));
      const related = industries.flatMap(({ code }, index) =>
        own.startsWith(code) || code.startsWith(own) || code === section ? [index] : [],
      );
      return [own, related];
    }),
  );
}
